/** The words of the player: what an engine is, what can go wrong, what the page sees. */

export const KINDS = ["llhls", "flv", "wsflv", "ts", "native"] as const;
export type Kind = (typeof KINDS)[number];
export type Choice = Kind | "auto";

export const PROBLEMS = [
  "notFound",
  "refused",
  "offline",
  "full",
  "server",
  "ended",
  "stalled",
  "unsupported",
  "decode",
  "load",
] as const;
export type ProblemCode = (typeof PROBLEMS)[number];
/**
 * `retryAfterS`: when the server wants to be asked again, if it says so. `movedTo`: the address that
 * it wants to be asked instead.
 */
export type Problem = {
  code: ProblemCode;
  detail: string;
  retryAfterS?: number;
  movedTo?: string;
};

/**
 * `clock`: programme date-time against this computer's clock. `buffer`: only what lies in this
 * browser.
 */
export type Latency = { seconds: number; from: "clock" | "playlist" | "buffer" };

/** Codec strings of the default tracks, RFC 6381; empty = no such track, or not known. */
export type Codecs = { video: string; audio: string };

/** Which tracks the server says there are, and how they can be had; undefined = not known. */
export type Tracks =
  { video: boolean; audio: boolean; codecs: Codecs; offered: readonly Kind[] } | undefined;

/** One way of playing, attached to one video element for one attempt. */
export type Engine = {
  latency(): Latency | null;
  /** Jumps to where a new viewer would start. */
  toLive(): void;
  /** Loads on after a network failure without losing what is buffered; absent = start afresh. */
  resume?(): void;
  destroy(): void;
};

export type Attempt = {
  video: HTMLVideoElement;
  url: string;
  tracks: Tracks;
  /** At most once counts: the attempt is over, or waits for `resume`. */
  failed(problem: Problem): void;
};

export type StartEngine = (attempt: Attempt) => Engine;

export type Phase = "connecting" | "playing" | "buffering" | "paused" | "blocked" | "retrying";

/** What the page shows, and what tests read through `window.freshet.snapshot()`. */
export type Snapshot = {
  choice: Choice;
  kind: Kind;
  phase: Phase;
  problem: Problem | null;
  /**
   * Whether the picture moves; it can while a lost connection is being mended, out of the buffer.
   */
  flowing: boolean;
  /** Milliseconds to the next attempt while `phase` is `retrying`. */
  retryInMs: number;
  latency: Latency | null;
  bufferSeconds: number;
  width: number;
  height: number;
  decodedFrames: number;
  droppedFrames: number;
  /** Interruptions after the first picture, and how long they lasted together. */
  stalls: number;
  stalledMs: number;
  /** How often playing was started anew. */
  attempts: number;
  muted: boolean;
  volume: number;
};
