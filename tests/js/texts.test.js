import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ENGLISH, speak, t } from "../../src/preex/web/static/app/texts.js";

const FOLDER = new URL("../../src/preex/web/static/app/", import.meta.url);
const LOCALE = new URL("../../src/preex/web/locale/", import.meta.url);
const CODE = readdirSync(FOLDER).filter((name) => name !== "texts.js").map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");

test("every text of the table is said somewhere", () => {
  const begun = ["field_", "load_", "aloud_", "expected_", "more_", "less_", "trial_"]; // keys put together from a name
  const unsaid = Object.keys(ENGLISH).filter((key) => !CODE.includes(`"${key}"`) && !begun.some((start) => key.startsWith(start)));
  assert.deepEqual(unsaid, []);
});

test("a language writes decimals with its own sign, and leaves all else as it was", () => {
  speak("de", { load_kg: "{value} kg", op_change: "{name}: {fields}" });
  assert.equal(t("load_kg", { value: "82.5" }), "82,5 kg");
  assert.equal(t("load_kg", { value: 1.25 }), "1,25 kg");
  assert.equal(t("op_change", { name: "Version 1.2.3", fields: "a.b" }), "Version 1.2.3: a.b");
  speak("en-GB", ENGLISH);
  assert.equal(t("load_kg", { value: "82.5" }), "82.5 kg");
});

test("every other language has the same texts, with the same gaps and with the forms of its own plural", () => {
  const gaps = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
  for (const language of readdirSync(LOCALE).filter((name) => existsSync(new URL(`${name}/session.json`, LOCALE)))) {
    const texts = JSON.parse(readFileSync(new URL(`${language}/session.json`, LOCALE), "utf8"));
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(ENGLISH).sort());
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== "many").sort();
    for (const [key, english] of Object.entries(ENGLISH)) {
      const wanted = typeof english === "string" ? english : String(english.other);
      if (typeof english === "string") assert.deepEqual(gaps(texts[key]), gaps(english), key);
      else assert.deepEqual(Object.keys(texts[key]).sort(), forms, key);
      for (const said of typeof texts[key] === "string" ? [] : Object.values(texts[key])) assert.deepEqual(gaps(said), gaps(wanted), key);
    }
  }
});

test("a language with more plurals chooses among its own forms, and says in English what it lacks", () => {
  speak("pl", { sets: { one: "{n} seria", few: "{n} serie", many: "{n} serii" } });
  assert.deepEqual([1, 3, 5].map((n) => t("sets", { n })), ["1 seria", "3 serie", "5 serii"]);
  assert.equal(t("finish_now"), "Finish now");
  speak("en-GB", ENGLISH);
  assert.deepEqual([1, 2].map((n) => t("sets", { n })), ["1 set", "2 sets"]);
});
