/** Sheets that pick from the catalogue: an exercise to add, a pair to begin with. All of it is on the phone. */

import * as acts from "./acts.js";
import { compoundOf, dayOfPair, emptyDay, pairsOf, ROUNDS, search } from "./catalogue.js";
import { el } from "./dom.js";
import { choice, close, open } from "./sheets.js";
import { t } from "./texts.js";
import { loadWords } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./types.js").ExerciseInfo} ExerciseInfo */

const SHOWN = 40; // of a long list; more words make it shorter
const MOST_SETS = 6;

/** Begin without a plan, and pick the first exercise. @param {App} app */
export async function free(app) {
  await app.begin(emptyDay(t("free_title")));
  exercise(app);
}

/** Find an exercise and add it. @param {App} app */
export function exercise(app) {
  const list = el("div.picks", {});
  const told = el("p.muted.small", { role: "status" });
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "search", "aria-label": t("search"), placeholder: t("search"), autocomplete: "off", enterkeyhint: "search" }));
  const show = () => {
    const query = input.value.trim();
    const lately = app.data.lately.flatMap((/** @type {string} */ id) => app.infos.get(id) ?? []);
    const found = query || !lately.length ? search(app.infos.values(), query) : lately;
    told.textContent = !found.length ? t("none_found", { query }) : query || !lately.length ? t("found", { n: found.length }) : t("recent");
    list.replaceChildren(...found.slice(0, SHOWN).map((/** @type {ExerciseInfo} */ info) => row(info, () => sets(app, info))));
  };
  input.addEventListener("input", show);
  show();
  open(t("add"), input, told, list);
  input.focus();
}

/** @param {ExerciseInfo} info @param {() => void} on */
function row(info, on) {
  const more = [info.gives.map((g) => g.name.replace(/ \(.*\)$/, "")).join(", "), info.last ? t("last_time", { load: loadWords(info.last, info.loadType) }) : ""];
  return choice(info.name, on, more.filter(Boolean).join(" · "));
}

/** @param {App} app @param {ExerciseInfo} info */
function sets(app, info) {
  const pick = (/** @type {number} */ n) => (close(), app.add(info.id, n));
  const counts = Array.from({ length: MOST_SETS }, (_, i) => i + 1);
  open(t("how_many", { name: info.name }), el("div.levels", { role: "group" }, ...counts.map((n) => el(`button.level.count${n === ROUNDS ? ".usual" : ""}`, { on: () => pick(n), "aria-label": t("sets", { n }) }, String(n)))));
}

/** Pick a muscle, then one of its reviewed pairs. @param {App} app */
export function pair(app) {
  const pairs = pairsOf(app.data.catalogue);
  const muscles = [...new Set(pairs.map((p) => p.target))].map((id) => ({ id, name: app.data.catalogue.muscles[id] }));
  muscles.sort((a, b) => (a.name < b.name ? -1 : 1));
  open(t("pick_muscle"), el("div.ask-chips", {}, ...muscles.map(({ id, name }) => el("button.chip-button", { on: () => ofMuscle(app, pairs.filter((p) => p.target === id), name) }, name))));
}

/** @param {App} app @param {import("./catalogue.js").Pair[]} pairs @param {string} muscle */
function ofMuscle(app, pairs, muscle) {
  const lasts = (/** @type {import("./catalogue.js").Pair} */ p) => [p.isolation, compoundOf(p, app.infos)].map((id) => app.info(id).last);
  const known = (/** @type {import("./catalogue.js").Pair} */ p) => lasts(p).filter(Boolean).length;
  const sorted = [...pairs].sort((a, b) => known(b) - known(a));
  const begin = (/** @type {import("./catalogue.js").Pair} */ p) => void app.begin(dayOfPair(p, app.infos, t("quick_title", { muscle })));
  open(
    t("pick_pair", { muscle }),
    ...sorted.map((p) => choice(t("pair_name", { first: app.name(p.isolation), second: app.name(compoundOf(p, app.infos)) }), () => begin(p), t("pair_more", { gap: p.gap_s, load: t(known(p) === 2 ? "pair_known" : "pair_unknown") }))),
  );
}

/** Once more what was done last. @param {App} app */
export function again(app) {
  const last = app.run.sets.at(-1);
  if (last) void app.act([acts.add(app.run, last.exercise, app.info(last.exercise).kind, 1)], t("added", { name: app.name(last.exercise) }));
}
