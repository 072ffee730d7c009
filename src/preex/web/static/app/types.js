/**
 * The nouns the modules share. Nothing runs here: `tsc` reads it.
 *
 * @typedef {"kg"|"lb"} Unit
 * @typedef {{value: string, unit: Unit}} Load  value: a decimal as typed
 * @typedef {"working"|"warmup"|"drop"|"failure"} SetKind
 *
 * One entry of the log of a session; never changed once made. Kinds that begin with `local.` (a skipped round, a pause
 * of the clock, an undo) concern this phone alone and are not sent.
 * @typedef {object} Op
 * @property {string} id UUIDv7
 * @property {string} device UUID of this browser's installation
 * @property {number} clock Lamport clock: more than any seen before
 * @property {string} at RFC 3339, UTC, with milliseconds
 * @property {string} kind
 * @property {Record<string, any>} body
 *
 * One set of the plan, in its place.
 * @typedef {object} Slot
 * @property {number} position place in the plan, from 0
 * @property {number} block which section of the plan, from 0
 * @property {number} round from 1
 * @property {number} rounds
 * @property {number} place which set within its round, from 0
 * @property {string} exercise
 * @property {number} repsLow
 * @property {number} repsHigh
 * @property {number|null} loadKg null: the lifter chooses
 * @property {number} rirLow
 * @property {number} rirHigh
 * @property {number|null} pauseBefore_s planned since the set before; null before the first [s]
 * @property {string} pairing
 * @property {string} note
 *
 * A set as the log tells it now.
 * @typedef {object} DoneSet
 * @property {string} id
 * @property {string} session
 * @property {string} exercise
 * @property {number} position
 * @property {string|null} superset
 * @property {SetKind} setKind
 * @property {Load} load
 * @property {number} reps
 * @property {number|null} rir
 * @property {string|null} gaveOut
 * @property {string} note
 * @property {number|null} restBefore_s
 * @property {"tapped"|"estimated"|null} restSource
 * @property {number|null} gapPlanned_s
 * @property {number} at when it was logged [ms since 1970]
 * @property {number} clock of the operation that made it
 * @property {boolean} removed
 * @property {Conflict[]} conflicts
 * @property {Record<string, string[]>} heads ids of the changes that stand, by field: none of the others had seen them
 *
 * @typedef {{field: string, values: {device: string, value: any}[]}} Conflict
 * @typedef {{id: string, joint: string, level: number, stopped: boolean, at: number}} Pain
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {string} title
 * @property {string|null} plan
 * @property {number|null} day
 * @property {string} localDate the day it began, whatever the clock says later
 * @property {string} zone
 * @property {number} startedAt [ms]
 * @property {number|null} finishedAt [ms]
 *
 * What the gym can load, in one unit.
 * @typedef {object} Kit
 * @property {Unit} unit
 * @property {number} bar
 * @property {number[]} plates of one side, heaviest first
 * @property {number} pairs of each plate
 * @property {number[]} dumbbells ascending
 * @property {number} stackStep
 * @property {number} stackMax
 *
 * @typedef {object} ExerciseInfo
 * @property {string} id
 * @property {string} name
 * @property {"isolation"|"compound"} kind
 * @property {string} loadType
 * @property {"safe"|"bail"|"spotter"} safety
 * @property {{id: string, name: string}[]} gives what may give out: target, then helper
 * @property {Load|null} last load of its latest set
 * @property {number} [lastReps] of that set
 * @property {string[]} swaps what to do instead, best first
 *
 * Repetitions to expect of one set: from low to high four times out of five.
 * @typedef {{position: number, low: number, mean: number, high: number, fresh: number|null, median?: number, sd?: number}} Range
 */

export {};
