import type { PlayUrls } from "../streams/urls";
import { automaticOrder, canPlay, givesUpKind, waitMs, type Abilities } from "./policy";
import { Flow } from "./stalls";
import type {
  Attempt,
  Choice,
  Engine,
  Kind,
  Phase,
  Problem,
  Snapshot,
  StartEngine,
  Tracks,
} from "./types";
import { abilitiesHere, bufferedSeconds, frames, supportedHere } from "./video";

const TICK_MS = 200;
/**
 * Nothing moved for so long: the attempt is given up. Longer than a key frame interval and an
 * LL-HLS hold.
 */
const STILL_MS = 10_000;
/** Played so long without a failure: the next one counts as the first again. */
const GOOD_AFTER_MS = 10_000;
/** A tab that comes back further behind than this jumps to the live edge. */
const TOO_LATE_SECONDS = 6;

const LOADERS: Record<Kind, () => Promise<StartEngine>> = {
  llhls: () => import("./hls").then((module) => module.startHls),
  ts: () => import("./hls").then((module) => module.startHls),
  flv: () => import("./flv").then((module) => module.startFlv),
  wsflv: () => import("./flv").then((module) => module.startFlv),
  native: () => import("./native").then((module) => module.startNative),
};

function urlOf(kind: Kind, urls: PlayUrls): string {
  return { llhls: urls.hls, native: urls.hls, ts: urls.ts, flv: urls.flv, wsflv: urls.wsflv }[kind];
}

/**
 * Plays one live stream in one video element for as long as the page is open: starts an engine,
 * watches it, starts the
 * next when it fails. Confined to the page; `changed` is called after every change and tick.
 */
export class LivePlayer {
  readonly abilities: Abilities;
  readonly #video: HTMLVideoElement;
  readonly #urls: PlayUrls;
  readonly #changed: () => void;
  readonly #flow = new Flow();
  readonly #listeners = new AbortController();
  readonly #ticker: ReturnType<typeof setInterval>;
  #choice: Choice;
  #kind: Kind;
  #tracks: Tracks;
  #engine: Engine | null = null;
  #attempts = 0;
  #phase: Phase = "connecting";
  #flowing = false;
  #problem: Problem | null = null;
  #failures = 0;
  #failuresOfKind = 0;
  #playingSinceMs = 0;
  #attemptAtMs = 0;
  #retryAtMs = 0;
  /** Where the next attempt goes, once, if the server has said so. */
  #movedTo: string | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Frames of elements' earlier media, which browsers start counting anew. */
  #before = { decoded: 0, dropped: 0 };
  #last = { decoded: 0, dropped: 0 };
  /** What the viewer wants; the element's own `paused` also changes whenever its source does. */
  #wantsPlay = true;
  /** Counts engines; what an older one still says is not heard. */
  #generation = 0;

