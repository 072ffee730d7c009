import assert from "node:assert/strict";
import test from "node:test";
import * as acts from "../../src/preex/web/static/app/acts.js";
import { conditionOf, phaseOf, runOf } from "../../src/preex/web/static/app/runner.js";
import { setsOf, stateOf } from "../../src/preex/web/static/app/state.js";
import { INFOS, KIT, Phone, random, T0 } from "./session.js";

const shown = (phone) => phone.run.items.map((i) => `${i.exercise} ${i.status}`);
const phase = (phone) => phaseOf(phone.run, phone.now, INFOS);

test("a pair goes isolation, gap, compound, rest, and round again until the summary", () => {
  const phone = new Phone();
  assert.equal(phase(phone), "IDLE");
  phone.start();
  assert.equal(phase(phone), "READY_ISO");
  phone.after(40).do(12);
  assert.equal(phase(phone), "GAP");
  phone.after(30);
  assert.equal(phase(phone), "READY_COMPOUND");
  phone.after(30).do(9, 160);
  assert.equal(phase(phone), "REST");
  phone.after(119);
  assert.equal(phase(phone), "REST");
  phone.after(1);
  assert.equal(phase(phone), "READY_ISO");
  for (let i = 0; i < 6; i += 1) phone.after(60).do();
  assert.equal(phase(phone), "SUMMARY");
  assert.equal(phone.run.current, null);
});

test("a gap of nothing counts up from the first second", () => {
  const phone = new Phone();
  phone.slots = phone.slots.map((s) => (s.place === 1 ? { ...s, pauseBefore_s: 0 } : s));
  phone.start().after(40).do(12);
  assert.equal(phase(phone), "READY_COMPOUND");
  assert.equal(phone.run.timer.kind, "GAP");
});

test("the real gap is what the clock says, less three seconds for each repetition", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  const op = phone.after(57).do(9, 160);
  assert.equal(op.body.rest_before_s, 57 - 9 * 3);
  assert.equal(op.body.rest_source, "estimated");
  assert.equal(op.body.gap_planned_s, 30);
});

test("who taps when lifting begins has the gap measured", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  phone.after(21.5).write(acts.local(phone.run, "lift"));
  const op = phone.after(40).do(9, 160);
  assert.equal(op.body.rest_before_s, 21.5);
  assert.equal(op.body.rest_source, "tapped");
});

test("the first set has no rest before it", () => {
  const op = new Phone().start().after(300).do(12);
  assert.equal(op.body.rest_before_s, null);
  assert.equal(op.body.rest_source, null);
});

test("a pause holds the deadline back; the gap that is kept is the long one", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  phone.after(10).write(acts.local(phone.run, "pause"));
  phone.after(100);
  assert.equal(phase(phone), "GAP");
  phone.write(acts.local(phone.run, "resume"));
  phone.after(20);
  assert.equal(phase(phone), "READY_COMPOUND");
  assert.equal(phone.after(27).do(9, 160).body.rest_before_s, 130);
});

test("a taken machine is swapped in what is still to do, and nowhere else", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  phone.after(60).do(9, 160);
  phone.write(acts.swap(phone.run, "leg_extension", "sissy_squat", "taken"));
  assert.deepEqual(shown(phone).slice(0, 4), ["leg_extension done", "leg_press done", "sissy_squat now", "leg_press todo"]);
  assert.equal(phone.run.current.loadKg, null);
  phone.undo();
  assert.equal(phone.run.current.exercise, "leg_extension");
  assert.equal(phone.run.current.loadKg, 60);
});

