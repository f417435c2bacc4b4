/** Numbers as people read them, in the page's language. */

function fixed(value: number, digits: number, locale: string): string {
  return value.toLocaleString(locale, {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
}

export function bitrate(bps: number, locale: string): string {
  if (bps <= 0) return "–";
  const [value, unit] = bps >= 999_500 ? [bps / 1e6, "Mbit/s"] : [bps / 1e3, "kbit/s"];
  const digits = value >= 100 || unit === "kbit/s" ? 0 : 1;
  return `${fixed(value, digits, locale)} ${unit}`;
}

/** Tenths below ten seconds, whole seconds above. */
export function seconds(value: number | null, locale: string): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const digits = value < 10 ? 1 : 0;
  return `${fixed(value, digits, locale)} s`;
}

export function frameRate(fps: number, locale: string): string {
  return fps > 0 ? fps.toLocaleString(locale, { maximumFractionDigits: 2 }) : "–";
}

/** The two most significant units of a time span: "3 d 4 h", "12 min". */
export function span(ms: number, units: { d: string; h: string; min: string; s: string }): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [d, h, min] = [Math.floor(s / 86_400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (d > 0) return `${d} ${units.d} ${h} ${units.h}`;
  if (h > 0) return `${h} ${units.h} ${min} ${units.min}`;
  if (min > 0) return `${min} ${units.min}`;
  return `${s} ${units.s}`;
}
