// A session to test with: a pair in three rounds, then straight sets; and a phone that writes operations.
import { byOrder, idMaker, makeOp } from "../../src/preex/web/static/app/ops.js";
import * as acts from "../../src/preex/web/static/app/acts.js";
import { slotsOf } from "../../src/preex/web/static/app/plan.js";
import { runOf } from "../../src/preex/web/static/app/runner.js";
import { stateOf } from "../../src/preex/web/static/app/state.js";

export const WORKOUT = {
  title: "Lower body",
  sections: [
    {
      rounds: 3,
      steps: [
        { exercise: "leg_extension", reps_low: 10, reps_high: 15, load_kg: 60 },
        { rest_s: 30 },
        { exercise: "leg_press", reps_low: 8, reps_high: 12, load_kg: 160 },
        { rest_s: 120 },
      ],
    },
    { rounds: 2, steps: [{ exercise: "barbell_back_squat", reps_low: 5, reps_high: 8 }, { rest_s: 150 }] },
  ],
};
const info = (id, kind, loadType, safety = "safe") => [id, { id, name: id, kind, loadType, safety, gives: [], last: null, swaps: [] }];
export const INFOS = new Map([
  info("leg_extension", "isolation", "stack"),
  info("sissy_squat", "isolation", "bodyweight"),
  info("leg_press", "compound", "plate_machine"),
  info("hack_squat", "compound", "plate_machine"),
  info("barbell_back_squat", "compound", "barbell", "spotter"),
]);
export const KIT = { unit: "kg", bar: 20, plates: [25, 20, 15, 10, 5, 2.5, 1.25], pairs: 4, dumbbells: [2, 4, 6, 8, 10, 12.5], stackStep: 2.5, stackMax: 200 };
export const T0 = Date.UTC(2026, 10, 24, 18, 0, 0);

/** Numbers that look random and are the same each time (mulberry32). */
export function random(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Phone {
  constructor(device = "00000000-0000-4000-8000-00000000000a", seed = 1) {
    this.device = device;
    this.now = T0;
    this.ops = [];
    const rng = random(seed);
    this.id = idMaker((bytes) => bytes.map(() => Math.floor(rng() * 256)));
    this.slots = slotsOf(WORKOUT);
  }

  write(...written) {
    const made = written.map(({ kind, body }) => {
      const clock = this.ops.reduce((most, op) => Math.max(most, op.clock), 0) + 1;
      const op = makeOp({ id: this.id(this.now), device: this.device, clock, now_ms: this.now }, kind, body);
      this.ops.push(op);
      return op;
    });
    return made[0];
  }

  start() {
    this.session = this.id(this.now);
    this.write(acts.start({ id: this.session, title: "Lower body", plan: "P-1", day: 0, localDate: "2026-11-24", zone: "Europe/Berlin" }));
    return this;
  }

  get state() {
    return stateOf(this.ops);
  }

  get run() {
    return runOf(this.slots, this.state, this.session);
  }

  after(seconds) {
    this.now += seconds * 1000;
    return this;
  }

  do(reps = 10, kg = 60) {
    return this.write(acts.done(this.run, { id: this.id(this.now), reps, load: { value: String(kg), unit: "kg" } }, this.now));
  }

  undo() {
    const ops = [...this.ops].sort(byOrder);
    const op = acts.undoable(ops, this.run, this.device);
    if (!op) return null;
    const by = acts.inverse(ops, op).map((act) => this.write(act).id);
    this.write(acts.local(this.run, "undo", { op: op.id, by }));
    return op;
  }
}
