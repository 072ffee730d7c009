/**
 * Every text of the session runner, in one table: what stands in braces is filled in, decimals with the sign of the
 * language (what they are typed and kept with stays a point); a text with several forms is
 * chosen by the plural rules of its language. Another language is another table with the same keys; the page hands it
 * over as `texts`. A key that it lacks is said in English.
 *
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>>} Forms by `n`
 * @typedef {Record<string, string | Forms>} Texts
 */

/** @satisfies {Texts} */
const ENGLISH_TEXTS = {
  // counts and loads
  sets: { one: "{n} set", other: "{n} sets" },
  reps: { one: "{n} rep", other: "{n} reps" },
  minutes: "{n} min",
  about_minutes: "about {n} min",
  seconds: "{n} s",
  band: "band",
  body_mass: "body mass",
  body_mass_and: "body mass + {load}",
  load_kg: "{value} kg",
  load_lb: "{value} lb",
  aloud_kg: "{value} kilograms",
  aloud_lb: "{value} pounds",
  set_words: "{reps} × {load}",
  done: { one: "Done · {n} rep at {load}", other: "Done · {n} reps at {load}" },
  log_aloud: { one: "Log set: {n} repetition at {load}", other: "Log set: {n} repetitions at {load}" },
  load_first: "Set the load first",
  fresh: "fresh {n}",
  grip: "grip",
  breath: "breath",
  form: "form",
  not_yet: "not yet",
  just_now: "just now",
  minutes_ago: "{n} min ago",
  hours_ago: "{n} h ago",
  each_hand: "each hand",
  bar_alone: "the bar alone",
  no_plates: "no plates",
  plates_a_side: "{plates} a side",
  plates_on_bar: "{plates} a side on a {bar} bar",
  cannot_make: "this gym cannot make {load}",

  // before a session
  runs_elsewhere: "{title} runs on another phone, for {time}",
  finished_ago: "{title}: finished {ago}",

  // the run
  progress: "round {round} of {rounds} · {done} of {total} sets",
  progress_done: "{done} of {total} sets done",
  all_done: "All sets are done",
  nothing_planned: "Pick what you do first",
  finish_when_ready: "Add what you do next, or finish. Undo still works.",
  pick_first: "Sets, rests and what to expect follow from it.",
  traditional: "Counts as the traditional order",
  aim_reserve: "As many as you can with {rir} left in reserve",
  aim: "Aim for {reps} reps, {rir} left in reserve",
  tap_load: "tap to set the load",
  load_label: "Load {load}, type another",
  load_type: "Load, type it",
  reps_label: "{n} repetitions, type another",
  safeties_first: "Safeties first",
  safeties_label: "Check the safeties before this set",
  no_range: "No expectation yet for this set",
  no_range_offline: "No expectation without a network",
  expect: "Expect",
  from_plan: "from the plan",
  last_known: "last known",
  now: "now",
  next: "next",
  skipped: "skipped",
  stopped: "stopped",
  two_values: "two values",
  change_set: "Change {name}, {words}",
  isolation_first: "isolation first",
  compound_first: "compound first",
  waits_label: { one: "{n} change waiting for the server", other: "{n} changes waiting for the server" },
  all_sent: "Everything is on the server",
  ask_rir: "{name}: how many more were in you?",
  ask_gave: "{name}: what gave out?",
  rir_label: "{n} left in reserve",
  running: "Session running",
  lifting_gap: "Lifting · gap was {time}",
  lifting_rest: "Lifting · rest was {time}",
  holding: "Waiting · the gap is still measured",
  go_now: "Now {name} · tap when lifting",
  go_to: "Go to {name}",
  rest_round: "Rest · round {round} next",
  rest_then: "Rest · then {name}",

  // after it
  session_done: "Session done",
  nothing_logged: "Nothing was logged",
  logged: "logged",
  inside_range: "inside the range",
  of_known: "{inside} of {known}",
  mean_gap: "mean gap, {planned} s planned",
  waiting: { one: "{n} change waiting", other: "{n} changes waiting" },
  on_server: "On the server",
  kept_here: "Everything is on this phone and goes to the server when there is a network.",
  undo_day: "Finishing can be undone for 24 hours.",
  undo_late: "It was finished more than 24 hours ago and stays so; each set can still be changed.",
  expected: "expected {mean} ({span})",
  expected_inside: "expected {mean} ({span}) ✓",
  expected_below: "expected {mean} ({span}), below",
  expected_above: "expected {mean} ({span}), above",
  not_backed_up: { one: "Not yet backed up to your server: {n} session", other: "Not yet backed up to your server: {n} sessions" },
  keep_open: "Do not clear this browser before they are there; saving a file is safe too.",
  install: "Keep it on your home screen",
  install_why: "It then opens like an app, without a network too, and the phone does not clear its sets after a week without a visit.",
  install_now: "Add it now",
  install_ios_1: "Tap the share button: a square with an arrow up, at the bottom of Safari.",
  install_ios_2: "Scroll down, and tap Add to Home Screen.",
  install_ios_3: "Tap Add. Open PreEx from its icon from now on.",
  install_other: "Open the menu of your browser, and choose Install app or Add to home screen.",
  install_later: "Not now",

  // sheets
  red_flags: "Numbness, a joint that locks, a sudden pop, chest pain: stop now and seek care.",
  is_taken: "{name} is taken",
  instead: "{name} instead",
  do_first: "Do {name} first",
  counts_pre: "Counts as pre-exhaust again",
  counts_trad: "Counts as the traditional order from here on",
  order_changed: "Order changed",
  wait: "Wait",
  wait_more: "The clock holds; the long gap is kept as it was",
  skip: "Skip this round",
  skipped_said: "Round skipped",
  instead_of_it: "Instead of it",
  hurts: "What hurts?",
  how_much_label: "How much, from 0 to 10",
  how_much: "How much, from 0 (none) to 10?",
  of_ten: "{n} of 10",
  block_ends: "From 4, or 2 more than before, the block ends.",
  pain_noted: "Pain {n} of 10 written down",
  block_over: "That block is over",
  left_out: "{name} and what belongs to it are left out today. The rest of the session goes on if nothing else hurts.",
  nothing_more: "Nothing more is planned.",
  kinder: "Kinder to the {joint}, another day",
  go_without: "Go on without it",
  mistake: "That was a mistake",
  ready: "Ready",
  safe_said: "Safeties confirmed",
  safe_set: "The safeties are set, or a spotter is here",
  safe_load: "The load is what I want for this, tired as I am",
  before: "Before {name}",
  asked_once: "Asked once in a session.",
  sets_left: { one: "{n} set left", other: "{n} sets left" },
  finish_now: "Finish now",
  go_on: "Go on",
  all_on_server: "All on the server",
  no_network: "No network.",
  last_reached: "Last reached the server: {ago}.",
  kept_on_phone: "Everything is kept on this phone.",
  not_taken: { one: "{n} change the server did not take", other: "{n} changes the server did not take" },
  no_reason: "no reason given",
  send_now: "Send now",
  save_file: "Save the log as a file",
  op_done: { one: "{name}, {n} rep", other: "{name}, {n} reps" },
  op_change: "{name}: {fields}",
  op_remove: "{name} taken back",
  op_restore: "{name} restored",
  op_swap: "{to} for {from}",
  op_pain: "Pain, {joint} {n} of 10",
  op_start: "Session started",
  op_finish: "Session finished",
  op_reopen: "Session taken up again",
  field_reps: "repetitions",
  field_load: "load",
  field_rir: "reserve",
  field_gave_out: "what gave out",
  field_note: "note",
  field_set_kind: "kind of set",
  session: "Session",
  since: "Running since {time}.",
  update_after: "A new version comes after this session.",
  this_phone: "This phone",
  this_phone_more: "Sound, vibration, left hand, what it can do",
  keys: "Keys",
  keys_more: "For a keyboard at the rack",
  leave: "Leave for Today",
  leave_more: "The session goes on when you come back",
  wish_vibrate: "Vibrate when a pause is over",
  wish_sound: "Two soft clicks when a pause is over",
  wish_left: "Buttons for the left hand",
  wish_keys: "Single keys work as shortcuts",
  can_do: "What it can do",
  yes: "✓ yes",
  no: "✗ no",
  test: "Test",
  test_label: "Test: {name}",
  shared: "A phone that others use",
  clear: "Clear this phone",
  clear_more: "Sets of the last 12 weeks are kept here; works without a network",
  clear_ask: "Clear this phone?",
  clear_lost: {
    one: "{n} change never reached the server and would be lost. Save the log as a file first.",
    other: "{n} changes never reached the server and would be lost. Save the log as a file first.",
  },
  clear_safe: "Everything here is on the server, and stays there.",
  clear_anyway: "Clear it, and lose them",
  keep_it: "Keep it",
  key_done: "done",
  key_reps: "repetitions",
  key_load: "load",
  key_lift: "I'm lifting: the gap ends",
  key_hold: "hold the clock",
  key_undo: "undo",
  key_taken: "taken: swap",
  key_list: "this list",
  keys_on: "They can be switched off under This phone.",
  keys_off: "They are switched off under This phone.",

  // adding an exercise, a pair
  add: "Add an exercise",
  add_more: "From the whole catalogue; works without a network",
  one_more: "One more set",
  one_more_of: "One more set of {name}",
  search: "Search by name or muscle",
  recent: "Done lately",
  found: { one: "{n} exercise", other: "{n} exercises" },
  none_found: "No exercise is called “{query}”. Try another word, as a muscle or a machine.",
  how_many: "How many sets of {name}?",
  added: "{name} added",
  last_time: "last {load}",
  pick_muscle: "Which muscle?",
  pick_pair: "Pairs for {muscle}",
  pair_name: "{first}, then {second}",
  pair_more: "{gap} s between · {load}",
  pair_known: "loads from your log",
  pair_unknown: "you choose the loads",
  quick_title: "Quick pair: {muscle}",
  free_title: "Free session",

  // editing
  working: "working set",
  warmup: "warm-up",
  drop: "drop set",
  failure: "to failure",
  note: "Note",
  kind_of_set: "Kind of set",
  keep: "Keep",
  remove: "Remove this set",
  set_changed: "Set changed",
  set_removed: "Set removed",
  note_kept: "Note kept",
  more_reps: "More repetitions",
  less_reps: "Fewer repetitions",
  more_load: "More load",
  less_load: "Less load",
  unit_reps: "reps",
  two_phones: "Two phones changed this without having seen each other: {field}. Which is right?",
  chosen: "Chosen",
  from_this_phone: "{value} (this phone)",
  nothing: "nothing",
  repetitions: "Repetitions",
  load_in: "Load in {unit}",
  load_title: "Load, {unit}",
  set_it: "Set",
  type_in: "Type it in {unit}",
  not_reps: "{text} is no whole number from 0 to 200.",
  not_load: "{text} is no load from 0 to 2,000.",
  nothing_typed: "Nothing",
  nearest: "nearest the gym can make: {load}",

  // said aloud or warned of
  went_wrong: "That did not work: {why}",
  cannot_save: "Can't save on this phone. Export now; logging goes on in memory.",
  cannot_save_leave: "Can't save on this phone. Logging goes on in memory: export before you leave.",
  nearly_full: "This phone is {n} % full for PreEx. Let the sets reach the server, or save a file.",
  started: "Session started",
  saved_next: "Saved. Next: {name}",
  saved_all: "Saved. All sets are done",
  taken_back: "Taken back",
  nothing_heavier: "The gym can make nothing heavier",
  nothing_lighter: "The gym can make nothing lighter",
  clock_on: "The clock goes on",
  clock_holds: "The clock holds",
  lifting: "Lifting",
  ten_seconds: "Ten seconds",
  now_name: "Now {name}",

  // a trial
  trial_due: "Workout {n} of {of} of your trial",
  trial_due_more: "A check-in first; then the order that was drawn",
  trial_open: "Its order is drawn and stays until it is done",
  trial_offline: "The check-in needs the server, which draws the order only after it. Connect once; the session then runs without a network.",
  trial_early: "From {time}",
  trial_how: "How are you today?",
  trial_readiness: "Readiness, 0 (none) to 10",
  trial_soreness: "Soreness, 0 (none) to 10",
  trial_sleep: "Hours of sleep",
  trial_show: "Show me the order",
  trial_not_ready: "Not ready today",
  trial_waits: "The order waits, unseen, for the next time.",
  trial_failed: "That did not reach the server: {why}",
  trial_after: "Tell the trial",
  trial_pain: "Pain in a joint, 0 (none) to 10",
  trial_effort: "How hard was the whole session, 0 to 10",
  trial_keep: "Send it to the trial",
  trial_refused: "The trial did not take it: {why}",
  trial_sent: "The trial has this workout.",
  trial_queued: "The trial hears of it when the server is reached.",

  // what a phone can do
  can_open: "Opens without a network",
  can_open_yes: "The runner is kept on this phone.",
  can_open_no: "Not yet: it is kept after the first visit over https or on this machine.",
  can_wake: "Screen stays on",
  can_wake_more: "While a session runs. Installed apps on iOS can since 18.4.",
  can_buzz: "Vibration",
  can_buzz_more: "When a pause is over. Safari on iOS has none.",
  can_sound: "Sound",
  can_sound_more: "Two soft clicks, only while the app is open.",
  can_keep: "Sets are safe from clearing",
  can_keep_yes: "The phone promised to keep them.",
  can_keep_no: "The phone may clear them when it is full: let them reach the server.",
  can_ring: "Rings while locked",
  can_ring_more: "No web page can: phones stop its clock. It is right again when you look.",
};

