// Watches a stream whose picture changes its size, and waits for both sizes.
//
// node e2e/resize.mjs BASE_URL APP/NAME PLAYER WIDTH_BEFORE WIDTH_AFTER
//
// Prints the sizes that the video element had and what the page says at the end; exits 0 when both
// came, frames went on behind the change, and the page names no problem.

import { withBrowser } from "./browser.mjs";

const WITHIN_MS = 40_000;

const [base, name, player, before, after] = process.argv.slice(2);
if (!after) {
  console.error("usage: resize.mjs BASE_URL APP/NAME PLAYER WIDTH_BEFORE WIDTH_AFTER");
  process.exit(2);
}

const failures = await withBrowser({ viewport: { width: 1280, height: 800 } }, async (context) => {
  const page = await context.newPage();
  await page.goto(`${base.replace(/\/$/, "")}/watch/${name}?player=${player}`);
  const width = (wanted) =>
    page.waitForFunction(
      (wide) => document.querySelector("video")?.videoWidth === wide,
      Number(wanted),
      { timeout: WITHIN_MS, polling: 50 },
    );
  const state = () => page.evaluate(() => window.freshet.snapshot());
  const wrong = [];
  try {
    await width(before);
    await width(after);
    const changed = await state();
    await page.waitForFunction(
      (frames) => window.freshet.snapshot().decodedFrames > frames,
      changed.decodedFrames + 25,
      { timeout: WITHIN_MS, polling: 50 },
    );
  } catch (cause) {
    wrong.push(String(cause.message ?? cause).split("\n")[0]);
  }
  const end = await state();
  console.log(JSON.stringify(end));
  if (end.problem) wrong.push(`problem: ${end.problem.code} ${end.problem.detail}`);
  if (end.attempts !== 1) wrong.push(`started ${end.attempts} times`);
  return wrong;
});
console.log(failures.join("\n"));
process.exit(failures.length > 0 ? 1 : 0);
