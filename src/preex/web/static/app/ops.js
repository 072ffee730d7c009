/** Operations: how one is made, and how those of several phones are put in order. */

/** @typedef {import("./types.js").Op} Op */

const LARGEST_COUNT = 0xfff; // 12 bits of a UUIDv7 count within a millisecond (RFC 9562, 6.2, method 1)

/**
 * Make a maker of UUIDv7 ids that ascend, even within one millisecond or when the clock is set back.
 *
 * @param {(bytes: Uint8Array) => Uint8Array} fill fills with random bytes
 * @returns {(now_ms: number) => string}
 */
export function idMaker(fill) {
  let last_ms = -1;
  let count = 0;
  return (now_ms) => {
    const random = fill(new Uint8Array(10));
    const at_ms = Math.max(Math.floor(now_ms), last_ms);
    count = at_ms > last_ms ? ((random[0] << 8) | random[1]) & 0x7ff : count + 1;
    last_ms = at_ms;
    if (count > LARGEST_COUNT) {
      last_ms += 1;
      count = 0;
    }
    return written(last_ms, count, random.subarray(2));
  };
}

/** @param {number} at_ms @param {number} count @param {Uint8Array} random 8 bytes @returns {string} */
function written(at_ms, count, random) {
  const time = at_ms.toString(16).padStart(12, "0");
  const tail = [(random[0] & 0x3f) | 0x80, ...random.subarray(1)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const middle = `7${count.toString(16).padStart(3, "0")}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/**
 * A random UUIDv4, for the name of this installation.
 *
 * @param {(bytes: Uint8Array) => Uint8Array} fill
 * @returns {string}
 */
export function deviceName(fill) {
  const b = fill(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * Make an operation.
 *
 * @param {{id: string, device: string, clock: number, now_ms: number}} stamp
 * @param {string} kind
 * @param {Record<string, any>} body
 * @returns {Op}
 */
export function makeOp(stamp, kind, body) {
  const { id, device, clock, now_ms } = stamp;
  return { id, device, clock, at: new Date(now_ms).toISOString(), kind, body };
}

/** @param {Op} op @returns {boolean} whether it stays on this phone */
export function isLocal(op) {
  return op.kind.startsWith("local.");
}

/**
 * The order in which operations count, the same on every phone and on the server: clock, then device, then id.
 *
 * @param {Op} a
 * @param {Op} b
 * @returns {number}
 */
export function byOrder(a, b) {
  return a.clock - b.clock || compare(a.device, b.device) || compare(a.id, b.id);
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Each operation once, in order, whatever order they arrived in.
 *
 * @param {Iterable<Op>} ops
 * @returns {Op[]}
 */
export function ordered(ops) {
  return [...new Map([...ops].map((op) => [op.id, op])).values()].sort(byOrder);
}

/** @param {Iterable<Op>} ops @returns {number} the largest clock seen, 0 of none */
export function latestClock(ops) {
  let latest = 0;
  for (const op of ops) latest = Math.max(latest, op.clock);
  return latest;
}
