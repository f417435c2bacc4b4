import { useEffect, useMemo } from "preact/hooks";
import { useAsk } from "../api/ask";
import { live, useLive } from "../api/live";
import { may } from "../api/session";
import type { NodeSample, StreamSample } from "../api/schema";
import { useMe, useNode } from "../node";
import { streamPath } from "../route";
import { useTongue } from "../text/speech";
import { Chart, Spark } from "../ui/Chart";
import { EventLine } from "../ui/EventLine";
import { Foreign } from "../ui/Foreign";
import { bits, bytes, duration, number, plain, type Figure } from "../ui/format";
import { Empty, Head, Panel, useNow } from "../ui/kit";
import { Health, StateDrop } from "../ui/streamWords";
import { AlertRow } from "./Alerts";

/** Everything at one look. */
export function Dashboard() {
  const t = useTongue();
  const me = useMe();
  const { samples } = useLive();
  useEffect(() => live.select({ sort: "viewers", limit: 8 }), []);
  const now = samples.at(-1);
  return (
    <>
      <Head title={t("nav.dashboard")} lead={t("dashboard.lead")} />
      <Figures samples={samples} now={now} />
      <Charts samples={samples} />
      <div class="columns">
        <TopStreams />
        <div class="stack">
          {may(me, "viewer") && <Firing />}
          <Latest />
        </div>
      </div>
    </>
  );
}

const SPARK_POINTS = 60;

