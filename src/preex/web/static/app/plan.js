/** From a plan document (`preex.plan/1`) to the sets of a day, each in its place. */

/** @typedef {import("./types.js").Slot} Slot */

/**
 * Lay out a day of a plan.
 *
 * @param {{sections: any[]}} workout as in the document
 * @returns {Slot[]}
 */
export function slotsOf(workout) {
  const slots = /** @type {Slot[]} */ ([]);
  let pause_s = 0;
  workout.sections.forEach((section, block) => {
    const about = { block, pairing: section.pairing ?? "", note: section.note ?? "" };
    for (const [round, rounds, steps] of roundsOf(section)) {
      let place = 0;
      for (const step of steps) {
        if ("rest_s" in step) pause_s += step.rest_s;
        else {
          slots.push({ ...about, ...prescribed(step), position: slots.length, round, rounds, place, pauseBefore_s: slots.length ? pause_s : null });
          pause_s = 0;
          place += 1;
        }
      }
    }
  });
  return slots;
}

/** @param {any} section @returns {[number, number, any[]][]} each round of it: its number, of how many, its steps */
function roundsOf(section) {
  const inner = section.steps.filter((/** @type {any} */ s) => "steps" in s);
  if (!inner.length) return count(section.rounds ?? 1).map((r) => [r, section.rounds ?? 1, section.steps]);
  const flat = count(section.rounds ?? 1).flatMap(() => joined(section.steps.flatMap(stepsOf)));
  return flat.map((steps, i) => [i + 1, flat.length, steps]);
}

/** @param {any} step @returns {any[][]} the rounds a step stands for */
function stepsOf(step) {
  return "steps" in step ? roundsOf(step).map(([, , steps]) => steps) : [[step]];
}

/** @param {any[][]} rounds @returns {any[][]} a pause that stands alone belongs to the round before it */
function joined(rounds) {
  const out = /** @type {any[][]} */ ([]);
  for (const steps of rounds) {
    const before = out[out.length - 1];
    if (before && steps.every((s) => "rest_s" in s)) before.push(...steps);
    else out.push([...steps]);
  }
  return out;
}

/** @param {number} n @returns {number[]} 1 to n */
function count(n) {
  return Array.from({ length: n }, (_, i) => i + 1);
}

/** @param {any} step */
function prescribed(step) {
  return {
    exercise: step.exercise,
    repsLow: step.reps_low,
    repsHigh: step.reps_high,
    loadKg: step.load_kg ?? null,
    rirLow: step.rir_low ?? 1,
    rirHigh: step.rir_high ?? 3,
    ...(step.note ? { note: step.note } : {}),
  };
}

/** @param {Slot} slot @returns {boolean} whether it ends at its reserve alone, whatever the repetitions, as in a trial */
export function isOpen(slot) {
  return slot.repsLow === 1 && slot.repsHigh > 20;
}

/**
 * Neighbours with the same key, together.
 *
 * @template T
 * @param {T[]} all
 * @param {(one: T) => any} key
 * @returns {T[][]} in the order in which the keys come
 */
export function groups(all, key) {
  const found = /** @type {Map<any, T[]>} */ (new Map());
  for (const one of all) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found.values()];
}

/**
 * Which day of a plan comes next: the one after the latest begun; the first where none was.
 *
 * @param {{plan_id: string|null, day: number|null}[]} days
 * @param {import("./types.js").Session[]} sessions
 * @returns {number} index in `days`
 */
export function nextDay(days, sessions) {
  const [first] = days;
  if (!first || first.plan_id === null) return 0;
  const ofPlan = days.filter((d) => d.plan_id === first.plan_id).length;
  const begun = sessions.filter((s) => s.plan === first.plan_id && s.day !== null).sort((a, b) => b.startedAt - a.startedAt);
  return begun.length ? (/** @type {number} */ (begun[0].day) + 1) % ofPlan : 0;
}
