import assert from "node:assert/strict";
import test from "node:test";
import { deviceName, idMaker, ordered } from "../../src/preex/web/static/app/ops.js";
import { setsOf, stateOf } from "../../src/preex/web/static/app/state.js";
import { Phone, random, T0 } from "./session.js";

const zeros = (bytes) => bytes.fill(0);

test("an id carries its time, its version and its variant as RFC 9562 lays them out", () => {
  // The example of RFC 9562, appendix A.6: 2022-02-22 14:22:22 -05:00 is 0x017F22E279B0
  const id = idMaker(zeros)(Date.UTC(2022, 1, 22, 19, 22, 22));
  assert.equal(id, "017f22e2-79b0-7000-8000-000000000000");
  assert.match(deviceName(zeros), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids ascend within a millisecond, and when the clock is set back", () => {
  const rng = random(3);
  const next = idMaker((bytes) => bytes.map(() => Math.floor(rng() * 256)));
  const ids = [];
  for (let i = 0; i < 6000; i += 1) ids.push(next(T0 - (i % 7)));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test("operations are ordered by clock, then device, then id, each once", () => {
  const op = (id, device, clock) => ({ id, device, clock, at: "", kind: "", body: {} });
  const [a, b, c, d] = [op("9", "x", 1), op("1", "y", 1), op("1a", "x", 2), op("2", "x", 2)];
  assert.deepEqual(ordered([d, c, b, a, c, d]), [a, b, c, d]);
});

test("of two phones that changed one set the later stands; if neither saw the other both values are kept", () => {
  const here = new Phone("00000000-0000-4000-8000-00000000000a", 1).start();
  const set = here.do(10).body.set;
  const there = new Phone("00000000-0000-4000-8000-00000000000b", 2);
  there.session = here.session;
  there.ops = [...here.ops];
  here.write({ kind: "set.change", body: { set, fields: { reps: 11 } } });
  there.write({ kind: "set.change", body: { set, fields: { reps: 9, rir: 1 } } });
  const [both] = setsOf(stateOf([...there.ops, ...here.ops]), here.session);
  assert.equal(both.reps, 9); // same clock: the device that sorts later
  assert.deepEqual(both.conflicts, [{ field: "reps", values: [{ device: here.device, value: 11 }, { device: there.device, value: 9 }] }]);
  here.ops = [...here.ops, ...there.ops];
  here.write({ kind: "set.change", body: { set, fields: { reps: 12 } } });
  const [chosen] = setsOf(stateOf(here.ops), here.session);
  assert.equal(chosen.reps, 12);
  assert.equal(chosen.rir, 1);
  assert.deepEqual(chosen.conflicts, []);
});

test("a change that arrives before its set counts once the set is there", () => {
  const phone = new Phone().start();
  const done = phone.do(10);
  const change = phone.write({ kind: "set.change", body: { set: done.body.set, fields: { reps: 8 } } });
  assert.deepEqual(setsOf(stateOf([change]), phone.session), []);
  assert.equal(setsOf(stateOf([change, ...phone.ops]), phone.session)[0].reps, 8);
});