test("doing the compound first makes the rounds not yet begun traditional, and keeps gap and rest in place", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  assert.equal(conditionOf(phone.run, phone.run.current, INFOS), "pre_exhaust");
  phone.after(60).do(9, 160);
  phone.write(acts.swap(phone.run, "leg_extension", "leg_press", "order"));
  const [first, second] = phone.run.items.slice(2, 4);
  assert.deepEqual([first.exercise, second.exercise], ["leg_press", "leg_extension"]);
  assert.deepEqual([first.pauseBefore_s, second.pauseBefore_s], [120, 30]);
  assert.equal(conditionOf(phone.run, first, INFOS), "traditional");
  assert.equal(conditionOf(phone.run, phone.run.items[0], INFOS), "pre_exhaust");
  const op = phone.after(150).do(10, 160);
  assert.equal(op.body.exercise, "leg_press");
  assert.equal(op.body.gap_planned_s, null);
});

test("a round that was begun is not turned round", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  phone.write(acts.swap(phone.run, "leg_extension", "leg_press", "order"));
  assert.equal(phone.run.current.exercise, "leg_press");
  assert.equal(phone.run.items[2].exercise, "leg_press");
});

for (const [levels, stops] of [[[3], false], [[4], true], [[1, 2], false], [[1, 3], true], [[0, 2], true], [[3, 3], false]]) {
  test(`pain of ${levels.join(" then ")} ${stops ? "ends" : "does not end"} the block`, () => {
    const phone = new Phone().start();
    phone.after(40).do(12);
    for (const level of levels) phone.write(acts.pain(phone.run, "knee", level));
    assert.equal(phone.run.current.exercise, stops ? "barbell_back_squat" : "leg_press");
    assert.equal(phone.state.pains.get(phone.session).at(-1).stopped, stops);
  });
}

test("pain that was reported by mistake is corrected, and the block goes on", () => {
  const phone = new Phone().start();
  phone.write(acts.pain(phone.run, "knee", 7));
  phone.undo();
  assert.equal(phone.run.current.exercise, "leg_extension");
  assert.deepEqual(phone.run.pains, []);
  phone.write(acts.pain(phone.run, "knee", 1));
  phone.write(acts.pain(phone.run, "knee", 3)); // 2 more than at first: the mistake is not what it is compared with
  assert.equal(phone.run.current.exercise, "barbell_back_squat");
});

test("pain that another phone took back ends no block here", () => {
  const phone = new Phone().start();
  phone.write(acts.pain(phone.run, "knee", 7));
  phone.undo();
  const heard = stateOf(phone.ops.filter((op) => !op.kind.startsWith("local.")));
  assert.equal(runOf(phone.slots, heard, phone.session).current.exercise, "leg_extension");
});

test("a skipped round is left out and can be taken back", () => {
  const phone = new Phone().start();
  phone.write(acts.local(phone.run, "skip", { block: 0, round: 1 }));
  assert.equal(phone.run.current.round, 2);
  phone.undo();
  assert.equal(phone.run.current.round, 1);
});

test("finishing can be undone", () => {
  const phone = new Phone().start();
  phone.after(40).do(12);
  phone.write(acts.finish(phone.run));
  assert.equal(phase(phone), "SUMMARY");
  phone.undo();
  assert.equal(phone.run.current.exercise, "leg_press");
});

test("what is expected is offered within the planned range; the load of the last set comes again", () => {
  const phone = new Phone().start();
  const info = INFOS.get("leg_extension");
  assert.deepEqual(acts.draftOf(phone.run, KIT, info, { mean: 12.4 }), { reps: 12, load: { value: "60", unit: "kg" } });
  assert.equal(acts.draftOf(phone.run, KIT, info, { mean: 22 }).reps, 15);
  phone.after(40).do(13, 62.5);
  phone.after(60).do(9, 160);
  assert.deepEqual(acts.draftOf(phone.run, KIT, info, undefined), { reps: 13, load: { value: "62.5", unit: "kg" } });
});

test("a trial's set without a range offers what was done last time, and without that a usual dose", () => {
  const phone = new Phone();
  phone.slots = phone.slots.map((s) => ({ ...s, repsLow: 1, repsHigh: 30 }));
  phone.start();
  const info = INFOS.get("leg_extension");
  assert.equal(acts.draftOf(phone.run, KIT, { ...info, lastReps: 11 }, undefined).reps, 11);
  assert.equal(acts.draftOf(phone.run, KIT, info, undefined).reps, 13); // the middle of 10 to 15
});

