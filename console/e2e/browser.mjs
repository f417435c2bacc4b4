// Debian's Chromium, quiet and on its own, for the tests of the pages, and what they share.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

/** How long a player may take until its first picture, ms. */
export const PICTURE_WITHIN_MS = 20_000;

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

/** Runs `use` with a browser context in a new user folder; both are gone afterwards. */
export async function withBrowser(options, use) {
  const folder = mkdtempSync(join(tmpdir(), "freshet-chromium-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
    headless: true,
    ignoreHTTPSErrors: true,
    ...options,
  });
  try {
    return await use(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The watch page shows a picture that moves. */
export const untilItPlays = (page) =>
  page.waitForFunction(
    () =>
      window.freshet?.snapshot().phase === "playing" &&
      window.freshet.snapshot().decodedFrames > 3,
    undefined,
    { timeout: PICTURE_WITHIN_MS, polling: 50 },
  );

/** What the watch page says, and how far its video is. */
export const watchState = (page) =>
  page.evaluate(() => ({
    ...window.freshet.snapshot(),
    position: document.querySelector("video").currentTime,
  }));

/**
 * What a program was called with: `BASE_URL APP/NAME`, then options, all with a text.
 *
 * @param usage says what is right; the program ends with 2 where it was called otherwise
 * @param defaults by name; undefined is an option that may be left out
 */
export function streamCall(usage, defaults) {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, text]) => [name, { type: "string", default: text }]),
  );
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [base, name] = positionals;
  if (!base || !name) wrongCall(usage);
  return { base: base.replace(/\/$/, ""), name, values };
}

/** Ends the program. */
export function wrongCall(usage) {
  console.error(`usage: ${usage}`);
  process.exit(2);
}

/** How many stories of a run may need a second attempt: a machine that is shared stands still. */
const AGAIN_MAX = 2;

/** Runs each story, and one that fails once more; returns the exit code. */
export async function tellAll(stories, run) {
  let [failed, again] = [0, 0];
  for (const [name, story] of Object.entries(stories)) {
    for (let attempt = 1; attempt <= 2; attempt++) {
      const began = Date.now();
      try {
        const note = await run(name, story);
        const seconds = ((Date.now() - began) / 1000).toFixed(1);
        const second = attempt === 2 ? ", at the second attempt" : "";
        console.log(`ok    ${name} (${seconds} s${second})${note ? `: ${note}` : ""}`);
        break;
      } catch (cause) {
        const last = attempt === 2 || again === AGAIN_MAX;
        const why = String(cause.stack ?? cause).split("\n").slice(0, 14).join("\n      ");
        console.log(`${last ? "FAIL " : "AGAIN"} ${name}\n      ${why}`);
        if (last) {
          failed++;
          break;
        }
        again++;
      }
    }
  }
  return failed > 0 ? 1 : 0;
}
