import { useMemo } from "preact/hooks";
import type { StreamSample } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { Chart } from "../../ui/Chart";
import { bits, ms, number, plain } from "../../ui/format";
import { Panel } from "../../ui/kit";

/** Bitrate, pictures a second, viewers and latency of the last ten minutes. */
export function StreamCharts({ samples }: { samples: StreamSample[] }) {
  const t = useTongue();
  const l = t.language;
  const lines = useMemo(() => {
    const of = (
      label: string,
      tint: 1 | 2 | 3 | 4,
      value: (sample: StreamSample) => number | null,
    ) => [{ label, tint, values: samples.map(value) }];
    /** What the node found when it watched the stream itself; no line while it has not. */
    const probed = (
      label: string,
      tint: 1 | 2,
      value: (sample: StreamSample) => number | undefined,
    ) =>
      samples.some((sample) => value(sample) !== undefined)
        ? [{ label, tint, dashed: true, values: samples.map((sample) => value(sample) ?? null) }]
        : [];
    return {
      atMs: samples.map((sample) => sample.atMs),
      bitrate: of(t("head.bitrate"), 1, (sample) => sample.bitrateBps),
      fps: of(t("head.fps"), 2, (sample) => sample.fps),
      viewers: of(t("head.viewers"), 3, (sample) => sample.viewers),
      latency: [
        ...of(t("chart.toServer"), 4, (sample) => sample.latencyMs ?? null),
        ...of(t("chart.toConnection"), 1, (sample) => sample.connectionDelayMs ?? null),
        ...of(t("chart.toPlaylist"), 2, (sample) => sample.playlistDelayMs ?? null),
        ...probed(t("chart.probedConnection"), 1, (sample) => sample.probedConnectionMs),
        ...probed(t("chart.probedPlaylist"), 2, (sample) => sample.probedPlaylistMs),
      ],
    };
  }, [samples, l]);
  const height = 140;
  return (
    <div class="charts two">
      <Panel>
        <Chart
          title={t("head.bitrate")}
          atMs={lines.atMs}
          lines={lines.bitrate}
          least={1e5}
          height={height}
          say={(value) => plain(bits(value, l))}
        />
      </Panel>
      <Panel>
        <Chart
          title={t("chart.fps")}
          atMs={lines.atMs}
          lines={lines.fps}
          least={10}
          height={height}
          say={(value) => number(value, l, 1)}
        />
      </Panel>
      <Panel>
        <Chart
          title={t("head.viewers")}
          atMs={lines.atMs}
          lines={lines.viewers}
          least={4}
          height={height}
          say={(value) => number(value, l)}
        />
      </Panel>
      <Panel>
        <Chart
          title={t("chart.latency")}
          atMs={lines.atMs}
          lines={lines.latency}
          least={500}
          height={height}
          say={(value) => ms(value, l)}
        />
      </Panel>
    </div>
  );
}
