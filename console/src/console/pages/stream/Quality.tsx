import { useAsk } from "../../api/ask";
import type { Latency, Spread } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { ms, number, percent } from "../../ui/format";
import { Panel } from "../../ui/kit";
import { protocolName } from "../../ui/streamWords";

/** What the audience has of it: counts by protocol and region, and what players told. */
export function QualityPanel({ app, name }: { app: string; name: string }) {
  const t = useTongue();
  const path = { app, name };
  const l = t.language;
  const audience = useAsk("GET /api/v1/streams/{app}/{name}/audience", { path }, { everyMs: 5_000 });
  const quality = useAsk("GET /api/v1/streams/{app}/{name}/quality", { path }, { everyMs: 5_000 });
  const now = audience.data,
    told = quality.data;
  const spread = (of: Spread | undefined): string =>
    of?.p50 === undefined ? "–" : `${ms(of.p50, l)} · ${of.p90 === undefined ? "–" : ms(of.p90, l)}`;
  const known = (value: number | undefined): string => (value === undefined ? "–" : ms(value, l));
  /** Where the encoder's clock is good the whole way is known, else what this node adds. */
  const way = (of: Latency) =>
    of.clock === "good"
      ? ([
          ["way.ingest", known(of.captureToIngestMs)],
          ["way.captureConnection", known(of.captureToConnectionMs)],
          ["way.capturePlaylist", known(of.captureToPlaylistMs)],
        ] as const)
      : ([
          ["way.ingest", of.clock === "off" ? t("way.clockOff") : "–"],
          ["way.connection", known(of.ingestToConnectionMs)],
          ["way.playlist", known(of.ingestToPlaylistMs)],
        ] as const);
  /** What the node found when it watched the stream itself. */
  const probed = (of: Latency) =>
    of.probed
      ? ([
          ["way.probedConnection", known(of.probed.connectionMs)],
          ["way.probedPlaylist", known(of.probed.playlistMs)],
        ] as const)
      : [];
  const total = Math.max(1, now?.viewers ?? 0);
  return (
    <Panel title={t("audience.title")}>
      {now && (
        <>
          <dl class="pairs">
            <div>
              <dt>{t("audience.peak")}</dt>
              <dd>{number(now.peak, l)}</dd>
            </div>
            {now.uniqueToday !== undefined && (
              <div>
                <dt>{t("audience.unique")}</dt>
                <dd>{number(now.uniqueToday, l)}</dd>
              </div>
            )}
          </dl>
          <ul class="shares">
            {Object.entries(now.byProtocol).map(([protocol, count]) => (
              <li key={protocol}>
                <span>{protocolName(protocol)}</span>
                <progress max={total} value={count} aria-label={protocolName(protocol)} />
                <b>{number(count, l)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
      {told && (
        <dl class="pairs" data-clock={told.latency.clock}>
          {[...way(told.latency), ...probed(told.latency)].map(([name, value]) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>{t("quality.sessions")}</dt>
            <dd>{number(told.sessions, l)}</dd>
          </div>
          <div>
            <dt>{t("quality.startup")}</dt>
            <dd>{spread(told.startupMs)}</dd>
          </div>
          <div>
            <dt>{t("quality.latency")}</dt>
            <dd>{spread(told.latencyMs)}</dd>
          </div>
          <div>
            <dt>{t("quality.stalls")}</dt>
            <dd>{number(told.stallsPerHour, l, 1)}</dd>
          </div>
          <div>
            <dt>{t("quality.stalled")}</dt>
            <dd>{percent(told.stalledShare, l)}</dd>
          </div>
          <div>
            <dt>{t("quality.dropped")}</dt>
            <dd>{percent(told.droppedShare, l)}</dd>
          </div>
        </dl>
      )}
    </Panel>
  );
}
