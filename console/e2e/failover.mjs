// Watches a stream at one node by low-latency HLS and by plain HLS while the stream's leader, another
// node, is killed; judges whether anybody could see it.
//
// node e2e/failover.mjs BASE_URL APP/NAME --pid PID [--before 8] [--after 14] [--out DIR]
// [--stall-ms 1000]
//
// Prints one JSON report and writes it and pictures from before, at and after the death to --out.
// Exits 0 when the players went on: no standstill longer than --stall-ms, beyond what the machine
// itself lost; no piece of media that could not be had; numbers in the playlist that go on without a
// hole, a discontinuity or a step back. 1 when not, 2 on a wrong call.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { streamCall, untilItPlays, watchState, withBrowser, wrongCall } from "./browser.mjs";

const PLAYERS = ["llhls", "ts"];
const LIST_EVERY_MS = 250;

/**
 * Runs in the page: looks every 50 ms whether the video has moved. Time in which nobody looked,
 * because the machine did other things, is the machine's and not the player's.
 */
function startSampling() {
  const video = document.querySelector("video");
  const seen = { longestStillMs: 0, machineMs: 0, waited: 0, stills: [] };
  let position = video.currentTime,
    lookedAt = performance.now(),
    stillMs = 0;
  window.freshetSamples = seen;
  video.addEventListener("waiting", () => seen.waited++);
  setInterval(() => {
    const now = performance.now(),
      late = now - lookedAt;
    lookedAt = now;
    seen.machineMs = Math.max(seen.machineMs, Math.round(late - 50));
    if (video.currentTime > position) {
      if (stillMs > 300) seen.stills.push(Math.round(stillMs));
      stillMs = 0;
    } else {
      stillMs += Math.min(late, 100);
    }
    position = video.currentTime;
    seen.longestStillMs = Math.max(seen.longestStillMs, Math.round(stillMs));
  }, 50);
}

/** Reads a playlist over and over, as somebody who keeps nothing. */
class PlaylistWatch {
  constructor(url) {
    this.url = url;
    this.next = -1;
    this.first = -1;
    this.failures = new Set();
    this.machineMs = 0;
  }

  async run(until) {
    let askedAt = performance.now();
    while (!until()) {
      try {
        const answer = await fetch(this.url, { signal: AbortSignal.timeout(5000) });
        if (answer.ok) this.read(await answer.text());
        else this.failures.add(`${this.url} answered ${answer.status}`);
      } catch (cause) {
        this.failures.add(`${this.url}: ${cause.message}`);
      }
      const waitedAt = performance.now();
      await new Promise((done) => setTimeout(done, LIST_EVERY_MS));
      askedAt = performance.now();
      this.machineMs = Math.max(this.machineMs, Math.round(askedAt - waitedAt - LIST_EVERY_MS));
    }
  }