  constructor(video: HTMLVideoElement, urls: PlayUrls, choice: Choice, changed: () => void) {
    this.#video = video;
    this.#urls = urls;
    this.#changed = changed;
    this.abilities = abilitiesHere();
    this.#choice = choice !== "auto" && !canPlay(choice, this.abilities) ? "auto" : choice;
    this.#kind = this.#choice === "auto" ? (this.#order()[0] ?? "native") : this.#choice;
    this.#listen();
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  start(): void {
    void this.#begin();
  }

  destroy(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#retryTimer);
    this.#listeners.abort();
    this.#end();
  }

  choose(choice: Choice): void {
    this.#choice = choice;
    this.#kind = choice === "auto" ? (this.#order()[0] ?? "native") : choice;
    this.#failures = this.#failuresOfKind = 0;
    this.#problem = null;
    this.#flow.rest(performance.now());
    void this.#begin();
  }

  /** What the server says about the stream; a stream that has just come up is tried at once. */
  know(tracks: Tracks, cameUp: boolean): void {
    const before = this.#tracks;
    this.#tracks = tracks;
    if (tracks && this.#choice !== "auto" && !tracks.offered.includes(this.#choice)) {
      this.choose("auto"); // remembered from another stream
    } else if (this.#phase === "retrying") {
      if (!cameUp) return;
      if (this.#choice === "auto") this.#kind = this.#order()[0] ?? this.#kind;
      this.#failuresOfKind = 0;
      this.#end();
      this.retryNow();
    } else if (this.#choice === "auto" && !this.#order().includes(this.#kind)) {
      this.#kind = this.#order()[0] ?? this.#kind;
      void this.#begin();
    } else if (
      before &&
      tracks &&
      (this.#kind === "flv" || this.#kind === "wsflv") &&
      ((tracks.video && !before.video) || (tracks.audio && !before.audio))
    ) {
      void this.#begin(); // FLV players fix their tracks at the start
    }
  }

  retryNow(): void {
    if (this.#phase === "retrying") this.#retry();
  }

  toLive(): void {
    this.#flow.rest(performance.now());
    this.#engine?.toLive();
    this.#play();
  }

  togglePlay(): void {
    if (this.#video.paused) this.toLive();
    else {
      this.#wantsPlay = false;
      this.#video.pause();
    }
  }

  setSound(muted: boolean, volume = this.#video.volume): void {
    this.#video.muted = muted;
    this.#video.volume = volume;
    if (!muted && this.#video.paused) this.#play();
  }

  snapshot(): Snapshot {
    const video = this.#video,
      counted = this.#frames();
    return {
      choice: this.#choice,
      kind: this.#kind,
      phase: this.#phase,
      problem: this.#problem,
      flowing: this.#flowing,
      retryInMs:
        this.#phase === "retrying"
          ? Math.max(0, Math.round(this.#retryAtMs - performance.now()))
          : 0,
      latency: this.#phase === "retrying" ? null : (this.#engine?.latency() ?? null),
      bufferSeconds: bufferedSeconds(video),
      width: video.videoWidth,
      height: video.videoHeight,
      decodedFrames: counted.decoded,
      droppedFrames: counted.dropped,
      stalls: this.#flow.stalls,
      stalledMs: Math.round(this.#flow.stalledMs),
      attempts: this.#attempts,
      muted: video.muted,
      volume: video.volume,
    };
  }

  #order(): Kind[] {
    return automaticOrder(this.abilities, this.#tracks, supportedHere);
  }

  #listen(): void {
    const { signal } = this.#listeners;
    const changed = (): void => this.#changed();
    this.#video.addEventListener("volumechange", changed, { signal });
    this.#video.addEventListener("resize", changed, { signal });
    this.#video.addEventListener(
      "pause",
      () => {
        // Media keys and the picture-in-picture window pause without asking this class.
        if (this.#engine && (this.#phase === "playing" || this.#phase === "buffering"))
          this.#wantsPlay = false;
        this.#tick();
      },
      { signal },
    );
    this.#video.addEventListener(
      "ended",
      () => {
        if (this.#engine) this.#fail({ code: "ended", detail: "end of stream" });
      },
      { signal },
    );
    document.addEventListener(
      "visibilitychange",
      () => {
        const late = this.#engine?.latency()?.seconds ?? 0;
        if (!document.hidden && !this.#video.paused && late > TOO_LATE_SECONDS) this.toLive();
      },
      { signal },
    );
  }

  async #begin(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#end();
    this.#attempts++;
    const generation = this.#generation;
    this.#attemptAtMs = performance.now();
    this.#phase = "connecting";
    this.#changed();
    const failed = (problem: Problem): void => {
      if (generation === this.#generation) this.#fail(problem);
    };
    let start: StartEngine;
    try {
      start = await LOADERS[this.#kind]();
    } catch (cause) {
      failed({ code: "load", detail: String(cause) });
      return;
    }
    if (generation !== this.#generation) return;
    const url = this.#movedTo ?? urlOf(this.#kind, this.#urls);
    this.#movedTo = undefined;
    const details: Attempt = {
      video: this.#video,
      url,
      tracks: this.#tracks,
      failed,
    };
    try {
      this.#engine = start(details);
    } catch (cause) {
      failed({ code: "unsupported", detail: String(cause) });
      return;
    }
    this.#play();
  }

  #end(): void {
    const engine = this.#engine;
    this.#engine = null;
    this.#generation++;
    this.#frames();
    try {
      engine?.destroy();
    } catch {
      // A player that broke may break again while it is taken down; it is gone either way.
    }
  }

  /**
   * Frames since the page was opened, over all attempts; browsers start at 0 with every new source.
   */
  #frames(): { decoded: number; dropped: number } {
    const now = frames(this.#video);
    if (now.decoded < this.#last.decoded) {
      this.#before = {
        decoded: this.#before.decoded + this.#last.decoded,
        dropped: this.#before.dropped + this.#last.dropped,
      };
    }
    this.#last = now;
    return {
      decoded: this.#before.decoded + now.decoded,
      dropped: this.#before.dropped + now.dropped,
    };
  }

  #play(): void {
    this.#wantsPlay = true;
    this.#video.play().catch((cause: unknown) => {
      // Any other refusal (a new source came in between) is followed by another play().
      if (cause instanceof DOMException && cause.name === "NotAllowedError") {
        if (!this.#video.muted) this.setSound(true);
        else this.#phase = "blocked";
        this.#wantsPlay = this.#phase !== "blocked";
        this.#changed();
      }
    });
  }

  #fail(problem: Problem): void {
    this.#problem = problem;
    this.#failures++;
    this.#failuresOfKind++;
    this.#phase = "retrying";
    this.#playingSinceMs = 0;
    const inPlace =
      this.#engine?.resume !== undefined &&
      this.#failuresOfKind < 3 &&
      (problem.code === "offline" || problem.code === "server");
    if (!inPlace) this.#end();
    if (this.#choice === "auto" && givesUpKind(problem, this.#failuresOfKind)) this.#nextKind();
    // An address of another kind would be of no use to the next one.
    this.#movedTo = this.#choice === "auto" && this.#failuresOfKind === 0 ? undefined : problem.movedTo;
    const delayMs = waitMs(problem, this.#failures, Math.random());
    this.#retryAtMs = performance.now() + delayMs;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#retry(), delayMs);
    this.#changed();
  }

  #nextKind(): void {
    const order = this.#order();
    this.#kind = order[(order.indexOf(this.#kind) + 1) % order.length] ?? this.#kind;
    this.#failuresOfKind = 0;
    this.#end();
  }

  #retry(): void {
    clearTimeout(this.#retryTimer);
    if (!this.#engine?.resume) {
      void this.#begin();
      return;
    }
    this.#phase = "connecting";
    this.#attemptAtMs = performance.now();
    this.#engine.resume();
    this.#changed();
  }

  #tick(): void {
    const now = performance.now(),
      video = this.#video;
    if (this.#phase === "blocked" && !this.#wantsPlay) return this.#changed();
    if (!this.#wantsPlay && this.#phase !== "retrying") {
      this.#flow.rest(now);
      this.#flowing = false;
      this.#phase = "paused";
      return this.#changed();
    }
    if (video.paused && this.#engine && this.#phase === "connecting") this.#play();
    this.#flowing = this.#flow.tick(video.currentTime, now) && !video.paused;
    if (this.#phase !== "retrying") this.#judge(this.#flowing, now);
    this.#changed();
  }

  #judge(flowing: boolean, now: number): void {
    if (flowing) {
      this.#phase = "playing";
      this.#problem = null;
      this.#playingSinceMs ||= now;
      if (now - this.#playingSinceMs > GOOD_AFTER_MS) this.#failures = this.#failuresOfKind = 0;
      return;
    }
    if (this.#phase === "playing" || this.#phase === "paused") this.#phase = "buffering";
    const stillMs = Math.min(this.#flow.stillMs(now), now - this.#attemptAtMs);
    if (stillMs > STILL_MS && this.#engine) {
      this.#fail({
        code: "stalled",
        detail: `${this.#kind}: nothing for ${Math.round(stillMs / 1000)} s`,
      });
    }
  }
}
