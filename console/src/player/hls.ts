import Hls, { type ErrorData, type LoadPolicy } from "hls.js";
import { problemOfAnswer } from "./policy";
import type { Attempt, Engine, Latency, Problem } from "./types";

/** Past this the viewer's clock is wrong rather than the stream late. */
const CLOCK_TRUST_SECONDS = 4;
/**
 * Sent as CMCD `sid`, so that the server counts one viewer however often playing starts anew. It
 * lives as long as the page and says nothing else.
 */
const SESSION = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");

const sameHost = (url: string): boolean =>
  new URL(url, location.href).origin === location.origin;

function problemOf(data: ErrorData): Problem {
  const status = data.response?.code ?? 0;
  const detail = status ? `${data.details} (HTTP ${status})` : data.details;
  if (data.type === Hls.ErrorTypes.NETWORK_ERROR) {
    const request: unknown = data.networkDetails;
    const retryAfter =
      request instanceof XMLHttpRequest ? request.getResponseHeader("Retry-After") : null;
    return problemOfAnswer(status, retryAfter, detail);
  }
  if (
    data.details === Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR ||
    data.details === Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR ||
    data.details === Hls.ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR
  )
    return { code: "unsupported", detail };
  return { code: "decode", detail };
}

function latencyOf(hls: Hls, video: HTMLVideoElement): Latency | null {
  if (!hls.latestLevelDetails?.live) return null;
  const byPlaylist = hls.latency;
  const playing = hls.playingDate;
  if (playing !== null && !video.paused) {
    const byClock = (Date.now() - playing.getTime()) / 1000;
    if (byClock > 0 && Math.abs(byClock - byPlaylist) < CLOCK_TRUST_SECONDS)
      return { seconds: byClock, from: "clock" };
  }
  return byPlaylist > 0 ? { seconds: byPlaylist, from: "playlist" } : null;
}

/** As hls.js has it, but a full server is asked again when it wants to be, not in a second. */
const STANDARD = Hls.DefaultConfig.manifestLoadPolicy.default;
const MANIFESTS: LoadPolicy = {
  default: {
    ...STANDARD,
    errorRetry: STANDARD.errorRetry && {
      ...STANDARD.errorRetry,
      shouldRetry: (_config, _count, _timeout, answer, retry) => retry && answer?.code !== 503,
    },
  },
};

/** HLS by hls.js: low latency where the playlist offers parts, classic where not. */
export function startHls({ video, url, failed }: Attempt): Engine {
  const hls = new Hls({
    lowLatencyMode: true,
    enableWorker: false, // its worker is a blob, which the page's policy forbids; parts are small
    manifestLoadPolicy: MANIFESTS,
    backBufferLength: 20,
    maxBufferLength: 20,
    maxLiveSyncPlaybackRate: 1.08, // catches up after a stall without being heard
    // Headers keep URLs the same for caches; on another host each would cost a question ahead.
    cmcd: { sessionId: SESSION, useHeaders: sameHost(url), includeKeys: ["sid"] },
  });
  let parsed = false,
    wasLive = false,
    recoveredAt = -Infinity;
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    parsed = true;
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => {
    wasLive ||= details.live;
    // What is left of a stream that is over; playing it again would pass for live.
    if (!wasLive) failed({ code: "ended", detail: "EXT-X-ENDLIST" });
  });
  hls.on(Hls.Events.ERROR, (_, data) => {
    if (!data.fatal) return;
    const problem = problemOf(data);
    // One damaged part is repaired in place; a second within 10 s means starting afresh.
    if (problem.code === "decode" && performance.now() - recoveredAt > 10_000) {
      recoveredAt = performance.now();
      hls.recoverMediaError();
      return;
    }
    failed(problem);
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    latency: () => latencyOf(hls, video),
    toLive() {
      const edge = hls.liveSyncPosition;
      if (edge !== null) video.currentTime = edge;
    },
    resume() {
      if (parsed) hls.startLoad();
      else hls.loadSource(url);
    },
    destroy: () => hls.destroy(),
  };
}
