import assert from "node:assert/strict";
import test from "node:test";
import { nextDay, slotsOf } from "../../src/preex/web/static/app/plan.js";
import { WORKOUT } from "./session.js";

test("a day is laid out set by set, each with the pause before it", () => {
  const slots = slotsOf(WORKOUT);
  assert.deepEqual(
    slots.map((s) => [s.exercise, s.round, s.place, s.pauseBefore_s]),
    [
      ["leg_extension", 1, 0, null], ["leg_press", 1, 1, 30],
      ["leg_extension", 2, 0, 120], ["leg_press", 2, 1, 30],
      ["leg_extension", 3, 0, 120], ["leg_press", 3, 1, 30],
      ["barbell_back_squat", 1, 0, 120], ["barbell_back_squat", 2, 0, 150],
    ],
  );
  assert.deepEqual(slots.map((s) => s.position), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("sections within sections are rounds of their block", () => {
  const set = (exercise) => ({ exercise, reps_low: 5, reps_high: 8 });
  const inner = { rounds: 2, steps: [set("a"), set("b"), { rest_s: 60 }] };
  const slots = slotsOf({ sections: [{ rounds: 2, steps: [inner, { rest_s: 120 }] }] });
  assert.equal(slots.map((s) => s.exercise).join(""), "abababab");
  assert.deepEqual(slots.map((s) => s.round), [1, 1, 2, 2, 3, 3, 4, 4]);
  assert.equal(slots[0].rounds, 4);
});

test("the day that is offered is the one after the latest begun, and the first comes round again", () => {
  const days = [0, 1, 2].map((day) => ({ plan_id: "P-2", day }));
  const begun = (day, startedAt, plan = "P-2") => ({ plan, day, startedAt });
  assert.equal(nextDay([...days, { plan_id: null, day: null }], []), 0);
  assert.equal(nextDay(days, [begun(1, 20), begun(0, 10)]), 2);
  assert.equal(nextDay(days, [begun(2, 30), begun(1, 20)]), 0);
  assert.equal(nextDay(days, [begun(1, 50, "P-1")]), 0);
  assert.equal(nextDay([{ plan_id: null, day: null }], [begun(0, 10, null)]), 0);
});
