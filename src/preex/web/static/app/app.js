/** A session on a phone: joins the log, the run, the screen and the server. */

import * as acts from "./acts.js";
import { byId, say, show } from "./dom.js";
import { infosOf } from "./catalogue.js";
import { scenarioOf } from "./expect.js";
import { asLoad, decimal, loadable, step } from "./loads.js";
import { MemoryStore } from "./memory.js";
import { isLocal } from "./ops.js";
import { Phone } from "./phone.js";
import { nextDay, slotsOf } from "./plan.js";
import { runOf } from "./runner.js";
import { paint } from "./screen.js";
import * as edit from "./edit.js";
import * as sheets from "./sheets.js";
import { stateOf } from "./state.js";
import { Sync } from "./sync.js";
import { t, written } from "./texts.js";
import { dayIn, passed, steadyClock } from "./timer.js";
import * as trial from "./trial.js";

/** @typedef {import("./types.js").Op} Op */
/** @typedef {import("./types.js").DoneSet} DoneSet */
/** @typedef {import("./types.js").Range} Range */
/** @typedef {import("./store.js").Store | MemoryStore} AnyStore */
/** @typedef {{sound: boolean, vibrate: boolean, left: boolean, keys: boolean}} Wishes */

const DAY_MS = 86_400_000;
const AGAIN_MS = 50; // the same words are read aloud a second time only if they were gone meanwhile
const SETTLE_MS = 350; // after the last tap, before the server is asked what to expect
const NOBODY = { id: "", name: "", kind: /** @type {const} */ ("compound"), loadType: "stack", safety: /** @type {const} */ ("safe"), gives: [], last: null, swaps: [] };
export const fillRandom = (/** @type {Uint8Array} */ bytes) => crypto.getRandomValues(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));

