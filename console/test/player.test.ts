import { afterEach, describe, expect, test, vi } from "vitest";
import { bitrate, seconds, span } from "../src/format";
import {
  automaticOrder,
  flvRate,
  pastHole,
  givesUpKind,
  offeredKinds,
  parseChoice,
  problemOfAnswer,
  problemOfStatus,
  retryAfterOf,
  retryDelayMs,
  waitMs,
} from "../src/player/policy";
import { whyNot } from "../src/player/ask";
import { KINDS } from "../src/player/types";
import { Flow } from "../src/player/stalls";

describe("a WebSocket that is refused", () => {
  afterEach(() => vi.unstubAllGlobals());

  const answers = (answer: Partial<Response>): void => {
    vi.stubGlobal("fetch", () =>
      Promise.resolve({ headers: new Headers(), ok: true, redirected: false, ...answer }),
    );
  };

  test("goes where the server sends HTTP: browsers follow no redirect in its handshake", async () => {
    answers({ redirected: true, url: "http://edge-2:8080/live/cam.flv?token=t" });
    expect(await whyNot("ws://edge-1:8080/live/cam.flv?token=t", "closed")).toEqual({
      code: "offline",
      detail: "closed",
      movedTo: "ws://edge-2:8080/live/cam.flv?token=t",
    });
  });

  test("stays where it is if HTTP is served there", async () => {
    answers({ url: "http://edge-1:8080/live/cam.flv" });
    expect(await whyNot("ws://edge-1:8080/live/cam.flv", "closed")).toBeNull();
  });

  test("says why it is refused everywhere", async () => {
    answers({ ok: false, status: 404, redirected: true, url: "http://edge-2:8080/live/cam.flv" });
    expect(await whyNot("ws://edge-1:8080/live/cam.flv", "closed")).toMatchObject({
      code: "notFound",
    });
  });
});

describe("the automatic player", () => {
  test("begins with low-latency HLS where media sources exist", () => {
    expect(automaticOrder({ mse: true, nativeHls: false })).toEqual(["llhls", "flv", "ts"]);
  });

  test("uses the phone's own HLS where that is all there is", () => {
    expect(automaticOrder({ mse: false, nativeHls: true })).toEqual(["native"]);
  });

  test("goes on at once from what the browser cannot, after two failures from what does not come", () => {
    expect(givesUpKind({ code: "unsupported", detail: "" }, 1)).toBe(true);
    expect(givesUpKind({ code: "notFound", detail: "" }, 1)).toBe(false);
    expect(givesUpKind({ code: "notFound", detail: "" }, 2)).toBe(true);
    expect(givesUpKind({ code: "offline", detail: "" }, 9)).toBe(false);
  });

  test("does not try another way at a server that is full", () => {
    expect(givesUpKind({ code: "full", detail: "", retryAfterS: 3 }, 9)).toBe(false);
  });

  const here = { mse: true, nativeHls: false };
  const tracks = (codecs: { video: string; audio: string }, offered = [...KINDS]) => ({
    video: codecs.video !== "",
    audio: codecs.audio !== "",
    codecs,
    offered,
  });
  const chromium = (type: string): boolean => !/mp4a\.40\.34/.test(type);

  test("leaves fragmented MP4 out for MP3, which media sources take only as it is", () => {
    const codecs = { video: "avc1.64001f", audio: "mp4a.40.34" };
    expect(automaticOrder(here, tracks(codecs), chromium)).toEqual(["flv", "ts"]);
    expect(automaticOrder(here, tracks({ ...codecs, video: "" }), chromium)).toEqual(["flv", "ts"]);
  });

  test("leaves MPEG-TS out for what it does not carry", () => {
    const codecs = { video: "av01.0.04M.08", audio: "opus" };
    expect(automaticOrder(here, tracks(codecs), chromium)).toEqual(["llhls", "flv"]);
  });

  test("leaves out what the server says that it does not have", () => {
    const codecs = { video: "avc1.64001f", audio: "mp4a.40.2" };
    const noHls = offeredKinds({ hls: null, ts: null, flv: "/live/a.flv" });
    expect(noHls).toEqual(["flv", "wsflv"]);
    expect(automaticOrder(here, tracks(codecs, noHls), chromium)).toEqual(["flv"]);
    const noTs = offeredKinds({ hls: "/live/a/index.m3u8", ts: null, flv: "/live/a.flv" });
    expect(automaticOrder(here, tracks(codecs, noTs), chromium)).toEqual(["llhls", "flv"]);
    expect(offeredKinds(undefined)).toEqual([...KINDS]);
  });

  test("tries all the same where nothing fits, so that the viewer is told", () => {
    const codecs = { video: "hvc1.1.6.L93.B0", audio: "" };
    expect(automaticOrder(here, tracks(codecs), () => false)).toEqual(["llhls", "flv", "ts"]);
  });

  test("takes no choice that it does not know", () => {
    expect(parseChoice("wsflv")).toBe("wsflv");
    expect(parseChoice("auto")).toBe("auto");
    expect(parseChoice("flash")).toBeNull();
    expect(parseChoice(null)).toBeNull();
  });
});