/** Do something at random that a lifter can do. */
function anything(phone, rng) {
  phone.after(5 + rng() * 200);
  const run = phone.run;
  const pick = Math.floor(rng() * 9);
  const some = run.sets[Math.floor(rng() * run.sets.length)];
  if (run.session.finishedAt !== null) return phone.write(acts.reopen(run));
  if (pick <= 2 && run.current) return phone.do(1 + Math.floor(rng() * 20), 60);
  if (pick === 3 && some) return phone.write(acts.change(some, { reps: 1 + Math.floor(rng() * 20) }));
  if (pick === 4 && some) return phone.write(acts.remove(some.id));
  if (pick === 5) return phone.write(acts.swap(run, "leg_extension", "leg_press", "order"));
  if (pick === 6 && run.current && run.current.exercise !== "hack_squat") return phone.write(acts.swap(run, run.current.exercise, "hack_squat", "taken"));
  if (pick === 7 && run.current) return phone.write(acts.pain(run, "knee", Math.floor(rng() * 6)));
  if (run.current) return phone.write(acts.local(run, "skip", { block: run.current.block, round: run.current.round }));
  return phone.write(acts.finish(run));
}

const picture = (phone) => ({
  sets: phone.run.sets.map(({ id, reps, rir, load }) => ({ id, reps, rir, load })),
  items: phone.run.items.map(({ position, exercise, status, loadKg }) => ({ position, exercise, status, loadKg })),
  finished: phone.run.session.finishedAt !== null,
});

test("whatever is done and in whatever order it arrives, no set is lost and none is doubled", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const rng = random(seed);
    const phone = new Phone(undefined, seed).start();
    for (let i = 0; i < 25; i += 1) anything(phone, rng);
    // brute force, from the log alone: a set stands unless the last word about it is "remove"
    const logged = phone.ops.filter((op) => op.kind === "set.done").map((op) => op.body.set);
    const lastWord = (set) => phone.ops.filter((op) => op.body.set === set && ["set.remove", "set.restore"].includes(op.kind)).at(-1)?.kind;
    const standing = logged.filter((set) => lastWord(set) !== "set.remove").sort();
    const mixed = [...phone.ops, ...phone.ops.filter(() => rng() < 0.3)].sort(() => rng() - 0.5);
    const found = setsOf(stateOf(mixed), phone.session);
    assert.deepEqual(found.map((s) => s.id).sort(), standing, `seed ${seed}`);
    assert.deepEqual(found, setsOf(phone.state, phone.session), `seed ${seed}`);
    const filled = phone.run.items.flatMap((i) => i.done.map((s) => s.id)).sort();
    assert.deepEqual(filled, standing, `seed ${seed}: each standing set is in just one place`);
  }
});

test("undo takes back exactly what was done last, again and again down to the start", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const rng = random(seed + 1000);
    const phone = new Phone(undefined, seed).start();
    const pictures = [picture(phone)];
    for (let i = 0; i < 12; i += 1) {
      if (phone.run.session.finishedAt !== null) break;
      anything(phone, rng);
      pictures.push(picture(phone));
    }
    for (const before of pictures.slice(0, -1).reverse()) {
      assert.ok(phone.after(1).undo(), `seed ${seed}`);
      assert.deepEqual(picture(phone), before, `seed ${seed}`);
    }
    assert.equal(phone.undo(), null);
  }
});

test("a session that runs past midnight keeps the day it began", () => {
  const phone = new Phone();
  phone.now = T0 + 5.9 * 3_600_000; // 23:54;
  phone.start().after(1200).do(12);
  assert.equal(phone.run.session.localDate, "2026-11-24");
  assert.equal(new Date(phone.run.last.at).getUTCDate(), 25);
});
