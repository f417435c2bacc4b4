import { describe, expect, test } from "vitest";
import contract from "../../docs/streams-json.md?raw";
import { HIDDEN_MS, VISIBLE_MS, pollDelayMs } from "../src/streams/poll";
import { DEFAULT_PORTS, parseStreamList } from "../src/streams/streams";
import { playUrls, rtmpServer, streamOfPath, tokenOf, watchPath } from "../src/streams/urls";

const EXAMPLE = /```json\n([\s\S]*?)```/;
const example = JSON.parse(EXAMPLE.exec(contract)![1]!) as { streams: object[] };

describe("streams.json", () => {
  test("the contract's example is read without loss", () => {
    expect(parseStreamList(example)).toEqual(example);
  });

  test("keys from the future are ignored", () => {
    const future = { ...example, more: 1, streams: [{ ...example.streams[0], mood: "calm" }] };
    expect(parseStreamList(future)).toEqual(example);
  });

  test("one broken entry does not hide the others", () => {
    expect(
      parseStreamList({ streams: [null, 7, { app: "live" }, ...example.streams] }).streams,
    ).toHaveLength(1);
  });

  test("a port that is switched off stays off, an absent one has its default", () => {
    expect(parseStreamList({ ports: { rtmp: null }, streams: [] }).ports).toEqual({
      ...DEFAULT_PORTS,
      rtmp: null,
    });
  });

  test.each([["https://elsewhere/a.flv"], ["//elsewhere/a.flv"], ["javascript:1"], [5]])(
    "no address leads elsewhere: %s",
    (flv) => {
      expect(
        parseStreamList({ streams: [{ app: "live", name: "a", flv }] }).streams[0]!.flv,
      ).toBeNull();
    },
  );

  test.each([[null], [[]], ["x"], [{}]])("%j is not a stream list", (value) => {
    expect(() => parseStreamList(value)).toThrow();
  });
});

describe("asking for streams", () => {
  test("is steady while visible, slow while hidden, and slower while nobody answers", () => {
    expect(pollDelayMs(false, 0)).toBe(VISIBLE_MS);
    expect(pollDelayMs(true, 0)).toBe(HIDDEN_MS);
    expect(pollDelayMs(false, 2)).toBeGreaterThan(VISIBLE_MS);
    expect(pollDelayMs(false, 1000)).toBeLessThanOrEqual(15_000);
  });
});

describe("addresses", () => {
  const place = { protocol: "https:", hostname: "tv.example", host: "tv.example:8443" };

  test.each([
    ["/watch/live/demo", "live", "demo"],
    ["/watch/live/a/b/c", "live", "a/b/c"],
    ["/watch/live/demo/", "live", "demo"],
    ["/watch/live/caf%C3%A9", "live", "café"],
  ])("%s is %s/%s", (path, app, name) => {
    expect(streamOfPath(path)).toEqual({ app, name });
    expect(streamOfPath(watchPath(app, name))).toEqual({ app, name });
  });

  test.each([
    "/watch/live",
    "/watch/live/",
    "/watch/live/a/b/c/d",
    "/live/demo",
    "/watch/live/%E0%A4%A",
  ])("%s is no stream", (path) => {
    expect(streamOfPath(path)).toBeNull();
  });

  test("carry the token of the page's address, if it can be one", () => {
    const token = tokenOf("?player=ts&token=f1.abc.d-_~e.f");
    expect(playUrls({ app: "live", name: "a" }, place, DEFAULT_PORTS, token)).toEqual({
      hls: "https://tv.example:8443/t/f1.abc.d-_~e.f/live/a/index.m3u8",
      ts: "https://tv.example:8443/t/f1.abc.d-_~e.f/live/a/ts.m3u8",
      flv: "https://tv.example:8443/t/f1.abc.d-_~e.f/live/a.flv",
      wsflv: "wss://tv.example:8443/t/f1.abc.d-_~e.f/live/a.flv",
      rtmp: "rtmp://tv.example:1935/live/a?token=f1.abc.d-_~e.f",
    });
    expect(["", "?token=", "?token=a/b", "?token=%22%3E", "?x=1"].map(tokenOf)).toEqual(
      Array.from({ length: 5 }, () => ""),
    );
  });

  test("keep the page's host and scheme", () => {
    expect(playUrls({ app: "live", name: "a/b" }, place, DEFAULT_PORTS)).toEqual({
      hls: "https://tv.example:8443/live/a/b/index.m3u8",
      ts: "https://tv.example:8443/live/a/b/ts.m3u8",
      flv: "https://tv.example:8443/live/a/b.flv",
      wsflv: "wss://tv.example:8443/live/a/b.flv",
      rtmp: "rtmp://tv.example:1935/live/a/b",
    });
    expect(rtmpServer(place, { ...DEFAULT_PORTS, rtmp: 11935 }, "live")).toBe(
      "rtmp://tv.example:11935/live",
    );
    expect(
      playUrls({ app: "live", name: "a" }, place, { ...DEFAULT_PORTS, rtmp: null }).rtmp,
    ).toBeNull();
  });
});
