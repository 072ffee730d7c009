/** Which loads the gym can make: steps up and down, and the plates on each side of the bar. */

import { t, written } from "./texts.js";

/** @typedef {import("./types.js").Kit} Kit */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {import("./types.js").Unit} Unit */

export const KG_PER_LB = 0.45359237; // exact by definition of the international pound, 1959
const ROUND_WITHIN = 0.006; // of a quarter: loads are kept to the gram, and some converted to the hundredth
const NONE = new Set(["bodyweight", "band", "none"]);
const FROM_ZERO = new Set(["bodyweight_added", "assisted"]);

/** @param {string} loadType @returns {boolean} whether its sets have no load to write */
export function isLoadless(loadType) {
  return NONE.has(loadType);
}

/**
 * Every load of an exercise that the kit can make.
 *
 * @param {Kit} kit
 * @param {string} loadType of the exercise, as the catalogue names it
 * @returns {number[]} ascending, in the kit's unit
 */
export function loadable(kit, loadType) {
  if (loadType === "barbell") return sums(kit, kit.bar);
  if (loadType === "plate_machine") return sums(kit, 0);
  if (loadType === "dumbbell_each" || loadType === "kettlebell") return kit.dumbbells;
  if (isLoadless(loadType)) return [0];
  const from = FROM_ZERO.has(loadType) ? 0 : 1;
  const steps = Math.round(kit.stackMax / kit.stackStep);
  return Array.from({ length: steps + 1 - from }, (_, i) => (i + from) * kit.stackStep);
}

/** @param {Kit} kit @param {number} bar @returns {number[]} */
function sums(kit, bar) {
  let sides = new Set([0]);
  for (const plate of kit.plates) {
    const next = new Set();
    for (const side of sides) for (let n = 0; n <= kit.pairs; n += 1) next.add(round3(side + n * plate));
    sides = next;
  }
  return [...sides].map((side) => round3(bar + 2 * side)).sort((a, b) => a - b);
}

/** @param {number} x */
function round3(x) {
  return Math.round(x * 1000) / 1000;
}

/**
 * The next load the gym can make, up or down; the same where there is none.
 *
 * @param {number} now
 * @param {1|-1} way
 * @param {number[]} choices ascending
 * @returns {number}
 */
export function step(now, way, choices) {
  const near = 1e-6;
  const found = way > 0 ? choices.find((x) => x > now + near) : choices.findLast((x) => x < now - near);
  return found ?? now;
}

/**
 * The load nearest to a wish that the gym can make; of two equally near the lighter.
 *
 * @param {number} wish
 * @param {number[]} choices ascending
 * @returns {number} the wish itself where the gym can make nothing
 */
export function nearest(wish, choices) {
  return choices.reduce((best, x) => (Math.abs(x - wish) < Math.abs(best - wish) - 1e-9 ? x : best), choices[0] ?? wish);
}

/** @param {number} value @param {number[]} choices @returns {boolean} whether the gym can make it */
export function canLoad(value, choices) {
  return choices.some((x) => Math.abs(x - value) < 1e-6);
}

/** @param {number} value @param {Unit} from @param {Unit} to @returns {number} */
export function convert(value, from, to) {
  if (from === to) return value;
  return from === "lb" ? value * KG_PER_LB : value / KG_PER_LB;
}

/** @param {Load} load @returns {number} rounded to the gram [kg] */
export function kgOf(load) {
  return round3(convert(Number(load.value), load.unit, "kg"));
}

/**
 * A planned load as the gym of this unit makes it: one that is round in the unit was meant in it and stays, any other is
 * the nearest that can be made.
 *
 * @param {number} load_kg
 * @param {Kit} kit
 * @param {string} loadType
 * @returns {Load}
 */
export function asLoad(load_kg, kit, loadType) {
  const value = convert(load_kg, "kg", kit.unit);
  const meant = Math.round(value * 4) / 4;
  return { value: decimal(Math.abs(value - meant) < ROUND_WITHIN ? meant : nearest(value, loadable(kit, loadType))), unit: kit.unit };
}

/** @param {number} value @returns {string} a decimal without trailing zeros, at most three digits */
export function decimal(value) {
  return String(round3(value));
}

/**
 * Plates for one side of the bar, heaviest first; null where the load cannot be made.
 *
 * @param {number} value load with the bar
 * @param {Kit} kit
 * @param {number} bar
 * @returns {number[]|null}
 */
export function platesPerSide(value, kit, bar) {
  let rest = (value - bar) / 2;
  const side = [];
  for (const plate of kit.plates) {
    for (let n = 0; n < kit.pairs && rest >= plate - 1e-9; n += 1) {
      side.push(plate);
      rest -= plate;
    }
  }
  return rest < -1e-9 || rest > 1e-6 ? null : side;
}

/**
 * The line under a load: how to make it. Empty where there is nothing to say.
 *
 * @param {number} value
 * @param {Kit} kit
 * @param {string} loadType
 * @returns {string}
 */
export function plateLine(value, kit, loadType) {
  if (!canLoad(value, loadable(kit, loadType))) return t("cannot_make", { load: `${decimal(value)} ${kit.unit}` });
  if (loadType === "dumbbell_each") return t("each_hand");
  if (loadType !== "barbell" && loadType !== "plate_machine") return "";
  const bar = loadType === "barbell" ? kit.bar : 0;
  const side = platesPerSide(value, kit, bar);
  if (!side) return "";
  if (!side.length) return t(bar ? "bar_alone" : "no_plates");
  return bar ? t("plates_on_bar", { plates: grouped(side), bar: `${decimal(bar)} ${kit.unit}` }) : t("plates_a_side", { plates: grouped(side) });
}

/** @param {number[]} side @returns {string} as `2×20 + 10` */
function grouped(side) {
  const counts = new Map();
  for (const plate of side) counts.set(plate, (counts.get(plate) ?? 0) + 1);
  return [...counts].map(([plate, n]) => (n > 1 ? `${n}×${written(decimal(plate))}` : written(decimal(plate)))).join(" + ");
}
