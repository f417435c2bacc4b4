import { describe, expect, test } from "vitest";
import { pathOf, queryOf } from "../src/console/api/client";
import { FeedParser, waitMs, type Message } from "../src/console/api/feed";
import { atLeast, may, mayAnywhere } from "../src/console/api/session";
import type { Me } from "../src/console/api/schema";
import { mediaPlace } from "../src/console/node";
import { PLAIN, pathOfPage, routeOf, streamPath } from "../src/console/route";
import { TEXTS, tongueOf } from "../src/console/text/speech";
import { pieces } from "../src/console/ui/Foreign";
import { ago, bits, bytes, ms } from "../src/console/ui/format";
import { listOf } from "../src/console/ui/lists";

describe("the console's texts", () => {
  const places = (text: string): string[] =>
    [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

  test("are there in both languages, with the same places to fill", () => {
    for (const [word, pair] of Object.entries(TEXTS)) {
      expect([word, pair.length]).toEqual([word, 2]);
      for (const text of pair) expect([word, text.trim()]).not.toEqual([word, ""]);
      expect([word, places(pair[1])]).toEqual([word, places(pair[0])]);
    }
  });

  test("are really translated", () => {
    const same = Object.entries(TEXTS)
      .filter(([, [en, zh]]) => en === zh)
      .map(([word]) => word);
    expect(same).toEqual(["channel.webhook"]);
  });

  test("name every page", () => {
    for (const page of PLAIN) expect(TEXTS).toHaveProperty([`nav.${page}`]);
  });

  test("count as each language does", () => {
    expect(tongueOf("en").count("viewers.n", 1)).toBe("1 viewer");
    expect(tongueOf("en").count("viewers.n", 1284)).toBe("1,284 viewers");
    expect(tongueOf("zh").count("viewers.n", 1284)).toBe("1,284 人");
  });

  test("leave to the server what they do not know", () => {
    expect(tongueOf("zh").maybe("event.moon.rose", "moon.rose")).toBe("moon.rose");
    expect(tongueOf("zh").maybe("constructor", "as it is")).toBe("as it is");
  });
});

describe("foreign text", () => {
  test("is shown as it is while it is readable", () => {
    expect(pieces("<script>é 直播</script>")).toEqual({
      pieces: [{ text: "<script>é 直播</script>", code: false }],
      left: 0,
    });
  });

  test("shows the number of what would steer the line", () => {
    const shown = pieces("a\u202Eb\u0007").pieces;
    expect(shown).toEqual([
      { text: "a", code: false },
      { text: "U+202E", code: true },
      { text: "b", code: false },
      { text: "U+0007", code: true },
    ]);
  });

  test("ends somewhere, without halving a character", () => {
    const { pieces: shown, left } = pieces("𝒳".repeat(5_000), 10);
    expect(shown).toEqual([{ text: "𝒳".repeat(10), code: false }]);
    expect(left).toBe(4_990);
  });
});

describe("addresses", () => {
  test.each([
    ["/", { page: "dashboard" }],
    ["/streams", { page: "streams" }],
    ["/streams/", { page: "streams" }],
    ["/streams/live/a", { page: "stream", app: "live", name: "a" }],
    ["/streams/live/a/b/c", { page: "stream", app: "live", name: "a/b/c" }],
    ["/streams/live/%3Cscript%3E", { page: "stream", app: "live", name: "<script>" }],
    ["/streams/live/%E0", { page: "nothing" }],
    ["/streams/live/a/b/c/d", { page: "nothing" }],
    ["/dashboard", { page: "nothing" }],
    ["/elsewhere", { page: "nothing" }],
    ["/api/v1/streams", { page: "nothing" }],
  ])("%s", (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });

  test("lead back to their page", () => {
    for (const page of PLAIN) expect(routeOf(pathOfPage(page))).toEqual({ page });
    expect(routeOf(streamPath("a b", "x/%/ü"))).toEqual({
      page: "stream",
      app: "a b",
      name: "x/%/ü",
    });
  });

  test("of the API keep a name's slashes in one segment", () => {
    expect(pathOf("/api/v1/streams/{app}/{name}", { app: "live", name: "a/../b?c" })).toBe(
      "/api/v1/streams/live/a%2F..%2Fb%3Fc",
    );
    expect(queryOf({ q: "a&b", cursor: undefined, limit: 50, app: "" })).toBe("?q=a%26b&limit=50");
  });

  test("of media are on the same host, at the media port", () => {
    const ports = { rtmp: 1935, rtmps: null, http: 8080, https: 8443 };
    const place = { hostname: "example.org", host: "example.org:8090" };
    expect(mediaPlace({ ...place, protocol: "http:" }, ports).host).toBe("example.org:8080");
    expect(mediaPlace({ ...place, protocol: "https:" }, ports)).toEqual({
      protocol: "https:",
      hostname: "example.org",
      host: "example.org:8443",
    });
  });
});

describe("a feed", () => {
  const read = (...chunks: string[]): Message[] => {
    const found: Message[] = [];
    const parser = new FeedParser((message) => found.push(message));
    chunks.forEach((chunk) => parser.push(chunk));
    return found;
  };

  test("is cut into messages, however it arrives", () => {
    const text = ": hello\n\nid: 7\nevent: node\ndata: {\"a\":\ndata: 1}\n\ndata:x\r\n\r\ndata\n\n";
    const whole = [
      { type: "node", id: "7", data: '{"a":\n1}' },
      { type: "message", id: "7", data: "x" },
      { type: "message", id: "7", data: "" },
    ];
    expect(read(text)).toEqual(whole);
    expect(read(...text)).toEqual(whole);
  });

  test("forgets a message that was cut off", () => {
    expect(read("event: node\ndata: 1\n")).toEqual([]);
  });

  test("refuses a line without end", () => {
    expect(() => read("data: " + "x".repeat(1 << 21))).toThrow("too long");
  });

  test("is asked for again ever more slowly, up to a bound", () => {
    expect(waitMs(1, 0.5)).toBe(1_000);
    expect(waitMs(3, 0.5)).toBe(4_000);
    expect(waitMs(50, 0.5)).toBe(20_000);
    expect(waitMs(50, 1)).toBeLessThanOrEqual(25_000);
  });
});

describe("what somebody may", () => {
  const me = { grants: { live: "moderator", "*": "viewer" } } as unknown as Me;
  test("is what the app or everywhere grants", () => {
    expect(may(me, "moderator", "live")).toBe(true);
    expect(may(me, "moderator", "school")).toBe(false);
    expect(may(me, "viewer", "school")).toBe(true);
    expect(may(me, "moderator")).toBe(false);
    expect(mayAnywhere(me, "moderator")).toBe(true);
    expect(mayAnywhere(me, "operator")).toBe(false);
    expect(atLeast(undefined, "viewer")).toBe(false);
  });
});

describe("figures", () => {
  test("have three digits and a unit", () => {
    expect(bits(0, "en")).toEqual({ value: "0", unit: "kbit/s" });
    expect(bits(128_400, "en")).toEqual({ value: "128", unit: "kbit/s" });
    expect(bits(4_213_000, "en")).toEqual({ value: "4.21", unit: "Mbit/s" });
    expect(bits(17_140_000_000, "en")).toEqual({ value: "17.1", unit: "Gbit/s" });
    expect(bytes(121e6, "en")).toEqual({ value: "115", unit: "MiB" });
    expect(ms(187, "en")).toBe("187\u00a0ms");
    expect(ms(1_180, "en")).toBe("1.18\u00a0s");
  });

  test("of time are told from now", () => {
    const now = 1_790_000_000_000;
    expect(ago(now - 2_000, now, tongueOf("en"))).toBe("now");
    expect(ago(now - 65_000, now, tongueOf("en"))).toContain("1 min");
    expect(ago(now - 3_600_000 * 3, now, tongueOf("zh"))).toContain("3");
  });
});

test("lists may be typed with commas of either language", () => {
  expect(listOf(" 10.0.0.0/8, 192.0.2.1；\n\n2001:db8::/32，a ")).toEqual([
    "10.0.0.0/8",
    "192.0.2.1",
    "2001:db8::/32",
    "a",
  ]);
});
