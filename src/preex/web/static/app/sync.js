/**
 * Bring the queue to the server and fetch what other phones did. A repeat is harmless, an empty answer deletes nothing,
 * and nothing waits for it.
 */

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./store.js").Store | import("./memory.js").MemoryStore} AnyStore */
/** @typedef {{waiting: number, refused: number, last_ms: number|null, problem: string}} Status */

export const BATCH = 500; // most operations of one request, as the server has it
const PAGE = 200;
const FIRST_S = 2;
const LONGEST_S = 60;
const PATIENCE_MS = 20_000;

/**
 * @typedef {object} Ways
 * @property {AnyStore} store
 * @property {string} athlete
 * @property {(address: string, options?: RequestInit) => Promise<Response>} fetch
 * @property {() => number} now
 * @property {(run: () => void, ms: number) => void} later
 * @property {() => number} random 0 to 1
 * @property {(fresh: Op[], status: Status) => void} changed
 */

export class Sync {
  /** @param {Ways} ways @param {{ops: string, changes: string}} addresses @param {Record<string, string>} headers */
  constructor(ways, addresses, headers = {}) {
    this.ways = ways;
    this.addresses = addresses;
    this.headers = headers;
    this.running = false;
    this.again = false;
    this.failures = 0;
    this.waits = 0;
    this.batch = BATCH;
    this.last_ms = /** @type {number|null} */ (null);
    this.problem = "";
  }

  /** Send and fetch now; if that is under way, once more after it. */
  async run() {
    this.again = true;
    if (this.running) return;
    this.running = true;
    while (this.again) {
      this.again = false;
      await this.once();
    }
    this.running = false;
  }

  /** One attempt. What fails is tried again later, each time after a longer wait. */
  async once() {
    let fresh = /** @type {Op[]} */ ([]);
    try {
      await this.send();
      fresh = await this.fetchAll();
      this.failures = 0;
      this.problem = "";
      this.last_ms = this.ways.now();
    } catch (error) {
      this.failures += 1;
      this.problem = error instanceof Error ? error.message : String(error);
      this.retry();
    }
    const status = await this.status().catch(() => null); // a phone that cannot count what waits says so elsewhere
    if (status) this.ways.changed(fresh, status);
  }

  /** @returns {Promise<Status>} */
  async status() {
    const { store } = this.ways;
    const [waiting, refused] = await Promise.all([store.count(), store.refused()]);
    return { waiting, refused: refused.length, last_ms: this.last_ms, problem: this.problem };
  }

  retry() {
    const longest = Math.min(LONGEST_S, FIRST_S * 2 ** (this.failures - 1));
    const wait_s = longest * (0.5 + 0.5 * this.ways.random()); // so that phones do not all come back at once
    const mine = (this.waits += 1);
    this.ways.later(() => {
      if (mine === this.waits) void this.run();
    }, wait_s * 1000);
  }

  /** Empty the queue, a batch at a time. */
  async send() {
    const { store, athlete } = this.ways;
    for (;;) {
      const ops = await store.waiting(this.batch);
      if (!ops.length) return;
      const response = await this.ask(this.addresses.ops, { method: "POST", body: JSON.stringify({ athlete, ops }) });
      if (response.ok) {
        await this.settle(ops, (await response.json()).results);
        this.batch = BATCH;
      } else await this.turnedAway(ops, response);
    }
  }

  /** @param {Op[]} ops @param {{id: string, status: string, problem: any}[]} results */
  async settle(ops, results) {
    const byId = new Map(ops.map((op) => [op.id, op]));
    const mine = results.filter((r) => byId.has(r.id));
    const stored = mine.filter((r) => r.status === "stored" || r.status === "known").map((r) => r.id);
    const refused = mine.filter((r) => r.status === "refused");
    if (!stored.length && !refused.length) throw new Error("The server's answer settles none of what was sent");
    await this.ways.store.settle(
      stored,
      refused.map((r) => ({ id: r.id, problem: r.problem, op: /** @type {Op} */ (byId.get(r.id)) })),
    );
  }

  /**
   * The request as a whole was turned away: find the operation at fault by halves, and set it aside.
   *
   * @param {Op[]} ops @param {Response} response
   */
  async turnedAway(ops, response) {
    const itsFault = [400, 413, 422].includes(response.status);
    if (!itsFault) throw new Error(`The server answered ${response.status}`);
    if (ops.length > 1) {
      this.batch = Math.ceil(ops.length / 2);
      return;
    }
    const problem = await response.json().catch(() => ({ title: `The server answered ${response.status}` }));
    await this.ways.store.settle([], [{ id: ops[0].id, problem, op: ops[0] }]);
  }

  /** @returns {Promise<Op[]>} what is new here */
  async fetchAll() {
    const { store, athlete } = this.ways;
    const fresh = [];
    for (;;) {
      const since = (await store.recall("cursor")) ?? 0;
      const query = new URLSearchParams({ athlete, since: String(since), limit: String(PAGE) });
      const response = await this.ask(`${this.addresses.changes}?${query}`);
      if (!response.ok) throw new Error(`The server answered ${response.status}`);
      const page = await response.json();
      fresh.push(...(await store.take(page.ops.map(bare), page.cursor)));
      if (!page.more) return fresh;
    }
  }

  /** @param {string} address @param {RequestInit} [options] */
  ask(address, options = {}) {
    const headers = { "Content-Type": "application/json", Accept: "application/json", ...this.headers };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return this.ways.fetch(address, { ...options, headers, signal, credentials: "same-origin", cache: "no-store" });
  }
}

/** @param {Op & {seq?: number}} op @returns {Op} */
function bare({ id, device, clock, at, kind, body }) {
  return { id, device, clock, at, kind, body };
}
