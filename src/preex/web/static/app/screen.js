/** Put a session on the screen: fills in the page, decides nothing. */

import { backup, install } from "./after.js";
import { byId, el, fill, label, refocus, say, show } from "./dom.js";
import { isLoadless, plateLine } from "./loads.js";
import { groups, isOpen } from "./plan.js";
import { conditionOf, roundOf } from "./runner.js";
import { after, card } from "./trial.js";
import { clock, face, read } from "./timer.js";
import { t, written } from "./texts.js";
import { against, ago, doneAloud, doneWords, expectWords, limits, loadWords, setWords } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./runner.js").Item} Item */

const SCREENS = ["loading", "begin", "run", "over"];
const DAY_MS = 86_400_000;
const RIR = ["0", "1", "2", "3", "4+"];

/** @param {App} app */
export function paint(app) {
  const at = app.showing();
  if (byId(at).hidden) window.scrollTo(0, 0);
  for (const name of SCREENS) show(name, name === at);
  document.body.classList.toggle("left-handed", app.wishes.left);
  if (at === "begin") begin(app);
  if (at === "run") running(app);
  if (at === "over") over(app);
  tick(app);
  lookAfterFocus(app);
}


/** Whoever goes by keys is never left without a place: what comes next has it. @param {App} app */
export function lookAfterFocus(app) {
  const next = { begin: ["start", "quick"], run: ["done", app.run.items.length ? "finish" : "add"], over: ["over-done"] };
  if (app.touched && !document.querySelector("dialog[open]")) refocus(...next[app.showing()]);
}

/** @param {App} app */
function begin(app) {
  const { days } = app.data;
  const elsewhere = app.running();
  const last = app.lastFinished();
  show("elsewhere", elsewhere !== null);
  say("elsewhere-words", elsewhere ? t("runs_elsewhere", { title: elsewhere.title, time: clock((app.now() - elsewhere.startedAt) / 1000) }) : "");
  show("begin-last", !elsewhere && last !== null);
  say("begin-last-words", last ? t("finished_ago", { title: last.title, ago: ago(last.finishedAt, app.now()) }) : "");
  show("begin-some", days.length > 0);
  show("begin-none", days.length === 0);
  show("start", days.length > 0);
  for (const id of ["quick", "free"]) byId(id).className = days.length ? "btn" : "btn big full";
  byId("ways").className = days.length ? "two" : "ways";
  card(app);
  void backup(app, "begin-backup");
  fill("days", ...(days.length > 1 ? days.map((/** @type {any} */ day, /** @type {number} */ i) => dayCard(app, day, i)) : []));
  const day = days[app.chosen];
  if (!day) return;
  const blocks = groups(app.layout(day), (s) => s.block);
  fill("preview", ...(days.length > 1 ? [] : [el("li.preview-title", {}, el("b", {}, day.title), day.minutes ? ` ${t("about_minutes", { n: Math.round(day.minutes) })}` : "")]), ...blocks.map((b) => block(app, b)));
}

/** @param {App} app @param {any} day @param {number} i */
function dayCard(app, day, i) {
  const pick = () => {
    app.chosen = i;
    paint(app);
    byId("days").querySelectorAll("button")[i].focus();
  };
  const more = day.minutes ? t("about_minutes", { n: Math.round(day.minutes) }) : t("sets", { n: app.layout(day).length });
  return el("button.day", { "aria-pressed": String(i === app.chosen), on: pick }, el("b", {}, day.title), el("small", {}, more));
}

/** @param {App} app @param {import("./types.js").Slot[]} slots of one block */
function block(app, slots) {
  const names = [...new Set(slots.map((s) => s.exercise))];
  const pair = names.length > 1;
  const first = slots.filter((s) => s.round === 1);
  const dose = (/** @type {import("./types.js").Slot} */ s) => `${s.repsLow === s.repsHigh ? s.repsLow : `${s.repsLow}–${s.repsHigh}`}${s.loadKg === null ? "" : ` × ${app.planned(s)}`}`;
  return el(
    `li.part${pair ? ".pre" : ""}`,
    {},
    el("span.times", {}, `${slots[0].rounds}×`),
    el("div", {}, ...first.map((s) => el("p", {}, el("b", {}, app.name(s.exercise)), el("span", {}, dose(s))))),
  );
}

