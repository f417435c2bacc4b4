import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError, type Answer, type Asked, type Operation } from "./client";

export type Found<T> = {
  data: T | undefined;
  /** Of the last attempt; data of an earlier one stays. */
  error: ApiError | undefined;
  asking: boolean;
  again(): void;
};

type How = { everyMs?: number; off?: boolean };

/** What an operation answers, asked for now, whenever the question changes, and every so often. */
export function useAsk<O extends Operation>(
  operation: O,
  asked: Omit<Asked<O>, "signal" | "version">,
  { everyMs = 0, off = false }: How = {},
): Found<Answer<O>> {
  const key = operation + JSON.stringify(asked);
  const [found, setFound] = useState<{
    key: string;
    data: Answer<O> | undefined;
    error: ApiError | undefined;
    asking: boolean;
  }>({ key, data: undefined, error: undefined, asking: !off });
  const [round, setRound] = useState(0);
  const latest = useRef(asked);
  latest.current = asked;

  useEffect(() => {
    if (off) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      setFound((before) => ({ ...before, asking: true }));
      try {
        const loose = { ...latest.current, signal: abort.signal } as unknown as Asked<O>;
        const data = await (api as (o: O, a: Asked<O>) => Promise<Answer<O>>)(operation, loose);
        if (!abort.signal.aborted) setFound({ key, data, error: undefined, asking: false });
      } catch (cause) {
        if (abort.signal.aborted) return;
        const error = cause instanceof ApiError ? cause : new ApiError(0, String(cause));
        setFound((before) => ({
          key,
          data: before.key === key ? before.data : undefined,
          error,
          asking: false,
        }));
      }
      if (everyMs > 0) timer = setTimeout(next, everyMs);
    };
    const next = (): void => {
      if (document.hidden) timer = setTimeout(next, everyMs);
      else void ask();
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, round, everyMs, off]);

  return {
    // What was found for another question stays until the new answer comes: no flicker in lists.
    data: found.data,
    error: found.error,
    asking: found.asking,
    again: () => setRound((before) => before + 1),
  };
}
