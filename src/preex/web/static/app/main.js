/** Starts the page of the session: opens the log, listens to taps, keys, the network and the tab. */

import { App, fillRandom } from "./app.js";
import { byId, held } from "./dom.js";
import * as edit from "./edit.js";
import { MemoryStore } from "./memory.js";
import * as pick from "./pick.js";
import { lookAfterFocus, paint, tick } from "./screen.js";
import * as sheets from "./sheets.js";
import { openStore } from "./store.js";
import { speak, t } from "./texts.js";
import * as trial from "./trial.js";

const KEPT_MS = 12 * 7 * 86_400_000; // sessions older than this are on the server alone
const NEARLY_FULL = 0.8;
const WISHES = { sound: false, vibrate: true, left: false, keys: true };

/** @param {App} app */
function wire(app) {
  const on = (/** @type {string} */ id, /** @type {() => void} */ run) => byId(id).addEventListener("click", run);
  on("start", () => void app.begin(app.data.days[app.chosen]));
  byId("done").addEventListener("click", (event) => {
    if (event.detail < 2) void app.log(); // the second tap of a double tap logs nothing
  });
  held(byId("reps-minus"), () => app.turn(-1));
  held(byId("reps-plus"), () => app.turn(1));
  held(byId("load-minus"), () => app.put(-1));
  held(byId("load-plus"), () => app.put(1));
  on("load", () => edit.type(app, "load"));
  on("reps", () => edit.type(app, "reps"));
  on("undo", () => void app.undo());
  on("taken", () => sheets.taken(app));
  on("pain", () => sheets.pain(app));
  on("finish", () => sheets.finish(app));
  on("pause", () => app.pause());
  on("lift", () => app.lift());
  on("queue", () => void sheets.queue(app));
  on("over-queue", () => void sheets.queue(app));
  on("more", () => sheets.more(app));
  on("trial-go", () => trial.begin(app));
  on("quick", () => pick.pair(app));
  on("free", () => void pick.free(app));
  on("add", () => pick.exercise(app));
  on("again", () => pick.again(app));
  on("begin-phone", () => sheets.phone(app));
  on("sheet-close", () => sheets.close());
  on("export", () => app.download());
  on("over-undo", () => void app.reopen());
  on("elsewhere-go", () => {
    const running = app.running();
    if (running) void app.resume(running);
  });
  on("begin-last-open", () => {
    const last = app.lastFinished();
    if (last) void app.resume(last);
  });
  on("over-new", () => {
    app.sessionId = null;
    app.recompute();
    paint(app);
  });
  byId("sheet").addEventListener("click", (event) => {
    if (event.target === byId("sheet")) sheets.close(); // a tap beside the sheet
  });
  byId("sheet").addEventListener("close", () => lookAfterFocus(app));
  document.addEventListener("focusin", () => (app.touched = true));
  document.addEventListener("keydown", (event) => keyed(app, event));
  listen(app);
}

/** @param {App} app */
function listen(app) {
  const reached = () => {
    app.online = navigator.onLine;
    void app.store.ops().then((ops) => app.heardOf(ops), () => undefined);
    void app.sync?.run();
    app.later();
    paint(app);
  };
  app.channel?.addEventListener("message", (event) => app.heardOf(event.data));
  window.addEventListener("online", reached);
  window.addEventListener("offline", () => {
    app.online = false;
    if (app.rangesAt === "live") app.rangesAt = "kept";
    paint(app);
  });
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // it is offered after the first finished session, not before
    app.prompt = /** @type {import("./after.js").Prompt} */ (event);
  });
  window.addEventListener("focus", reached);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    void app.phone.stayAwake(app.showing() === "run");
    reached();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!app.kept && app.status.waiting) event.preventDefault(); // in memory alone: ask before it is lost
  });
  setInterval(() => tick(app), 250);
}

/** @param {App} app @param {KeyboardEvent} event */
function keyed(app, event) {
  if (event.key === "Enter" && event.repeat && event.target === byId("done")) event.preventDefault(); // a key held down logs one set
  const free = !(event.target instanceof HTMLInputElement) && !event.ctrlKey && !event.metaKey && !event.altKey;
  const sheetOpen = /** @type {HTMLDialogElement} */ (byId("sheet")).open;
  if (!free || sheetOpen || !app.wishes.keys || app.showing() !== "run") return;
  const onButton = event.target instanceof HTMLButtonElement;
  const keys = /** @type {Record<string, () => void>} */ ({
    ArrowUp: () => app.turn(1),
    ArrowDown: () => app.turn(-1),
    ArrowRight: () => app.put(1),
    ArrowLeft: () => app.put(-1),
    u: () => void app.undo(),
    p: () => app.pause(),
    s: () => sheets.taken(app),
    g: () => app.lift(),
    "?": () => sheets.keys(app),
  });
  if (event.key === "Enter" && !onButton && !event.repeat) keys.Enter = () => void app.log();
  const run = keys[event.key];
  if (!run) return;
  event.preventDefault();
  run();
}

/** Warn before the phone is full: what is kept for PreEx and other pages of this address. @param {App} app */
async function filling(app) {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  if (quota && usage / quota > NEARLY_FULL) app.alarm(t("nearly_full", { n: Math.round((100 * usage) / quota) }));
}

async function main() {
  const data = JSON.parse(byId("session-data").textContent ?? "{}");
  if (data.texts) speak(document.documentElement.lang, data.texts);
  const store = await openStore(indexedDB, data.athlete, fillRandom).catch(() => null);
  await store?.prune(Date.now() - KEPT_MS).catch(() => undefined);
  const ops = store ? await store.ops() : [];
  const wishes = { ...WISHES, ...((await store?.recall("wishes")) ?? {}) };
  const app = new App(data, store ?? new MemoryStore(fillRandom), ops, wishes, store !== null);
  if (!store) app.alarm(t("cannot_save_leave"));
  app.status = { ...app.status, waiting: await app.store.count() };
  await trial.recall(app);
  app.installTold = Boolean(await app.store.recall("install").catch(() => false));
  void filling(app);
  wire(app);
  const running = app.running();
  if (running) await app.resume(running);
  if (location.hash === "#start" && app.showing() === "begin" && data.days.length) {
    history.replaceState(null, "", location.pathname);
    await app.begin(data.days[app.chosen]);
  }
  paint(app);
  document.body.dataset.ready = "true";
  app.connect();
  app.later();
  await app.install();
  document.body.dataset.installed = "true";
}

void main();
