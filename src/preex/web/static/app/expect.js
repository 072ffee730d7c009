/** What to ask the server about a session: the sets done, then those to come, as `preex predict` takes them. Pure. */

import { kgOf } from "./loads.js";

/** @typedef {import("./runner.js").Run} Run */
/** @typedef {import("./runner.js").Item} Item */
/** @typedef {import("./types.js").Load} Load */
/** @typedef {Map<string, import("./types.js").ExerciseInfo>} Infos */

/**
 * The scenario of the rest of a session. Sets to come end at the middle of their planned reserve; where nobody knows a
 * load yet, the set is left out.
 *
 * @param {Run} run
 * @param {Load|null} load chosen for the current set
 * @param {Infos} infos exercises the server knows
 * @returns {{sets: any[], done: number, positions: number[]}|null} null: nothing is to come. `done`: how many of the sets are done
 */
export function scenarioOf(run, load, infos) {
  const open = run.items.filter((i) => (i.status === "now" || i.status === "todo") && infos.has(i.exercise));
  const ahead = open.flatMap((item) => {
    const load_kg = loadAhead(run, item, load, infos);
    return load_kg === null ? [] : [{ item, load_kg }];
  });
  if (!ahead.length) return null;
  const done = run.sets.filter((s) => infos.has(s.exercise) && s.reps > 0);
  const sets = [
    ...done.map((s) => ({ exercise: s.exercise, load_kg: kgOf(s.load), reps: s.reps, ...rest(s.restBefore_s) })),
    ...ahead.map(({ item, load_kg }) => ({ exercise: item.exercise, load_kg, rir: (item.rirLow + item.rirHigh) / 2, ...rest(item.pauseBefore_s) })),
  ];
  return { sets, done: done.length, positions: ahead.map(({ item }) => item.position) };
}

/** @param {Run} run @param {Item} item @param {Load|null} load @param {Infos} infos @returns {number|null} [kg] */
function loadAhead(run, item, load, infos) {
  if (item === run.current) return load && kgOf(load);
  const same = run.sets.filter((s) => s.exercise === item.exercise).at(-1);
  const last = infos.get(item.exercise)?.last;
  return same ? kgOf(same.load) : (item.loadKg ?? (last ? kgOf(last) : null));
}

/** @param {number|null} seconds */
function rest(seconds) {
  return seconds === null ? {} : { rest_before_s: seconds };
}
