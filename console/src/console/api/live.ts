import { useEffect, useState } from "preact/hooks";
import { api, queryOf } from "./client";
import { Feed, type FeedState, type Message } from "./feed";
import type { NodeSample, StreamSample } from "./schema";

/** Ten minutes, a sample a second. */
export const SAMPLES_MAX = 600;

export type Selection = {
  app?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
};

export const sampleKey = (app: string, name: string): string => `${app}/${name}`;

/**
 * The one feed that every page has open: the node's figures, how many alerts fire, and the figures
 * of the streams that the page shows.
 */
class Live {
  samples: NodeSample[] = [];
  readonly streams = new Map<string, StreamSample>();
  firing: number | null = null;
  state: FeedState = "connecting";
  retryAtMs = 0;
  #feed: Feed | null = null;
  #selection: Selection = { limit: 1 };
  readonly #listeners = new Set<() => void>();

  start(): void {
    void this.#seed();
    this.#open();
  }

  stop(): void {
    this.#feed?.close();
    this.#feed = null;
    this.samples = [];
    this.streams.clear();
    this.firing = null;
  }

  /** Which streams' figures are wanted; the feed starts anew when that changes. */
  select(selection: Selection): void {
    if (JSON.stringify(selection) === JSON.stringify(this.#selection)) return;
    this.#selection = selection;
    if (this.#feed) this.#open();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open(): void {
    this.#feed?.close();
    this.#feed = new Feed({
      url: `/api/v1/live${queryOf(this.#selection)}`,
      message: (message) => this.#take(message),
      state: (state, retryAtMs) => {
        this.state = state;
        this.retryAtMs = retryAtMs;
        this.#tell();
      },
      refused: (status) => {
        if (status === 401) void api("GET /api/v1/me").catch(() => undefined);
      },
    });
  }

  async #seed(): Promise<void> {
    try {
      const { items } = await api("GET /api/v1/series");
      const first = this.samples[0]?.atMs ?? Infinity;
      const before = items.filter((sample) => sample.atMs < first);
      this.samples = [...before, ...this.samples].slice(-SAMPLES_MAX);
      this.#tell();
    } catch {
      // Charts begin empty then.
    }
  }

  #take({ type, data }: Message): void {
    const value = JSON.parse(data) as unknown;
    if (type === "node") {
      this.samples = [...this.samples, value as NodeSample].slice(-SAMPLES_MAX);
    } else if (type === "streams") {
      this.streams.clear();
      for (const sample of (value as { items: StreamSample[] }).items)
        this.streams.set(sampleKey(sample.app, sample.name), sample);
    } else if (type === "alerts") {
      this.firing = (value as { firing: number }).firing;
    }
    this.#tell();
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }
}

export const live = new Live();

/** Draws the component again whenever the feed said something. */
export function useLive(): Live {
  const [, setCount] = useState(0);
  useEffect(() => live.subscribe(() => setCount((before) => before + 1)), []);
  return live;
}
