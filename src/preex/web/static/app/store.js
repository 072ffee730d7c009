/**
 * The log on this phone: operations in IndexedDB, only ever added to. Each is written, with its place in the queue,
 * before the screen confirms it.
 */

import { deviceName, idMaker, isLocal, makeOp } from "./ops.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./acts.js").Act} Act */
/** @typedef {{id: string, problem: any, op: Op}} Refused */

const VERSION = 1;

/**
 * Open the log of one athlete.
 *
 * @param {IDBFactory} factory
 * @param {string} athlete
 * @param {(bytes: Uint8Array) => Uint8Array} fill fills with random bytes
 * @returns {Promise<Store>}
 */
export async function openStore(factory, athlete, fill) {
  const request = factory.open(`preex-${athlete}`, VERSION);
  request.onupgradeneeded = () => lay(request.result);
  const db = await answer(request);
  db.onversionchange = () => db.close(); // another tab brings a new layout; this one starts again when it is opened
  const device = await nameOf(db, fill);
  return new Store(db, device, idMaker(fill));
}

/** @param {IDBDatabase} db */
function lay(db) {
  db.createObjectStore("ops", { keyPath: "id" });
  db.createObjectStore("outbox", { keyPath: "id" });
  db.createObjectStore("refused", { keyPath: "id" });
  db.createObjectStore("known"); // name -> value: device, clock, cursor, the plan a session began with
}

/** @param {IDBDatabase} db @param {(bytes: Uint8Array) => Uint8Array} fill @returns {Promise<string>} */
async function nameOf(db, fill) {
  const known = db.transaction("known", "readwrite").objectStore("known");
  const found = await answer(known.get("device"));
  if (found) return found;
  const made = deviceName(fill);
  await answer(known.put(made, "device"));
  return made;
}

export class Store {
  /** @param {IDBDatabase} db @param {string} device @param {(now_ms: number) => string} newId */
  constructor(db, device, newId) {
    this.db = db;
    this.device = device;
    this.newId = newId;
  }

  /**
   * Write down what was done: all of it or nothing. Resolves once it is on the phone.
   *
   * @param {Act[]} acts
   * @param {number} now_ms
   * @returns {Promise<Op[]>}
   */
  async append(acts, now_ms) {
    const t = this.db.transaction(["ops", "outbox", "known"], "readwrite", { durability: "strict" });
    const kept = settled(t);
    let clock = (await answer(t.objectStore("known").get("clock"))) ?? 0;
    const made = acts.map(({ kind, body }) => {
      clock += 1;
      return makeOp({ id: this.newId(now_ms), device: this.device, clock, now_ms }, kind, body);
    });
    for (const op of made) {
      t.objectStore("ops").add(op);
      if (!isLocal(op)) t.objectStore("outbox").add({ id: op.id });
    }
    t.objectStore("known").put(clock, "clock");
    await kept;
    return made;
  }

  /**
   * Take operations of other phones. What is known already stays as it is.
   *
   * @param {Op[]} ops
   * @param {number} cursor of the server, kept with them
   * @returns {Promise<Op[]>} those that are new here
   */
  async take(ops, cursor) {
    const t = this.db.transaction(["ops", "known"], "readwrite");
    const kept = settled(t);
    const known = t.objectStore("known");
    let clock = (await answer(known.get("clock"))) ?? 0;
    const fresh = [];
    for (const op of ops) {
      clock = Math.max(clock, op.clock);
      if (await answer(t.objectStore("ops").getKey(op.id))) continue;
      t.objectStore("ops").add(op);
      fresh.push(op);
    }
    known.put(clock, "clock");
    known.put(cursor, "cursor");
    await kept;
    return fresh;
  }

  /** @returns {Promise<Op[]>} */
  async ops() {
    return answer(this.read("ops").getAll());
  }

  /** @param {number} limit @returns {Promise<Op[]>} the oldest that the server has not confirmed */
  async waiting(limit) {
    const ids = await answer(this.read("outbox").getAllKeys(null, limit));
    const ops = this.read("ops");
    const found = await Promise.all(ids.map((id) => answer(ops.get(id))));
    return found.filter((op) => op !== undefined);
  }

  /** @returns {Promise<number>} how many the server has not confirmed */
  async count() {
    return answer(this.read("outbox").count());
  }

  /**
   * Take confirmed operations off the queue; refused ones are kept aside with what the server said. The log keeps both.
   *
   * @param {string[]} stored
   * @param {Refused[]} refused
   */
  async settle(stored, refused) {
    const t = this.db.transaction(["outbox", "refused"], "readwrite");
    const kept = settled(t);
    for (const id of [...stored, ...refused.map((r) => r.id)]) t.objectStore("outbox").delete(id);
    for (const one of refused) t.objectStore("refused").put(one);
    await kept;
  }

  /**
   * Let go of sessions that ended long ago and are on the server: a phone in a pocket holds no more than it needs.
   *
   * @param {number} before_ms sessions begun before this go
   */
  async prune(before_ms) {
    const [all, waiting] = await Promise.all([this.ops(), answer(this.read("outbox").getAllKeys())]);
    const old = oldSessions(all, before_ms, new Set(waiting));
    const t = this.db.transaction("ops", "readwrite");
    const kept = settled(t);
    for (const op of old) t.objectStore("ops").delete(op.id);
    await kept;
  }

  /** @returns {Promise<Refused[]>} */
  async refused() {
    return answer(this.read("refused").getAll());
  }

  /** @param {string} name @returns {Promise<any>} */
  async recall(name) {
    return answer(this.read("known").get(name));
  }

  /** @param {string} name @param {any} value */
  async remember(name, value) {
    const t = this.db.transaction("known", "readwrite");
    t.objectStore("known").put(value, name);
    await settled(t);
  }

  /** @param {string} name @returns {IDBObjectStore} */
  read(name) {
    return this.db.transaction(name).objectStore(name);
  }
}

/**
 * Operations of sessions begun before a moment, none of which waits for the server.
 *
 * @param {Op[]} ops
 * @param {number} before_ms
 * @param {Set<any>} waiting ids
 * @returns {Op[]}
 */
export function oldSessions(ops, before_ms, waiting) {
  const sessionOf = new Map(ops.filter((op) => op.kind === "set.done").map((op) => [op.body.set, op.body.session]));
  const mine = (/** @type {Op} */ op) => op.body.session ?? sessionOf.get(op.body.set);
  const begun = ops.filter((op) => op.kind === "session.start" && Date.parse(op.at) < before_ms);
  const old = new Set(begun.map((op) => op.body.session));
  for (const op of ops) if (waiting.has(op.id)) old.delete(mine(op));
  return ops.filter((op) => old.has(mine(op)));
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} t @returns {Promise<void>} resolves when what it wrote is kept */
function settled(t) {
  return new Promise((resolve, reject) => {
    t.oncomplete = () => resolve();
    t.onabort = () => reject(t.error ?? new Error("the phone did not keep it"));
  });
}
