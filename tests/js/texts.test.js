import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ENGLISH, speak, t } from "../../src/preex/web/static/app/texts.js";

const FOLDER = new URL("../../src/preex/web/static/app/", import.meta.url);
const CODE = readdirSync(FOLDER).filter((name) => name !== "texts.js").map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");

test("every text of the table is said somewhere", () => {
  const begun = ["field_", "load_", "aloud_", "expected_", "more_", "less_", "trial_"]; // keys put together from a name
  const unsaid = Object.keys(ENGLISH).filter((key) => !CODE.includes(`"${key}"`) && !begun.some((start) => key.startsWith(start)));
  assert.deepEqual(unsaid, []);
});

test("a language with more plurals chooses among its own forms, and says in English what it lacks", () => {
  speak("pl", { sets: { one: "{n} seria", few: "{n} serie", many: "{n} serii" } });
  assert.deepEqual([1, 3, 5].map((n) => t("sets", { n })), ["1 seria", "3 serie", "5 serii"]);
  assert.equal(t("finish_now"), "Finish now");
  speak("en-GB", ENGLISH);
  assert.deepEqual([1, 2].map((n) => t("sets", { n })), ["1 set", "2 sets"]);
});
