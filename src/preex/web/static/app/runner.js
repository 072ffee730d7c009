/** Where a session stands: what is done, what comes now, which clock runs. Pure, from a plan's slots and operations. */

import { doseOf } from "./catalogue.js";
import { setsOf } from "./state.js";
import { read } from "./timer.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").Slot} Slot */
/** @typedef {import("./types.js").DoneSet} DoneSet */
/** @typedef {import("./types.js").ExerciseInfo} ExerciseInfo */

/**
 * A slot as it is visited: swaps and order taken into account.
 *
 * @typedef {Slot & {visit: number, of: number, status: "done"|"now"|"todo"|"skipped"|"stopped", done: DoneSet[], planned: string}} Item
 *   visit: which set within its round as done, from 0; of: how many the round has; planned: exercise of the plan
 *
 * @typedef {"IDLE"|"READY_ISO"|"READY_COMPOUND"|"GAP"|"REST"|"SUMMARY"} Phase
 *
 * @typedef {object} Run
 * @property {import("./types.js").Session|null} session
 * @property {Item[]} items in the order they are visited
 * @property {Item|null} current
 * @property {Item|null} next after the current one
 * @property {DoneSet[]} sets as done, extra ones too
 * @property {DoneSet|null} last
 * @property {import("./types.js").Pain[]} pains
 * @property {{started_ms: number, planned_s: number, kind: "GAP"|"REST", pauses: import("./timer.js").Pause[]}|null} timer
 * @property {number|null} lifted_ms when "I'm lifting" was tapped, since the last set
 * @property {Set<string>} safe exercises whose safeties were confirmed
 */

/**
 * @param {Slot[]} slots
 * @param {import("./state.js").State} state
 * @param {string|null} sessionId
 * @returns {Run}
 */
export function runOf(slots, state, sessionId) {
  const session = (sessionId && state.sessions.get(sessionId)) || null;
  const sets = session ? setsOf(state, session.id) : [];
  const replay = new Replay(slots, new Map(sets.map((s) => [s.id, s])));
  const undone = new Set(state.ops.flatMap((op) => (op.kind === "local.undo" ? op.body.op : (op.body.takes_back ?? []))));
  if (session) for (const op of state.ops) if (concerns(op, session.id, replay)) replay.take(op, undone);
  const items = replay.items();
  const at = session && session.finishedAt === null ? items.findIndex((i) => i.status === "todo") : -1;
  if (at >= 0) items[at].status = "now";
  const current = items[at] ?? null;
  const last = sets[sets.length - 1] ?? null;
  return {
    session,
    items,
    current,
    next: at >= 0 ? (items.slice(at + 1).find((i) => i.status === "todo") ?? null) : null,
    sets,
    last,
    pains: session ? (state.pains.get(session.id) ?? []) : [],
    timer: timerOf(current, last, replay.pauses),
    lifted_ms: last && replay.lifted_ms !== null && replay.lifted_ms > last.at ? replay.lifted_ms : null,
    safe: replay.safe,
  };
}

/** @param {Op} op @param {string} session @param {Replay} replay */
function concerns(op, session, replay) {
  return op.body.session === session || replay.known.has(op.body.set);
}

/** @param {Item|null} current @param {DoneSet|null} last @param {import("./timer.js").Pause[]} pauses @returns {Run["timer"]} */
function timerOf(current, last, pauses) {
  if (!current || !last) return null;
  const planned_s = current.pauseBefore_s ?? 0;
  return { started_ms: last.at, planned_s, kind: current.visit > 0 ? "GAP" : "REST", pauses };
}

/**
 * The state of the machine at a moment.
 *
 * @param {Run} run
 * @param {number} now_ms
 * @param {Map<string, ExerciseInfo>} infos
 * @returns {Phase}
 */
