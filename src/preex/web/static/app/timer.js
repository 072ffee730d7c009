/** The one clock of a session: started by a set, it counts to its deadline and then up. */

/**
 * A clock that does not run backwards: the wall clock may be set back, the other stops while a phone sleeps.
 *
 * @param {() => number} wall ms since 1970
 * @param {() => number} steady ms since anything
 * @returns {() => number} ms since 1970
 */
export function steadyClock(wall, steady) {
  let at_wall = wall();
  let at_steady = steady();
  return () => {
    const told = at_wall + (steady() - at_steady);
    const now = Math.max(told, wall());
    at_wall = now;
    at_steady = steady();
    return now;
  };
}

/**
 * @typedef {object} Pause a stop of the clock
 * @property {number} from [ms]
 * @property {number|null} to [ms] null: it stands still now
 */

/**
 * @typedef {object} Reading
 * @property {number} elapsed_s since the set before, whether the clock stood still or not
 * @property {number} left_s until the planned pause is over; negative when it is
 * @property {number} share of the planned pause that has passed, 0 to 1
 * @property {boolean} over
 * @property {boolean} paused
 * @property {number} deadline_ms when it will be over, if it does not stand still again
 */

/**
 * Read the clock.
 *
 * @param {number} started_ms when the set before was done
 * @param {number} planned_s pause that was planned; 0 counts up at once
 * @param {number} now_ms
 * @param {Pause[]} pauses
 * @returns {Reading}
 */
export function read(started_ms, planned_s, now_ms, pauses = []) {
  const stood_ms = pauses.reduce((sum, p) => sum + Math.max(0, (p.to ?? now_ms) - Math.max(p.from, started_ms)), 0);
  const deadline_ms = started_ms + planned_s * 1000 + stood_ms;
  const left_s = (deadline_ms - now_ms) / 1000;
  return {
    elapsed_s: Math.max(0, (now_ms - started_ms) / 1000),
    left_s,
    share: planned_s > 0 ? Math.min(1, Math.max(0, 1 - left_s / planned_s)) : 1,
    over: left_s <= 0,
    paused: pauses.some((p) => p.to === null),
    deadline_ms,
  };
}

/** @param {Reading} reading @returns {string} what is left as `0:18`, or `+0:07` when it is over */
export function face(reading) {
  const s = reading.over ? Math.floor(-reading.left_s) : Math.ceil(reading.left_s);
  return `${reading.over ? "+" : ""}${clock(s)}`;
}

/** @param {number} seconds @returns {string} as `1:05`, `1:02:03` */
export function clock(seconds) {
  const s = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * What to say aloud on the way from one reading to the next: the start, ten seconds, the end; not every second.
 *
 * @param {Reading|null} before
 * @param {Reading} now
 * @returns {"ten"|"over"|null}
 */
export function passed(before, now) {
  if (!before) return null;
  if (!before.over && now.over) return "over";
  if (before.left_s > 10 && now.left_s <= 10) return "ten";
  return null;
}

/**
 * The day it is at a moment.
 *
 * @param {number} at_ms
 * @param {string} zone as `Europe/Berlin`; one that the phone does not know is taken as its own
 * @returns {string} as `2026-11-24`
 */
export function dayIn(at_ms, zone) {
  const day = (/** @type {string|undefined} */ timeZone) => new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at_ms);
  try {
    return day(zone);
  } catch {
    return day(undefined);
  }
}

const LONGEST_MS = 86_400_000; // who comes back a day later did not rest, and the model takes no longer rest
export const SECONDS_PER_REP = 3; // as the fatigue model has it; used where nobody tapped

/**
 * The real rest before a set: until it began if that was tapped, else its repetitions are taken off.
 *
 * @param {number|null} before_ms when the set before was done; null: none was
 * @param {number} done_ms
 * @param {number|null} lifted_ms when "I'm lifting" was tapped
 * @param {number} reps
 * @returns {{seconds: number|null, source: "tapped"|"estimated"|null}}
 */
export function restBefore(before_ms, done_ms, lifted_ms, reps) {
  if (before_ms === null || done_ms - before_ms > LONGEST_MS) return { seconds: null, source: null };
  if (lifted_ms !== null && lifted_ms >= before_ms && lifted_ms <= done_ms) {
    return { seconds: tenths((lifted_ms - before_ms) / 1000), source: "tapped" };
  }
  return { seconds: tenths(Math.max(0, (done_ms - before_ms) / 1000 - reps * SECONDS_PER_REP)), source: "estimated" };
}

/** @param {number} s */
function tenths(s) {
  return Math.round(s * 10) / 10;
}
