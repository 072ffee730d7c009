import assert from "node:assert/strict";
import test from "node:test";
import { asLoad, convert, decimal, kgOf, loadable, nearest, plateLine, platesPerSide, step } from "../../src/preex/web/static/app/loads.js";
import { KIT } from "./session.js";

const LB = { unit: "lb", bar: 45, plates: [45, 35, 25, 10, 5, 2.5], pairs: 4, dumbbells: [5, 10, 15], stackStep: 5, stackMax: 300 };

test("a barbell goes up by a pair of the smallest plates", () => {
  const loads = loadable(KIT, "barbell");
  assert.equal(step(80, 1, loads), 82.5);
  assert.equal(step(80, -1, loads), 77.5);
  assert.equal(step(20, -1, loads), 20); // nothing is lighter than the bar
});

test("from a load the gym cannot make a step leads to the next it can", () => {
  assert.equal(step(81, 1, loadable(KIT, "barbell")), 82.5);
  assert.equal(step(11, 1, loadable(KIT, "dumbbell_each")), 12.5);
  assert.equal(step(12.5, 1, loadable(KIT, "dumbbell_each")), 12.5);
  assert.equal(step(10, 1, loadable(KIT, "stack")), 12.5);
});

test("plates of a side: 100 kg on a 20 kg bar is 25 and 15; 101 kg is none", () => {
  assert.deepEqual(platesPerSide(100, KIT, 20), [25, 15]);
  assert.deepEqual(platesPerSide(225, LB, 45), [45, 45]);
  assert.equal(platesPerSide(101, KIT, 20), null);
});

test("the plate line says how to make the load, or that it cannot be made", () => {
  assert.equal(plateLine(60, KIT, "barbell"), "20 a side on a 20 kg bar");
  assert.equal(plateLine(20, KIT, "barbell"), "the bar alone");
  assert.equal(plateLine(120, KIT, "plate_machine"), "2×25 + 10 a side");
  assert.equal(plateLine(61, KIT, "barbell"), "this gym cannot make 61 kg");
  assert.equal(plateLine(8, KIT, "dumbbell_each"), "each hand");
  assert.equal(plateLine(40, KIT, "stack"), "");
});

test("every half pound to 1,000 and quarter kilogram to 500 comes back as it was typed", () => {
  for (let x = 0.5; x <= 1000; x += 0.5) {
    assert.equal(decimal(x), String(x));
    assert.equal(Math.round(convert(kgOf({ value: decimal(x), unit: "lb" }), "kg", "lb") * 100) / 100, x);
  }
  for (let x = 0.25; x <= 500; x += 0.25) assert.equal(kgOf({ value: decimal(x), unit: "kg" }), x);
});

test("a session that mixes kilograms and pounds adds up: 100 kg and 45 lb are 120.412 kg", () => {
  assert.equal(kgOf({ value: "100", unit: "kg" }) + kgOf({ value: "45", unit: "lb" }), 120.412);
});

test("a planned load in kilograms becomes the nearest that a gym in pounds can make", () => {
  assert.deepEqual(asLoad(102, LB, "barbell"), { value: "225", unit: "lb" }); // 224.87 lb
  assert.deepEqual(asLoad(102, KIT, "barbell"), { value: "102", unit: "kg" });
  assert.equal(nearest(7.5, [5, 10]), 5);
  assert.equal(nearest(7.5, []), 7.5); // a gym without dumbbells
});

test("a load planned in pounds becomes the nearest on a machine in kilograms, and comes back in its own", () => {
  assert.deepEqual(asLoad(22.68, KIT, "stack"), { value: "22.5", unit: "kg" }); // 50 lb
  assert.deepEqual(asLoad(22.68, LB, "stack"), { value: "50", unit: "lb" });
  assert.deepEqual(asLoad(63.25, KIT, "stack"), { value: "63.25", unit: "kg" }); // someone meant that, whatever the pins
});
