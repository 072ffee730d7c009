/** Sheets that come up from the bottom: one question each, closed by Escape, the cross, or an answer. */

import * as acts from "./acts.js";
import { alike } from "./catalogue.js";
import { byId, el } from "./dom.js";
import { groups } from "./plan.js";
import * as pick from "./pick.js";
import { conditionOf, roundOf } from "./runner.js";
import { planList } from "./screen.js";
import { clock, t } from "./texts.js";
import { ago } from "./words.js";

/** @typedef {import("./app.js").App} App */

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
export function choice(words, on, more = "") {
  return el("button.choice", { on: () => (close(), on()) }, el("b", {}, words), more ? el("small", {}, more) : null);
}

/** The machine is taken. @param {App} app */
export function taken(app) {
  const item = app.run.current;
  if (!item) return;
  const { run } = app;
  const mine = new Set(run.items.filter((i) => i.block === item.block).map((i) => i.exercise));
  const info = app.info(item.exercise);
  const others = (info.swaps.length ? info.swaps : alike(app.infos.values(), info)).filter((id) => app.infos.has(id) && !mine.has(id));
  const swap = (/** @type {string} */ to) => app.act([acts.swap(run, item.exercise, to, "taken")], t("instead", { name: app.name(to) }));
  const round = roundOf(run, item);
  const fresh = round.length > 1 && round.every((i) => !i.done.length);
  const turned = conditionOf(run, item, app.infos) === "traditional";
  const turn = () => app.act([acts.swap(run, round[0].exercise, round[1].exercise, "order")], t("order_changed"));
  open(
    t("is_taken", { name: app.name(item.exercise) }),
    fresh && choice(t("do_first", { name: app.name(round[1].exercise) }), turn, t(turned ? "counts_pre" : "counts_trad")),
    choice(t("wait"), () => app.pause(true), t("wait_more")),
    choice(t("skip"), () => app.act([acts.local(run, "skip", { block: item.block, round: item.round })], t("skipped_said"))),
    others.length ? el("h3", {}, t("instead_of_it")) : null,
    ...others.map((id) => choice(app.name(id), () => swap(id))),
  );
}

/** Something hurts. @param {App} app */
export function pain(app) {
  let joint = "";
  const levels = el("div.levels", { role: "group", "aria-label": t("how_much_label") });
  const question = el("p", { hidden: true }, t("how_much"));
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
  const scale = Array.from({ length: 11 }, (_, n) => el("button.level", { on: () => report(app, joint, n), "aria-label": t("of_ten", { n }) }, String(n)));
  open(t("hurts"), el("div.ask-chips", {}, ...joints), question, levels, el("p.note.block", {}, t("red_flags")), el("p.muted.small", {}, t("block_ends")));
}

/** @param {App} app @param {string} joint @param {number} level */
async function report(app, joint, level) {
  const { run } = app;
  const act = acts.pain(run, joint, level);
  const block = run.current;
  close();
  await app.act([act], t("pain_noted", { n: level }));
  if (!act.body.stopped) return;
  const sparing = block && app.day?.sparing?.[block.pairing]?.[joint];
  open(
    t("block_over"),
    el("p", {}, block ? t("left_out", { name: app.name(block.exercise) }) : t("nothing_more")),
    sparing ? el("p.note.good", {}, el("b", {}, t("kinder", { joint: app.joint(joint) })), el("span", {}, sparing)) : null,
    el("p.note.block", {}, t("red_flags")),
    el("button.btn.main.big.full", { on: close }, t("go_without")),
    el("button.btn.big.full", { on: () => (close(), app.undo()) }, t("mistake")),
  );
}

/** Before the first set of a lift that can pin its lifter. @param {App} app */
export function safeties(app) {
  const item = app.run.current;
  if (!item) return;
  const go = el("button.btn.main.big.full", { disabled: true, on: () => (close(), app.act([acts.local(app.run, "safe", { exercise: item.exercise })], t("safe_said"))) }, t("ready"));
  const boxes = [t("safe_set"), t("safe_load")].map((words) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox" }));
    input.addEventListener("change", () => go.toggleAttribute("disabled", !boxes.every((b) => b.querySelector("input")?.checked)));
    return el("label.tick", {}, input, el("span", {}, words));
  });
  open(t("before", { name: app.name(item.exercise) }), ...boxes, go, el("p.muted.small", {}, t("asked_once")));
}

/** @param {App} app */
export function finish(app) {
  const left = app.run.items.filter((i) => i.status === "now" || i.status === "todo");
  if (!left.length) {
    void app.finish();
    return;
  }
  const names = groups(left, (i) => i.exercise);
  const out = groups(app.run.items.filter((i) => i.status === "skipped" || i.status === "stopped"), (i) => `${i.exercise} ${i.status}`);
  const button = el("button.btn.main.big.full", { "data-testid": "finish-session", on: () => (close(), app.finish()) }, t("finish_now"));
  byId("finish").removeAttribute("data-testid");
  dialog().addEventListener("close", () => byId("finish").setAttribute("data-testid", "finish-session"), { once: true });
  open(
    t("sets_left", { n: left.length }),
    el("ul.plain", {}, ...names.map((items) => el("li", {}, el("span", {}, app.name(items[0].exercise)), el("span.dose", {}, t("sets", { n: items.length })))), ...out.map((items) => el("li.muted", {}, el("span", {}, app.name(items[0].exercise)), el("span.dose", {}, `${t("sets", { n: items.length })}, ${t(/** @type {"skipped"|"stopped"} */ (items[0].status))}`)))),
    button,
    el("button.btn.big.full", { on: close }, t("go_on")),
    el("p.muted.small", {}, t("undo_day")),
  );
  button.addEventListener("click", () => button.removeAttribute("data-testid"));
}

