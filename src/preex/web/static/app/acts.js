/** What a tap amounts to: kinds and bodies of operations, ready to be written down. Pure. */

import { doseOf } from "./catalogue.js";
import { asLoad, isLoadless } from "./loads.js";
import { isOpen } from "./plan.js";
import { stateOf } from "./state.js";
import { restBefore } from "./timer.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {import("./runner.js").Run} Run */
/** @typedef {import("./runner.js").Item} Item */
/** @typedef {{kind: string, body: Record<string, any>}} Act */
/** @typedef {{reps: number, load: Load|null}} Draft */

export const STOP_LEVEL = 4; // of 10: pain that ends a block (expert; design of the runner)
export const STOP_RISE = 2; // or this much more than at first in this session (expert)

/**
 * Begin a session.
 *
 * @param {{id: string, title: string, plan: string|null, day: number|null, localDate: string, zone: string}} s
 * @returns {Act}
 */
export function start(s) {
  const { id, title, plan, day, localDate, zone } = s;
  return { kind: "session.start", body: { session: id, title, plan, day, local_date: localDate, zone } };
}

/**
 * What the buttons show before a set. Load: of the last set of this exercise today, else the plan, else the log.
 * Repetitions: what is expected, else as today, as last time, or the middle of what is planned; never beyond the plan.
 *
 * @param {Run} run
 * @param {import("./types.js").Kit} kit
 * @param {import("./types.js").ExerciseInfo} info
 * @param {import("./types.js").Range|undefined} range
 * @returns {Draft}
 */
export function draftOf(run, kit, info, range) {
  const item = /** @type {Item} */ (run.current);
  const same = run.sets.filter((s) => s.exercise === item.exercise).at(-1);
  const dose = isOpen(item) ? doseOf({ ...item, kind: info.kind, sets: 1 }) : item;
  const expected = range ? Math.round(range.mean) : (same?.reps ?? info.lastReps ?? Math.round((dose.repsLow + dose.repsHigh) / 2));
  const planned = item.loadKg === null ? null : asLoad(item.loadKg, kit, info.loadType);
  const none = isLoadless(info.loadType) ? { value: "0", unit: kit.unit } : null;
  return {
    reps: Math.min(item.repsHigh, Math.max(item.repsLow, expected)),
    load: same?.load ?? planned ?? info.last ?? none,
  };
}

/**
 * Log the current set.
 *
 * @param {Run} run
 * @param {{id: string, reps: number, load: Load, range?: import("./types.js").Range}} did range: as it was shown
 * @param {number} now_ms
 * @returns {Act}
 */
export function done(run, did, now_ms) {
  const item = /** @type {Item} */ (run.current);
  const session = /** @type {import("./types.js").Session} */ (run.session);
  const rest = restBefore(run.last?.at ?? null, now_ms, run.lifted_ms, did.reps);
  const body = {
    session: session.id,
    set: did.id,
    exercise: item.exercise,
    load: did.load,
    reps: did.reps,
    rir: null,
    set_kind: "working",
    rest_before_s: rest.seconds,
    rest_source: rest.source,
    gap_planned_s: item.visit > 0 ? item.pauseBefore_s : null,
    superset: item.of > 1 ? `block-${item.block + 1}` : null,
    position: item.position,
    gave_out: null,
    note: "",
    ...expectedOf(did.range),
  };
  return { kind: "set.done", body };
}

/** @param {import("./types.js").Range|undefined} range @returns {{expected?: Record<string, number>}} */
function expectedOf(range) {
  if (range?.median === undefined || range.sd === undefined) return {};
  const { mean, sd, low, median, high } = range;
  return { expected: { mean, sd, q10: low, q50: median, q90: high } };
}

/**
 * Change fields of a set. It tells which changes of them were on the screen, so that one made elsewhere meanwhile shows.
 *
 * @param {import("./types.js").DoneSet} set as it was shown
 * @param {Record<string, any>} fields
 * @returns {Act}
 */
export function change(set, fields) {
  const after = [...new Set(Object.keys(fields).flatMap((field) => set.heads[field] ?? []))];
  return { kind: "set.change", body: { set: set.id, fields, after } };
}

/** @param {string} set @returns {Act} */
export function remove(set) {
  return { kind: "set.remove", body: { set } };
}

/** @param {Run} run @param {string} from @param {string} to @param {"taken"|"order"|"other"} why @returns {Act} */
export function swap(run, from, to, why) {
  return { kind: "swap", body: { session: sessionOf(run), from, to, why } };
}

