import mpegts from "mpegts.js";
import { whyNot } from "./ask";
import { FLV_BUFFER, HOLE_AFTER_MS, flvRate, pastHole, problemOfStatus } from "./policy";
import type { Attempt, Engine, Problem } from "./types";
import { bufferedRanges, bufferedSeconds, frames } from "./video";

function problemOf(
  type: string,
  detail: string,
  cause: { code?: number; msg?: string } | undefined,
): Problem {
  const text = [detail, cause?.msg].filter(Boolean).join(": ");
  if (type === mpegts.ErrorTypes.NETWORK_ERROR) {
    if (detail === mpegts.ErrorDetails.NETWORK_STATUS_CODE_INVALID) {
      return {
        code: problemOfStatus(cause?.code ?? 0),
        detail: `${text} (HTTP ${cause?.code ?? "?"})`,
      };
    }
    if (detail === mpegts.ErrorDetails.NETWORK_UNRECOVERABLE_EARLY_EOF)
      return { code: "ended", detail: text };
    return { code: "offline", detail: text };
  }
  if (
    detail === mpegts.ErrorDetails.MEDIA_CODEC_UNSUPPORTED ||
    detail === mpegts.ErrorDetails.MEDIA_FORMAT_UNSUPPORTED
  ) {
    return { code: "unsupported", detail: text };
  }
  return { code: "decode", detail: text };
}

/**
 * Leaves holes. When the codec configuration changes, mpegts.js 1.8 appends the last frames of the
 * old one behind the header of the new one, where the browser drops them.
 */
function leaveHoles(video: HTMLVideoElement, signal: AbortSignal): void {
  const last = { frames: 0, position: 0, atMs: 0 };
  const timer = setInterval(() => {
    const { decoded } = frames(video);
    const nowMs = performance.now();
    if (decoded !== last.frames || video.paused || video.seeking || document.hidden) {
      Object.assign(last, { frames: decoded, position: video.currentTime, atMs: nowMs });
    } else if (nowMs - last.atMs > HOLE_AFTER_MS) {
      const to = pastHole(bufferedRanges(video), last.position, video.currentTime);
      if (to !== null) video.currentTime = to;
    }
  }, 100);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** FLV over HTTP or, with a ws: address, over a WebSocket, by mpegts.js. */
export function startFlv({ video, url, tracks, failed }: Attempt): Engine {
  mpegts.LoggingControl.applyConfig({ enableAll: false, enableError: true });
  const player = mpegts.createPlayer(
    {
      type: "flv",
      isLive: true,
      url,
      ...(tracks && { hasVideo: tracks.video, hasAudio: tracks.audio }),
    },
    {
      enableStashBuffer: false,
      lazyLoad: false,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 40,
      autoCleanupMinBackwardDuration: 20,
    },
  );
  let arrived = false;
  const fail = (problem: Problem, status = 0): void => {
    // A WebSocket that is refused says nothing but that it is over, and mpegts.js tells no headers.
    const moreToKnow = status === 503 || (url.startsWith("ws") && !arrived);
    if (!moreToKnow) failed(problem);
    else void whyNot(url, problem.detail).then((known) => failed(known ?? problem));
  };
  player.on(mpegts.Events.MEDIA_INFO, () => {
    arrived = true;
  });
  player.on(
    mpegts.Events.ERROR,
    (type: string, detail: string, cause?: { code?: number; msg?: string }) =>
      fail(problemOf(type, detail, cause), cause?.code),
  );
  player.on(mpegts.Events.LOADING_COMPLETE, () => fail({ code: "ended", detail: "end of stream" }));
  const toLive = (): void => {
    const { buffered } = video;
    if (buffered.length > 0)
      video.currentTime = Math.max(
        video.currentTime,
        buffered.end(buffered.length - 1) - FLV_BUFFER.target,
      );
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  // A server starts a viewer at the last key frame, up to seconds ago: skip that once instead of
  // playing it off.
  video.addEventListener(
    "playing",
    () => {
      if (bufferedSeconds(video) > FLV_BUFFER.max) toLive();
    },
    { once: true, signal },
  );
  video.addEventListener(
    "timeupdate",
    () => {
      const rate = flvRate(bufferedSeconds(video), video.playbackRate);
      if (rate !== video.playbackRate) video.playbackRate = rate;
    },
    { signal },
  );
  if (tracks?.video !== false) leaveHoles(video, signal);
  player.attachMediaElement(video);
  player.load();
  return {
    latency() {
      const seconds = bufferedSeconds(video);
      return seconds > 0 ? { seconds, from: "buffer" } : null;
    },
    toLive,
    destroy() {
      listeners.abort();
      player.pause();
      player.unload();
      player.detachMediaElement();
      player.destroy();
      video.playbackRate = 1;
    },
  };
}