test("trying again starts quick and never waits longer than ten seconds", () => {
  expect(retryDelayMs(1, 0.5)).toBe(500);
  expect(retryDelayMs(3, 0.5)).toBe(2000);
  expect(retryDelayMs(50, 1)).toBeLessThan(10_000);
  expect(retryDelayMs(4, 0)).toBeLessThan(retryDelayMs(4, 1));
});

test.each([
  [0.8, 1, 1, "in between"],
  [1.6, 1, 1.1, "too late"],
  [0.9, 1.1, 1.1, "still catching up"],
  [0.5, 1.1, 1, "caught up"],
  [0.1, 1, 0.94, "nearly dry"],
  [0.5, 0.94, 0.94, "filling"],
  [0.7, 0.94, 1, "filled"],
])("an FLV buffer of %f s at speed %f plays on at %f: %s", (buffer, rate, next) =>
  expect(flvRate(buffer, rate)).toBe(next),
);

test.each([
  [404, "notFound"],
  [410, "notFound"],
  [401, "refused"],
  [403, "refused"],
  [500, "server"],
  [503, "server"],
  [0, "offline"],
])("HTTP %i is called %s", (status, code) => expect(problemOfStatus(status)).toBe(code));

describe("the flow of media", () => {
  /** Ticks every 200 ms with the positions given, in seconds. */
  const told = (...positions: number[]): Flow => {
    const flow = new Flow();
    positions.forEach((position, i) => flow.tick(position, i * 200));
    return flow;
  };

  test("does not call the wait for the first picture an interruption", () => {
    expect(told(0, 0, 0, 0, 0, 0, 0.2, 0.4).stalls).toBe(0);
  });

  test("counts a standstill once, with its length", () => {
    const flow = told(0, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.6, 0.8);
    expect(flow.stalls).toBe(1);
    expect(flow.stalledMs).toBe(1200);
  });

  test("overlooks a hiccup", () => {
    expect(told(0, 0.2, 0.2, 0.4).stalls).toBe(0);
  });

  test("does not count what the viewer asked for", () => {
    const flow = told(0, 0.2, 0.4);
    flow.rest(600);
    for (let ms = 600; ms < 5000; ms += 200) flow.tick(0.4, ms);
    expect(flow.stalls).toBe(0);
  });
});

describe("figures", () => {
  test.each([
    [0, "–"],
    [128_000, "128 kbit/s"],
    [905_400, "905 kbit/s"],
    [999_900, "1.0 Mbit/s"],
    [4_200_000, "4.2 Mbit/s"],
  ])("%i bit/s reads %s", (bps, text) => expect(bitrate(bps, "en")).toBe(text));

  test.each([
    [null, "–"],
    [0.84, "0.8 s"],
    [12.3, "12 s"],
  ])("%s s reads %s", (value, text) => expect(seconds(value, "en")).toBe(text));

  test.each([
    [-5, "0 s"],
    [59_000, "59 s"],
    [3_599_000, "59 min"],
    [5_700_000, "1 h 35 min"],
    [273_600_000, "3 d 4 h"],
  ])("%i ms reads %s", (ms, text) =>
    expect(span(ms, { d: "d", h: "h", min: "min", s: "s" })).toBe(text),
  );
});

describe("holes in what is buffered", () => {
  const before = { start: 0, end: 15.92 };
  const after = { start: 15.979, end: 17.5 };
  test.each([
    ["no hole", [before], 15.8, 15.9, null],
    ["stands in front of it", [before, after], 15.9, 15.91, 15.979],
    ["sound alone has gone on", [before, after], 15.83, 16.4, 16.4],
    ["passed long ago: something else is wrong", [before, after], 17, 17.2, null],
    ["sound alone has reached the end", [before, after], 15.83, 17.5, null],
    ["the last of several", [before, after, { start: 18, end: 19 }], 17.4, 17.5, 18],
    ["nothing buffered", [], 0, 0, null],
  ])("%s", (_, ranges, still, now, to) => {
    expect(pastHole(ranges, still, now)).toBe(to);
  });
});

describe("a server that is full", () => {
  test("says so with 503 and when to come again", () => {
    expect(problemOfAnswer(503, "7", "x")).toEqual({ code: "full", detail: "x", retryAfterS: 7 });
    expect(problemOfAnswer(503, null, "x")).toEqual({ code: "server", detail: "x" });
    expect(problemOfAnswer(404, "7", "x")).toEqual({ code: "notFound", detail: "x" });
    expect(problemOfAnswer(0, null, "x")).toEqual({ code: "offline", detail: "x" });
  });

  test("is believed within reason", () => {
    expect(retryAfterOf("0")).toBe(1);
    expect(retryAfterOf("3600")).toBe(60);
    expect(retryAfterOf("Fri, 31 Dec 1999 23:59:59 GMT")).toBeUndefined();
    expect(retryAfterOf("-1")).toBeUndefined();
    expect(retryAfterOf(null)).toBeUndefined();
  });

  test("is asked again no earlier than it wants, and not by all at once", () => {
    const problem = { code: "full", detail: "", retryAfterS: 5 } as const;
    expect(waitMs(problem, 1, 0)).toBe(5_000);
    expect(waitMs(problem, 9, 1)).toBe(6_000);
    expect(waitMs({ code: "offline", detail: "" }, 1, 0.5)).toBe(retryDelayMs(1, 0.5));
  });
});