/**
 * Report pain; it ends the block at 4 of 10, or when it is 2 more than at first today.
 *
 * @param {Run} run
 * @param {string} joint
 * @param {number} level 0 to 10
 * @returns {Act}
 */
export function pain(run, joint, level) {
  return { kind: "pain", body: { session: sessionOf(run), joint, level, stopped: stops(run, joint, level) } };
}

/** @param {Run} run @param {string} joint @param {number} level @returns {boolean} */
export function stops(run, joint, level) {
  const first = run.pains.find((p) => p.joint === joint);
  return level >= STOP_LEVEL || (first !== undefined && level - first.level >= STOP_RISE);
}

/**
 * Add an exercise that the session was not begun with.
 *
 * @param {Run} run
 * @param {string} exercise
 * @param {"isolation"|"compound"} kind
 * @param {number} sets
 * @returns {Act}
 */
export function add(run, exercise, kind, sets) {
  return local(run, "add", { exercise, kind, sets });
}

/** @param {Run} run @param {Record<string, any>} [more] @param {string} kind @returns {Act} */
export function local(run, kind, more = {}) {
  return { kind: `local.${kind}`, body: { session: sessionOf(run), ...more } };
}

/** @param {Run} run @returns {Act} */
export function finish(run) {
  return { kind: "session.finish", body: { session: sessionOf(run) } };
}

/** @param {Run} run @returns {Act} */
export function reopen(run) {
  return { kind: "session.reopen", body: { session: sessionOf(run) } };
}

/** @param {Run} run @returns {string} */
function sessionOf(run) {
  return /** @type {import("./types.js").Session} */ (run.session).id;
}

/**
 * What to take back next: the latest act of this phone in this session that still stands.
 *
 * @param {Op[]} ops in order
 * @param {Run} run
 * @param {string} device
 * @returns {Op|null}
 */
export function undoable(ops, run, device) {
  if (!run.session) return null;
  const settled = new Set(ops.filter((op) => op.kind === "local.undo").flatMap((op) => [op.body.op, ...op.body.by]));
  const sets = new Set(ops.filter((op) => op.kind === "set.done" && op.body.session === run.session?.id).map((op) => op.body.set));
  const mine = ops.filter((op) => op.device === device && (op.body.session === run.session?.id || sets.has(op.body.set)));
  return mine.filter((op) => !settled.has(op.id) && INVERSES.has(op.kind)).at(-1) ?? null;
}

const INVERSES = new Set(["set.done", "set.change", "set.remove", "swap", "pain", "local.skip", "local.add", "session.finish"]);

/**
 * The acts that take an operation back. Nothing is deleted: the log gains an entry.
 *
 * @param {Op[]} ops in order
 * @param {Op} op
 * @returns {Act[]}
 */
export function inverse(ops, op) {
  const b = op.body;
  if (op.kind === "set.done") return [remove(b.set)];
  if (op.kind === "set.remove") return [{ kind: "set.restore", body: { set: b.set } }];
  if (op.kind === "set.change") return [change(/** @type {import("./types.js").DoneSet} */ (stateOf(ops).sets.get(b.set)), before(ops, op))];
  if (op.kind === "local.add") return []; // that it is taken back is all there is to say
  if (op.kind === "local.skip") return [{ kind: "local.unskip", body: { ...b } }];
  if (op.kind === "session.finish") return [{ kind: "session.reopen", body: { session: b.session } }];
  if (op.kind === "swap") {
    const why = b.why === "order" ? "order" : "other";
    return [{ kind: "swap", body: { session: b.session, from: b.to, to: b.from, why } }];
  }
  const earlier = ops.slice(0, ops.indexOf(op)).filter((o) => o.kind === "pain" && o.body.session === b.session && o.body.joint === b.joint);
  return [{ kind: "pain", body: { session: b.session, joint: b.joint, level: earlier.at(-1)?.body.level ?? 0, stopped: false, takes_back: op.id } }];
}

/** @param {Op[]} ops @param {Op} op a change @returns {Record<string, any>} what its fields were before it */
function before(ops, op) {
  const set = /** @type {import("./types.js").DoneSet} */ (stateOf(ops.slice(0, ops.indexOf(op))).sets.get(op.body.set));
  const was = { reps: set.reps, load: set.load, rir: set.rir, gave_out: set.gaveOut, note: set.note, set_kind: set.setKind };
  return Object.fromEntries(Object.keys(op.body.fields).map((name) => [name, was[/** @type {keyof typeof was} */ (name)]]));
}
