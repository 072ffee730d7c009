/** What the screens say. Pure. */

import { isLoadless } from "./loads.js";

/** @typedef {import("./types.js").DoneSet} DoneSet */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {import("./types.js").ExerciseInfo} ExerciseInfo */

const UNIT_WORDS = { kg: "kilograms", lb: "pounds" };
const GAVE = { grip: "grip", breath: "breath", technique: "form" };

/** @param {Load} load @param {string} loadType @returns {string} as `80 kg`, `body mass`, `body mass + 10 kg` */
export function loadWords(load, loadType) {
  if (isLoadless(loadType)) return loadType === "band" ? "band" : "body mass";
  if (loadType === "bodyweight_added") return Number(load.value) ? `body mass + ${load.value} ${load.unit}` : "body mass";
  return `${load.value} ${load.unit}`;
}

/** @param {Load|null} load @param {number} reps @param {string} loadType @returns {string} on the button */
export function doneWords(load, reps, loadType) {
  return load ? `Done · ${reps} ${reps === 1 ? "rep" : "reps"} at ${loadWords(load, loadType)}` : "Set the load first";
}

/** @param {Load|null} load @param {number} reps @param {string} loadType @returns {string} read aloud */
export function doneAloud(load, reps, loadType) {
  if (!load) return "Set the load first";
  const spoken = loadWords(load, loadType).replace(/ (kg|lb)$/, (_, unit) => ` ${UNIT_WORDS[/** @type {"kg"|"lb"} */ (unit)]}`);
  return `Log set: ${reps} ${reps === 1 ? "repetition" : "repetitions"} at ${spoken}`;
}

/** @param {DoneSet} set @param {ExerciseInfo|undefined} info @returns {string} as `12 × 15 kg` */
export function setWords(set, info) {
  return `${set.reps} × ${loadWords(set.load, info?.loadType ?? "")}`;
}

/** @param {import("./types.js").Range|undefined} range @returns {{mean: string, span: string, fresh: string}|null} */
export function expectWords(range) {
  if (!range) return null;
  const [low, high] = [Math.round(range.low), Math.round(range.high)];
  const fresh = range.fresh !== null && Math.round(range.fresh) !== Math.round(range.mean) ? `fresh ${Math.round(range.fresh)}` : "";
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
  return [...short, ...Object.entries(GAVE).map(([id, name]) => ({ id, name }))];
}

/** @param {number} n @param {string} one @returns {string} as `1 set`, `3 sets` */
export function counted(n, one) {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}

/** @param {number|null} at_ms @param {number} now_ms @returns {string} */
export function ago(at_ms, now_ms) {
  if (at_ms === null) return "not yet";
  const minutes = Math.floor((now_ms - at_ms) / 60_000);
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