export function phaseOf(run, now_ms, infos) {
  if (!run.session) return "IDLE";
  if (!run.current) return "SUMMARY";
  const t = run.timer;
  if (t && !read(t.started_ms, t.planned_s, now_ms, t.pauses).over) return t.kind;
  return infos.get(run.current.exercise)?.kind === "isolation" ? "READY_ISO" : "READY_COMPOUND";
}

/**
 * In which order the round of this item is done; null where it is no pair of isolation and compound.
 *
 * @param {Run} run
 * @param {Item} item
 * @param {Map<string, ExerciseInfo>} infos
 * @returns {"pre_exhaust"|"traditional"|null}
 */
export function conditionOf(run, item, infos) {
  const kinds = roundOf(run, item).map((i) => infos.get(i.exercise)?.kind);
  if (!kinds.includes("isolation") || !kinds.includes("compound")) return null;
  return kinds[0] === "isolation" ? "pre_exhaust" : "traditional";
}

/** @param {Run} run @param {Item} item @returns {Item[]} all of its round, as visited */
export function roundOf(run, item) {
  return run.items.filter((i) => i.block === item.block && i.round === item.round);
}

/** Goes through the operations in order and keeps what the slots became. */
class Replay {
  /** @param {Slot[]} slots @param {Map<string, DoneSet>} known sets that are shown */
  constructor(slots, known) {
    this.slots = slots;
    this.known = known;
    this.filled = /** @type {Map<number, DoneSet[]>} */ (new Map());
    this.names = new Map(slots.map((s) => [s.position, [s.exercise]]));
    this.reversed = /** @type {Set<string>} */ (new Set());
    this.skipped = /** @type {Set<string>} */ (new Set());
    this.stopped = /** @type {Set<number>} */ (new Set());
    this.pauses = /** @type {import("./timer.js").Pause[]} */ ([]);
    this.lifted_ms = /** @type {number|null} */ (null);
    this.safe = /** @type {Set<string>} */ (new Set());
  }

  /** @param {Op} op @param {Set<string>} undone ids of operations taken back on this phone, and of pain taken back on any */
  take(op, undone) {
    const b = op.body;
    if (op.kind === "set.done" && this.known.has(b.set)) this.fill(/** @type {DoneSet} */ (this.known.get(b.set)), op);
    else if (op.kind === "swap") this.swap(b.from, b.to, b.why);
    else if (op.kind === "pain" && b.stopped && !undone.has(op.id)) this.stop();
    else if (op.kind === "local.add" && !undone.has(op.id)) this.add(/** @type {any} */ (b));
    else if (op.kind === "local.skip") this.skipped.add(`${b.block}.${b.round}`);
    else if (op.kind === "local.unskip") this.skipped.delete(`${b.block}.${b.round}`);
    else if (op.kind === "local.safe") this.safe.add(b.exercise);
    else if (op.kind === "local.lift") this.lifted_ms = Date.parse(op.at);
    else if (op.kind === "local.pause") this.pause(Date.parse(op.at));
    else if (op.kind === "local.resume") this.resume(Date.parse(op.at));
  }

  /** @param {DoneSet} set @param {Op} op */
  fill(set, op) {
    if (set.setKind !== "warmup") this.filled.set(set.position, [...(this.filled.get(set.position) ?? []), set]);
    this.resume(Date.parse(op.at)); // who lifts has stopped waiting
  }

  /** @param {string} from @param {string} to @param {string} why */
  swap(from, to, why) {
    if (why === "order") this.turn(from, to);
    else this.exchange(from, to, why === "other");
  }

  /** Rounds with both exercises that nobody has begun are done the other way round. @param {string} a @param {string} b */
  turn(a, b) {
    for (const round of new Set(this.slots.map(key))) {
      const mine = this.slots.filter((s) => key(s) === round);
      const names = mine.map((s) => this.name(s));
      const begun = mine.some((s) => this.filled.has(s.position));
      if (begun || !names.includes(a) || !names.includes(b)) continue;
      if (!this.reversed.delete(round)) this.reversed.add(round);
    }
  }

