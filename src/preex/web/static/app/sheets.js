/** Sheets that come up from the bottom: one question each, closed by Escape, the cross, or an answer. */

import * as acts from "./acts.js";
import { byId, el } from "./dom.js";
import { groups } from "./plan.js";
import { conditionOf, roundOf } from "./runner.js";
import { planList } from "./screen.js";
import { ago, counted } from "./words.js";

/** @typedef {import("./app.js").App} App */

const RED_FLAGS = "Numbness, a joint that locks, a sudden pop, chest pain: stop now and seek care.";

/** @returns {HTMLDialogElement} */
function dialog() {
  return /** @type {HTMLDialogElement} */ (byId("sheet"));
}

/** @param {string} title @param {...(Node|string|null|false|undefined)} inside */
export function open(title, ...inside) {
  byId("sheet-title").textContent = title;
  byId("sheet-body").replaceChildren(...inside.filter((x) => x !== null && x !== false && x !== undefined));
  byId("sheet-body").scrollTop = 0;
  if (!dialog().open) dialog().showModal();
}

export function close() {
  dialog().close();
}

/** @param {string} words @param {() => void} on @param {string} [more] */
function choice(words, on, more = "") {
  return el("button.choice", { on: () => (close(), on()) }, el("b", {}, words), more ? el("small", {}, more) : null);
}

/** The machine is taken. @param {App} app */
export function taken(app) {
  const item = app.run.current;
  if (!item) return;
  const { run } = app;
  const mine = new Set(run.items.filter((i) => i.block === item.block).map((i) => i.exercise));
  const others = app.info(item.exercise).swaps.filter((id) => app.infos.has(id) && !mine.has(id));
  const swap = (/** @type {string} */ to) => app.act([acts.swap(run, item.exercise, to, "taken")], `${app.name(to)} instead`);
  const round = roundOf(run, item);
  const fresh = round.length > 1 && round.every((i) => !i.done.length);
  const turned = conditionOf(run, item, app.infos) === "traditional";
  const turn = () => app.act([acts.swap(run, round[0].exercise, round[1].exercise, "order")], "Order changed");
  open(
    `${app.name(item.exercise)} is taken`,
    fresh && choice(`Do ${app.name(round[1].exercise)} first`, turn, turned ? "Counts as pre-exhaust again" : "Counts as the traditional order from here on"),
    choice("Wait", () => app.pause(true), "The clock holds; the long gap is kept as it was"),
    choice("Skip this round", () => app.act([acts.local(run, "skip", { block: item.block, round: item.round })], "Round skipped")),
    others.length ? el("h3", {}, "Instead of it") : null,
    ...others.map((id) => choice(app.name(id), () => swap(id))),
  );
}

/** Something hurts. @param {App} app */
export function pain(app) {
  let joint = "";
  const levels = el("div.levels", { role: "group", "aria-label": "How much, from 0 to 10" });
  const question = el("p", { hidden: true }, "How much, from 0 (none) to 10?");
  const joints = app.data.joints.map((/** @type {{id: string, name: string}} */ { id, name }) => {
    const button = el("button.chip-button", { "aria-pressed": "false" }, name);
    button.addEventListener("click", () => {
      joint = id;
      for (const other of joints) other.setAttribute("aria-pressed", String(other === button));
      question.hidden = false;
      levels.replaceChildren(...scale.slice());
    });
    return button;
  });
  const scale = Array.from({ length: 11 }, (_, n) => el("button.level", { on: () => report(app, joint, n), "aria-label": `${n} of 10` }, String(n)));
  open("What hurts?", el("div.ask-chips", {}, ...joints), question, levels, el("p.note.block", {}, RED_FLAGS), el("p.muted.small", {}, "From 4, or 2 more than before, the block ends."));
}

