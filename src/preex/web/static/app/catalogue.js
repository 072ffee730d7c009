/** The catalogue on this phone: what can be picked without a network, and what a pick becomes. Pure. */

/** @typedef {import("./types.js").ExerciseInfo} ExerciseInfo */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {{id: string, target: string, isolation: string, compounds: string[], gap_s: number, reps: [number, number], rir: [number, number]}} Pair */
/** @typedef {{muscles: Record<string, string>, exercises: any[][], pairs: any[][]}} Rows as `session_catalogue.py` writes them */

export const ROUNDS = 3; // of a pair or an exercise picked on the spot (expert; common practice)
const REST_S = 120; // between rounds, 90 to 180 (expert)
const REPS = { isolation: [10, 15], compound: [6, 12] }; // where nobody planned any (expert)
const SWAPS = 6; // as many as fit on a phone without scrolling

/**
 * What every exercise is, without what the log alone knows.
 *
 * @param {Rows} rows
 * @param {Record<string, Load>} last load of the latest set, by exercise
 * @returns {(ExerciseInfo & {muscles: string[]})[]}
 */
export function infosOf(rows, last) {
  return rows.exercises.map(([id, name, kind, loadType, safety, muscles]) => ({
    id,
    name,
    kind,
    loadType,
    safety,
    muscles,
    gives: muscles.map((/** @type {string} */ m) => ({ id: m, name: rows.muscles[m] })),
    last: last[id] ?? null,
    swaps: [],
  }));
}

/** @param {Rows} rows @returns {Pair[]} */
export function pairsOf(rows) {
  return rows.pairs.map(([id, target, isolation, compounds, gap_s, low, high, rirLow, rirHigh]) => ({ id, target, isolation, compounds, gap_s, reps: [low, high], rir: [rirLow, rirHigh] }));
}

/**
 * Exercises by words of their name or muscle, in any order: those whose name begins with the query first.
 *
 * @param {Iterable<ExerciseInfo>} infos
 * @param {string} query
 * @returns {ExerciseInfo[]}
 */
export function search(infos, query) {
  const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(query).split(/\s+/).filter(Boolean);
  const told = (/** @type {ExerciseInfo} */ info) => plain(`${info.name} ${info.gives.map((g) => g.name).join(" ")}`);
  const found = [...infos].filter((info) => words.every((w) => told(info).includes(w)));
  const rank = (/** @type {ExerciseInfo} */ info) => (plain(info.name).startsWith(words[0] ?? "") ? 0 : plain(info.name).includes(words[0] ?? "") ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/**
 * What to do instead of an exercise of which the server told no stand-ins: the same kind for the same first muscle,
 * those that the log knows first.
 *
 * @param {Iterable<ExerciseInfo>} infos
 * @param {ExerciseInfo} one
 * @returns {string[]}
 */
export function alike(infos, one) {
  const same = [...infos].filter((other) => other.id !== one.id && other.kind === one.kind && other.gives[0]?.id === one.gives[0]?.id);
  return same.sort((a, b) => Number(b.last !== null) - Number(a.last !== null)).slice(0, SWAPS).map((info) => info.id);
}

/**
 * A day of one pair: isolation, gap, compound, rest, in rounds. Of its compounds the one the log knows is taken.
 *
 * @param {Pair} pair
 * @param {Map<string, ExerciseInfo>} infos
 * @param {string} title
 * @returns {any} as a day of the page
 */
export function dayOfPair(pair, infos, title) {
  const first = { exercise: pair.isolation, reps_low: pair.reps[0], reps_high: pair.reps[1], rir_low: pair.rir[0], rir_high: pair.rir[1] };
  const second = step(compoundOf(pair, infos), "compound");
  const steps = [first, { rest_s: pair.gap_s }, second, { rest_s: REST_S }];
  return { plan_id: null, day: null, title, workout: { title, sections: [{ rounds: ROUNDS, pairing: pair.id, steps }] } };
}

/** @param {Pair} pair @param {Map<string, ExerciseInfo>} infos @returns {string} */
export function compoundOf(pair, infos) {
  return pair.compounds.find((id) => infos.get(id)?.last) ?? pair.compounds[0];
}

/** @param {string} title @returns {any} a day with nothing planned */
export function emptyDay(title) {
  return { plan_id: null, day: null, title, workout: { title, sections: [] } };
}

/** @param {string} exercise @param {"isolation"|"compound"} kind @returns {any} a step of a plan */
function step(exercise, kind) {
  const [reps_low, reps_high] = REPS[kind];
  return { exercise, reps_low, reps_high, rir_low: 1, rir_high: 2 };
}

/**
 * Sets of an exercise picked during a session, as the runner lays them out.
 *
 * @param {{exercise: string, kind: "isolation"|"compound", sets: number}} added
 * @returns {{repsLow: number, repsHigh: number, loadKg: null, rirLow: number, rirHigh: number, rest_s: number}}
 */
export function doseOf(added) {
  const [repsLow, repsHigh] = REPS[added.kind];
  return { repsLow, repsHigh, loadKg: null, rirLow: 1, rirHigh: 2, rest_s: REST_S };
}
