import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { remember, remembered } from "../prefs";
import { en, type TextKey, type Texts } from "./en";
import { zh } from "./zh";

export type Language = "en" | "zh";

const TEXTS: Record<Language, Texts> = { en, zh };

export function languageOf(chosen: string | null, wanted: readonly string[]): Language {
  if (chosen === "en" || chosen === "zh") return chosen;
  const first = wanted.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const currentLanguage = (): Language =>
  languageOf(remembered("language"), navigator.languages);

export const rememberLanguage = (language: Language): void => remember("language", language);

/** Fills `{name}` places; an unknown place stays visible, so that it is noticed. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

type PluralKey = TextKey extends infer Key
  ? Key extends `${infer Stem}.one`
    ? Stem
    : never
  : never;

export type Say = {
  language: Language;
  (key: TextKey, values?: Record<string, string | number>): string;
  count(key: PluralKey, n: number): string;
};

export function sayIn(language: Language): Say {
  const texts = TEXTS[language];
  const plural = new Intl.PluralRules(language);
  const say = (key: TextKey, values: Record<string, string | number> = {}): string =>
    fill(texts[key], values);
  return Object.assign(say, {
    language,
    count(key: PluralKey, n: number): string {
      const form = plural.select(n) === "one" ? "one" : "other";
      return say(`${key}.${form}`, { n: n.toLocaleString(language) });
    },
  });
}

export const Speech = createContext<Say>(sayIn("en"));
export const useSay = (): Say => useContext(Speech);
