/**
 * Judge pages as Lighthouse does: node lighthouse.mjs CHROMIUM COOKIE ADDRESS...
 * Prints {address: {category: score from 0 to 100, failed: [audit ...]}}.
 */
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, cookie, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath: chromium, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
try {
  /** @type {Record<string, Record<string, number | string[]>>} */
  const found = {};
  for (const address of addresses) {
    const run = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: ["performance", "accessibility", "best-practices"],
      extraHeaders: { Cookie: cookie },
    });
    const { categories, audits } = run.lhr;
    found[address] = Object.fromEntries(Object.values(categories).map((c) => [c.id, Math.round(100 * (c.score ?? 0))]));
    found[address].failed = Object.values(categories)
      .flatMap((category) => category.auditRefs)
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
      .map(({ id }) => `${id}: ${audits[id].title} ${audits[id].displayValue ?? ""}`.trim());
  }
  process.stdout.write(`${JSON.stringify(found, null, 1)}\n`);
} finally {
  chrome.kill();
}