/** @param {App} app @param {string} joint @param {number} level */
async function report(app, joint, level) {
  const { run } = app;
  const act = acts.pain(run, joint, level);
  const block = run.current;
  close();
  await app.act([act], `Pain ${level} of 10 written down`);
  if (!act.body.stopped) return;
  const name = app.data.joints.find((/** @type {{id: string}} */ j) => j.id === joint)?.name ?? joint;
  const sparing = block && app.day?.sparing?.[block.pairing]?.[joint];
  open(
    "That block is over",
    el("p", {}, block ? `${app.name(block.exercise)} and what belongs to it are left out today. The rest of the session goes on if nothing else hurts.` : "Nothing more is planned."),
    sparing ? el("p.note.good", {}, el("b", {}, `Kinder to the ${name}, another day`), el("span", {}, sparing)) : null,
    el("p.note.block", {}, RED_FLAGS),
    el("button.btn.main.big.full", { on: close }, "Go on without it"),
    el("button.btn.big.full", { on: () => (close(), app.undo()) }, "That was a mistake"),
  );
}

/** Before the first set of a lift that can pin its lifter. @param {App} app */
export function safeties(app) {
  const item = app.run.current;
  if (!item) return;
  const go = el("button.btn.main.big.full", { disabled: true, on: () => (close(), app.act([acts.local(app.run, "safe", { exercise: item.exercise })], "Safeties confirmed")) }, "Ready");
  const boxes = ["The safeties are set, or a spotter is here", "The load is what I want for this, tired as I am"].map((words) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox" }));
    input.addEventListener("change", () => go.toggleAttribute("disabled", !boxes.every((b) => b.querySelector("input")?.checked)));
    return el("label.tick", {}, input, el("span", {}, words));
  });
  open(`Before ${app.name(item.exercise)}`, ...boxes, go, el("p.muted.small", {}, "Asked once in a session."));
}

/** @param {App} app */
export function finish(app) {
  const left = app.run.items.filter((i) => i.status === "now" || i.status === "todo");
  if (!left.length) {
    void app.finish();
    return;
  }
  const names = groups(left, (i) => i.exercise);
  const button = el("button.btn.main.big.full", { "data-testid": "finish-session", on: () => (close(), app.finish()) }, "Finish now");
  byId("finish").removeAttribute("data-testid");
  dialog().addEventListener("close", () => byId("finish").setAttribute("data-testid", "finish-session"), { once: true });
  open(
    `${counted(left.length, "set")} left`,
    el("ul.plain", {}, ...names.map((items) => el("li", {}, el("span", {}, app.name(items[0].exercise)), el("span.dose", {}, counted(items.length, "set"))))),
    button,
    el("button.btn.big.full", { on: close }, "Go on"),
    el("p.muted.small", {}, "Finishing can be undone for 24 hours."),
  );
  button.addEventListener("click", () => button.removeAttribute("data-testid"));
}

/** What waits for the server. @param {App} app */
export async function queue(app) {
  const { status } = app;
  const [waiting, refused] = await Promise.all([app.store.waiting(50), app.store.refused()]);
  open(
    status.waiting ? `${counted(status.waiting, "change")} waiting` : "All on the server",
    el("p.muted", {}, `${app.online ? "" : "No network. "}Last reached the server: ${ago(status.last_ms, app.now())}.${status.problem && app.online ? ` ${status.problem}.` : ""} Everything is kept on this phone.`),
    el("ul.plain", {}, ...waiting.map((op) => el("li", {}, el("span", {}, opWords(app, op)), el("span.dose", {}, new Date(op.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }))))),
    refused.length ? el("h3", {}, `${counted(refused.length, "change")} the server did not take`) : null,
    ...refused.map((r) => el("p.note.warn", {}, el("b", {}, opWords(app, r.op)), el("span", {}, r.problem?.detail ?? r.problem?.title ?? "no reason given"))),
    el("button.btn.big.full", { on: () => app.sync?.run() }, "Send now"),
    el("button.btn.big.full", { on: () => app.download() }, "Save the log as a file"),
  );
}

