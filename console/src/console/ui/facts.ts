import type { Alert, Event } from "../api/schema";
import type { Tongue } from "../text/speech";
import { bytes, duration, ms, number, plain } from "./format";

/** One fact of an event, as people read it. */
export type FactWords = { key: string; name: string; value: string };

/** The figures of a sentence of the server, with their units, in turn: `{n0}`, `{n1}`. */
function figures(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/\d+(?:[.,]\d+)*(?:\s?(?:%|ms|s|kbit\/s|Mbit\/s|fps))?/g)].map(
      ([figure], i) => [`n${i}`, figure],
    ),
  );
}

/**
 * What a finding says. The server says it in English with figures; codes that the console knows
 * are said in its own language, with the figures of the server's text.
 */
export function findingWords(
  finding: { code: string; text: string },
  part: "what" | "do",
  otherwise: string,
  t: Tongue,
): string {
  return t.language === "en"
    ? otherwise
    : t.maybe(`finding.${finding.code}.${part}`, otherwise, figures(finding.text));
}

/** What an alert says, by the same rule; the subject may be anybody's text. */
export function alertWords(alert: Pick<Alert, "kind" | "subject" | "text">, t: Tongue): string {
  if (t.language === "en") return alert.text;
  const said = figures(alert.text.replaceAll(alert.subject, ""));
  return t.maybe(`breach.${alert.kind}`, alert.text, { n0: "–", ...said, subject: alert.subject });
}

/**
 * The facts of an event in the reader's language: names, lengths, sizes, and such values as are
 * words of ours. What the console does not know stays as it came: it may be anybody's text.
 */
export function factWords(event: Event, t: Tongue): FactWords[] {
  return Object.entries(event.facts)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({
      key,
      name: t.maybe(`fact.${key}`, key),
      value: valueWords(event.facts, key, value, t),
    }));
}

function valueWords(facts: Event["facts"], key: string, value: string, t: Tongue): string {
  const { code, kind, subject } = facts;
  if (key === "text" && code) return findingWords({ code, text: value }, "what", value, t);
  if (key === "text" && kind && subject)
    return alertWords({ kind: kind as Alert["kind"], subject, text: value }, t);
  if (key === "severity") return t.maybe(`severity.${value}`, t.maybe(`finding.${value}`, value));
  if (key === "kind") return t.maybe(`kind.${value}`, value);
  if (key === "from" || key === "condition") return t.maybe(`condition.${value}`, value);
  if (key === "silenced") return t(value === "true" ? "fact.yes" : "fact.no");
  if (!/^-?\d{1,15}$/.test(value)) return value;
  const count = Number(value);
  if (key === "durationMs") return duration(count, t);
  if (key.endsWith("Ms")) return ms(count, t.language);
  if (key === "forS") return duration(count * 1000, t);
  if (key.startsWith("bytes")) return plain(bytes(count, t.language));
  return key === "frames" || key === "in" || key === "out" ? number(count, t.language) : value;
}
