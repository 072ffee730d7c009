/** What this phone can do for a session, asked politely, and told as it is. */

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
      { name: "Opens without a network", has: worker, words: worker ? "The runner is kept on this phone." : "Not yet: it is kept after the first visit over https or on this machine.", test: null },
      { name: "Screen stays on", has: "wakeLock" in navigator, words: "While a session runs. Installed apps on iOS can since 18.4.", test: null },
      { name: "Vibration", has: "vibrate" in navigator, words: "When a pause is over. Safari on iOS has none.", test: () => this.buzz() },
      { name: "Sound", has: "AudioContext" in window, words: "Two soft clicks, only while the app is open.", test: () => this.click() },
      { name: "Sets are safe from clearing", has: this.persisted, words: this.persisted ? "The phone promised to keep them." : "The phone may clear them when it is full: let them reach the server.", test: null },
      { name: "Rings while locked", has: false, words: "No web page can: phones stop its clock. It is right again when you look.", test: null },
    ];
  }
}