/** @param {App} app */
function running(app) {
  const { run } = app;
  const item = run.current;
  say("title", run.session?.title ?? "");
  const total = run.items.length;
  const done = run.items.filter((i) => i.status === "done").length;
  say("progress", item ? t("progress", { round: item.round, rounds: item.rounds, done, total }) : t("progress_done", { done, total }));
  queue(app);
  fill("plan-list", ...planList(app));
  fill("round", ...(item ? roundOf(run, item).map((i) => row(app, i)) : []));
  asking(app);
  byId("undo").toggleAttribute("disabled", !app.canUndo());
  byId("taken").toggleAttribute("disabled", !item);
  byId("run").classList.toggle("all-done", !item);
  byId("run").classList.toggle("none-yet", !run.sets.length);
  show("more-to-do", !item);
  byId("add").classList.toggle("main", !total);
  show("again", run.last !== null);
  say("again-words", run.last ? t("one_more_of", { name: app.name(run.last.exercise) }) : t("one_more"));
  if (item) current(app, item);
  else {
    say("exercise", total ? t("all_done") : t("nothing_planned"));
    fill("prediction", total ? t("finish_when_ready") : t("pick_first"));
    say("cue", "");
    show("scale", false);
  }
}

/** @param {App} app @param {Item} item */
function current(app, item) {
  const info = app.info(item.exercise);
  const { reps, load } = app.draft;
  say("exercise", info.name);
  const condition = conditionOf(app.run, item, app.infos);
  const order = condition === "traditional" && item.pairing ? t("traditional") : "";
  say("cue", [order, aim(item), item.note].filter(Boolean).join(" · "));
  expectation(app, item);
  const none = isLoadless(info.loadType);
  say("load-value", load && !none ? written(load.value) : "–");
  say("load-unit", none ? loadWords(load ?? { value: "0", unit: "kg" }, info.loadType) : (load?.unit ?? app.unitOf(item.exercise)));
  say("plates", load && !none ? plateLine(Number(load.value), app.kitOf(load.unit), info.loadType) : none ? "" : t("tap_load"));
  say("reps-value", String(reps));
  for (const id of ["load-minus", "load-plus", "load"]) byId(id).toggleAttribute("disabled", none);
  byId("reps-minus").toggleAttribute("disabled", reps <= 0);
  label("load", load ? t("load_label", { load: loadWords(load, info.loadType) }) : t("load_type"));
  label("reps", t("reps_label", { n: reps }));
  const gate = app.gate();
  say("done-words", gate ? t("safeties_first") : doneWords(load, reps, info.loadType));
  label("done", gate ? t("safeties_label") : doneAloud(load, reps, info.loadType));
}

/** @param {Item} item @returns {string} */
function aim(item) {
  const reps = item.repsLow === item.repsHigh ? `${item.repsLow}` : `${item.repsLow}–${item.repsHigh}`;
  const rir = item.rirLow === item.rirHigh ? `${item.rirLow}` : `${item.rirLow}–${item.rirHigh}`;
  return isOpen(item) ? t("aim_reserve", { rir }) : t("aim", { reps, rir });
}

