import { describe, expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { fill, languageOf, sayIn } from "../src/i18n/i18n";
import { zh } from "../src/i18n/zh";
import { KINDS, PROBLEMS } from "../src/player/types";

const places = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe("the texts", () => {
  test("have the same keys in both languages", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  test("have the same places to fill in both languages", () => {
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, ...places(zh[key])]).toEqual([key, ...places(en[key])]);
  });

  test("are never empty", () => {
    for (const text of [...Object.values(en), ...Object.values(zh)])
      expect(text.trim()).not.toBe("");
  });

  test("name every problem with what to do, and every player", () => {
    for (const code of PROBLEMS) {
      expect(en).toHaveProperty([`problem.${code}`]);
      expect(en).toHaveProperty([`problem.${code}.how`]);
    }
    for (const kind of KINDS) expect(en).toHaveProperty([`choice.${kind}.how`]);
  });

  test("count as each language does", () => {
    expect(sayIn("en").count("card.viewers", 1)).toBe("1 viewer");
    expect(sayIn("en").count("card.viewers", 1284)).toBe("1,284 viewers");
    expect(sayIn("zh").count("card.viewers", 1)).toBe("1 人观看");
  });

  test("leave an unknown place visible", () => {
    expect(fill("{n} of {total}", { n: 3 })).toBe("3 of {total}");
  });
});

describe("the language", () => {
  test.each([
    [null, ["zh-CN", "en"], "zh"],
    [null, ["zh-TW"], "zh"],
    [null, ["de-DE", "zh"], "zh"],
    [null, ["de", "en-US", "zh"], "en"],
    [null, [], "en"],
    ["en", ["zh-CN"], "en"],
    ["zh", ["en"], "zh"],
    ["tlh", ["en"], "en"],
  ])("chosen %s, wanted %j: %s", (chosen, wanted, language) => {
    expect(languageOf(chosen, wanted)).toBe(language);
  });
});
