// The pages against the fake server: node e2e/pages.mjs [--seconds 8] [--out DIR]. Exit code 0 =
// all well.

import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { tellAll, withBrowser } from "./browser.mjs";
import { startFakeServer } from "./fake-server.mjs";
import { watch } from "./watch.mjs";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "8" }, out: { type: "string" } },
});
const DESKTOP = { viewport: { width: 1280, height: 800 }, locale: "en-GB" };

/** Waits until the player in the page says what `wanted` (a function of its snapshot) wants. */
async function until(page, wanted, timeoutMs = 20_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const now = await page.evaluate(() => window.freshet?.snapshot() ?? null);
    if (now && wanted(now)) return;
    if (Date.now() > deadline)
      throw new Error(`waited in vain for ${wanted}; at last ${JSON.stringify(now)}`);
    await page.waitForTimeout(100);
  }
}

const stories = {
  ...Object.fromEntries(
    ["llhls", "flv", "wsflv", "ts"].map((player) => [
      `${player} plays smoothly`,
      async (server) => {
        const report = await watch(server.url, "live/demo", {
          player,
          seconds: Number(values.seconds),
          out: values.out,
          latencyMax: player === "ts" ? 12 : 3,
        });
        assert.deepEqual(report.failures, []);
        return `first picture ${report.firstPictureMs} ms, latency ${report.latencySeconds.median} s`;
      },
    ]),
  ),

  "a server that is full is waited for, as long as it says, in words": async (server) => {
    for (const [locale, words] of [
      ["en-GB", "The server is full"],
      ["zh-CN", "服务器已满"],
    ]) {
      await withBrowser({ ...DESKTOP, locale }, async (context) => {
        for (const player of ["flv", "wsflv", "llhls"]) {
          server.full = true;
          const before = server.asked.length;
          const page = await context.newPage();
          await page.goto(`${server.url}/watch/live/demo?player=${player}`);
          await until(page, (now) => now.problem?.code === "full" && now.phase === "retrying");
          assert.equal(await page.locator("[role=alert] h2").innerText(), words);
          await until(page, (now) => now.attempts > 2);
          // One attempt may ask twice within a moment; what counts is the pause before the next.
          const asked = server.asked.slice(before);
          const pauses = asked.slice(1).map((at, i) => at - asked[i]).filter((ms) => ms > 500);
          assert.ok(pauses.length > 0, `${player} did not ask again`);
          assert.ok(Math.min(...pauses) >= 1_900, `${player} asked after ${pauses} ms`);
          server.full = false;
          await until(page, (now) => now.phase === "playing" && now.problem === null);
          await page.close();
        }
      });
    }
  },

  "a stream that ends and comes back is picked up, in every player": async (server) => {
    await withBrowser(DESKTOP, async (context) => {
      for (const player of ["flv", "wsflv", "llhls"]) {
        const page = await context.newPage();
        await page.goto(`${server.url}/watch/live/demo?player=${player}`);
        await until(page, (now) => now.phase === "playing");
        server.gone = true;
        server.cut();
        await until(page, (now) => now.problem !== null && now.phase !== "playing");
        assert.ok(await page.locator("[role=alert] h2").innerText());
        server.gone = false;
        await until(page, (now) => now.phase === "playing" && now.problem === null);
        assert.equal(await page.locator("[role=alert]").count(), 0);
        await page.close();
      }
    });
  },

  "an HLS stream that is over is played to its end, and not again": async (server) => {
    await withBrowser(DESKTOP, async (context) => {
      const page = await context.newPage();
      await page.goto(`${server.url}/watch/live/demo?player=llhls`);
      await until(page, (now) => now.phase === "playing");
      server.end();
      await until(page, (now) => now.problem?.code === "ended");
      const before = await page.evaluate(() => window.freshet.snapshot().decodedFrames);
      await page.waitForTimeout(5_000);
      const after = await page.evaluate(() => window.freshet.snapshot());
      assert.equal(after.problem?.code, "ended");
      assert.ok(after.decodedFrames - before < 5, `${after.decodedFrames - before} frames more`);
    });
  },

  "a stream that nobody sends says so, and starts when it comes": async (server) => {
    await withBrowser({ ...DESKTOP, locale: "zh-CN" }, async (context) => {
      server.gone = true;
      const page = await context.newPage();
      await page.goto(`${server.url}/watch/live/demo`);
      await page.getByText("这路直播尚未开始").waitFor();
      server.gone = false;
      await until(page, (now) => now.phase === "playing");
    });
  },

  "players can be switched by hand, and by keyboard": async (server) => {
    await withBrowser(DESKTOP, async (context) => {
      const page = await context.newPage();
      await page.goto(`${server.url}/watch/live/demo`);
      await until(
        page,
        (now) => now.phase === "playing" && now.choice === "auto" && now.kind === "llhls",
      );
      await page.getByRole("radio", { name: "HTTP-FLV", exact: true }).check();
      await until(page, (now) => now.phase === "playing" && now.kind === "flv");
      await page.reload(); // the choice is kept
      await until(page, (now) => now.phase === "playing" && now.choice === "flv");
      await page.keyboard.press("m");
      await until(page, (now) => !now.muted);
      await page.keyboard.press("k");
      await until(page, (now) => now.phase === "paused");
      await page.keyboard.press("k");
      await until(page, (now) => now.phase === "playing");
      assert.equal(await page.evaluate(() => window.freshet.snapshot().stalls), 0);
    });
  },

  "what the server does not make of a stream cannot be chosen": async (server) => {
    server.dropTs();
    await withBrowser(DESKTOP, async (context) => {
      const page = await context.newPage();
      await page.goto(`${server.url}/watch/live/demo?player=ts`);
      await until(
        page,
        (now) => now.phase === "playing" && now.choice === "auto" && now.kind === "llhls",
      );
      assert.ok(await page.getByRole("radio", { name: "HLS-TS", exact: true }).isDisabled());
      assert.ok(await page.getByRole("radio", { name: "HTTP-FLV", exact: true }).isEnabled());
    });
  },

  "the home page lists streams, changes language and theme, and keeps both": async (server) => {
    await withBrowser({ ...DESKTOP, colorScheme: "light" }, async (context) => {
      const page = await context.newPage();
      await page.goto(server.url);
      await page.locator(".card").first().waitFor();
      assert.equal(await page.locator(".card").count(), 5);
      await page.getByRole("button", { name: "切换到中文" }).click();
      await page.getByRole("heading", { name: "正在直播" }).waitFor();
      await page.getByRole("button", { name: "切换到深色主题" }).click();
      await page.reload();
      await page.getByRole("heading", { name: "正在直播" }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      assert.deepEqual(await context.cookies(), []);
      await page.getByRole("link", { name: "观看 demo" }).click();
      await page.waitForURL("**/watch/live/demo");
    });
  },

  "an empty server tells how to publish": async () => {
    const empty = await startFakeServer({ streams: "none" });
    try {
      await withBrowser(DESKTOP, async (context) => {
        const page = await context.newPage();
        await page.goto(empty.url);
        await page.getByText("Still water.").waitFor();
        assert.equal(
          await page.getByRole("textbox", { name: "Server" }).inputValue(),
          "rtmp://127.0.0.1:1935/live",
        );
        if (values.out)
          await page.screenshot({ path: `${values.out}/home-empty.png`, fullPage: true });
      });
    } finally {
      await empty.close();
    }
  },
};

process.exit(
  await tellAll(stories, async (_, story) => {
    const server = await startFakeServer();
    try {
      return await story(server);
    } finally {
      await server.close();
    }
  }),
);