/** @param {App} app @param {Item} item */
function expectation(app, item) {
  const range = app.ranges.get(item.position);
  const words = expectWords(range);
  show("scale", Boolean(range));
  if (!words || !range) {
    fill("prediction", app.online ? t("no_range") : t("no_range_offline"));
    return;
  }
  const from = app.rangesAt === "live" ? "" : ` · ${t(app.rangesAt === "plan" ? "from_plan" : "last_known")}`;
  fill("prediction", t("expect"), " ", el("b", {}, words.mean), ` (${words.span})`, words.fresh ? ` · ${words.fresh}` : "", el("span.muted", {}, from));
  const top = Math.max(range.high, range.fresh ?? 0, app.draft.reps) * 1.15;
  const left = (/** @type {number} */ x) => `${Math.min(100, (100 * x) / top)}%`;
  const span = byId("scale-span");
  span.style.left = left(range.low);
  span.style.width = left(range.high - range.low);
  byId("scale-now").style.left = left(app.draft.reps);
  byId("scale-fresh").hidden = range.fresh === null;
  byId("scale-fresh").style.left = left(range.fresh ?? 0);
  byId("scale").className = `scale ${conditionOf(app.run, item, app.infos) === "pre_exhaust" && item.visit > 0 ? "pre" : "fresh"}`;
}

/** @param {App} app @param {Item} item one of the round that is done now */
function row(app, item) {
  const info = app.info(item.exercise);
  const number = el("span.n", { "aria-hidden": "true" }, item.status === "done" ? "✓" : String(item.of > 1 ? item.visit + 1 : item.round));
  const words = item.status === "done" ? item.done.map((s) => setWords(s, info)).join(", ") : t(item.status === "todo" ? "next" : item.status);
  const inside = [number, el("span.what", {}, info.name), el("span.dose", {}, words)];
  const [set] = item.done;
  if (!set) return el(`li.row-line.is-${item.status}`, { "aria-current": item.status === "now" ? "step" : null }, ...inside);
  const conflict = set.conflicts.length ? el("span.tag.warn", {}, t("two_values")) : null;
  return el(`li.row-line.is-${item.status}`, {}, el("button.row-button", { on: () => app.edit(set), "aria-label": t("change_set", { name: info.name, words }) }, ...inside, conflict));
}

/** @param {App} app @returns {HTMLElement[]} */
export function planList(app) {
  const blocks = groups(app.run.items, (i) => i.block);
  return blocks.map((items) => {
    const condition = items.length ? conditionOf(app.run, items[items.length - 1], app.infos) : null;
    const tag = condition === "pre_exhaust" ? el("span.tag.pre", {}, t("isolation_first")) : condition === "traditional" ? el("span.tag.trad", {}, t("compound_first")) : null;
    return el("li.plan-block", {}, tag, el("ol", {}, ...items.map((i) => row(app, i))));
  });
}

/** @param {App} app */
export function queue(app) {
  const { waiting, refused } = app.status;
  say("queue-count", String(waiting));
  const cloud = byId("queue");
  cloud.classList.toggle("waits", waiting > 0);
  cloud.classList.toggle("wrong", refused > 0);
  label("queue", waiting ? t("waits_label", { n: waiting }) : t("all_sent"));
}

/** What was left, then what gave out, of the set just done. @param {App} app */
function asking(app) {
  const set = app.run.last;
  const open = set && app.asks(set);
  show("ask", Boolean(open));
  if (!set || !open) return;
  const info = app.info(set.exercise);
  if (set.rir === null) {
    say("ask-words", t("ask_rir", { name: info.name }));
    fill("ask-chips", ...RIR.map((n) => el("button.chip-button", { on: () => app.tell(set, { rir: parseInt(n, 10) }), "aria-label": t("rir_label", { n }) }, n)));
  } else {
    say("ask-words", t("ask_gave", { name: info.name }));
    fill("ask-chips", ...limits(info).map(({ id, name }) => el("button.chip-button", { on: () => app.tell(set, { gave_out: id }) }, name)));
  }
}

