import type { StreamKey } from "../streams/urls";
import type { Snapshot } from "./types";

/** Between two beacons, and between two looks at the player. */
const BEAT_MS = 10_000;
const LOOK_MS = 500;

/** What the server is told; figures are those since the last one. */
export type Beacon = {
  app: string;
  name: string;
  kind: "start" | "beat" | "end";
  player: string;
  startupMs?: number;
  playedMs: number;
  stalls: number;
  stalledMs: number;
  decoded: number;
  dropped: number;
  latencyMs?: number;
  error?: string;
};

/** Adds up what the player did between two beacons. Pure: time and snapshots are handed in. */
export class Tale {
  readonly #stream: StreamKey;
  readonly #beganMs: number;
  #told = { stalls: 0, stalledMs: 0, decoded: 0, dropped: 0 };
  #lookedMs: number;
  #playedMs = 0;
  #started = false;
  #lastError = "";
  #error = "";
  #kind: Beacon["kind"] = "start";
  #startupMs: number | undefined;

  constructor(stream: StreamKey, nowMs: number) {
    this.#stream = stream;
    this.#beganMs = nowMs;
    this.#lookedMs = nowMs;
  }

  /** To be called twice a second. */
  look(now: Snapshot, nowMs: number): void {
    const passedMs = Math.min(nowMs - this.#lookedMs, 4 * LOOK_MS);
    this.#lookedMs = nowMs;
    if (now.flowing) {
      this.#playedMs += passedMs;
      if (!this.#started) {
        this.#started = true;
        this.#startupMs = nowMs - this.#beganMs;
      }
    }
    // That a stream is over is no failure; a problem that stays is one.
    const code = now.problem && now.problem.code !== "ended" ? now.problem.code : "";
    if (code && code !== this.#lastError) this.#error = code;
    this.#lastError = code;
  }

  /** What is to be told now; null if nothing happened since. */
  tell(now: Snapshot, kind: Beacon["kind"]): Beacon | null {
    const { stalls, stalledMs, decodedFrames, droppedFrames } = now;
    const delta = (all: number, before: number): number => Math.max(0, Math.round(all - before));
    const beacon: Beacon = {
      app: this.#stream.app,
      name: this.#stream.name,
      kind: kind === "end" && this.#kind === "start" ? "start" : kind === "end" ? kind : this.#kind,
      player: now.kind,
      playedMs: Math.round(this.#playedMs),
      stalls: delta(stalls, this.#told.stalls),
      stalledMs: delta(stalledMs, this.#told.stalledMs),
      decoded: delta(decodedFrames, this.#told.decoded),
      dropped: delta(droppedFrames, this.#told.dropped),
      ...(this.#startupMs !== undefined && { startupMs: Math.round(this.#startupMs) }),
      ...(now.flowing && now.latency && { latencyMs: Math.round(now.latency.seconds * 1000) }),
      ...(this.#error && { error: this.#error }),
    };
    const silent = beacon.playedMs === 0 && beacon.stalledMs === 0 && !beacon.error;
    if (silent && beacon.kind !== "start") return null;
    this.#told = { stalls, stalledMs, decoded: decodedFrames, dropped: droppedFrames };
    this.#playedMs = 0;
    this.#startupMs = undefined;
    this.#error = "";
    this.#kind = "beat";
    return beacon;
  }

  get started(): boolean {
    return this.#started;
  }
}

/**
 * Tells the server how the player fares: at the first picture, every ten seconds, and when the page
 * goes. No cookie goes along, and nothing that tells who watches. Returns what ends it.
 */
export function tellServer(stream: StreamKey, snapshot: () => Snapshot): () => void {
  const tale = new Tale(stream, performance.now());
  let toldMs = performance.now();
  let first = true;
  const send = (kind: Beacon["kind"]): void => {
    const beacon = tale.tell(snapshot(), kind);
    toldMs = performance.now();
    if (!beacon) return;
    void fetch("/beacon", {
      method: "POST",
      body: JSON.stringify(beacon),
      credentials: "omit",
      keepalive: true,
    }).catch(() => undefined); // the next one tells more
  };
  const timer = setInterval(() => {
    tale.look(snapshot(), performance.now());
    const begins = first && tale.started;
    if (begins || performance.now() - toldMs >= BEAT_MS) {
      first = false;
      send("beat");
    }
  }, LOOK_MS);
  const leave = (): void => {
    if (document.visibilityState === "hidden") send("end");
  };
  document.addEventListener("visibilitychange", leave);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", leave);
    send("end");
  };
}
