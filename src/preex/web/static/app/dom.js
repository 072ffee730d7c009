/** The few things the screens do with the document. Text goes in as text, never as markup. */

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * Make an element.
 *
 * @param {string} name as `button.btn.main`
 * @param {Record<string, any>} [given] attributes; `on` is called on a click; null and false are left out
 * @param {...(Node|string|null|undefined|false)} inside
 * @returns {HTMLElement}
 */
export function el(name, given = {}, ...inside) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  if (tag === "button") made.setAttribute("type", "button");
  for (const [key, value] of Object.entries(given)) {
    if (key === "on") made.addEventListener("click", value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...inside.filter((x) => x !== null && x !== undefined && x !== false));
  return made;
}

/** @param {string} id @param {string} words */
export function say(id, words) {
  const found = byId(id);
  if (found.textContent !== words) found.textContent = words;
}

/** @param {string} id @param {boolean} shown */
export function show(id, shown) {
  byId(id).hidden = !shown;
}

/** What had the focus keeps it, though it is made anew; where it is gone, the first of what came instead has it. @param {string} id @param {...(Node|string|null|false)} inside */
export function fill(id, ...inside) {
  const box = byId(id);
  const buttons = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll("button, a, input")]);
  const at = buttons().indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const words = at < 0 ? "" : document.activeElement?.textContent;
  box.replaceChildren(...inside.filter((x) => x !== null && x !== false));
  if (at < 0) return;
  const now = buttons();
  (now[at]?.textContent === words ? now[at] : now[0])?.focus({ preventScroll: true });
}

/** The first of these that can be used takes the focus, where what had it is gone. @param {...string} ids */
export function refocus(...ids) {
  const had = document.activeElement;
  const lost = !had || had === document.body || had.matches(":disabled") || !had.checkVisibility();
  if (lost) ids.map(byId).find((one) => one.checkVisibility() && !one.matches(":disabled"))?.focus({ preventScroll: true });
}

/** @param {string} id @param {string} label */
export function label(id, label) {
  byId(id).setAttribute("aria-label", label);
}

/**
 * Repeat while a button is held: after half a second eight times a second, until it is let go or can do no more. What
 * was repeated is not done once more by the click that ends it.
 *
 * @param {HTMLElement} button
 * @param {() => void} run
 */
export function held(button, run) {
  let timer = 0;
  let repeated = false;
  const end = () => window.clearTimeout(timer);
  const again = (/** @type {number} */ ms) => {
    timer = window.setTimeout(() => {
      if (button.matches(":disabled")) return;
      repeated = true;
      run();
      again(125);
    }, ms);
  };
  button.addEventListener("click", (event) => {
    if (event.detail === 0 || !repeated) run(); // 0: by a key
    repeated = false;
  });
  button.addEventListener("pointerdown", () => {
    end();
    repeated = false;
    again(500);
  });
  for (const name of ["pointerleave", "contextmenu"]) button.addEventListener(name, end);
  for (const name of ["pointerup", "pointercancel", "blur"]) window.addEventListener(name, end); // a button that is disabled meanwhile hears neither
}
