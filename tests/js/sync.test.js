import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStore } from "../../src/preex/web/static/app/memory.js";
import { Sync } from "../../src/preex/web/static/app/sync.js";
import { oldSessions } from "../../src/preex/web/static/app/store.js";
import { Phone, random, T0 } from "./session.js";

/** A server as docs/api.md has it, in memory: keeps each id once, in the order of arrival. */
class Server {
  constructor() {
    this.log = [];
    this.asked = 0;
    this.bad = () => false;
  }

  async fetch(address, options = {}) {
    this.asked += 1;
    const url = new URL(address, "http://localhost");
    if (url.pathname === "/changes") {
      const since = Number(url.searchParams.get("since"));
      const ops = this.log.slice(since, since + 200).map((op, i) => ({ seq: since + i + 1, ...op }));
      return json({ ops, cursor: since + ops.length, more: since + ops.length < this.log.length });
    }
    const { ops } = JSON.parse(options.body);
    if (ops.length > 500) return json({ title: "too many" }, 413);
    return json({ results: ops.map((op) => this.keep(op)) });
  }

  keep(op) {
    if (this.bad(op)) return { id: op.id, status: "refused", problem: { title: "no such exercise" } };
    if (this.log.some((o) => o.id === op.id)) return { id: op.id, status: "known", problem: null };
    this.log.push(op);
    return { id: op.id, status: "stored", problem: null };
  }
}

const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
const fillFrom = (rng) => (bytes) => bytes.map(() => Math.floor(rng() * 256));

function phone(server, seed = 1, fetch = (...a) => server.fetch(...a)) {
  const rng = random(seed);
  const store = new MemoryStore(fillFrom(rng));
  const [delays, seen] = [[], []];
  const ways = { store, athlete: "me", fetch, now: () => T0, later: (run, ms) => delays.push([ms, run]), random: () => 1, changed: (fresh, status) => seen.push({ fresh, status }) };
  return { store, sync: new Sync(ways, { ops: "/ops", changes: "/changes" }), delays, seen };
}
const note = (n) => ({ kind: "set.change", body: { set: "s", fields: { reps: n } } });
const many = (store, n) => store.append(Array.from({ length: n }, (_, i) => note(i + 1)), T0);

test("what waits is sent in batches of at most 500, and leaves the queue when it is confirmed", async () => {
  const server = new Server();
  const { store, sync, seen } = phone(server);
  await many(store, 1201);
  await sync.run();
  assert.equal(server.log.length, 1201);
  assert.deepEqual(seen.at(-1).status, { waiting: 0, refused: 0, last_ms: T0, problem: "" });
  assert.equal((await store.ops()).length, 1201);
});

test("an answer that is lost is asked for again, and nothing is stored twice", async () => {
  const server = new Server();
  let lost = 1;
  const { store, sync, delays } = phone(server, 1, async (...a) => {
    const answer = await server.fetch(...a);
    if (lost-- > 0) throw new TypeError("Failed to fetch");
    return answer;
  });
  await many(store, 3);
  await sync.run();
  assert.equal(await store.count(), 3);
  assert.equal(server.log.length, 3);
  delays.shift()[1]();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await store.count(), 0);
  assert.equal(server.log.length, 3);
});

test("without a network the waits grow from 2 s to a minute, and only the last of them tries again", async () => {
  const { store, sync, delays } = phone(null, 1, async () => Promise.reject(new TypeError("Failed to fetch")));
  await many(store, 1);
  for (let i = 0; i < 8; i += 1) await sync.run();
  assert.deepEqual(delays.map(([ms]) => ms / 1000), [2, 4, 8, 16, 32, 60, 60, 60]);
  for (const [, run] of delays.slice(0, 7)) run();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(delays.length, 8);
  assert.equal(await store.count(), 1);
});

test("one refused operation stops none of the others and is kept with the reason", async () => {
  const server = new Server();
  server.bad = (op) => op.body.fields.reps === 2;
  const { store, sync } = phone(server);
  await many(store, 3);
  await sync.run();
  assert.deepEqual(server.log.map((op) => op.body.fields.reps), [1, 3]);
  const [one] = await store.refused();
  assert.equal(one.op.body.fields.reps, 2);
  assert.equal(one.problem.title, "no such exercise");
  assert.equal((await store.ops()).length, 3);
});

test("a request turned away as a whole is halved until the operation at fault stands alone", async () => {
  const server = new Server();
  const { store, sync } = phone(server, 1, async (address, options) => {
    if (options.body?.includes('"reps":7}')) return json({ title: "cannot be read" }, 422);
    return server.fetch(address, options);
  });
  await many(store, 20);
  await sync.run();
  assert.equal(server.log.length, 19);
  assert.deepEqual((await store.refused()).map((r) => r.op.body.fields.reps), [7]);
});

test("a server that has nothing deletes nothing here", async () => {
  const { store, sync } = phone(new Server());
  await many(store, 4);
  await sync.run();
  sync.ways.fetch = async (address) => (address.startsWith("/changes") ? json({ ops: [], cursor: 0, more: false }) : json({ results: [] }));
  await sync.run();
  assert.equal((await store.ops()).length, 4);
});

test("two phones with a bad network end with the same log: 0 lost, 0 double", async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const rng = random(seed);
    const server = new Server();
    const shaky = async (address, options) => {
      if (rng() < 0.15) throw new TypeError("never arrived");
      const answer = await server.fetch(address, options);
      if (rng() < 0.1) await server.fetch(address, options); // delivered twice
      if (rng() < 0.15) throw new TypeError("the answer never arrived");
      return answer;
    };
    const phones = [phone(server, seed * 2 + 1, shaky), phone(server, seed * 2 + 2, shaky)];
    for (let i = 0; i < 15; i += 1) {
      const p = phones[Math.floor(rng() * 2)];
      await many(p.store, 1 + Math.floor(rng() * 3));
      if (rng() < 0.6) await p.sync.run();
    }
    for (const p of [...phones, ...phones]) p.sync.ways.fetch = (...a) => server.fetch(...a);
    for (const p of [...phones, ...phones]) await p.sync.run();
    const ids = (ops) => ops.map((op) => op.id).sort();
    const [a, b] = await Promise.all(phones.map((p) => p.store.ops()));
    assert.deepEqual(ids(a), ids(b), `seed ${seed}`);
    assert.deepEqual(ids(a), ids(server.log), `seed ${seed}`);
    assert.equal(new Set(ids(server.log)).size, server.log.length);
    const last = (ops) => Math.max(...ops.map((op) => op.clock));
    const [next] = await phones[0].store.append([note(1)], T0);
    assert.ok(next.clock > last(b)); // it knows what the other did
  }
});

test("a phone lets go of sessions of long ago, but of none with a set that waits", () => {
  const [old, late] = [new Phone(undefined, 1), new Phone(undefined, 2)];
  for (const p of [old, late]) {
    p.now = T0 - 100 * 86_400_000;
    p.start().after(60).do(10);
    p.write({ kind: "set.change", body: { set: p.ops.at(-1).body.set, fields: { rir: 1 } } });
  }
  const now = new Phone(undefined, 3).start();
  const all = [...old.ops, ...late.ops, ...now.ops];
  const gone = oldSessions(all, T0 - 84 * 86_400_000, new Set([late.ops.at(-1).id]));
  assert.deepEqual(gone, old.ops);
});
