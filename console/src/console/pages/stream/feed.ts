import { useEffect, useState } from "preact/hooks";
import { api, pathOf } from "../../api/client";
import { Feed, type FeedState } from "../../api/feed";
import type { Finding, StreamSample } from "../../api/schema";
import { SAMPLES_MAX } from "../../api/live";

export type StreamFeed = {
  samples: StreamSample[];
  findings: Finding[] | null;
  ended: boolean;
  state: FeedState;
};

const EMPTY: StreamFeed = { samples: [], findings: null, ended: false, state: "connecting" };

/** One stream's figures and findings, live; it begins with the last ten minutes. */
export function useStreamFeed(app: string, name: string): StreamFeed {
  const [feed, setFeed] = useState<StreamFeed>(EMPTY);
  useEffect(() => {
    setFeed(EMPTY);
    let closed = false;
    const seed = async (): Promise<void> => {
      const { items } = await api("GET /api/v1/streams/{app}/{name}/series", {
        path: { app, name },
      });
      if (closed) return;
      setFeed((before) => {
        const first = before.samples[0]?.atMs ?? Infinity;
        const older = items.filter((sample) => sample.atMs < first);
        return { ...before, samples: [...older, ...before.samples].slice(-SAMPLES_MAX) };
      });
    };
    seed().catch(() => undefined);
    const open = new Feed({
      url: pathOf("/api/v1/streams/{app}/{name}/live", { app, name }),
      state: (state) => setFeed((before) => ({ ...before, state })),
      message: ({ type, data }) => {
        if (type === "sample") {
          const sample = JSON.parse(data) as StreamSample;
          setFeed((before) => ({
            ...before,
            ended: false,
            samples: [...before.samples, sample].slice(-SAMPLES_MAX),
          }));
        } else if (type === "findings") {
          const { items } = JSON.parse(data) as { items: Finding[] };
          setFeed((before) => ({ ...before, findings: items }));
        } else if (type === "ended") {
          setFeed((before) => ({ ...before, ended: true }));
        }
      },
    });
    return () => {
      closed = true;
      open.close();
    };
  }, [app, name]);
  return feed;
}
