/*
 * The worker keeps the session runner on the phone. `SHELL` (its version, its files, its page, what it says) is written before this
 * by the server. It never reloads a page: a new version waits until no session runs, and the page says when.
 */
/* global SHELL */

const MINE = `preex-${SHELL.version}`;
const LOGIN = "/account/login"; // who sees it is logged in no longer, and the next one may be somebody else
const PATIENCE_MS = 2500; // a page that takes longer is shown as it was kept

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(self.skipWaiting()); // the page asks when no session runs
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigated(event, url));
  else if (url.pathname.startsWith("/static/") || url.pathname.startsWith(`${SHELL.page}/app/`)) event.respondWith(kept(request));
});

async function keep() {
  const cache = await caches.open(MINE);
  await cache.addAll([SHELL.page, ...SHELL.files].map((address) => new Request(address, { cache: "reload" })));
}

async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith("preex-") && name !== MINE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Files carry their version in the address: what is kept under it is right. */
async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) (await caches.open(MINE)).put(request, response.clone());
  return response;
}

/** Pages come from the server; the session, and Today in its place, from the phone when the server does not answer. */
async function navigated(event, url) {
  const session = url.pathname === SHELL.page;
  try {
    const response = await (session ? within(fetch(event.request)) : fetch(event.request));
    if (session && response.ok) event.waitUntil(remember(response.clone()));
    if (response.ok && url.pathname === LOGIN) event.waitUntil(forget());
    if (response.status < 500 || !session) return response;
  } catch {
    // no network, or too slow: what is kept is shown
  }
  const found = session || url.pathname === "/" ? await caches.match(SHELL.page) : undefined;
  return found ?? offline();
}

async function remember(response) {
  await (await caches.open(MINE)).put(SHELL.page, response);
}

/** The page names its athlete and their plan. Sets that wait for the server stay, under that athlete's name. */
async function forget() {
  await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).delete(SHELL.page)));
}

function within(promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), PATIENCE_MS));
  return Promise.race([promise, late]);
}

function offline() {
  const page = `<!doctype html><html lang="${SHELL.said.lang}" dir="${SHELL.said.dir}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${SHELL.said.head} · PreEx</title><link rel="stylesheet" href="${SHELL.files.find((f) => f.includes("preex.css"))}">
<main class="page"><div class="empty"><h1>${SHELL.said.head}</h1><p>${SHELL.said.text}</p>
<a class="btn main big" href="${SHELL.page}">${SHELL.said.open}</a></div></main></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'" };
  return new Response(page, { status: 503, headers });
}
