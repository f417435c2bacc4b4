// Plays a stream of several qualities with hls.js alone and changes between them by hand.
//
// node e2e/levels.mjs BASE_URL APP/NAME [--levels 2] [--sounds 2] [--seconds 6]
//
// Waits for a picture, then plays each quality and each sound for --seconds: the picture must get the
// height of the quality that was chosen, it may not stand still for more than --stall-ms (1000), and
// hls.js may report no fatal error. Prints one JSON report; exits 0 when all is well, 1 when not, 2 on a
// wrong call.

import { fileURLToPath } from "node:url";
import { PICTURE_WITHIN_MS, streamCall, withBrowser } from "./browser.mjs";

const HLS = fileURLToPath(new URL("../node_modules/hls.js/dist/hls.js", import.meta.url));

/** Runs in the page. */
function play(url) {
  const { Hls } = window;
  const hls = new Hls({ lowLatencyMode: true, enableWorker: false });
  const video = document.createElement("video");
  const frames = () => video.getVideoPlaybackQuality().totalVideoFrames;
  const seen = { longestStillMs: 0, errors: [], mended: [] };
  document.body.replaceChildren(video);
  video.muted = true;
  // What it mends by itself is judged by whether the picture stands still.
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (data.fatal) seen.errors.push(data.details);
    else seen.mended.push(data.details);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  void video.play();
  let position = 0,
    movedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (video.currentTime > position) movedAt = now;
    position = video.currentTime;
    if (frames() > 10)
      seen.longestStillMs = Math.max(seen.longestStillMs, Math.round(now - movedAt));
  }, 50);
  window.levels = { hls, video, seen };
}

function state() {
  const { hls, video, seen } = window.levels;
  return {
    ...seen,
    levels: hls.levels.map(({ height, videoCodec, audioCodec, frameRate }) => ({
      height,
      videoCodec,
      audioCodec,
      frameRate,
    })),
    sounds: hls.audioTracks.map(({ name }) => name),
    height: video.videoHeight,
    position: video.currentTime,
    latency: hls.latency,
  };
}

async function watch(base, name, { levels, sounds, seconds, stallMs }) {
  const options = { viewport: { width: 1280, height: 800 }, bypassCSP: true };
  return withBrowser(options, async (context) => {
    const page = await context.newPage();
    const steps = [],
      failures = [];
    await page.goto(`${base}/`);
    await page.addScriptTag({ path: HLS });
    await page.evaluate(play, `${base}/${name}/index.m3u8`);
    await page.waitForFunction(
      () => window.levels.video.getVideoPlaybackQuality().totalVideoFrames > 10,
      undefined,
      { timeout: PICTURE_WITHIN_MS, polling: 50 },
    );
    const first = await page.evaluate(state);
    if (first.levels.length !== levels) failures.push(`${first.levels.length} levels`);
    if (first.sounds.length !== sounds) failures.push(`${first.sounds.length} sounds`);
    // Up and down, and the sound between.
    const last = levels - 1;
    const orders = [
      ["level", 0],
      ["level", last],
      ["sound", sounds - 1],
      ["level", 0],
      ["sound", 0],
      ["level", last],
    ];
    for (const [what, index] of orders) {
      const before = await page.evaluate(state);
      await page.evaluate(
        ([kind, number]) => {
          const { hls } = window.levels;
          if (kind === "level") hls.currentLevel = number;
          else hls.audioTrack = number;
        },
        [what, index],
      );
      await page.waitForTimeout(seconds * 1000);
      const after = await page.evaluate(state);
      steps.push({ what, index, height: after.height, latency: after.latency });
      if (what === "level" && after.height !== first.levels[index].height)
        failures.push(`level ${index} shows ${after.height} lines`);
      if (after.position - before.position < seconds * 0.7)
        failures.push(`${what} ${index}: played ${(after.position - before.position).toFixed(1)} s`);
    }
    const end = await page.evaluate(state);
    if (end.longestStillMs > stallMs) failures.push(`stood still for ${end.longestStillMs} ms`);
    if (end.errors.length > 0) failures.push(`hls.js: ${end.errors.join(", ")}`);
    return { failures, steps, end };
  });
}

const { base, name, values } = streamCall(
  "levels.mjs BASE_URL APP/NAME [--levels N] [--sounds N] [--seconds N]",
  { levels: "2", sounds: "2", seconds: "6", "stall-ms": "1000" },
);
const report = await watch(base, name, {
  levels: Number(values.levels),
  sounds: Number(values.sounds),
  seconds: Number(values.seconds),
  stallMs: Number(values["stall-ms"]),
});
console.log(JSON.stringify(report, null, 2));
process.exit(report.failures.length > 0 ? 1 : 0);
