// Pictures of the console for looking at: node e2e/console-shots.mjs DIR [PAGE...]

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withBrowser } from "./browser.mjs";
import { startFakeControl } from "./fake-control.mjs";
import { startFakeServer } from "./fake-server.mjs";

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("usage: console-shots.mjs DIR [PAGE...]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const VARIANTS = [
  { label: "light-en", colorScheme: "light", locale: "en-GB", width: 1440, height: 900 },
  { label: "dark-zh", colorScheme: "dark", locale: "zh-CN", width: 1440, height: 900 },
  { label: "phone-light-zh", colorScheme: "light", locale: "zh-CN", width: 390, height: 844 },
  { label: "phone-dark-en", colorScheme: "dark", locale: "en-GB", width: 390, height: 844 },
];
const PAGES = {
  dashboard: "/",
  streams: "/streams",
  stream: "/streams/live/demo",
  nodes: "/nodes",
  keys: "/keys",
  access: "/access",
  webhooks: "/webhooks",
  events: "/events",
  alerts: "/alerts",
  healing: "/healing",
  rules: "/alerts?tab=rules",
  users: "/users",
  account: "/account",
  audit: "/audit",
  settings: "/settings",
};

const media = await startFakeServer();
const control = await startFakeControl({
  streams: 140,
  media: Number(new URL(media.url).port),
  gentle: "long-enough-password",
});
for (const { label, width, height, ...options } of VARIANTS) {
  await withBrowser(
    { ...options, viewport: { width, height }, hasTouch: width < 500 },
    async (context) => {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("404"))
          console.log(`${label}: ${message.text()}`);
      });
      page.on("pageerror", (cause) => console.log(`${label}: ${cause.stack}`));
      await page.goto(control.url);
      await page.locator("[name=username]").waitFor();
      if (wanted.length === 0 || wanted.includes("login"))
        await page.screenshot({ path: join(folder, `login-${label}.png`) });
      await page.locator("[name=username]").fill("admin");
      await page.locator("[name=password]").fill("long-enough-password");
      await page.keyboard.press("Enter");
      await page.locator("[data-page]").waitFor();
      for (const [what, path] of Object.entries(PAGES)) {
        if (wanted.length > 0 && !wanted.includes(what)) continue;
        await page.goto(control.url + path);
        await page.locator("[data-page]").waitFor();
        await page.waitForTimeout(what === "stream" ? 5_000 : 1_500);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) console.log(`${what}-${label}: ${wider} px wider than the window`);
        await page.screenshot({ path: join(folder, `${what}-${label}.png`), fullPage: true });
      }
    },
  );
}
await control.close();
await media.close();
process.exit(0);