  read(text) {
    const sequence = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1] ?? NaN);
    const next = sequence + (text.match(/^#EXTINF/gm) ?? []).length;
    if (Number.isNaN(sequence)) this.failures.add("a playlist has no media sequence");
    if (next < this.next) this.failures.add(`numbers went back from ${this.next} to ${next}`);
    if (this.next >= 0 && sequence > this.next)
      this.failures.add(`segments ${this.next} to ${sequence - 1} were never listed`);
    if (/^#EXT-X-DISCONTINUITY$/m.test(text)) this.failures.add("a discontinuity was listed");
    if (/^#EXT-X-GAP/m.test(text)) this.failures.add("a segment was listed as missing");
    if (this.first < 0) this.first = next;
    this.next = Math.max(this.next, next);
  }
}

async function open(context, base, name, player) {
  const page = await context.newPage();
  const watched = { player, page, failed: [] };
  page.on("response", (response) => {
    if (response.status() >= 400 && /\.(m4s|mp4|ts)(\?|$)/.test(response.url()))
      watched.failed.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (/\.(m4s|mp4|ts)(\?|$)/.test(request.url()) && why !== "net::ERR_ABORTED")
      watched.failed.push(`${why} ${new URL(request.url()).pathname}`);
  });
  await page.goto(`${base}/watch/${name}?player=${player}`);
  await untilItPlays(page);
  await page.evaluate(startSampling);
  return watched;
}

function judge(seen, seconds, stallMs, machineMs) {
  const { begin, end, samples } = seen,
    failures = [];
  const allowedMs = stallMs + machineMs;
  if (samples.longestStillMs > allowedMs)
    failures.push(`stood still for ${samples.longestStillMs} ms`);
  const played = end.position - begin.position;
  if (played < seconds - 2 - machineMs / 1000)
    failures.push(`played ${played.toFixed(1)} s in ${seconds.toFixed(1)} s`);
  if (end.attempts > begin.attempts) failures.push(`was started ${end.attempts} times`);
  if (end.problem) failures.push(`problem: ${end.problem.code} ${end.problem.detail}`);
  if (end.kind !== seen.player) failures.push(`was played by ${end.kind}`);
  for (const failed of seen.failed) failures.push(`media that could not be had: ${failed}`);
  return failures.map((failure) => `${seen.player} ${failure}`);
}

async function watch(base, name, { pid, before, after, out, stallMs }) {
  return withBrowser(
    { viewport: { width: 960, height: 640 }, locale: "en-GB" },
    async (context) => {
      const report = { players: [], failures: [] };
      const shot = async (watched, when) => {
        if (out)
          await watched.page.screenshot({ path: join(out, `${watched.player}-${when}.png`) });
      };
      const watched = [];
      for (const player of PLAYERS) watched.push(await open(context, base, name, player));
      const list = new PlaylistWatch(`${base}/${name}/v1.m3u8`);
      let over = false;
      const listing = list.run(() => over);
      await watched[0].page.waitForTimeout(before * 1000);
      for (const each of watched) await shot(each, "1-before");
      for (const each of watched) each.begin = await watchState(each.page);
      const nextBefore = list.next,
        diedAt = performance.now();
      process.kill(pid, "SIGKILL");
      await watched[0].page.waitForTimeout(300);
      for (const each of watched) await shot(each, "2-at");
      await watched[0].page.waitForTimeout(after * 1000);
      over = true;
      await listing;
      const seconds = (performance.now() - diedAt) / 1000;
      for (const each of watched) {
        each.end = await watchState(each.page);
        each.samples = await each.page.evaluate(() => window.freshetSamples);
        await shot(each, "3-after");
      }
      const machineMs = Math.max(list.machineMs, ...watched.map((it) => it.samples.machineMs));
      report.seconds = Number(seconds.toFixed(1));
      report.machineMs = machineMs;
      report.segments = { first: list.first, before: nextBefore, last: list.next };
      report.failures.push(...list.failures);
      if (list.next - nextBefore < seconds / 2 - 3 - machineMs / 1000)
        report.failures.push(`only ${list.next - nextBefore} segments came behind it`);
      for (const { page: _, ...seen } of watched) {
        report.players.push(seen);
        report.failures.push(...judge(seen, seconds, stallMs, machineMs));
      }
      return report;
    },
  );
}

const USAGE =
  "failover.mjs BASE_URL APP/NAME --pid PID [--before S] [--after S] [--out DIR] [--stall-ms N]";
const { base, name, values } = streamCall(USAGE, {
  pid: undefined,
  before: "8",
  after: "14",
  out: undefined,
  "stall-ms": "1000",
});
if (!(Number(values.pid) > 1)) wrongCall(USAGE);
if (values.out) mkdirSync(values.out, { recursive: true });
const report = await watch(base, name, {
  pid: Number(values.pid),
  before: Number(values.before),
  after: Number(values.after),
  out: values.out,
  stallMs: Number(values["stall-ms"]),
});
console.log(JSON.stringify(report, null, 2));
if (values.out) writeFileSync(join(values.out, "failover.json"), JSON.stringify(report, null, 2));
process.exit(report.failures.length > 0 ? 1 : 0);
