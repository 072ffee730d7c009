/** What operations amount to: sessions, their sets, pains. Pure; the server follows the same rule. */

import { ordered } from "./ops.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").DoneSet} DoneSet */
/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Pain} Pain */

/**
 * @typedef {object} State
 * @property {Map<string, Session>} sessions
 * @property {Map<string, DoneSet>} sets also those removed; each knows
 * @property {Map<string, Pain[]>} pains by session, less those taken back
 * @property {Op[]} ops each once, in order
 */

const FIELDS = /** @type {Record<string, keyof DoneSet>} */ ({
  reps: "reps",
  load: "load",
  rir: "rir",
  gave_out: "gaveOut",
  note: "note",
  set_kind: "setKind",
});

/**
 * Work out where things stand.
 *
 * @param {Iterable<Op>} given in any order, with repeats
 * @returns {State}
 */
export function stateOf(given) {
  const ops = ordered(given);
  const state = { sessions: new Map(), sets: new Map(), pains: new Map(), ops };
  for (const op of ops) begin(state, op); // what is changed may stand before what made it, by a clock that ran ahead
  const changes = new Map();
  for (const op of ops) apply(state, op, changes);
  for (const [set, fields] of changes) Object.assign(state.sets.get(set), standing(fields));
  return state;
}

/**
 * The sets of a session that are shown, in the order they were done.
 *
 * @param {State} state
 * @param {string} session
 * @returns {DoneSet[]}
 */
export function setsOf(state, session) {
  const found = [...state.sets.values()].filter((s) => s.session === session && !s.removed);
  return found.sort((a, b) => a.at - b.at || a.clock - b.clock || (a.id < b.id ? -1 : 1));
}

/** @param {State} state @param {Op} op */
function begin(state, op) {
  const b = op.body;
  if (op.kind === "session.start" && !state.sessions.has(b.session)) {
    state.sessions.set(b.session, {
      id: b.session,
      title: b.title,
      plan: b.plan,
      day: b.day,
      localDate: b.local_date,
      zone: b.zone,
      startedAt: Date.parse(op.at),
      finishedAt: null,
    });
  }
  if (op.kind === "set.done" && !state.sets.has(b.set)) state.sets.set(b.set, setFrom(op));
}

/** @param {Op} op @returns {DoneSet} */
function setFrom(op) {
  const b = op.body;
  return {
    id: b.set,
    session: b.session,
    exercise: b.exercise,
    position: b.position,
    superset: b.superset,
    setKind: b.set_kind,
    load: b.load,
    reps: b.reps,
    rir: b.rir,
    gaveOut: b.gave_out,
    note: b.note,
    restBefore_s: b.rest_before_s,
    restSource: b.rest_source,
    gapPlanned_s: b.gap_planned_s,
    at: Date.parse(op.at),
    clock: op.clock,
    removed: false,
    conflicts: [],
    heads: {},
  };
}

/** @typedef {{id: string, device: string, clock: number, after: string[]|undefined, value: any}} Change */
/** @typedef {Map<string, Change[]>} Changes of one set, by field */

/** @param {State} state @param {Op} op @param {Map<string, Changes>} changes */
function apply(state, op, changes) {
  const b = op.body;
  const set = state.sets.get(b.set);
  const session = state.sessions.get(b.session);
  if (op.kind === "set.change" && set) change(set, op, changes);
  else if (op.kind === "set.remove" && set) set.removed = true;
  else if (op.kind === "set.restore" && set) set.removed = false;
  else if (op.kind === "session.finish" && session) session.finishedAt = Date.parse(op.at);
  else if (op.kind === "session.reopen" && session) session.finishedAt = null;
  else if (op.kind === "pain") {
    const known = state.pains.get(b.session) ?? [];
    const told = { id: op.id, joint: b.joint, level: b.level, stopped: b.stopped, at: Date.parse(op.at) };
    state.pains.set(b.session, b.takes_back ? known.filter((p) => p.id !== b.takes_back) : [...known, told]);
  }
}

/** @param {DoneSet} set @param {Op} op @param {Map<string, Changes>} changes */
function change(set, op, changes) {
  const mine = changes.get(set.id) ?? new Map();
  changes.set(set.id, mine);
  for (const [name, value] of Object.entries(op.body.fields)) {
    const field = FIELDS[name];
    if (!field) continue;
    Object.assign(set, { [field]: value });
    mine.set(name, [...(mine.get(name) ?? []), { id: op.id, device: op.device, clock: op.clock, after: op.body.after, value }]);
  }
}

/**
 * Of each field the changes that no other had seen. More than one, with different values, were made by phones that did
 * not know of each other: all are kept, and the set asks.
 *
 * @param {Changes} fields
 * @returns {{conflicts: import("./types.js").Conflict[], heads: Record<string, string[]>}}
 */
function standing(fields) {
  const conflicts = [];
  const heads = /** @type {Record<string, string[]>} */ ({});
  for (const [field, all] of fields) {
    const open = all.filter((c) => !all.some((d) => saw(d, c)));
    heads[field] = open.map((c) => c.id);
    if (new Set(open.map((c) => JSON.stringify(c.value))).size > 1) conflicts.push({ field, values: open.map(({ device, value }) => ({ device, value })) });
  }
  return { conflicts, heads };
}

/** @param {Change} later @param {Change} earlier @returns {boolean} by what it says it had seen; where it does not say, by the clock */
function saw(later, earlier) {
  return later.after ? later.after.includes(earlier.id) : later.clock > earlier.clock;
}