/** @param {App} app @param {import("./types.js").Op} op */
function opWords(app, op) {
  const b = op.body;
  const set = app.state.sets.get(b.set);
  const name = set ? app.name(set.exercise) : "";
  const said = {
    "set.done": () => `${app.name(b.exercise)}, ${counted(b.reps, "rep")}`,
    "set.change": () => `${name}: ${Object.keys(b.fields).map((f) => ({ rir: "reserve", gave_out: "what gave out" })[f] ?? f).join(", ")}`,
    "set.remove": () => `${name} taken back`,
    "set.restore": () => `${name} restored`,
    swap: () => `${app.name(b.to)} for ${app.name(b.from)}`,
    pain: () => `Pain, ${b.joint.replace("_", " ")} ${b.level} of 10`,
  };
  return (said[/** @type {keyof typeof said} */ (op.kind)] ?? (() => ({ "session.start": "Session started", "session.finish": "Session finished", "session.reopen": "Session taken up again" })[op.kind] ?? op.kind))();
}

/** @param {App} app */
export function more(app) {
  app.update();
  open(
    app.run.session?.title ?? "Session",
    el("p.muted", {}, `Running since ${new Date(app.run.session?.startedAt ?? 0).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}.${app.updateWaits ? " A new version comes after this session." : ""}`),
    el("ol.plan-list", {}, ...planList(app)),
    choice("This phone", () => phone(app), "Sound, vibration, left hand, what it can do"),
    choice("Keys", () => keys(app), "For a keyboard at the rack"),
    choice("Save the log as a file", () => app.download()),
    el("a.choice", { href: "/" }, el("b", {}, "Leave for Today"), el("small", {}, "The session goes on when you come back")),
  );
}

/** @param {App} app */
export function phone(app) {
  const wish = (/** @type {"sound"|"vibrate"|"left"|"keys"} */ name, /** @type {string} */ words) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: app.wishes[name] }));
    input.addEventListener("change", () => app.wish(name, input.checked));
    return el("label.tick", {}, input, el("span", {}, words));
  };
  open(
    "This phone",
    wish("vibrate", "Vibrate when a pause is over"),
    wish("sound", "Two soft clicks when a pause is over"),
    wish("left", "Buttons for the left hand"),
    wish("keys", "Single keys work as shortcuts"),
    el("h3", {}, "What it can do"),
    ...app.phone.abilities().map((a) =>
      el("div.ability", {}, el(`span.tag${a.has ? ".good" : ""}`, {}, a.has ? "✓ yes" : "✗ no"), el("div", {}, el("b", {}, a.name), el("small", {}, a.words)), a.test && a.has ? el("button.btn.small", { on: a.test, "aria-label": `Test ${a.name.toLowerCase()}` }, "Test") : null),
    ),
    el("h3", {}, "A phone that others use"),
    choice("Clear this phone", () => clear(app), "Sets of the last 12 weeks are kept here; works without a network"),
  );
}

/** @param {App} app */
function clear(app) {
  const { waiting } = app.status;
  open(
    "Clear this phone?",
    el("p", {}, waiting ? `${counted(waiting, "change")} never reached the server and would be lost. Save the log as a file first.` : "Everything here is on the server, and stays there."),
    waiting ? el("button.btn.main.big.full", { on: () => app.download() }, "Save the log as a file") : null,
    el("button.btn.big.full.danger", { on: () => app.clear() }, waiting ? "Clear it, and lose them" : "Clear this phone"),
    el("button.btn.big.full", { on: close }, "Keep it"),
  );
}

const KEYS = [["Enter", "done"], ["↑ ↓", "repetitions"], ["← →", "load"], ["g", "I'm lifting: the gap ends"], ["p", "hold the clock"], ["u", "undo"], ["s", "taken: swap"], ["?", "this list"]];

/** @param {App} app */
export function keys(app) {
  open("Keys", el("dl.keys", {}, ...KEYS.flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)])), el("p.muted.small", {}, app.wishes.keys ? "They can be switched off under This phone." : "They are switched off under This phone."));
}