function Figures({ samples, now }: { samples: NodeSample[]; now: NodeSample | undefined }) {
  const t = useTongue();
  const node = useNode();
  const nowMs = useNow(10_000);
  const l = t.language;
  const spark = (of: (sample: NodeSample) => number): number[] =>
    samples.slice(-SPARK_POINTS).map(of);
  const count = (value: number | undefined): Figure => ({
    value: value === undefined ? "–" : number(value, l),
    unit: "",
  });
  const memory = now?.heapBytes ?? 0;
  const cards: { name: string; figure: Figure; line: number[]; note?: string; tint: 1 | 2 | 3 | 4 }[] = [
    {
      name: t("figure.streams"),
      figure: count(now?.streams),
      line: spark((sample) => sample.streams),
      tint: 1,
    },
    {
      name: t("figure.viewers"),
      figure: count(now?.viewers),
      line: spark((sample) => sample.viewers),
      tint: 3,
    },
    {
      name: t("figure.out"),
      figure: now ? bits(now.bitsOut, l) : count(undefined),
      line: spark((sample) => sample.bitsOut),
      tint: 1,
    },
    {
      name: t("figure.in"),
      figure: now ? bits(now.bitsIn, l) : count(undefined),
      line: spark((sample) => sample.bitsIn),
      tint: 2,
    },
    {
      name: t("figure.cpu"),
      figure: now
        ? { value: now.cpu.toLocaleString(l, { maximumFractionDigits: 2 }), unit: t("unit.cores") }
        : count(undefined),
      line: spark((sample) => sample.cpu),
      tint: 4,
    },
    {
      name: t("figure.memory"),
      figure: now ? bytes(memory, l) : count(undefined),
      line: spark((sample) => sample.heapBytes),
      ...(node ? { note: t("figure.upFor", { span: duration(nowMs - node.startedMs, t) }) } : {}),
      tint: 3,
    },
  ];
  return (
    <dl class="figures">
      {cards.map(({ name, figure, line, note, tint }) => (
        <div key={name} class="box">
          <dt>{name}</dt>
          <dd>
            <span class="big">{figure.value}</span>
            {figure.unit && <span class="unit">{figure.unit}</span>}
          </dd>
          <dd class="under">
            {note && <small class="hint">{note}</small>}
            <Spark values={line} tint={tint} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Charts({ samples }: { samples: NodeSample[] }) {
  const t = useTongue();
  const l = t.language;
  const drawn = useMemo(
    () => ({
      atMs: samples.map((sample) => sample.atMs),
      out: samples.map((sample) => sample.bitsOut),
      in: samples.map((sample) => sample.bitsIn),
      viewers: samples.map((sample) => sample.viewers),
      cpu: samples.map((sample) => sample.cpu),
      lag: samples.map((sample) => sample.loopLagMs),
    }),
    [samples],
  );
  const traffic = useMemo(
    () => [
      { label: t("figure.out"), values: drawn.out, tint: 1 as const },
      { label: t("figure.in"), values: drawn.in, tint: 2 as const },
    ],
    [drawn, l],
  );
  const viewers = useMemo(
    () => [{ label: t("figure.viewers"), values: drawn.viewers, tint: 3 as const }],
    [drawn, l],
  );
  const cpu = useMemo(
    () => [{ label: t("figure.cpu"), values: drawn.cpu, tint: 4 as const }],
    [drawn, l],
  );
  return (
    <div class="charts">
      <Panel class="wide">
        <Chart
          title={t("chart.traffic")}
          atMs={drawn.atMs}
          lines={traffic}
          least={1e5}
          say={(value) => plain(bits(value, l))}
        />
      </Panel>
      <Panel>
        <Chart
          title={t("chart.viewers")}
          atMs={drawn.atMs}
          lines={viewers}
          least={5}
          say={(value) => number(value, l)}
        />
      </Panel>
      <Panel>
        <Chart
          title={t("chart.cpu")}
          atMs={drawn.atMs}
          lines={cpu}
          least={0.5}
          say={(value) => value.toLocaleString(l, { maximumFractionDigits: 2 })}
        />
      </Panel>
    </div>
  );
}

function TopStreams() {
  const t = useTongue();
  const { streams, state } = useLive();
  const rows: StreamSample[] = [...streams.values()].slice(0, 8);
  return (
    <Panel
      title={t("dashboard.top")}
      aside={<a href="/streams">{t("dashboard.all")}</a>}
      class="grow"
    >
      {rows.length === 0 ? (
        <Empty title={state === "live" ? t("streams.none") : t("state.loading")}>
          {state === "live" && <a href="/keys">{t("streams.noneHow")}</a>}
        </Empty>
      ) : (
        <ul class="ranking">
          {rows.map((row) => (
            <li key={`${row.app}/${row.name}`}>
              <a href={streamPath(row.app, row.name)}>
                <StateDrop state={row.state} />
                <span class="title">
                  <Foreign value={row.name} max={80} />
                  <small>{row.app}</small>
                </span>
                <Health worst={row.findings} quiet />
                <span class="number">{plain(bits(row.bitrateBps, t.language))}</span>
                <span class="number viewers">{t.count("viewers.n", row.viewers)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Firing() {
  const t = useTongue();
  const { firing } = useLive();
  const alerts = useAsk("GET /api/v1/alerts", { query: { state: "firing" } }, { everyMs: 10_000 });
  useEffect(() => {
    if (firing !== null) alerts.again();
  }, [firing]);
  const items = alerts.data?.items ?? [];
  return (
    <Panel title={t("nav.alerts")} aside={<a href="/alerts">{t("dashboard.all")}</a>}>
      {items.length === 0 ? (
        <p class="all-well">
          {alerts.data ? t("alerts.none") : t(alerts.error ? "state.unknown" : "state.loading")}
        </p>
      ) : (
        <ul class="alerts">
          {items.slice(0, 5).map((alert) => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Latest() {
  const t = useTongue();
  const events = useAsk("GET /api/v1/events", { query: { limit: 9 } }, { everyMs: 4_000 });
  return (
    <Panel title={t("dashboard.latest")} aside={<a href="/events">{t("dashboard.all")}</a>}>
      <ul class="log">
        {events.data?.items.map((event) => (
          <EventLine key={event.id} event={event} short />
        ))}
      </ul>
      {events.data?.items.length === 0 && <p class="hint">{t("events.none")}</p>}
    </Panel>
  );
}
