// Pictures of the pages for looking at: node e2e/shots.mjs BASE_URL APP/NAME DIR

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withBrowser } from "./browser.mjs";

const [base, name, folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: shots.mjs BASE_URL APP/NAME DIR");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const VARIANTS = [
  { label: "light-en", colorScheme: "light", locale: "en-GB", width: 1280, height: 860 },
  { label: "dark-zh", colorScheme: "dark", locale: "zh-CN", width: 1280, height: 860 },
  { label: "phone-light-zh", colorScheme: "light", locale: "zh-CN", width: 390, height: 844 },
  { label: "phone-dark-en", colorScheme: "dark", locale: "en-GB", width: 390, height: 844 },
];
const PAGES = [
  { label: "home", path: "/", ready: "[data-streams]" },
  { label: "watch", path: `/watch/${name}`, ready: "[data-phase=playing]" },
  { label: "missing", path: "/watch/live/nobody", ready: "[data-problem]" },
];

for (const { label, width, height, ...options } of VARIANTS) {
  await withBrowser(
    { ...options, viewport: { width, height }, hasTouch: width < 500 },
    async (context) => {
      const page = await context.newPage();
      for (const { label: what, path, ready } of PAGES) {
        await page.goto(base + path);
        await page.waitForSelector(ready, { timeout: 15_000 });
        await page.waitForTimeout(what === "watch" ? 6_000 : 600);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) console.log(`${what}-${label}: ${wider} px wider than the window`);
        await page.screenshot({
          path: join(folder, `${what}-${label}.png`),
          fullPage: width < 500,
        });
      }
    },
  );
}
