import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { fill, type Language } from "../../i18n/i18n";
import { fleet } from "./fleet";
import { frame } from "./frame";
import { flow } from "./flow";
import { rules } from "./rules";
import { watchers } from "./watchers";

/** The console's words: every text stands beside its translation, [English, Chinese]. */
export const TEXTS = { ...frame, ...flow, ...rules, ...watchers, ...fleet } as const;

export type Word = keyof typeof TEXTS;

type Stem<K> = K extends `${infer S}.one` ? S : never;
export type Counted = Stem<Word>;
export type Values = Record<string, string | number>;

export type Tongue = {
  language: Language;
  (word: Word, values?: Values): string;
  count(stem: Counted, n: number): string;
  /** For words that come from the server: its own text where we have none. */
  maybe(word: string, otherwise: string, values?: Values): string;
};

export function tongueOf(language: Language): Tongue {
  const place = language === "zh" ? 1 : 0;
  const plural = new Intl.PluralRules(language);
  const say = (word: Word, values: Values = {}): string => fill(TEXTS[word][place], values);
  return Object.assign(say, {
    language,
    count(stem: Counted, n: number): string {
      const form = plural.select(n) === "one" ? "one" : "other";
      return say(`${stem}.${form}`, { n: n.toLocaleString(language) });
    },
    maybe(word: string, otherwise: string, values: Values = {}): string {
      return Object.hasOwn(TEXTS, word) ? say(word as Word, values) : otherwise;
    },
  });
}

export const TongueContext = createContext<Tongue>(tongueOf("en"));
export const useTongue = (): Tongue => useContext(TongueContext);