export class App {
  /** @param {any} data of the page @param {AnyStore} store @param {Op[]} ops @param {Wishes} wishes @param {boolean} kept */
  constructor(data, store, ops, wishes, kept) {
    this.data = data;
    this.kits = /** @type {Record<import("./types.js").Unit, import("./types.js").Kit>} */ (data.kits);
    this.infos = /** @type {Map<string, import("./types.js").ExerciseInfo>} */ (new Map([...infosOf(data.catalogue, data.last), ...data.exercises].map((/** @type {any} */ e) => [e.id, { ...e, lastReps: data.lastReps[e.id] }])));
    this.store = store;
    this.ops = ops;
    this.state = stateOf(ops);
    this.wishes = wishes;
    this.phone = new Phone(wishes);
    this.kept = kept;
    this.now = steadyClock(() => Date.now(), () => performance.now());
    this.chosen = nextDay(data.days, [...this.state.sessions.values()]);
    this.sessionId = /** @type {string|null} */ (null);
    this.day = /** @type {any} */ (null);
    this.run = runOf([], this.state, null);
    this.slots = /** @type {import("./types.js").Slot[]} */ ([]);
    this.draft = /** @type {acts.Draft} */ ({ reps: 0, load: null });
    this.draftOf = "";
    this.ranges = /** @type {Map<number, Range>} */ (new Map());
    this.rangesAt = /** @type {"plan"|"live"|"kept"} */ ("plan");
    this.before = /** @type {Map<string, Range>} */ (new Map()); // what was expected of each set as it was logged
    this.status = { waiting: 0, refused: 0, last_ms: /** @type {number|null} */ (null), problem: "" };
    this.sync = /** @type {Sync|null} */ (null);
    this.online = navigator.onLine;
    this.updateWaits = false;
    this.reading = /** @type {import("./timer.js").Reading|null} */ (null);
    this.trialWaits = /** @type {Map<string, {key: string, body: any}>} */ (new Map()); // by session: what its trial is to be told
    this.trialsTold = /** @type {Set<string>} */ (new Set());
    this.installTold = false;
    this.prompt = /** @type {import("./after.js").Prompt|null} */ (null);
    this.trialProblem = "";
    this.trialTelling = false;
    this.silent = /** @type {Set<string>} */ (new Set()); // sets that are not asked about any more
    this.tail = /** @type {Promise<any>} */ (Promise.resolve());
    this.asking = 0;
    this.touched = false; // whether anything had the focus yet
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`preex-${data.athlete}`) : null; // other tabs
  }

  // ---------------------------------------------------------------- what screens ask

  /** @returns {"begin"|"run"|"over"} */
  showing() {
    if (!this.run.session) return "begin";
    return this.run.session.finishedAt === null ? "run" : "over";
  }

  /** @param {string} id */
  info(id) {
    return this.infos.get(id) ?? { ...NOBODY, id, name: id.replaceAll("_", " ") };
  }

  /** @param {string} id */
  name(id) {
    return this.info(id).name;
  }

  /** @param {string} id @returns {string} name of a joint */
  joint(id) {
    return this.data.joints.find((/** @type {{id: string}} */ j) => j.id === id)?.name ?? id.replaceAll("_", " ");
  }

  /** @param {any} day @returns {import("./types.js").Slot[]} */
  layout(day) {
    return slotsOf(day.workout);
  }

  /** @param {import("./types.js").Slot} slot @returns {string} its load in the unit of its machine */
  planned(slot) {
    if (slot.loadKg === null) return "";
    const load = asLoad(slot.loadKg, this.kitOf(this.unitOf(slot.exercise)), this.info(slot.exercise).loadType);
    return written(`${load.value} ${load.unit}`);
  }

  /** @param {string} exercise @returns {import("./types.js").Unit} in which its machine is marked */
  unitOf(exercise) {
    return this.data.units[exercise] ?? this.data.unit;
  }

  /** @param {import("./types.js").Unit} unit @returns {import("./types.js").Kit} */
  kitOf(unit) {
    return this.kits[unit];
  }

  /** @returns {boolean} whether the safeties are to be confirmed before this set */
  gate() {
    const item = this.run.current;
    return Boolean(item && this.info(item.exercise).safety === "spotter" && !this.run.safe.has(item.exercise));
  }

  /** @param {DoneSet} set @returns {boolean} whether the rest screen asks about it */
  asks(set) {
    return !this.silent.has(set.id) && (set.rir === null || set.gaveOut === null) && !(set.rir !== null && set.rir > 3);
  }

  canUndo() {
    return acts.undoable(this.state.ops, this.run, this.store.device) !== null;
  }

  // ---------------------------------------------------------------- what taps do

  /**
   * Write acts down, then show what they amount to. Acts follow one another, however fast the taps.
   *
   * @param {acts.Act[] | (() => acts.Act[])} given
   * @param {string} [words] said aloud
   * @returns {Promise<Op[]>}
   */
  act(given, words = "") {
    const next = this.tail.then(async () => {
      const made = await this.write(typeof given === "function" ? given() : given);
      this.ops.push(...made);
      this.channel?.postMessage(made);
      this.recompute();
      this.status = { ...this.status, waiting: await this.store.count() };
      paint(this);
      if (words) this.say(words);
      this.later();
      void this.sync?.run();
      return made;
    });
    this.tail = next.catch((error) => this.alarm(t("went_wrong", { why: error instanceof Error ? error.message : String(error) })));
    return next;
  }

  /** @param {acts.Act[]} given @returns {Promise<Op[]>} */
  async write(given) {
    if (!given.length) return [];
    try {
      return await this.store.append(given, this.now());
    } catch (error) {
      if (this.store instanceof MemoryStore) throw error;
      await this.withoutDisk();
      return this.store.append(given, this.now());
    }
  }

  /** The phone keeps nothing more: go on in memory, and say so. */
  async withoutDisk() {
    const waiting = await this.store.waiting(10_000).catch(() => this.ops.filter((op) => !isLocal(op))); // a repeat is harmless
    this.store = new MemoryStore(fillRandom, this.ops, waiting, this.store.device);
    this.kept = false;
    if (this.sync) this.sync.ways.store = this.store;
    this.alarm(t("cannot_save"));
  }

  /** @param {string} words */
  alarm(words) {
    say("alarm-words", words);
    show("alarm", true);
  }

  recompute() {
    this.state = stateOf(this.ops);
    this.run = runOf(this.slots, this.state, this.sessionId);
    const item = this.run.current;
    const key = item ? `${item.position}|${item.exercise}|${this.run.sets.length}` : "";
    if (item && key !== this.draftOf) this.draft = acts.draftOf(this.run, this.kitOf(this.unitOf(item.exercise)), this.info(item.exercise), this.ranges.get(item.position));
    this.draftOf = key;
  }

  /** @param {any} day */
  async begin(day) {
    const id = this.store.newId(this.now());
    const zone = this.data.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    await this.store.remember(`day:${id}`, day).catch(() => undefined); // the plan it began with, whatever is planned later
    this.take(id, day);
    await this.act([acts.start({ id, title: day.title, plan: day.plan_id, day: day.day, localDate: dayIn(this.now(), zone), zone })], t("started"));
    void this.phone.stayAwake(true);
    void this.phone.stayKept();
  }

  /** Follow this session. @param {string} id @param {any} day */
  take(id, day) {
    this.sessionId = id;
    this.day = day;
    this.slots = day ? this.layout(day) : [];
    this.ranges = new Map();
    this.rangesAt = "plan";
    for (const slot of this.slots) {
      const told = slot.round === 1 ? day.first_sets?.[slot.exercise] : undefined;
      if (told) this.ranges.set(slot.position, { position: slot.position, low: told.q10, mean: told.mean, high: told.q90, fresh: null, median: told.q50, sd: told.sd });
    }
    this.recompute();
  }

  /** Add an exercise to the session. @param {string} exercise @param {number} sets */
  add(exercise, sets) {
    void this.act(() => [acts.add(this.run, exercise, this.info(exercise).kind, sets)], t("added", { name: this.name(exercise) }));
  }

  async log() {
    if (this.gate()) return sheets.safeties(this);
    if (!this.run.current) return undefined;
    if (!this.draft.load) return edit.type(this, "load");
    const made = await this.act(() => {
      const { current } = this.run;
      if (!current || !this.draft.load) return [];
      const id = this.store.newId(this.now());
      const range = this.ranges.get(current.position);
      if (range) this.before.set(id, range);
      return [acts.done(this.run, { id, reps: this.draft.reps, load: this.draft.load, range }, this.now())];
    });
    if (made.length) this.say(this.run.current ? t("saved_next", { name: this.name(this.run.current.exercise) }) : t("saved_all"));
    void this.store.remember("before", [...this.before].slice(-200)).catch(() => undefined);
    return undefined;
  }

  async undo() {
    const op = acts.undoable(this.state.ops, this.run, this.store.device);
    if (!op) return;
    const set = this.state.sets.get(op.body.set);
    const by = (await this.act(() => acts.inverse(this.state.ops, op))).map((made) => made.id);
    await this.act([acts.local(this.run, "undo", { op: op.id, by })], t("taken_back"));
    if (op.kind === "set.done" && set) this.set({ reps: set.reps, load: set.load });
  }

  /** @param {DoneSet} set @param {Record<string, any>} fields */
  tell(set, fields) {
    if ("gave_out" in fields) this.silent.add(set.id);
    void this.act([acts.change(set, fields)]);
  }

  /** @param {Partial<acts.Draft>} more */
  set(more) {
    this.draft = { ...this.draft, ...more };
    paint(this);
    if (more.load) this.later();
  }

  /** @param {1|-1} way */
  turn(way) {
    this.set({ reps: Math.min(200, Math.max(0, this.draft.reps + way)) });
  }

  /** @param {1|-1} way */
  put(way) {
    const item = this.run.current;
    if (!item) return;
    const unit = this.draft.load?.unit ?? this.unitOf(item.exercise);
    const choices = loadable(this.kitOf(unit), this.info(item.exercise).loadType);
    const from = Number(this.draft.load?.value ?? -1);
    const to = step(from, way, choices);
    if (to === from) this.hint(way > 0 ? t("nothing_heavier") : t("nothing_lighter"));
    else this.set({ load: { value: decimal(to), unit } });
  }

  /** @param {boolean} [on] */
  pause(on) {
    const stands = this.run.timer?.pauses.some((p) => p.to === null) ?? false;
    if (!this.run.timer || on === stands) return;
    void this.act([acts.local(this.run, stands ? "resume" : "pause")], t(stands ? "clock_on" : "clock_holds"));
  }

  lift() {
    if (this.run.timer && this.run.lifted_ms === null) void this.act([acts.local(this.run, "lift")], t("lifting"));
  }

  async finish() {
    await this.act([acts.finish(this.run)], t("op_finish"));
    void this.phone.stayAwake(false);
    this.update();
  }

  /** @param {DoneSet} set */
  edit(set) {
    edit.edit(this, set);
  }

  /** @param {keyof Wishes} name @param {boolean} on */
  wish(name, on) {
    this.wishes[name] = on;
    void this.store.remember("wishes", { ...this.wishes }).catch(() => undefined);
    paint(this);
  }

  /** @param {string} words read aloud, and shown for a while */
  hint(words) {
    this.say(words);
    say("plates", words);
  }

  /** @param {string} words read aloud, once each time */
  say(words) {
    const again = byId("said").textContent === words;
    if (again) say("said", "");
    if (again) setTimeout(() => say("said", words), AGAIN_MS);
    else say("said", words);
  }

  /** Give the log as a file. */
  download() {
    const text = JSON.stringify({ schema: "preex.ops/1", athlete: this.data.athlete, ops: this.state.ops.filter((op) => !isLocal(op)) }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "preex-session.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  /** @param {import("./timer.js").Reading} reading */
  heard(reading) {
    const event = reading.paused ? null : passed(this.reading, reading);
    this.reading = reading;
    if (event === "ten") this.say(t("ten_seconds"));
    if (event === "over" && this.run.lifted_ms === null && this.run.current) {
      this.say(t("now_name", { name: this.name(this.run.current.exercise) }));
      this.phone.ring();
    }
  }

  // ---------------------------------------------------------------- what to expect

  /** Ask the server again what to expect, once taps have settled. */
  later() {
    const mine = (this.asking += 1);
    setTimeout(() => {
      if (mine === this.asking) void this.expect();
    }, SETTLE_MS);
  }

  async expect() {
    const asked = this.showing() === "run" ? scenarioOf(this.run, this.draft.load, this.infos) : null;
    if (!asked) return;
    const mine = this.asking;
    const found = await this.askRanges(asked.sets).catch(() => null);
    if (mine !== this.asking) return;
    if (found) {
      asked.positions.forEach((position, i) => this.ranges.set(position, { position, ...found[asked.done + i] }));
      this.rangesAt = "live";
      void this.store.remember(`ranges:${this.sessionId}`, [...this.ranges.values()]).catch(() => undefined);
    } else if (this.rangesAt === "live") this.rangesAt = "kept";
    paint(this);
  }

  /** @param {any[]} sets @returns {Promise<any[]|null>} */
  async askRanges(sets) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.data.token };
    const signal = AbortSignal.timeout(8000);
    const response = await fetch(this.data.addresses.ranges, { method: "POST", headers, signal, body: JSON.stringify({ sets }) });
    return response.ok ? (await response.json()).ranges : null;
  }

  // ---------------------------------------------------------------- the server, and new versions

  connect() {
    const ways = {
      store: this.store,
      athlete: this.data.athlete,
      fetch: (/** @type {string} */ a, /** @type {RequestInit|undefined} */ o) => fetch(a, o),
      now: () => this.now(),
      later: (/** @type {() => void} */ run, /** @type {number} */ ms) => void setTimeout(run, ms),
      random: Math.random,
      changed: (/** @type {Op[]} */ fresh, /** @type {import("./sync.js").Status} */ status) => this.merged(fresh, status),
    };
    this.sync = new Sync(ways, this.data.addresses, { "X-CSRFToken": this.data.token });
    void this.sync.run();
  }

  /** @param {Op[]} fresh from other phones @param {import("./sync.js").Status} status */
  merged(fresh, status) {
    this.status = status;
    if (fresh.length) {
      this.ops.push(...fresh);
      this.recompute();
    }
    paint(this);
    void trial.tell(this);
  }

  /** What another tab wrote, as it tells, or as the phone has it. @param {Op[]} ops */
  heardOf(ops) {
    const known = new Set(this.ops.map((op) => op.id));
    const fresh = ops.filter((op) => !known.has(op.id));
    if (!fresh.length) return;
    this.ops.push(...fresh);
    this.recompute();
    paint(this);
  }

  /** Clear this phone of the log, the plan and the page; the server keeps what it has. */
  async clear() {
    this.channel?.close();
    if (!(this.store instanceof MemoryStore)) this.store.db.close();
    indexedDB.deleteDatabase(`preex-${this.data.athlete}`);
    for (const name of await caches.keys()) await caches.delete(name);
    await this.registration?.unregister();
    location.assign("/");
  }

  /** Take a finished session up again. */
  async reopen() {
    const op = acts.undoable(this.state.ops, this.run, this.store.device);
    if (op?.kind === "session.finish") await this.undo();
    else await this.act([acts.reopen(this.run)], t("op_reopen"));
    void this.phone.stayAwake(true);
  }

  /** A new version takes over when no session runs; the page itself is never loaded again by it. */
  update() {
    const waiting = this.registration?.waiting;
    this.updateWaits = Boolean(waiting) && this.showing() === "run";
    if (waiting && this.showing() !== "run") waiting.postMessage("take-over");
  }

  registration = /** @type {ServiceWorkerRegistration|undefined} */ (undefined);

  async install() {
    if (!("serviceWorker" in navigator)) return;
    this.registration = await navigator.serviceWorker.register(this.data.addresses.worker, { scope: "/" }).catch(() => undefined);
    this.registration?.addEventListener("updatefound", () => {
      this.registration?.installing?.addEventListener("statechange", () => this.update());
    });
    this.update();
  }

  /** The latest session that was begun within a day and not finished, on any phone. */
  running() {
    const all = [...this.state.sessions.values()].filter((s) => s.finishedAt === null && this.now() - s.startedAt < DAY_MS);
    return all.sort((a, b) => b.startedAt - a.startedAt)[0] ?? null;
  }

  /** Go on with a session, in the state it was left in. @param {import("./types.js").Session} session */
  async resume(session) {
    const known = await this.store.recall(`day:${session.id}`).catch(() => null);
    const same = (/** @type {any} */ d) => d.plan_id === session.plan && d.day === session.day && d.title === session.title;
    this.take(session.id, known ?? this.data.days.find(same) ?? null);
    const ranges = await this.store.recall(`ranges:${session.id}`).catch(() => null);
    for (const range of ranges ?? []) this.ranges.set(range.position, range);
    if (ranges) this.rangesAt = "kept";
    for (const [id, range] of (await this.store.recall("before").catch(() => null)) ?? []) this.before.set(id, range);
    this.draftOf = "";
    this.recompute();
    paint(this);
    this.later();
    void this.phone.stayAwake(this.showing() === "run");
  }

  /** The latest session that was finished within a day, if none runs. */
  lastFinished() {
    const all = [...this.state.sessions.values()].filter((s) => s.finishedAt !== null && this.now() - s.finishedAt < DAY_MS);
    return all.sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0))[0] ?? null;
  }
}
