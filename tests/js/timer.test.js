import assert from "node:assert/strict";
import test from "node:test";
import { clock, dayIn, face, passed, read, restBefore, steadyClock } from "../../src/preex/web/static/app/timer.js";
import { T0 } from "./session.js";

test("the clock counts down to its deadline, then up", () => {
  assert.equal(face(read(T0, 90, T0 + 72_000)), "0:18");
  assert.equal(face(read(T0, 90, T0 + 90_000)), "+0:00");
  assert.equal(face(read(T0, 90, T0 + 97_000)), "+0:07");
  assert.equal(face(read(T0, 0, T0 + 5_000)), "+0:05");
  assert.equal(clock(34 * 60 + 10), "34:10");
  assert.equal(clock(3723), "1:02:03");
});

test("a pause moves the deadline; what has passed since the set is told as it was", () => {
  const r = read(T0, 60, T0 + 100_000, [{ from: T0 + 20_000, to: T0 + 70_000 }]);
  assert.equal(r.left_s, 10);
  assert.equal(r.elapsed_s, 100);
  assert.equal(read(T0, 60, T0 + 500_000, [{ from: T0 + 20_000, to: null }]).left_s, 40);
  assert.equal(read(T0, 60, T0 + 10_000, [{ from: T0 - 50_000, to: T0 - 20_000 }]).left_s, 50); // of a pause before
});

test("a phone that slept through the deadline tells how late it is", () => {
  assert.equal(face(read(T0, 30, T0 + 3_630_000)), "+1:00:00");
});

test("ten seconds and the end are said once each", () => {
  const said = [];
  let before = null;
  for (let s = 0; s <= 40; s += 1) {
    const now = read(T0, 30, T0 + s * 1000);
    const word = passed(before, now);
    if (word) said.push([s, word]);
    before = now;
  }
  assert.deepEqual(said, [[20, "ten"], [30, "over"]]);
});

test("the clock of the session never runs backwards, and does not lose the time a phone slept", () => {
  let [wall, steady] = [T0, 0];
  const now = steadyClock(() => wall, () => steady);
  [wall, steady] = [T0 + 1000, 1000];
  assert.equal(now(), T0 + 1000);
  [wall, steady] = [T0 - 3_600_000, 2000]; // set back an hour by hand
  assert.equal(now(), T0 + 2000);
  [wall, steady] = [T0 - 3_599_000, 3000];
  assert.equal(now(), T0 + 3000);
  [wall, steady] = [T0 + 600_000, 3500]; // asleep: the steady clock stood still
  assert.equal(now(), T0 + 600_000);
});

test("a tap from before the last set tells nothing of this gap", () => {
  assert.deepEqual(restBefore(T0, T0 + 60_000, T0 - 1, 10), { seconds: 30, source: "estimated" });
  assert.deepEqual(restBefore(T0, T0 + 12_000, null, 10), { seconds: 0, source: "estimated" });
});

test("who comes back after more than a day did not rest: nothing is known of it", () => {
  assert.equal(restBefore(T0, T0 + 86_400_000, null, 10).seconds, 86_370);
  assert.deepEqual(restBefore(T0, T0 + 86_400_001, null, 10), { seconds: null, source: null });
});

test("the day of a session is that of the lifter's zone, wherever the phone is", () => {
  const at = Date.UTC(2026, 10, 24, 23, 30);
  assert.equal(dayIn(at, "Europe/Berlin"), "2026-11-25");
  assert.equal(dayIn(at, "America/New_York"), "2026-11-24");
  assert.match(dayIn(at, "Middle/Earth"), /^2026-11-2[345]$/);
});
