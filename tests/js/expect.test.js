import assert from "node:assert/strict";
import test from "node:test";
import { scenarioOf } from "../../src/preex/web/static/app/expect.js";
import { INFOS, Phone } from "./session.js";

test("the server is asked about what was done as done, and about the rest as planned", () => {
  const phone = new Phone().start();
  phone.after(40).do(12, 62.5);
  const asked = scenarioOf(phone.run, { value: "150", unit: "kg" }, INFOS);
  assert.deepEqual(asked.sets.slice(0, 3), [
    { exercise: "leg_extension", load_kg: 62.5, reps: 12 },
    { exercise: "leg_press", load_kg: 150, rir: 2, rest_before_s: 30 },
    { exercise: "leg_extension", load_kg: 62.5, rir: 2, rest_before_s: 120 }, // the load of the last set, not of the plan
  ]);
  assert.equal(asked.done, 1);
  assert.deepEqual(asked.positions, [1, 2, 3, 4, 5]); // nobody knows a load for the squats
});

test("a load in pounds is asked about in kilograms", () => {
  const [first] = scenarioOf(new Phone().start().run, { value: "100", unit: "lb" }, INFOS).sets;
  assert.equal(first.load_kg, 45.359);
});

test("there is nothing to ask when nothing is to come", () => {
  const phone = new Phone().start();
  for (let i = 0; i < 8; i += 1) phone.after(60).do();
  assert.equal(scenarioOf(phone.run, null, INFOS), null);
});
