import { useEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useTongue } from "../text/speech";
import { clock } from "./format";

/** A chart over time: lines on water, the last figures beside their names. */

export type Line = {
  label: string;
  /** One figure for each moment; null where there is none. */
  values: (number | null)[];
  /** Which of the theme's colours. */
  tint?: 1 | 2 | 3 | 4;
  dashed?: boolean;
};

type Props = {
  title: string;
  /** Moments in Unix ms, ascending. */
  atMs: number[];
  lines: Line[];
  say(value: number): string;
  height?: number;
  /** The top of the scale at the least, so that noise does not look like mountains. */
  least?: number;
};

const FONT = "11px system-ui, sans-serif";

function tokens(): Record<string, string> {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    soft: of("--soft"),
    line: of("--line"),
    "1": of("--series-1"),
    "2": of("--series-2"),
    "3": of("--series-3"),
    "4": of("--series-4"),
  };
}

function fillOf(color: string): uPlot.Series.Fill {
  return (plot) => {
    const { top, height } = plot.bbox;
    const water = plot.ctx.createLinearGradient(0, top, 0, top + height);
    water.addColorStop(0, `${color}52`);
    water.addColorStop(1, `${color}08`);
    return water;
  };
}

function optionsOf(
  { lines, say, least = 1, height = 190 }: Props,
  width: number,
  language: string,
): uPlot.Options {
  const color = tokens();
  const axis: uPlot.Axis = {
    stroke: color["soft"]!,
    font: FONT,
    grid: { stroke: color["line"]!, width: 1 },
    ticks: { show: false },
  };
  const time = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const long = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, max) => [0, Math.max(least, (max ?? 0) * 1.12)] } },
    axes: [
      {
        ...axis,
        space: 70,
        size: 26,
        grid: { show: false },
        values: (_, splits, __, ___, incr) =>
          splits.map((s) => (incr < 60 ? long : time).format(s * 1000)),
      },
      { ...axis, size: 62, space: 34, values: (_, splits) => splits.map((value) => say(value)) },
    ],
    series: [
      {},
      ...lines.map(({ label, tint = 1, dashed }, i) => ({
        label,
        stroke: color[String(tint)]!,
        width: 1.75,
        points: { show: false },
        spanGaps: false,
        ...(dashed ? { dash: [5, 4] } : {}),
        ...(i === 0 ? { fill: fillOf(color[String(tint)]!) } : {}),
      })),
    ],
  };
}

export function Chart(props: Props) {
  const t = useTongue();
  const { title, atMs, lines, say, height = 190 } = props;
  const place = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLSpanElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const data = useMemo<uPlot.AlignedData>(
    () => [atMs.map((ms) => ms / 1000), ...lines.map(({ values }) => values)],
    [atMs, lines],
  );
  const shape = lines.map(({ label, tint, dashed }) => `${label}${tint}${dashed}`).join();

  useEffect(() => {
    const element = place.current!;
    const make = (): void => {
      plot.current?.destroy();
      const options = optionsOf(latest.current, element.clientWidth, t.language);
      options.hooks = { setCursor: [(made) => tell(made)] };
      plot.current = new uPlot(options, data, element);
    };
    const tell = (made: uPlot): void => {
      const at = made.cursor.idx;
      const second = at === null || at === undefined ? undefined : made.data[0][at];
      note.current!.textContent =
        second === undefined
          ? ""
          : [
              clock(second * 1000, t),
              ...latest.current.lines.map(({ label, values }) => {
                const value = values[at!];
                return `${label} ${value === null || value === undefined ? "–" : latest.current.say(value)}`;
              }),
            ].join(" · ");
    };
    make();
    const resized = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (plot.current && width > 0 && width !== plot.current.width)
        plot.current.setSize({ width, height });
    });
    resized.observe(element);
    const themed = new MutationObserver(make);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, t.language, height]);
  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);

  const now = lines.map(({ label, values }) => {
    const value = values.findLast((each) => each !== null);
    return { label, text: value === undefined || value === null ? "–" : say(value) };
  });
  return (
    <figure class="chart" data-points={atMs.length}>
      <figcaption>
        <h2>{title}</h2>
        <span class="legend">
          {lines.map(({ label, tint = 1, dashed }, i) => (
            <span key={label} class={`tint-${tint}${dashed ? " dashed" : ""}`}>
              {lines.length > 1 && <span class="what">{label}</span>}
              <b>{now[i]!.text}</b>
            </span>
          ))}
        </span>
      </figcaption>
      <div
        ref={place}
        class="plot"
        role="img"
        aria-label={`${title}: ${now.map(({ label, text }) => `${label} ${text}`).join(", ")}`}
      />
      <span ref={note} class="reading" aria-hidden="true" />
    </figure>
  );
}

/** A line the size of a word. */
export function Spark({ values, tint = 1 }: { values: number[]; tint?: 1 | 2 | 3 | 4 }) {
  if (values.length < 2) return <svg class="spark" viewBox="0 0 100 28" aria-hidden="true" />;
  const top = Math.max(...values) || 1;
  const step = 100 / (values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(2)},${(26 - (23 * value) / top).toFixed(2)}`,
  );
  return (
    <svg
      class={`spark tint-${tint}`}
      viewBox="0 0 100 28"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="body" d={`M0,28 L${points.join(" L")} L100,28 Z`} />
      <path class="surface" d={`M${points.join(" L")}`} />
    </svg>
  );
}
