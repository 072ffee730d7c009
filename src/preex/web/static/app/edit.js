/** Sheets that change numbers: of a set that was logged, and of the one to come. */

import * as acts from "./acts.js";
import { el } from "./dom.js";
import { decimal, loadable, nearest, step } from "./loads.js";
import { close, open } from "./sheets.js";
import { t, written } from "./texts.js";
import { loadWords, setWords } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./types.js").DoneSet} DoneSet */

const KINDS = /** @type {const} */ (["working", "warmup", "drop", "failure"]);

/** Change a set that was logged. @param {App} app @param {DoneSet} set */
export function edit(app, set) {
  const info = app.info(set.exercise);
  const kit = app.kitOf(set.load.unit);
  const choices = loadable(kit, info.loadType);
  const now = { reps: set.reps, value: Number(set.load.value) };
  const reps = el("b", {}, String(now.reps));
  const load = el("b", {}, loadWords(set.load, info.loadType));
  const turn = (/** @type {1|-1} */ way) => {
    now.reps = Math.min(200, Math.max(0, now.reps + way));
    reps.textContent = String(now.reps);
  };
  const put = (/** @type {1|-1} */ way) => {
    now.value = step(now.value, way, choices);
    load.textContent = loadWords({ value: decimal(now.value), unit: set.load.unit }, info.loadType);
  };
  const keep = () => {
    const fields = {};
    if (now.reps !== set.reps) Object.assign(fields, { reps: now.reps });
    if (now.value !== Number(set.load.value)) Object.assign(fields, { load: { value: decimal(now.value), unit: set.load.unit } });
    close();
    if (Object.keys(fields).length) void app.act([acts.change(set, fields)], t("set_changed"));
  };
  const note = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 200, value: set.note, "aria-label": t("note") }));
  note.addEventListener("change", () => note.value !== set.note && app.act([acts.change(set, { note: note.value })], t("note_kept")));
  const kinds = KINDS.map((kind) => el("button.chip-button", { "aria-pressed": String(set.setKind === kind), on: () => (close(), app.act([acts.change(set, { set_kind: kind })], t(kind))) }, t(kind)));
  open(
    `${info.name}, ${setWords(set, info)}`,
    ...set.conflicts.map((c) => conflict(app, set, c)),
    small("reps", reps, turn),
    choices.length > 1 ? small("load", load, put) : null,
    el("div.ask-chips", { role: "group", "aria-label": t("kind_of_set") }, ...kinds),
    el("label.field", {}, el("span.label", {}, t("note")), note),
    el("button.btn.main.big.full", { on: keep }, t("keep")),
    el("button.btn.big.full.danger", { on: () => (close(), app.act([acts.remove(set.id)], t("set_removed"))) }, t("remove")),
  );
}

/** @param {"reps"|"load"} what @param {HTMLElement} value @param {(way: 1|-1) => void} turn */
function small(what, value, turn) {
  const button = (/** @type {1|-1} */ way) => el("button.pm", { on: () => turn(way), "aria-label": t(`${way > 0 ? "more" : "less"}_${what}`) }, way > 0 ? "+" : "−");
  return el("div.stepper", {}, button(-1), el("span.value", {}, el("span", {}, value, el("i", {}, what === "reps" ? ` ${t("unit_reps")}` : ""))), button(1));
}

/** @param {App} app @param {DoneSet} set @param {import("./types.js").Conflict} c */
function conflict(app, set, c) {
  const words = (/** @type {any} */ v) => (v && typeof v === "object" && "value" in v ? written(`${v.value} ${v.unit}`) : v === null || v === "" ? t("nothing") : String(v));
  return el(
    "div.note.warn",
    {},
    el("b", {}, t("two_phones", { field: t(/** @type {import("./texts.js").Key} */ (`field_${c.field}`)) })),
    el("div.ask-chips", {}, ...c.values.map((v) => el("button.chip-button", { on: () => (close(), app.act([acts.change(set, { [c.field]: v.value })], t("chosen"))) }, v.device === app.store.device ? t("from_this_phone", { value: words(v.value) }) : words(v.value)))),
  );
}

/** Type a number; a load in either unit. @param {App} app @param {"load"|"reps"} what @param {import("./types.js").Unit} [wanted] */
export function type(app, what, wanted = undefined) {
  const item = app.run.current;
  if (!item) return;
  const unit = wanted ?? app.draft.load?.unit ?? app.unitOf(item.exercise);
  const load = app.draft.load;
  const was = what === "reps" ? String(app.draft.reps) : load?.unit === unit ? written(load.value) : "";
  const input = /** @type {HTMLInputElement} */ (el("input.big-number", { type: "text", inputmode: what === "reps" ? "numeric" : "decimal", value: was, "aria-label": what === "reps" ? t("repetitions") : t("load_in", { unit }), autocomplete: "off" }));
  const wrong = el("p.wrong", { role: "alert" });
  const keep = () => {
    const number = typed(input.value, what);
    wrong.textContent = number === null ? t(what === "reps" ? "not_reps" : "not_load", { text: input.value || t("nothing_typed") }) : "";
    if (number === null) return;
    close();
    app.set(what === "reps" ? { reps: number } : { load: { value: decimal(number), unit } });
    const near = decimal(nearest(number, loadable(app.kitOf(unit), app.info(item.exercise).loadType)));
    if (what === "load" && near !== decimal(number)) app.hint(t("nearest", { load: `${near} ${unit}` }));
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") (event.preventDefault(), keep());
  });
  const other = unit === "kg" ? "lb" : "kg";
  open(
    what === "reps" ? t("repetitions") : t("load_title", { unit }),
    input,
    wrong,
    el("button.btn.main.big.full", { on: keep }, t("set_it")),
    what === "load" ? el("button.btn.big.full", { on: () => type(app, what, other) }, t("type_in", { unit: other })) : null,
  );
  input.focus();
  input.select();
}

/** @param {string} text with a decimal point or comma @param {"load"|"reps"} what @returns {number|null} null: it cannot be */
function typed(text, what) {
  const number = /^\d+([.,]\d*)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
  const may = number <= (what === "reps" ? 200 : 2000);
  return may && (what === "load" || Number.isInteger(number)) ? number : null;
}
