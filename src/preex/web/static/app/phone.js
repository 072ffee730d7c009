/** What this phone can do for a session, asked politely, and told as it is. */

import { t } from "./texts.js";

const SHORT_SHORT_LONG = [80, 80, 80, 80, 240]; // [ms]

/**
 * @typedef {object} Ability
 * @property {string} name
 * @property {boolean} has
 * @property {string} words
 * @property {(() => void)|null} test
 */

export class Phone {
  /** @param {{sound: boolean, vibrate: boolean}} wishes */
  constructor(wishes) {
    this.wishes = wishes;
    this.lock = /** @type {WakeLockSentinel|null} */ (null);
    this.audio = /** @type {AudioContext|null} */ (null);
    this.persisted = false;
  }

  /** Keep the screen on while a session runs. The system may say no; the session goes on. @param {boolean} wanted */
  async stayAwake(wanted) {
    if (!wanted || document.visibilityState !== "visible") {
      await this.lock?.release().catch(() => undefined);
      this.lock = null;
    } else if (!this.lock || this.lock.released) {
      this.lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    }
  }

  /** Ask that the log is not thrown away when the phone is full. */
  async stayKept() {
    this.persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
    return this.persisted;
  }

  /** The pause is over. */
  ring() {
    if (this.wishes.vibrate) this.buzz();
    if (this.wishes.sound) this.click();
  }

  buzz() {
    navigator.vibrate?.(SHORT_SHORT_LONG);
  }

  /** Two soft clicks, mixed with whatever music plays. */
  click() {
    this.audio ??= new AudioContext();
    void this.audio.resume();
    for (const after_s of [0, 0.18]) {
      const at = this.audio.currentTime + after_s;
      const [tone, gain] = [this.audio.createOscillator(), this.audio.createGain()];
      tone.frequency.value = 880;
      gain.gain.setValueAtTime(0.25, at);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.09);
      tone.connect(gain).connect(this.audio.destination);
      tone.start(at);
      tone.stop(at + 0.1);
    }
  }

  /** @returns {Ability[]} */
  abilities() {
    const worker = Boolean(navigator.serviceWorker?.controller);
    return [
      { name: t("can_open"), has: worker, words: t(worker ? "can_open_yes" : "can_open_no"), test: null },
      { name: t("can_wake"), has: "wakeLock" in navigator, words: t("can_wake_more"), test: null },
      { name: t("can_buzz"), has: "vibrate" in navigator, words: t("can_buzz_more"), test: () => this.buzz() },
      { name: t("can_sound"), has: "AudioContext" in window, words: t("can_sound_more"), test: () => this.click() },
      { name: t("can_keep"), has: this.persisted, words: t(this.persisted ? "can_keep_yes" : "can_keep_no"), test: null },
      { name: t("can_ring"), has: false, words: t("can_ring_more"), test: null },
    ];
  }
}
