import { describe, expect, it } from "vitest";
import { Tale } from "../src/player/beacon";
import type { Snapshot } from "../src/player/types";

const STREAM = { app: "live", name: "a" };

function snapshot(more: Partial<Snapshot>): Snapshot {
  return {
    choice: "auto",
    kind: "llhls",
    phase: "playing",
    problem: null,
    flowing: true,
    retryInMs: 0,
    latency: { seconds: 1.5, from: "clock" },
    bufferSeconds: 1,
    width: 1280,
    height: 720,
    decodedFrames: 0,
    droppedFrames: 0,
    stalls: 0,
    stalledMs: 0,
    attempts: 1,
    muted: true,
    volume: 1,
    ...more,
  };
}

describe("what the server is told", () => {
  it("the first picture, and then what came since", () => {
    const tale = new Tale(STREAM, 0);
    tale.look(snapshot({ flowing: false, phase: "connecting" }), 500);
    expect(tale.started).toBe(false);
    tale.look(snapshot({ decodedFrames: 3 }), 1000);
    const first = tale.tell(snapshot({ decodedFrames: 3 }), "beat");
    expect(first).toMatchObject({ ...STREAM, kind: "start", startupMs: 1000, decoded: 3 });
    for (let ms = 1500; ms <= 11_000; ms += 500) tale.look(snapshot({}), ms);
    const played = snapshot({ decodedFrames: 303, droppedFrames: 4, stalls: 1, stalledMs: 700 });
    const second = tale.tell(played, "beat");
    expect(second).toMatchObject({
      kind: "beat",
      playedMs: 10_000,
      decoded: 300,
      dropped: 4,
      stalls: 1,
      stalledMs: 700,
      latencyMs: 1500,
    });
    expect(second).not.toHaveProperty("startupMs");
  });

  it("nothing while nothing happens", () => {
    const tale = new Tale(STREAM, 0);
    tale.look(snapshot({}), 500);
    tale.tell(snapshot({}), "beat");
    const paused = snapshot({ flowing: false, phase: "paused" });
    tale.look(paused, 1000);
    expect(tale.tell(paused, "beat")).toBeNull();
  });

  it("a failure once, and not the end of the stream", () => {
    const tale = new Tale(STREAM, 0);
    const failed = snapshot({ flowing: false, problem: { code: "decode", detail: "x" } });
    tale.look(failed, 500);
    expect(tale.tell(failed, "beat")).toMatchObject({ kind: "start", error: "decode" });
    tale.look(failed, 1000);
    expect(tale.tell(failed, "beat")).toBeNull();
    const over = snapshot({ flowing: false, problem: { code: "ended", detail: "x" } });
    tale.look(over, 1500);
    expect(tale.tell(over, "beat")).toBeNull();
  });

  it("no more time than passed while the tab slept", () => {
    const tale = new Tale(STREAM, 0);
    tale.look(snapshot({}), 500);
    tale.look(snapshot({}), 3_600_000);
    expect(tale.tell(snapshot({}), "beat")?.playedMs).toBeLessThanOrEqual(2500);
  });
});