/** What waits for the server. @param {App} app */
export async function queue(app) {
  const { status } = app;
  const [waiting, refused] = await Promise.all([app.store.waiting(50), app.store.refused()]);
  open(
    status.waiting ? t("waiting", { n: status.waiting }) : t("all_on_server"),
    el("p.muted", {}, [app.online ? "" : t("no_network"), t("last_reached", { ago: ago(status.last_ms, app.now()) }), status.problem && app.online ? `${status.problem}.` : "", t("kept_on_phone")].filter(Boolean).join(" ")),
    el("ul.plain", {}, ...waiting.map((op) => el("li", {}, el("span", {}, opWords(app, op)), el("span.dose", {}, clock(op.at))))),
    refused.length ? el("h3", {}, t("not_taken", { n: refused.length })) : null,
    ...refused.map((r) => el("p.note.warn", {}, el("b", {}, opWords(app, r.op)), el("span", {}, r.problem?.detail ?? r.problem?.title ?? t("no_reason")))),
    el("button.btn.big.full", { on: () => app.sync?.run() }, t("send_now")),
    el("button.btn.big.full", { on: () => app.download() }, t("save_file")),
  );
}

/** @param {App} app @param {import("./types.js").Op} op */
function opWords(app, op) {
  const b = op.body;
  const set = app.state.sets.get(b.set);
  const name = set ? app.name(set.exercise) : "";
  const said = {
    "set.done": () => t("op_done", { name: app.name(b.exercise), n: b.reps }),
    "set.change": () => t("op_change", { name, fields: Object.keys(b.fields).map((f) => t(/** @type {import("./texts.js").Key} */ (`field_${f}`))).join(", ") }),
    "set.remove": () => t("op_remove", { name }),
    "set.restore": () => t("op_restore", { name }),
    swap: () => t("op_swap", { to: app.name(b.to), from: app.name(b.from) }),
    pain: () => (b.takes_back ? t("op_remove", { name: app.joint(b.joint) }) : t("op_pain", { joint: app.joint(b.joint), n: b.level })),
    "session.start": () => t("op_start"),
    "session.finish": () => t("op_finish"),
    "session.reopen": () => t("op_reopen"),
  };
  return (said[/** @type {keyof typeof said} */ (op.kind)] ?? (() => op.kind))();
}

/** @param {App} app */
export function more(app) {
  app.update();
  open(
    app.run.session?.title ?? t("session"),
    el("p.muted", {}, `${t("since", { time: clock(app.run.session?.startedAt ?? 0) })}${app.updateWaits ? ` ${t("update_after")}` : ""}`),
    el("ol.plan-list", {}, ...planList(app)),
    choice(t("add"), () => pick.exercise(app), t("add_more")),
    choice(t("this_phone"), () => phone(app), t("this_phone_more")),
    choice(t("keys"), () => keys(app), t("keys_more")),
    choice(t("save_file"), () => app.download()),
    el("a.choice", { href: "/" }, el("b", {}, t("leave")), el("small", {}, t("leave_more"))),
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
    t("this_phone"),
    wish("vibrate", t("wish_vibrate")),
    wish("sound", t("wish_sound")),
    wish("left", t("wish_left")),
    wish("keys", t("wish_keys")),
    el("h3", {}, t("can_do")),
    ...app.phone.abilities().map((a) =>
      el("div.ability", {}, el(`span.tag${a.has ? ".good" : ""}`, {}, t(a.has ? "yes" : "no")), el("div", {}, el("b", {}, a.name), el("small", {}, a.words)), a.test && a.has ? el("button.btn.small", { on: a.test, "aria-label": t("test_label", { name: a.name }) }, t("test")) : null),
    ),
    el("h3", {}, t("shared")),
    choice(t("clear"), () => clear(app), t("clear_more")),
  );
}

/** @param {App} app */
function clear(app) {
  const { waiting } = app.status;
  open(
    t("clear_ask"),
    el("p", {}, waiting ? t("clear_lost", { n: waiting }) : t("clear_safe")),
    waiting ? el("button.btn.main.big.full", { on: () => app.download() }, t("save_file")) : null,
    el("button.btn.big.full.danger", { on: () => app.clear() }, t(waiting ? "clear_anyway" : "clear")),
    el("button.btn.big.full", { on: close }, t("keep_it")),
  );
}

const KEYS = /** @type {[string, import("./texts.js").Key][]} */ ([["Enter", "key_done"], ["↑ ↓", "key_reps"], ["← →", "key_load"], ["g", "key_lift"], ["p", "key_hold"], ["u", "key_undo"], ["s", "key_taken"], ["?", "key_list"]]);

/** @param {App} app */
export function keys(app) {
  open(t("keys"), el("dl.keys", {}, ...KEYS.flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(words))])), el("p.muted.small", {}, t(app.wishes.keys ? "keys_on" : "keys_off")));
}
