import { describe, expect, test } from "vitest";
import type { Event } from "../src/console/api/schema";
import { tongueOf } from "../src/console/text/speech";
import { alertWords, factWords, findingWords } from "../src/console/ui/facts";

const [english, chinese] = [tongueOf("en"), tongueOf("zh")];

const event = (facts: Record<string, string>): Event => ({
  id: "1",
  type: "a.type",
  atMs: 0,
  facts,
});

const said = (facts: Record<string, string>, t = chinese) =>
  factWords(event(facts), t).map(({ name, value }) => `${name} ${value}`);

describe("the facts of an event", () => {
  test("have names and sizes in the reader's language", () => {
    const facts = { durationMs: "3720000", bytesIn: "2097152", frames: "90000", remote: "::1" };
    expect(said(facts, english)).toEqual([
      "lasted 1 h 2 min",
      "in 2\u00a0MiB",
      "frames 90,000",
      "address ::1",
    ]);
    expect(said(facts)[0]).toBe("时长 1 小时 2 分钟");
  });

  test("that are words of ours are said in words", () => {
    expect(said({ kind: "disk", silenced: "false" })).toEqual(["类型 磁盘不足", "已静默 否"]);
    expect(said({ severity: "bad" })).toEqual(["级别 严重"]);
    expect(said({ condition: "evicted" }, english)).toEqual(["is Evicted"]);
  });

  test("that nobody knows stay as they came, and an empty one is left out", () => {
    expect(said({ odd: "<b>7</b>", user: "" })).toEqual(["odd <b>7</b>"]);
  });

  test("tell an offset with its sign", () => {
    expect(said({ offsetMs: "-250" }, english)).toEqual(["off by -250\u00a0ms"]);
  });

  test("say a finding with its figures", () => {
    const text = "key frames every 10.0 s: joins will be slow";
    expect(said({ code: "gop-long", text })[1]).toBe("说明 关键帧间隔 10.0 s，观众打开会较慢。");
    expect(findingWords({ code: "new-one", text }, "what", text, chinese)).toBe(text);
  });
});

describe("an alert", () => {
  test("is said in the reader's language, whatever its subject is", () => {
    const alert = { kind: "disk", subject: "/data/9", text: "4.5 % of the disk of /data/9 is free" } as const;
    expect(alertWords(alert, english)).toBe(alert.text);
    expect(alertWords(alert, chinese)).toBe("/data/9 所在磁盘仅剩 4.5 %。");
  });
});
