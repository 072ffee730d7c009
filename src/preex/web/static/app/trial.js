/** A trial in the runner: the check-in before its arm is shown, and what it is told when the session is over. */

import { el, fill, say, show } from "./dom.js";
import { close, open } from "./sheets.js";
import { clock, t } from "./texts.js";

/** @typedef {import("./app.js").App} App */

const PATIENCE_MS = 15_000;
const CONFLICT = 409; // the trial has it, or another workout, already: to say it again would change nothing

/** @param {App} app @returns {any} the workout a trial asks for now, or null */
function dueOf(app) {
  const { trial } = app.data;
  return trial && !app.trialsTold.has(keyOf(trial.trial, trial.workout)) ? trial : null;
}

/** @param {string} trial @param {number} workout */
function keyOf(trial, workout) {
  return `${trial}#${workout}`;
}

/** The card of the begin screen. @param {App} app */
export function card(app) {
  const due = dueOf(app);
  show("trial", due !== null);
  if (!due) return;
  say("trial-words", t("trial_due", { n: due.workout, of: due.planned }));
  const early = !due.due && t("trial_early", { time: clock(due.due_from, { weekday: "short" }) });
  const offline = due.check_in && !app.online && t("trial_offline");
  say("trial-more", offline || early || t(due.check_in ? "trial_due_more" : "trial_open"));
  document.getElementById("trial-go")?.toggleAttribute("disabled", Boolean(offline));
  document.getElementById("trial")?.classList.toggle("warn", Boolean(offline));
}

/** Begin the trial's workout: with a check-in where its arm is not shown yet. @param {App} app */
export function begin(app) {
  const due = dueOf(app);
  if (due?.day) void app.begin(due.day);
  else if (due) checkIn(app, due);
}

/** @param {App} app @param {any} due */
function checkIn(app, due) {
  const fields = /** @type {[string, HTMLInputElement][]} */ ([]);
  const field = (/** @type {string} */ name, /** @type {string} */ words, /** @type {Record<string, any>} */ more) => {
    const input = /** @type {HTMLInputElement} */ (el("input", { autocomplete: "off", ...more }));
    fields.push([name, input]);
    return el("label.field", {}, el("span.label", {}, words), input);
  };
  const wrong = el("p.wrong", { role: "alert" });
  const send = async (/** @type {boolean} */ ready) => {
    const levels = fields.filter(([name]) => name === "level").map(([, input]) => input.value.trim());
    const feels = fields.filter(([name]) => name !== "level").map(([name, input]) => [name, input.value.trim() ? Number(input.value.replace(",", ".")) : null]);
    const answer = await ask(app, app.data.addresses.trialCheckIn, { ready, levels, ...Object.fromEntries(feels) });
    wrong.textContent = answer.problem ? t("trial_failed", { why: answer.problem }) : "";
    if (answer.problem) return;
    app.data.trial = answer.told.trial;
    close();
    if (ready && app.data.trial?.day) await app.begin(app.data.trial.day);
    else app.say(t("trial_waits"));
  };
  const number = { type: "text", inputmode: "decimal" };
  open(
    t("trial_how"),
    field("readiness", t("trial_readiness"), number),
    field("soreness", t("trial_soreness"), number),
    field("sleep_h", t("trial_sleep"), number),
    ...due.covariates.map((/** @type {string} */ name) => field("level", name.replaceAll("_", " "), { type: "text", maxlength: 40 })),
    wrong,
    el("button.btn.main.big.full", { on: () => void send(true) }, t("trial_show")),
    el("button.btn.big.full", { on: () => void send(false) }, t("trial_not_ready")),
  );
}

/** What the trial is still to be told, on the screen after a session. @param {App} app */
export function after(app) {
  const trial = app.day?.trial;
  show("tell", Boolean(trial));
  if (!trial) return;
  const told = app.trialsTold.has(keyOf(trial.id, trial.workout));
  const waits = app.trialWaits.has(app.sessionId ?? "");
  if (told) fill("tell", el("b", {}, app.trialProblem ? t("trial_refused", { why: app.trialProblem }) : t("trial_sent")));
  else if (waits) fill("tell", el("b", {}, t("trial_queued")), el("span", {}, app.trialProblem));
  else if (!document.querySelector("#tell button")) fill("tell", ...questions(app, trial));
}

