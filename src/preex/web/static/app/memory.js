/** The log in memory, where the phone keeps nothing: a full disk, a private window. It is lost with the tab. */

import { deviceName, idMaker, isLocal, latestClock, makeOp } from "./ops.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./store.js").Refused} Refused */

/** The same as `Store`, without a disk. */
export class MemoryStore {
  /** @param {(bytes: Uint8Array) => Uint8Array} fill @param {Op[]} [ops] what was known before the disk was lost @param {Op[]} [waiting] @param {string} [device] */
  constructor(fill, ops = [], waiting = [], device = deviceName(fill)) {
    this.device = device;
    this.newId = idMaker(fill);
    this.log = new Map(ops.map((op) => [op.id, op]));
    this.queue = new Map(waiting.map((op) => [op.id, op]));
    this.aside = /** @type {Refused[]} */ ([]);
    this.known = /** @type {Map<string, any>} */ (new Map());
    this.clock = latestClock(ops);
  }

  /** @param {import("./acts.js").Act[]} acts @param {number} now_ms @returns {Promise<Op[]>} */
  async append(acts, now_ms) {
    return acts.map(({ kind, body }) => {
      this.clock += 1;
      const op = makeOp({ id: this.newId(now_ms), device: this.device, clock: this.clock, now_ms }, kind, body);
      this.log.set(op.id, op);
      if (!isLocal(op)) this.queue.set(op.id, op);
      return op;
    });
  }

  /** @param {Op[]} ops @param {number} cursor @returns {Promise<Op[]>} */
  async take(ops, cursor) {
    const fresh = ops.filter((op) => !this.log.has(op.id));
    for (const op of fresh) this.log.set(op.id, op);
    this.clock = Math.max(this.clock, latestClock(ops));
    this.known.set("cursor", cursor);
    return fresh;
  }

  async ops() {
    return [...this.log.values()];
  }

  /** @param {number} limit */
  async waiting(limit) {
    return [...this.queue.values()].slice(0, limit);
  }

  async count() {
    return this.queue.size;
  }

  /** @param {string[]} stored @param {Refused[]} refused */
  async settle(stored, refused) {
    for (const id of [...stored, ...refused.map((r) => r.id)]) this.queue.delete(id);
    this.aside.push(...refused);
  }

  async refused() {
    return this.aside;
  }

  /** @param {string} name */
  async recall(name) {
    return this.known.get(name);
  }

  /** @param {string} name @param {any} value */
  async remember(name, value) {
    this.known.set(name, value);
  }
}
