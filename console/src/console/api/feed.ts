/**
 * Server-sent events over fetch: unlike EventSource it can say why it does not connect, names the
 * last event it has seen when it comes back, and notices a connection that is silently dead.
 *
 * Spec: HTML Living Standard, 9.2.6 (interpreting an event stream)
 */

export type FeedState = "connecting" | "live" | "lost" | "resting";
export type Message = { type: string; id: string; data: string };

export type FeedOptions = {
  url: string;
  message(message: Message): void;
  state(state: FeedState, retryAtMs: number): void;
  /** Another session, or none: nothing that a new attempt would mend. */
  refused?(status: number): void;
};

/** The server sends a comment every 15 s; twice that and a bit without a byte is a dead line. */
const SILENCE_MS = 35_000;
const WAIT_MIN_MS = 1_000;
const WAIT_MAX_MS = 20_000;
const LINE_MAX = 1 << 20;

export function waitMs(failures: number, random: number): number {
  const full = Math.min(WAIT_MIN_MS * 2 ** Math.min(failures - 1, 10), WAIT_MAX_MS);
  return Math.round(full * (0.75 + random * 0.5));
}

/** Cuts bytes into messages. Lines end with LF, CRLF or CR. */
export class FeedParser {
  #rest = "";
  #type = "";
  #data: string[] = [];
  #id = "";
  readonly #out: (message: Message) => void;

  constructor(out: (message: Message) => void) {
    this.#out = out;
  }

  get lastId(): string {
    return this.#id;
  }

  push(text: string): void {
    let all = this.#rest + text;
    // A CR at the very end may be half of a CRLF.
    const held = all.endsWith("\r") ? "\r" : "";
    if (held) all = all.slice(0, -1);
    const lines = all.split(/\r\n|\n|\r/);
    this.#rest = lines.pop()! + held;
    if (this.#rest.length > LINE_MAX) throw new Error("a line of the feed is too long");
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#type = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "id" && !value.includes("\0")) this.#id = value;
  }

  #dispatch(): void {
    const data = this.#data.join("\n"),
      type = this.#type || "message";
    const some = this.#data.length > 0;
    this.#type = "";
    this.#data = [];
    if (some) this.#out({ type, id: this.#id, data });
  }
}

/** One feed for as long as it is wanted; it rests while the page is hidden. */
export class Feed {
  readonly #options: FeedOptions;
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #lastId = "";
  #closed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    document.addEventListener("visibilitychange", this.#seen);
    window.addEventListener("online", this.#seen);
    this.#seen();
  }

  close(): void {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.#seen);
    window.removeEventListener("online", this.#seen);
    this.#stop();
  }

  readonly #seen = (): void => {
    if (document.hidden) {
      this.#stop();
      this.#options.state("resting", 0);
    } else if (!this.#abort) {
      clearTimeout(this.#timer);
      void this.#connect();
    }
  };

  #stop(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }

  async #connect(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    if (this.#failures === 0) this.#options.state("connecting", 0);
    try {
      await this.#read(abort);
    } catch {
      // Whatever it was: the answer is to wait and to come again.
    }
    if (this.#abort !== abort || this.#closed) return;
    this.#abort = null;
    abort.abort();
    this.#failures++;
    const wait = waitMs(this.#failures, Math.random());
    this.#options.state("lost", Date.now() + wait);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  async #read(abort: AbortController): Promise<void> {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (this.#lastId) headers["Last-Event-ID"] = this.#lastId;
    let watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
    try {
      const response = await fetch(this.#options.url, {
        headers,
        cache: "no-store",
        credentials: "same-origin",
        signal: abort.signal,
      });
      if (!response.ok || !response.body) {
        this.#options.refused?.(response.status);
        throw new Error(String(response.status));
      }
      this.#failures = 0;
      this.#options.state("live", 0);
      const parser = new FeedParser((message) => this.#options.message(message));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
        parser.push(value);
        if (parser.lastId) this.#lastId = parser.lastId;
      }
    } finally {
      clearTimeout(watchdog);
    }
  }
}