/** What changes with the second hand. @param {App} app */
export function tick(app) {
  if (app.showing() !== "run") return;
  const { run } = app;
  const now = app.now();
  const timer = run.timer;
  byId("pause").toggleAttribute("disabled", !timer);
  byId("lift").toggleAttribute("disabled", !timer || run.lifted_ms !== null);
  if (!timer || !run.current) {
    const since = run.session?.startedAt ?? now;
    clockFace("", t("running"), clock((now - since) / 1000), 0);
    return;
  }
  const reading = read(timer.started_ms, timer.planned_s, now, timer.pauses);
  app.heard(reading);
  byId("pause").setAttribute("aria-pressed", String(reading.paused));
  if (run.lifted_ms !== null) clockFace("lifting", t(timer.kind === "GAP" ? "lifting_gap" : "lifting_rest", { time: clock((run.lifted_ms - timer.started_ms) / 1000) }), clock((now - run.lifted_ms) / 1000), 1);
  else clockFace(reading.over ? "over" : timer.kind.toLowerCase(), timerWords(app, reading), face(reading), reading.share);
}

/** @param {App} app @param {import("./timer.js").Reading} reading */
function timerWords(app, reading) {
  const item = /** @type {Item} */ (app.run.current);
  const name = app.name(item.exercise);
  if (reading.paused) return t("holding");
  if (app.run.timer?.kind === "GAP") return t(reading.over ? "go_now" : "go_to", { name });
  if (reading.over) return t("go_now", { name });
  return item.round > 1 ? t("rest_round", { round: item.round }) : t("rest_then", { name });
}

/** @param {string} kind @param {string} words @param {string} digits @param {number} share */
function clockFace(kind, words, digits, share) {
  const bar = byId("timer");
  bar.className = `timer ${kind}`;
  say("timer-words", words);
  say("timer-face", digits);
  byId("timer-fill").style.transform = `scaleX(${share})`;
}

/** @param {App} app */
function over(app) {
  const { run } = app;
  const session = /** @type {import("./types.js").Session} */ (run.session);
  const judged = run.sets.map((s) => against(s.reps, app.before.get(s.id)));
  const known = judged.filter(Boolean).length;
  const inside = judged.filter((j) => j === "inside").length;
  say("over-title", t(run.sets.length ? "session_done" : "nothing_logged"));
  const minutes = Math.max(1, Math.round(((session.finishedAt ?? app.now()) - session.startedAt) / 60_000));
  fill("facts", ...fact(t("sets", { n: run.sets.length }), t("logged")), ...fact(t("minutes", { n: minutes }), session.title), ...(known ? fact(t("of_known", { inside, known }), t("inside_range")) : []), ...gapFact(app));
  fill("told", ...run.sets.map((s) => told(app, s)));
  after(app);
  void backup(app, "over-backup");
  install(app);
  const undone = app.now() - (session.finishedAt ?? 0) < DAY_MS;
  byId("over-undo").toggleAttribute("disabled", !undone);
  const { waiting } = app.status;
  say("over-queue", waiting ? t("waiting", { n: waiting }) : t("on_server"));
  say("over-note", t(waiting ? (app.kept ? "kept_here" : "cannot_save_leave") : undone ? "undo_day" : "undo_late"));
}

/** @param {string} figure @param {string} words */
function fact(figure, words) {
  return [el("div", {}, el("dt", {}, words), el("dd", {}, figure))];
}

/** @param {App} app */
function gapFact(app) {
  const gaps = app.run.sets.filter((s) => s.gapPlanned_s !== null && s.restBefore_s !== null);
  if (!gaps.length) return [];
  const mean = gaps.reduce((sum, s) => sum + (s.restBefore_s ?? 0), 0) / gaps.length;
  return fact(t("seconds", { n: Math.round(mean) }), t("mean_gap", { planned: Math.round(gaps[0].gapPlanned_s ?? 0) }));
}

/** @param {App} app @param {import("./types.js").DoneSet} set */
function told(app, set) {
  const range = app.before.get(set.id);
  const words = expectWords(range);
  const verdict = against(set.reps, range);
  const expected = words ? el("small", {}, t(verdict ? /** @type {const} */ (`expected_${verdict}`) : "expected", { mean: words.mean, span: words.span })) : null;
  return el("li", {}, el("button.row-button", { on: () => app.edit(set) }, el("span.what", {}, app.name(set.exercise), expected), el("span.dose", {}, setWords(set, app.info(set.exercise)))));
}
