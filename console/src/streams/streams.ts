/** The contents of /streams.json, as docs/streams-json.md describes it. */

export type Video = {
  codec: string;
  codecString: string;
  width: number;
  height: number;
  fps: number;
};
export type Audio = { codec: string; codecString: string; sampleRateHz: number; channels: number };

export type Stream = {
  app: string;
  name: string;
  state: "live" | "waiting";
  sinceMs: number;
  video: Video | null;
  audio: Audio | null;
  bitrateBps: number;
  viewers: number;
  hls: string | null;
  ts: string | null;
  flv: string | null;
};

export type Ports = {
  rtmp: number | null;
  rtmps: number | null;
  http: number | null;
  https: number | null;
};
export type StreamList = { version: string; ports: Ports; streams: Stream[] };

export const DEFAULT_PORTS: Ports = { rtmp: 1935, rtmps: 1936, http: 8080, https: 8443 };

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;

/** A path on this host, or null: a link must never lead elsewhere. */
function localPath(value: unknown): string | null {
  return typeof value === "string" && /^\/(?!\/)/.test(value) ? value : null;
}

function parseVideo(value: unknown): Video | null {
  if (!isObject(value)) return null;
  return {
    codec: text(value["codec"]),
    codecString: text(value["codecString"]),
    width: count(value["width"]),
    height: count(value["height"]),
    fps: count(value["fps"]),
  };
}

function parseAudio(value: unknown): Audio | null {
  if (!isObject(value)) return null;
  return {
    codec: text(value["codec"]),
    codecString: text(value["codecString"]),
    sampleRateHz: count(value["sampleRateHz"]),
    channels: count(value["channels"]),
  };
}

function parseStream(value: unknown): Stream | null {
  if (!isObject(value)) return null;
  const app = text(value["app"]),
    name = text(value["name"]);
  if (!app || !name) return null;
  return {
    app,
    name,
    state: value["state"] === "waiting" ? "waiting" : "live",
    sinceMs: count(value["sinceMs"]),
    video: parseVideo(value["video"]),
    audio: parseAudio(value["audio"]),
    bitrateBps: count(value["bitrateBps"]),
    viewers: Math.floor(count(value["viewers"])),
    hls: localPath(value["hls"]),
    ts: localPath(value["ts"]),
    flv: localPath(value["flv"]),
  };
}

function parsePorts(value: unknown): Ports {
  if (!isObject(value)) return DEFAULT_PORTS;
  const port = (name: keyof Ports): number | null =>
    value[name] === null ? null : count(value[name]) || DEFAULT_PORTS[name];
  return { rtmp: port("rtmp"), rtmps: port("rtmps"), http: port("http"), https: port("https") };
}

/** Throws when it is not a stream list at all; a single broken entry is left out. */
export function parseStreamList(value: unknown): StreamList {
  if (!isObject(value) || !Array.isArray(value["streams"])) throw new Error("not a stream list");
  return {
    version: text(value["version"]),
    ports: parsePorts(value["ports"]),
    streams: value["streams"].map(parseStream).filter((stream) => stream !== null),
  };
}