/** @param {App} app @param {any} trial */
function questions(app, trial) {
  const answers = /** @type {Record<string, number>} */ ({});
  const go = el("button.btn.main.big.full", { disabled: true, on: () => void keep(app, trial, answers) }, t("trial_keep"));
  const asked = trial.asks.filter((/** @type {string} */ name) => name !== "minutes"); // the clock tells those
  const rows = asked.flatMap((/** @type {"pain"|"effort"} */ name) => {
    const levels = Array.from({ length: 11 }, (_, n) => {
      const button = el("button.level", { "aria-pressed": "false", "aria-label": t("of_ten", { n }) }, String(n));
      button.addEventListener("click", () => {
        answers[name] = n;
        for (const other of levels) other.setAttribute("aria-pressed", String(other === button));
        go.toggleAttribute("disabled", !asked.every((/** @type {string} */ one) => one in answers));
      });
      return button;
    });
    return [el("p", {}, t(`trial_${name}`)), el("div.levels", { role: "group", "aria-label": t(`trial_${name}`) }, ...levels)];
  });
  return [el("b", {}, t("trial_after")), ...rows, go];
}

/** Write down what to tell, then tell it. @param {App} app @param {any} trial @param {Record<string, number>} answers */
async function keep(app, trial, answers) {
  const { session, pains } = app.run;
  if (!session) return;
  const stop = pains.find((p) => p.stopped);
  const minutes = Math.round(((session.finishedAt ?? app.now()) - session.startedAt) / 6000) / 10;
  const body = { session: session.id, trial: trial.id, ...answers, minutes: trial.asks.includes("minutes") ? minutes : null, note: deviations(app), stopped: stop && !app.run.sets.length ? { level: stop.level, joint: stop.joint } : null };
  app.trialWaits.set(session.id, { key: keyOf(trial.id, trial.workout), body });
  await remember(app);
  after(app);
  await tell(app);
}

/** What was not as planned, in words. @param {App} app @returns {string} */
function deviations(app) {
  const undone = new Set(app.state.ops.filter((op) => op.kind === "local.undo").flatMap((op) => [op.body.op, ...op.body.by]));
  const mine = app.state.ops.filter((op) => op.body.session === app.sessionId && !undone.has(op.id));
  const said = mine.flatMap(({ kind, body: b }) => {
    if (kind === "swap") return [b.why === "order" ? t("order_changed") : t("op_swap", { to: app.name(b.to), from: app.name(b.from) })];
    if (kind === "pain" && b.stopped) return [`${t("op_pain", { joint: app.joint(b.joint), n: b.level })}: ${t("stopped")}`];
    return kind === "local.skip" ? [t("skipped_said")] : kind === "local.add" ? [t("added", { name: app.name(b.exercise) })] : [];
  });
  return said.join("; ").slice(0, 300);
}

/** Tell what waits, once the sets themselves are on the server. @param {App} app */
export async function tell(app) {
  if (app.status.waiting || !app.trialWaits.size || app.trialTelling) return;
  app.trialTelling = true;
  for (const [session, { key, body }] of [...app.trialWaits]) {
    const answer = await ask(app, app.data.addresses.trialRecord, body);
    app.trialProblem = answer.problem;
    if (answer.problem && answer.status !== CONFLICT) continue; // sent again when the server is next reached
    app.trialWaits.delete(session);
    app.trialsTold.add(key);
  }
  app.trialTelling = false;
  await remember(app);
  if (app.showing() === "over") after(app);
}

/** @param {App} app */
function remember(app) {
  return app.store.remember("trials", { waits: [...app.trialWaits], told: [...app.trialsTold] }).catch(() => undefined);
}

/** @param {App} app */
export async function recall(app) {
  const known = (await app.store.recall("trials").catch(() => null)) ?? { waits: [], told: [] };
  app.trialWaits = new Map(known.waits);
  app.trialsTold = new Set(known.told);
}

/** @param {App} app @param {string} address @param {any} body @returns {Promise<{told: any, problem: string, status: number}>} */
async function ask(app, address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": app.data.token };
  try {
    const response = await fetch(address, { method: "POST", headers, signal: AbortSignal.timeout(PATIENCE_MS), body: JSON.stringify(body) });
    const told = await response.json();
    return { told, status: response.status, problem: response.ok ? "" : [told.error?.message, told.error?.hint].filter(Boolean).join(" ") };
  } catch {
    return { told: null, status: 0, problem: t("no_network") };
  }
}
