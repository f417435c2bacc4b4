import { whyNot } from "./ask";
import type { Attempt, Engine, Problem } from "./types";

/**
 * A video element says "not supported" for a 404 as well; asking for the playlist tells them apart.
 */
async function explain(url: string, error: MediaError | null): Promise<Problem> {
  const detail = error?.message || `MediaError ${error?.code ?? "?"}`;
  if (error?.code === MediaError.MEDIA_ERR_DECODE) return { code: "decode", detail };
  return (await whyNot(url, detail)) ?? { code: "unsupported", detail };
}

/** The browser's own HLS: iPhones, Safari, and whoever else has one. */
export function startNative({ video, url, failed }: Attempt): Engine {
  const edge = (): number =>
    video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : 0;
  const listeners = new AbortController();
  const { signal } = listeners;
  video.addEventListener(
    "error",
    () => {
      void explain(url, video.error).then((problem) => {
        if (!signal.aborted) failed(problem);
      });
    },
    { signal },
  );
  video.addEventListener(
    "loadedmetadata",
    () => {
      // What is left of a stream that is over; playing it again would pass for live.
      if (Number.isFinite(video.duration)) failed({ code: "ended", detail: "EXT-X-ENDLIST" });
    },
    { signal },
  );
  video.src = url;
  return {
    latency() {
      const seconds = edge() - video.currentTime;
      return Number.isFinite(seconds) && seconds > 0 ? { seconds, from: "playlist" } : null;
    },
    toLive() {
      if (Number.isFinite(edge())) video.currentTime = Math.max(0, edge() - 2);
    },
    destroy() {
      listeners.abort();
      video.removeAttribute("src");
      video.load();
    },
  };
}
