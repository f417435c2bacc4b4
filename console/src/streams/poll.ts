import { useEffect, useState } from "preact/hooks";
import { parseStreamList, type StreamList } from "./streams";

export const VISIBLE_MS = 3_000;
export const HIDDEN_MS = 30_000;
const FAILING_MAX_MS = 15_000;
/** A server that answers later than this is as good as away; the next question finds out. */
const TIMEOUT_MS = 8_000;

/** When to ask again: slowly in a hidden tab, ever more slowly while the server does not answer. */
export function pollDelayMs(hidden: boolean, failures: number): number {
  if (hidden) return HIDDEN_MS;
  return Math.min(VISIBLE_MS * 1.6 ** Math.min(failures, 10), FAILING_MAX_MS);
}

export async function fetchStreams(): Promise<StreamList> {
  const response = await fetch("/streams.json", {
    cache: "no-cache",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`streams.json: ${response.status}`);
  return parseStreamList(await response.json());
}

/** `list` is null until the first answer; `away` while the server does not answer. */
export type Polled = { list: StreamList | null; away: boolean };

export function useStreams(): Polled {
  const [polled, setPolled] = useState<Polled>({ list: null, away: false });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0,
      stopped = false,
      asking = false;
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      if (asking) return;
      asking = true;
      try {
        const list = await fetchStreams();
        failures = 0;
        if (!stopped) setPolled({ list, away: false });
      } catch {
        failures++;
        // One lost answer is no news; two in a row are.
        if (!stopped && failures > 1) setPolled((before) => ({ list: before.list, away: true }));
      }
      asking = false;
      if (!stopped) timer = setTimeout(ask, pollDelayMs(document.hidden, failures));
    };
    const seen = (): void => {
      if (!document.hidden) void ask();
    };
    document.addEventListener("visibilitychange", seen);
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
  return polled;
}
