import assert from "node:assert/strict";
import { test } from "node:test";
import * as acts from "../../src/preex/web/static/app/acts.js";
import { alike, dayOfPair, infosOf, pairsOf, search } from "../../src/preex/web/static/app/catalogue.js";
import { slotsOf } from "../../src/preex/web/static/app/plan.js";
import { Phone } from "./session.js";

const ROWS = {
  muscles: { quads: "quads", chest: "mid and lower chest" },
  exercises: [
    ["leg_press", "Leg press", "compound", "plate_machine", "safe", ["quads"]],
    ["hack_squat", "Hack squat", "compound", "plate_machine", "safe", ["quads"]],
    ["leg_extension", "Leg extension", "isolation", "stack", "safe", ["quads"]],
    ["cable_fly", "Cable fly", "isolation", "cable", "safe", ["chest"]],
  ],
  pairs: [["P1", "quads", "leg_extension", ["leg_press", "hack_squat"], 30, 10, 15, 0, 2]],
};
const LAST = { hack_squat: { value: "120", unit: "kg" } };
const infos = new Map(infosOf(ROWS, LAST).map((info) => [info.id, info]));

test("an exercise is found by parts of its name or by its muscle, names first", () => {
  assert.deepEqual(search(infos.values(), "leg").map((e) => e.id), ["leg_extension", "leg_press"]);
  assert.deepEqual(search(infos.values(), "chest FLY").map((e) => e.id), ["cable_fly"]);
  assert.deepEqual(search(infos.values(), "rowing"), []);
});

test("a picked pair takes the compound the log knows, and comes with its load", () => {
  const slots = slotsOf(dayOfPair(pairsOf(ROWS)[0], infos, "Quads").workout);
  assert.deepEqual(slots.map((s) => s.exercise), ["leg_extension", "hack_squat", "leg_extension", "hack_squat", "leg_extension", "hack_squat"]);
  assert.deepEqual(slots.map((s) => s.pauseBefore_s), [null, 30, 120, 30, 120, 30]);
  assert.deepEqual(infos.get("hack_squat").last, LAST.hack_squat);
});

test("what is done instead is of the same kind for the same muscle", () => {
  assert.deepEqual(alike(infos.values(), infos.get("leg_press")), ["hack_squat"]);
});

test("an exercise added to a session comes last, more of it in the same block, and undo takes it out", () => {
  const phone = new Phone().start();
  const planned = phone.run.items.length;
  phone.write(acts.add(phone.run, "cable_fly", "isolation", 2));
  phone.write(acts.add(phone.run, "cable_fly", "isolation", 1));
  const added = phone.run.items.slice(planned);
  assert.deepEqual(added.map((i) => [i.exercise, i.round, i.rounds, i.position]), [["cable_fly", 1, 3, planned], ["cable_fly", 2, 3, planned + 1], ["cable_fly", 3, 3, planned + 2]]);
  assert.equal(new Set(added.map((i) => i.block)).size, 1);
  phone.undo();
  assert.equal(phone.run.items.length, planned + 2);
});

test("a session with nothing planned goes by what is added", () => {
  const phone = new Phone().start();
  phone.slots = [];
  assert.equal(phone.run.current, null);
  phone.write(acts.add(phone.run, "leg_press", "compound", 2));
  assert.equal(phone.run.current.exercise, "leg_press");
  phone.do(8, 100);
  phone.after(60);
  assert.equal(phone.run.timer.planned_s, 120);
  phone.do(8, 100);
  assert.equal(phone.run.current, null);
  phone.write(acts.add(phone.run, "leg_extension", "isolation", 1));
  assert.equal(phone.run.current.exercise, "leg_extension");
});
