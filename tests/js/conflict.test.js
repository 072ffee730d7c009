// Phones that change one set without having heard of each other: nothing is lost, and all of them see the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as acts from "../../src/preex/web/static/app/acts.js";
import { setsOf, stateOf } from "../../src/preex/web/static/app/state.js";
import { Phone, random } from "./session.js";

const NAMES = ["a", "b", "c"].map((x) => `00000000-0000-4000-8000-00000000000${x}`);

function phones() {
  const here = new Phone(NAMES[0], 1).start();
  here.do(10);
  return NAMES.map((name, i) => {
    const phone = i ? new Phone(name, i + 1) : here;
    phone.session = here.session;
    phone.ops = [...here.ops];
    return phone;
  });
}

const shown = (phone) => setsOf(phone.state, phone.session)[0];
const change = (phone, reps) => phone.write(acts.change(shown(phone), { reps }));
const hear = (phone, other) => (phone.ops = [...new Map([...phone.ops, ...other.ops].map((op) => [op.id, op])).values()]);

test("two phones that worked unequally long offline and changed one set keep both values", () => {
  const [here, there] = phones();
  change(here, 11);
  there.do(9); // its clock runs further
  there.do(9);
  change(there, 8);
  hear(here, there);
  assert.equal(shown(here).reps, 8);
  assert.deepEqual(shown(here).conflicts[0].values.map((v) => v.value).sort(), [11, 8]);
  change(here, 11); // chosen
  hear(there, here);
  assert.deepEqual([shown(there).reps, shown(there).conflicts], [11, []]);
});

test("a change made after hearing of another takes its place without a question", () => {
  const [here, there] = phones();
  change(here, 11);
  hear(there, here);
  change(there, 8);
  hear(here, there);
  assert.deepEqual([shown(here).reps, shown(here).conflicts], [8, []]);
});

test("phones that wrote the same value agree", () => {
  const [here, there] = phones();
  change(here, 11);
  change(there, 11);
  hear(here, there);
  assert.deepEqual(shown(here).conflicts, []);
});

test("whatever phones do and hear, in any order and however often, all see the same, and a value nobody saw replaced is there", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const rng = random(seed);
    const all = phones();
    const pick = (some) => some[Math.floor(rng() * some.length)];
    for (let i = 0; i < 12; i += 1) (rng() < 0.6 ? change(pick(all), Math.floor(rng() * 20)) : hear(pick(all), pick(all)));
    const ops = all.flatMap((phone) => phone.ops);
    const shuffled = [...ops, ...ops].sort(() => rng() - 0.5);
    const one = setsOf(stateOf(ops), all[0].session)[0];
    assert.deepEqual(setsOf(stateOf(shuffled), all[0].session)[0], one);
    const changes = [...new Map(ops.map((op) => [op.id, op])).values()].filter((op) => op.kind === "set.change");
    const seen = new Set(changes.flatMap((op) => op.body.after));
    const unseen = new Set(changes.filter((op) => !seen.has(op.id)).map((op) => op.body.fields.reps));
    const kept = one.conflicts.length ? one.conflicts[0].values.map((v) => v.value) : changes.length ? [one.reps] : [];
    assert.deepEqual(new Set(kept), unseen, `seed ${seed}`);
  }
});