  /** What is still to do of one exercise becomes another; a swap back restores just what was swapped. @param {string} from @param {string} to @param {boolean} back */
  exchange(from, to, back) {
    const open = this.slots.filter((s) => !this.filled.has(s.position) && this.name(s) === from);
    const swapped = open.filter((s) => this.named(s).at(-2) === to);
    if (back && swapped.length) for (const s of swapped) this.named(s).pop();
    else for (const s of open) this.named(s).push(to);
  }

  /** The block that is being done ends. */
  stop() {
    const now = this.items().find((i) => i.status === "todo");
    if (now) this.stopped.add(now.block);
  }

  /** @param {number} at_ms */
  pause(at_ms) {
    if (!this.pauses.some((p) => p.to === null)) this.pauses.push({ from: at_ms, to: null });
  }

  /** @param {number} at_ms */
  resume(at_ms) {
    this.pauses = this.pauses.map((p) => (p.to === null ? { ...p, to: at_ms } : p));
  }

  /** @param {Slot} slot @returns {string} */
  name(slot) {
    return /** @type {string} */ (this.named(slot).at(-1));
  }

  /** @param {Slot} slot @returns {string[]} what it was planned as, then each exercise it became */
  named(slot) {
    return /** @type {string[]} */ (this.names.get(slot.position));
  }

  /** Sets of an exercise come last; more of the exercise that is last belong to its block. @param {{exercise: string, kind: "isolation"|"compound", sets: number}} b */
  add(b) {
    const { rest_s, ...dose } = doseOf(b);
    const block = this.blockFor(b.exercise);
    const before = this.slots.filter((s) => s.block === block).length;
    const rounds = before + b.sets;
    const from = Math.max(-1, ...this.slots.map((s) => s.position), ...this.filled.keys()) + 1; // another phone may have gone further
    const added = Array.from({ length: b.sets }, (_, i) => ({
      ...dose,
      position: from + i,
      block,
      round: before + i + 1,
      rounds,
      place: 0,
      exercise: b.exercise,
      pauseBefore_s: from + i ? rest_s : null,
      pairing: "",
      note: "",
    }));
    this.slots = [...this.slots.map((s) => (s.block === block ? { ...s, rounds } : s)), ...added];
    for (const s of added) this.names.set(s.position, [s.exercise]);
  }

  /** @param {string} exercise @returns {number} the last block where it is of this exercise alone, else a new one */
  blockFor(exercise) {
    const last = this.slots.at(-1)?.block ?? -1;
    const mine = this.slots.filter((s) => s.block === last);
    return mine.length && mine.every((s) => this.name(s) === exercise) && !this.stopped.has(last) ? last : last + 1;
  }

  /** @returns {Item[]} */
  items() {
    const rounds = new Map();
    for (const slot of this.slots) rounds.set(key(slot), [...(rounds.get(key(slot)) ?? []), slot]);
    return [...rounds].flatMap(([round, mine]) => this.visited(round, mine));
  }

  /** @param {string} round @param {Slot[]} mine @returns {Item[]} pauses stay where they were; the exercises trade places */
  visited(round, mine) {
    const order = this.reversed.has(round) ? [...mine].reverse() : mine;
    return order.map((slot, visit) => ({
      ...slot,
      visit,
      of: mine.length,
      planned: slot.exercise,
      exercise: this.name(slot),
      loadKg: this.name(slot) === slot.exercise ? slot.loadKg : null,
      pauseBefore_s: mine[visit].pauseBefore_s,
      done: this.filled.get(slot.position) ?? [],
      status: this.status(slot),
    }));
  }

  /** @param {Slot} slot @returns {Item["status"]} */
  status(slot) {
    if (this.filled.has(slot.position)) return "done";
    if (this.stopped.has(slot.block)) return "stopped";
    return this.skipped.has(key(slot)) ? "skipped" : "todo";
  }
}

/** @param {Slot} slot */
function key(slot) {
  return `${slot.block}.${slot.round}`;
}
