// Watches a stream as a viewer does and judges what came.
//
// node e2e/watch.mjs BASE_URL APP/NAME [--player llhls|flv|wsflv|ts|native|auto] [--seconds 20]
// [--out DIR] [--protocol h2]
//
// Opens the watch page, waits for a picture, then looks for --seconds: frames must go on, the page
// may name no problem,
// the picture may not stand still for more than --stall-ms (1000), and the console may hold no
// error. Prints one JSON
// report, writes it and a screenshot to --out, exits 0 when all is well, 1 when not, 2 on a wrong
// call.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { streamCall, untilItPlays, watchState, withBrowser } from "./browser.mjs";

/** Runs in the page: samples the video every 50 ms and remembers the longest standstill. */
function startSampling() {
  const video = document.querySelector("video");
  const seen = { samples: 0, longestStillMs: 0, stills: [], latencies: [] };
  let position = video.currentTime,
    movedAt = performance.now();
  window.freshetSamples = seen;
  setInterval(() => {
    const now = performance.now();
    if (video.currentTime > position) {
      if (now - movedAt > 300) seen.stills.push(Math.round(now - movedAt));
      movedAt = now;
    }
    position = video.currentTime;
    seen.longestStillMs = Math.max(seen.longestStillMs, Math.round(now - movedAt));
    if (++seen.samples % 20 === 0) {
      const latency = window.freshet.snapshot().latency;
      if (latency) seen.latencies.push(Number(latency.seconds.toFixed(2)));
    }
  }, 50);
}

function judge(report, { stallMs, latencyMax, protocol, startsMax }) {
  const { begin, end, longestStillMs } = report,
    failures = [];
  const frames = end.decodedFrames - begin.decodedFrames;
  if (frames < report.seconds * 5) failures.push(`only ${frames} frames in ${report.seconds} s`);
  if (end.position - begin.position < report.seconds * 0.8)
    failures.push(`played only ${(end.position - begin.position).toFixed(1)} s`);
  if (longestStillMs > stallMs) failures.push(`stood still for ${longestStillMs} ms`);
  if (end.problem) failures.push(`problem: ${end.problem.code} ${end.problem.detail}`);
  if (end.attempts > startsMax) failures.push(`started ${end.attempts} times`);
  if (report.player !== "auto" && end.kind !== report.player)
    failures.push(`played by ${end.kind}`);
  if (protocol !== undefined && report.protocols.some((used) => used !== protocol))
    failures.push(`spoke ${report.protocols.join(", ")}, wanted ${protocol}`);
  if (report.console.length > 0) failures.push(`console: ${report.console[0]}`);
  if (latencyMax !== undefined && !(report.latencySeconds.median <= latencyMax)) {
    failures.push(`latency ${report.latencySeconds.median} s, wanted at most ${latencyMax} s`);
  }
  return failures;
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    min: sorted[0] ?? null,
    median: sorted[sorted.length >> 1] ?? null,
    max: sorted.at(-1) ?? null,
  };
}

/** @returns the report; `failures` is empty when all is well */
export async function watch(
  base,
  name,
  {
    player = "auto",
    seconds = 20,
    out,
    stallMs = 1000,
    latencyMax,
    protocol,
    startsMax = 1,
    context: options = {},
  },
) {
  return withBrowser(
    { viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options },
    async (context) => {
      const page = await context.newPage(),
        messages = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()))
          messages.push(`${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => messages.push(`uncaught: ${error.message}`));
      const report = {
        url: `${base}/watch/${name}?player=${player}`,
        player,
        seconds,
        failures: [],
        console: messages,
      };
      try {
        const opened = Date.now();
        await page.goto(report.url);
        await untilItPlays(page);
        report.firstPictureMs = Date.now() - opened;
        await page.evaluate(startSampling);
        report.begin = await watchState(page);
        await page.waitForTimeout(seconds * 1000);
        report.end = await watchState(page);
        report.protocols = await page.evaluate(() => [
          ...new Set(
            performance
              .getEntriesByType("resource")
              .map((entry) => entry.nextHopProtocol)
              .filter((used) => used !== ""),
          ),
        ]);
        const samples = await page.evaluate(() => window.freshetSamples);
        Object.assign(report, {
          longestStillMs: samples.longestStillMs,
          stillsMs: samples.stills,
          latencySeconds: { ...spread(samples.latencies), from: report.end.latency?.from ?? null },
        });
        report.failures = judge(report, { stallMs, latencyMax, protocol, startsMax });
      } catch (cause) {
        report.failures.push(String(cause.message ?? cause).split("\n")[0]);
        report.end = await watchState(page).catch(() => null);
      }
      if (out) {
        mkdirSync(out, { recursive: true });
        await page.screenshot({ path: join(out, `watch-${player}.png`) });
        writeFileSync(join(out, `watch-${player}.json`), JSON.stringify(report, null, 2));
      }
      return report;
    },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { base, name, values } = streamCall(
    "watch.mjs BASE_URL APP/NAME [--player P] [--seconds N] [--out DIR] [--stall-ms N] [--latency-max S] [--protocol h2]",
    {
      player: "auto",
      seconds: "20",
      out: undefined,
      "stall-ms": "1000",
      "latency-max": undefined,
      protocol: undefined,
      "starts-max": "1",
    },
  );
  const report = await watch(base, name, {
    player: values.player,
    seconds: Number(values.seconds),
    out: values.out,
    stallMs: Number(values["stall-ms"]),
    protocol: values.protocol,
    startsMax: Number(values["starts-max"]),
    latencyMax: values["latency-max"] === undefined ? undefined : Number(values["latency-max"]),
  });
  console.log(JSON.stringify(report, null, 2));
  process.exit(report.failures.length > 0 ? 1 : 0);
}
