import {
  KINDS,
  type Choice,
  type Codecs,
  type Kind,
  type Problem,
  type ProblemCode,
  type Tracks,
} from "./types";

/** Decisions of the player, without a browser. */

export type Abilities = { mse: boolean; nativeHls: boolean };

export function canPlay(kind: Kind, abilities: Abilities): boolean {
  return kind === "native" ? abilities.nativeHls : abilities.mse;
}

/** Addresses of the outputs; null = the server does not have it, or not with all tracks. */
export type Outputs = { hls: string | null; ts: string | null; flv: string | null };

/** What the server has; everything while it is not known. */
export function offeredKinds(outputs: Outputs | undefined): Kind[] {
  if (!outputs) return [...KINDS];
  const { hls, ts, flv } = outputs;
  const path = { llhls: hls, native: hls, ts, flv, wsflv: flv };
  return KINDS.filter((kind) => path[kind] !== null);
}

const MP3 = /^mp4a\.(40\.34|69|6B)$/i;
const IN_TS = /^(avc[13]|hvc1|hev1|mp4a)\b/;

/** Whether media sources take these codecs in the form in which that kind of player makes them. */
export function decodes(
  kind: Kind,
  { video, audio }: Codecs,
  supports: (type: string) => boolean,
): boolean {
  if (kind === "native") return true; // it says so itself
  if (kind === "ts" && [video, audio].some((codec) => codec && !IN_TS.test(codec))) return false;
  // Out of FLV and MPEG-TS the players hand MP3 over as it is; inside MP4 most browsers refuse it.
  const bare = kind !== "llhls" && MP3.test(audio) && supports("audio/mpeg");
  return (
    (!video || supports(`video/mp4; codecs="${video}"`)) &&
    (!audio || bare || supports(`audio/mp4; codecs="${audio}"`))
  );
}

/**
 * What "automatic" tries, in this order. A phone without MSE has its own HLS and nothing else. Kinds
 * that the server does not offer or that cannot decode the stream are left out, unless that leaves
 * none: then the first says why.
 */
export function automaticOrder(
  abilities: Abilities,
  tracks?: Tracks,
  supports: (type: string) => boolean = () => true,
): Kind[] {
  const order: Kind[] = ["llhls", "flv", "ts", "native"];
  const able = order.filter((kind) => canPlay(kind, abilities));
  const fitting = able.filter(
    (kind) => !tracks || (tracks.offered.includes(kind) && decodes(kind, tracks.codecs, supports)),
  );
  return fitting.length > 0 ? fitting : able;
}

export function parseChoice(text: string | null): Choice | null {
  return text === "auto" || KINDS.some((kind) => kind === text) ? (text as Choice) : null;
}

/** Half a second, doubling to eight: quick after a hiccup, gentle to a server that restarts. */
export function retryDelayMs(failures: number, random: number): number {
  const delay = Math.min(500 * 2 ** Math.max(0, failures - 1), 8_000);
  return Math.round(delay * (0.8 + 0.4 * random));
}

/**
 * Whether "automatic" should go on to the next kind: at once if this one cannot, else after two
 * failures.
 */
export function givesUpKind(problem: Problem, failuresOfKind: number): boolean {
  if (problem.code === "unsupported") return true;
  if (problem.code === "offline" || problem.code === "refused" || problem.code === "full")
    return false;
  return failuresOfKind >= 2;
}

const RETRY_AFTER_MAX_S = 60;

/** The header `Retry-After` in seconds; undefined if it is absent, a date, or out of reason. */
export function retryAfterOf(header: string | null | undefined): number | undefined {
  const seconds = /^\d{1,5}$/.test(header ?? "") ? Number(header) : undefined;
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 1), RETRY_AFTER_MAX_S);
}

/** Not before the server wants it, and not all who were told the same at the same moment. */
export function waitMs(problem: Problem, failures: number, random: number): number {
  return problem.retryAfterS === undefined
    ? retryDelayMs(failures, random)
    : Math.round(1_000 * problem.retryAfterS * (1 + 0.2 * random));
}

/** An HTTP status in words; 503 with `Retry-After` says that there is no room now. */
export function problemOfAnswer(
  status: number,
  retryAfter: string | null | undefined,
  detail: string,
): Problem {
  const retryAfterS = retryAfterOf(retryAfter);
  return status === 503 && retryAfterS !== undefined
    ? { code: "full", detail, retryAfterS }
    : { code: problemOfStatus(status), detail };
}

/** What an HTTP status means to a viewer; 0 = no answer. */
export function problemOfStatus(status: number): ProblemCode {
  if (status === 401 || status === 403) return "refused";
  if (status === 404 || status === 410) return "notFound";
  if (status >= 400) return "server";
  return "offline";
}

/**
 * Where an FLV viewer's buffer should lie, in seconds; outside of it the speed changes, too little
 * to be heard.
 */
export const FLV_BUFFER = { min: 0.3, target: 0.6, max: 1.4 };

/**
 * The speed to play at: faster until back at the target once too far behind, slower once the buffer
 * is nearly dry.
 */
export function flvRate(bufferSeconds: number, rate: number): number {
  const { min, target, max } = FLV_BUFFER;
  if (bufferSeconds > max || (rate > 1 && bufferSeconds > target)) return 1.1;
  if (bufferSeconds < min || (rate < 1 && bufferSeconds < target)) return 0.94;
  return 1;
}

/** Frames that stand still for so long at a hole do not come by themselves. */
export const HOLE_AFTER_MS = 400;

export type Range = { start: number; end: number };

/**
 * Where to go on when frames stand still at a hole in what is buffered; null while that is not the
 * reason. A browser stays in front of a hole for ever, or plays on with sound alone.
 *
 * @param still position where the last frame was seen, in seconds
 * @param now position now
 */
export function pastHole(ranges: readonly Range[], still: number, now: number): number | null {
  const last = ranges.at(-1);
  if (ranges.length < 2 || !last || last.start < still - 0.1) return null;
  const to = Math.max(now, last.start);
  return to < last.end ? to : null;
}