/** @typedef {keyof typeof ENGLISH_TEXTS} Key */

export const ENGLISH = /** @type {Record<Key, string | Forms>} */ (ENGLISH_TEXTS);

let spoken = /** @type {Texts} */ (ENGLISH);
let plural = new Intl.PluralRules("en-GB");
let sign = ".";
let tongue = "en-GB";

/**
 * Speak another language from now on.
 *
 * @param {string} language as `de`
 * @param {Texts} texts what it says, by the same keys
 */
export function speak(language, texts) {
  spoken = { ...ENGLISH, ...texts };
  tongue = language;
  plural = new Intl.PluralRules(language);
  sign = new Intl.NumberFormat(language).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";
}

/**
 * Say a text.
 *
 * @param {Key} key
 * @param {Record<string, string | number>} [values] what stands in its braces; `n` chooses among its forms
 * @returns {string}
 */
export function t(key, values = {}) {
  const found = spoken[key];
  const text = typeof found === "string" ? found : (found[plural.select(Number(values.n))] ?? found.other ?? "");
  return text.replace(/\{(\w+)\}/g, (_, name) => written(String(values[name] ?? `{${name}}`)));
}

/** @param {string|number} at @param {Intl.DateTimeFormatOptions} [more] @returns {string} a time, as the language writes it */
export function clock(at, more = {}) {
  return new Date(at).toLocaleString(tongue, { hour: "2-digit", minute: "2-digit", ...more });
}

/** @param {string} value @returns {string} a decimal, a load, as the language writes it; anything else as it is */
export function written(value) {
  return value.replace(/^(\d+)\.(\d+)( kg| lb)?$/, `$1${sign}$2$3`);
}
