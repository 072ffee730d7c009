/** What is said once a session is over, and before the next: what the server lacks, and how the app stays on the phone. */

import { el, fill, show } from "./dom.js";
import { t } from "./texts.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Event & {prompt: () => Promise<void>}} Prompt as Chromium has it */

const MANY = 10_000;

/** How many sessions the server has not heard all of. @param {App} app @param {string} id of the banner */
export async function backup(app, id) {
  const ops = app.status.waiting ? await app.store.waiting(MANY).catch(() => []) : [];
  const sessionOf = (/** @type {import("./types.js").Op} */ op) => op.body.session ?? app.state.sets.get(op.body.set)?.session;
  const n = new Set(ops.map(sessionOf)).size;
  show(id, n > 0);
  if (n) fill(id, el("b", {}, t("not_backed_up", { n })), el("span", {}, t("keep_open")), el("button.btn.small", { on: () => app.download() }, t("save_file")));
}

/** After the first finished session: how PreEx stays on the phone. @param {App} app */
export function install(app) {
  const wanted = app.run.sets.length > 0 && !app.installTold && !standalone();
  show("install", wanted);
  if (!wanted || document.querySelector("#install button")) return;
  const later = () => {
    app.installTold = true;
    void app.store.remember("install", true).catch(() => undefined);
    show("install", false);
  };
  const { prompt } = app;
  const now = prompt && el("button.btn.main.full", { on: () => void prompt.prompt().then(later) }, t("install_now"));
  const steps = apple() ? [t("install_ios_1"), t("install_ios_2"), t("install_ios_3")] : [t("install_other")];
  const list = steps.length > 1 ? el("ol.steps-list", {}, ...steps.map((words) => el("li", {}, words))) : el("span", {}, steps[0]);
  fill("install", el("b", {}, t("install")), el("span", {}, t("install_why")), now ?? list, el("button.btn.full", { on: later }, t("install_later")));
}

function standalone() {
  return matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
}

/** @returns {boolean} iPhone or iPad, whose Safari has no button to install */
function apple() {
  return /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
}
