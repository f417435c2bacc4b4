import { frameRate } from "../format";
import type { Say } from "../i18n/i18n";
import type { Stream } from "./streams";

/** A stream's properties as the pages say them. */

export const unitsOf = (say: Say) => ({
  d: say("unit.d"),
  h: say("unit.h"),
  min: say("unit.min"),
  s: say("unit.s"),
});

export function picture(stream: Stream, say: Say): string {
  if (stream.video && stream.video.height > 0) {
    const fps =
      stream.video.fps > 0 ? ` · ${frameRate(stream.video.fps, say.language)}\u00a0fps` : "";
    return `${stream.video.width} × ${stream.video.height}${fps}`;
  }
  return say(stream.audio && !stream.video ? "card.audioOnly" : "card.unknown");
}

export function codecs(stream: Stream): string {
  return [stream.video?.codec, stream.audio?.codec].filter(Boolean).join(" + ") || "–";
}
