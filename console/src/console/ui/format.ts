import type { Tongue } from "../text/speech";
import { span } from "../../format";

/** Figures and times as the console says them. */

export type Figure = { value: string; unit: string };

const LADDER: [number, string][] = [
  [1e9, "Gbit/s"],
  [1e6, "Mbit/s"],
  [1e3, "kbit/s"],
];

/** Three significant digits at the most, and never a false zero. */
export function bits(bps: number, language: string): Figure {
  const [divisor, unit] = LADDER.find(([least]) => bps >= least * 0.9995) ?? [1e3, "kbit/s"];
  return { value: digits(bps / divisor, language), unit };
}

export function bytes(count: number, language: string): Figure {
  const steps: [number, string][] = [
    [2 ** 40, "TiB"],
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ];
  const [divisor, unit] = steps.find(([least]) => count >= least) ?? [1, "B"];
  return { value: digits(count / divisor, language), unit };
}

function digits(value: number, language: string): string {
  const decimals = value >= 100 || value === 0 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString(language, { maximumFractionDigits: decimals });
}

export const plain = ({ value, unit }: Figure): string => `${value}\u00a0${unit}`;

export const number = (value: number, language: string, decimals = 0): string =>
  value.toLocaleString(language, { maximumFractionDigits: decimals });

export const percent = (share: number, language: string): string =>
  share.toLocaleString(language, {
    style: "percent",
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  });

export function ms(value: number, language: string): string {
  return value < 1000
    ? `${number(value, language)}\u00a0ms`
    : `${(value / 1000).toLocaleString(language, { maximumFractionDigits: value < 10_000 ? 2 : 1 })}\u00a0s`;
}

export function duration(lengthMs: number, t: Tongue): string {
  return span(lengthMs, { d: t("unit.d"), h: t("unit.h"), min: t("unit.min"), s: t("unit.s") });
}

const tag = (t: Tongue): string => (t.language === "zh" ? "zh-CN" : "en-GB");

export function clock(atMs: number, t: Tongue): string {
  return new Date(atMs).toLocaleTimeString(tag(t), { hour12: false });
}

export function moment(atMs: number, t: Tongue): string {
  return new Date(atMs).toLocaleString(tag(t), {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
}

/** "3 min ago", "in 2 h"; the exact moment belongs into the title. */
export function ago(atMs: number, nowMs: number, t: Tongue): string {
  const s = Math.round((atMs - nowMs) / 1000);
  const format = new Intl.RelativeTimeFormat(tag(t), { numeric: "auto", style: "short" });
  const size = Math.abs(s);
  if (size < 5) return t("time.now");
  if (size < 60) return format.format(s, "second");
  if (size < 3600) return format.format(Math.trunc(s / 60), "minute");
  if (size < 86_400) return format.format(Math.trunc(s / 3600), "hour");
  return format.format(Math.trunc(s / 86_400), "day");
}
