/** How sets, loads and what is expected of them are put into words. Pure; the texts are in `texts.js`. */

import { isLoadless } from "./loads.js";
import { t } from "./texts.js";

/** @typedef {import("./types.js").DoneSet} DoneSet */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {import("./types.js").ExerciseInfo} ExerciseInfo */

/** @param {Load} load @param {string} loadType @returns {string} as `80 kg`, `body mass`, `body mass + 10 kg` */
export function loadWords(load, loadType) {
  return loadSaid(load, loadType, "load");
}

/** @param {Load} load @param {string} loadType @param {"load"|"aloud"} how @returns {string} */
function loadSaid(load, loadType, how) {
  const bare = t(`${how}_${load.unit}`, { value: load.value });
  if (isLoadless(loadType)) return loadType === "band" ? t("band") : t("body_mass");
  if (loadType === "bodyweight_added") return Number(load.value) ? t("body_mass_and", { load: bare }) : t("body_mass");
  return bare;
}

/** @param {Load|null} load @param {number} reps @param {string} loadType @returns {string} on the button */
export function doneWords(load, reps, loadType) {
  return load ? t("done", { n: reps, load: loadWords(load, loadType) }) : t("load_first");
}

/** @param {Load|null} load @param {number} reps @param {string} loadType @returns {string} read aloud */
export function doneAloud(load, reps, loadType) {
  return load ? t("log_aloud", { n: reps, load: loadSaid(load, loadType, "aloud") }) : t("load_first");
}

/** @param {DoneSet} set @param {ExerciseInfo|undefined} info @returns {string} as `12 × 15 kg` */
export function setWords(set, info) {
  return t("set_words", { reps: set.reps, load: loadWords(set.load, info?.loadType ?? "") });
}

/** @param {import("./types.js").Range|undefined} range @returns {{mean: string, span: string, fresh: string}|null} */
export function expectWords(range) {
  if (!range) return null;
  const [low, high] = [Math.round(range.low), Math.round(range.high)];
  const fresh = range.fresh !== null && Math.round(range.fresh) !== Math.round(range.mean) ? t("fresh", { n: Math.round(range.fresh) }) : "";
  return { mean: String(Math.round(range.mean)), span: low === high ? `${low}` : `${low}–${high}`, fresh };
}

/** @param {number} reps @param {import("./types.js").Range|undefined} range @returns {"inside"|"below"|"above"|null} */
export function against(reps, range) {
  if (!range) return null;
  if (reps < Math.round(range.low)) return "below";
  return reps > Math.round(range.high) ? "above" : "inside";
}

/** @param {ExerciseInfo} info @returns {{id: string, name: string}[]} what may have given out, target first */
export function limits(info) {
  const short = info.gives.map(({ id, name }) => ({ id, name: name.replace(/ \(.*\)$/, "") }));
  return [...short, { id: "grip", name: t("grip") }, { id: "breath", name: t("breath") }, { id: "technique", name: t("form") }];
}

/** @param {number|null} at_ms @param {number} now_ms @returns {string} */
export function ago(at_ms, now_ms) {
  if (at_ms === null) return t("not_yet");
  const minutes = Math.floor((now_ms - at_ms) / 60_000);
  if (minutes < 1) return t("just_now");
  return minutes < 60 ? t("minutes_ago", { n: minutes }) : t("hours_ago", { n: Math.floor(minutes / 60) });
}
