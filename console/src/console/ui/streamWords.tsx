import type { Stream, StreamSample } from "../api/schema";
import { useTongue } from "../text/speech";
import { Badge } from "./kit";

const NAMES: Record<string, string> = {
  rtmp: "RTMP",
  httpFlv: "HTTP-FLV",
  "http-flv": "HTTP-FLV",
  flv: "HTTP-FLV",
  wsFlv: "WS-FLV",
  "ws-flv": "WS-FLV",
  wsflv: "WS-FLV",
  hls: "HLS",
  llhls: "LL-HLS",
  ts: "HLS-TS",
  native: "Native HLS",
};

/** A protocol or a way of playing as people call it. */
export const protocolName = (code: string): string => NAMES[code] ?? code;

/** A stream's state as a drop: full = it flows, ring = it waits, none = it is over. */
export function StateDrop({ state }: { state: Stream["state"] }) {
  const t = useTongue();
  return (
    <span class={`drop ${state}`}>
      <span class="unseen">{t(`stream.${state}`)}</span>
    </span>
  );
}

/** The worst of what is found about a stream. */
export function Health({ worst, quiet }: { worst: StreamSample["findings"]; quiet?: boolean }) {
  const t = useTongue();
  if (worst === "none")
    return quiet ? <span class="badge-space" /> : <Badge tone="good">{t("finding.none")}</Badge>;
  return <Badge tone={worst}>{t(`finding.${worst}`)}</Badge>;
}

export function picture({ tracks }: Stream, language: string): string {
  const seen = tracks.find((track) => track.picture)?.picture;
  if (!seen || seen.height === 0) return "";
  const fps = seen.fps > 0 ? ` · ${seen.fps.toLocaleString(language, { maximumFractionDigits: 2 })}` : "";
  return `${seen.width}×${seen.height}${fps}`;
}

export const codecs = ({ tracks }: Stream): string =>
  [...new Set(tracks.map((track) => track.codec).filter(Boolean))].join(" + ");
