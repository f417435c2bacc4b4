import { useEffect, useMemo, useState } from "preact/hooks";
import type { Ports } from "../../../streams/streams";
import { playUrls, rtmpServer, type PlayUrls } from "../../../streams/urls";
import { useAsk } from "../../api/ask";
import { api } from "../../api/client";
import { live } from "../../api/live";
import type { SignedPlayback, Stream } from "../../api/schema";
import { may } from "../../api/session";
import { mediaPlace, usePorts, useMe } from "../../node";
import { go } from "../../route";
import { useTongue } from "../../text/speech";
import { EventLine } from "../../ui/EventLine";
import { Foreign } from "../../ui/Foreign";
import { bits, clock, duration, ms, number, plain } from "../../ui/format";
import { Button, Empty, Panel, Trouble, useNow } from "../../ui/kit";
import { useTell } from "../../ui/say";
import { codecs, picture, StateDrop } from "../../ui/streamWords";
import { KickStream } from "../Streams";
import { Addresses } from "./Addresses";
import { Findings } from "./Findings";
import { Preview } from "./Preview";
import { QualityPanel } from "./Quality";
import { StreamCharts } from "./StreamCharts";
import { useStreamFeed } from "./feed";
import { TreePanel } from "./Tree";
import { Viewers } from "./Viewers";

/** One stream: what it looks like, how it does, who watches. */
export function StreamPage({ app, name }: { app: string; name: string }) {
  const t = useTongue();
  const path = { app, name };
  const found = useAsk("GET /api/v1/streams/{app}/{name}", { path }, { everyMs: 3_000 });
  useEffect(() => live.select({ limit: 1 }), []);
  const gone = found.error?.status === 404;
  if (gone && !found.data) {
    return (
      <>
        <Headline app={app} name={name} stream={undefined} kick={undefined} />
        <Empty title={t("stream.absent")}>{t("stream.absentHow")}</Empty>
        <PublishHere app={app} name={name} />
      </>
    );
  }
  if (!found.data)
    return found.error ? (
      <Trouble error={found.error} again={found.again} />
    ) : (
      <p class="loading">{t("state.loading")}</p>
    );
  return <Known stream={found.data} gone={gone} />;
}

function Headline({
  app,
  name,
  stream,
  kick,
}: {
  app: string;
  name: string;
  stream: Stream | undefined;
  kick: (() => void) | undefined;
}) {
  const t = useTongue();
  return (
    <div class="head">
      <div>
        <a class="up" href="/streams">
          {t("nav.streams")}
        </a>
        <h1>
          <Foreign value={name} max={120} />{" "}
          <small>
            <Foreign value={app} max={40} />
          </small>
        </h1>
      </div>
      <div class="actions">
        {stream && (
          <span class="state-words">
            <StateDrop state={stream.state} />
            {t(`stream.${stream.state}`)}
          </span>
        )}
        {kick && (
          <Button icon="kick" kind="bad" onClick={kick}>
            {t("stream.kick")}
          </Button>
        )}
      </div>
    </div>
  );
}

const SIGNED_FOR_MS = 3_600_000;

function Known({ stream, gone }: { stream: Stream; gone: boolean }) {
  const t = useTongue();
  const me = useMe();
  const tell = useTell();
  const { app, name } = stream;
  const feed = useStreamFeed(app, name);
  const findings = useAsk(
    "GET /api/v1/streams/{app}/{name}/findings",
    { path: { app, name } },
    { everyMs: 5_000, off: feed.findings !== null },
  );
  const [kicking, setKicking] = useState(false);
  const [signed, setSigned] = useState<SignedPlayback | null>(null);
  const ports = usePorts();
  const place = useMemo(() => mediaPlace(location, ports), [ports.http, ports.https]);
  const urls = useMemo<PlayUrls>(() => {
    const open = playUrls({ app, name }, place, ports);
    return signed?.paths ? signedUrls(signed.paths, open, place.host, place.protocol) : open;
  }, [app, name, place, ports.rtmp, signed]);
  const sign = (): void => {
    if (signed || !may(me, "operator", app)) return;
    void tell.run(async () => {
      setSigned(
        await api("POST /api/v1/apps/{app}/sign", {
          path: { app },
          body: { stream: name, lifetimeMs: SIGNED_FOR_MS },
        }),
      );
    });
  };
  const moderates = may(me, "moderator", app);
  return (
    <>
      <Headline
        app={app}
        name={name}
        stream={gone ? undefined : stream}
        kick={moderates && !gone ? () => setKicking(true) : undefined}
      />
      {(gone || feed.ended) && <p class="notice">{t("stream.over")}</p>}
      <Facts stream={stream} latest={feed.samples.at(-1)} />
      <div class="stream-page">
        <div class="stack">
          <Preview stream={stream} urls={urls} refused={sign} />
          <StreamCharts samples={feed.samples} />
          {moderates && <Viewers app={app} name={name} />}
          <History app={app} name={name} />
        </div>
        <div class="stack">
          <Findings findings={feed.findings ?? findings.data?.items ?? null} />
          <Tracks stream={stream} />
          <TreePanel app={app} name={name} />
          <QualityPanel app={app} name={name} />
          <Addresses
            app={app}
            name={name}
            urls={urls}
            origin={`${place.protocol}//${place.host}`}
            publish={publishOf(app, name, ports)}
            signedUntil={signed ? t("urls.signed", { at: clock(signed.expiresMs, t) }) : null}
          />
        </div>
      </div>
      {kicking && (
        <KickStream
          stream={stream}
          close={() => setKicking(false)}
          done={() => {
            tell.done(t("stream.kicked"));
            go("/streams");
          }}
        />
      )}
    </>
  );
}

function signedUrls(
  paths: NonNullable<SignedPlayback["paths"]>,
  open: PlayUrls,
  host: string,
  protocol: string,
): PlayUrls {
  const rtmp = open.rtmp && new URL(open.rtmp.replace(/^rtmp/, "http")).host;
  return {
    hls: `${protocol}//${host}${paths.hls}`,
    ts: `${protocol}//${host}${paths.ts}`,
    flv: `${protocol}//${host}${paths.flv}`,
    wsflv: `${protocol.replace("http", "ws")}//${host}${paths.flv}`,
    rtmp: rtmp && `rtmp://${rtmp}${paths.rtmp}`,
  };
}

const publishOf = (app: string, name: string, ports: Ports) =>
  ports.rtmp === null
    ? null
    : { server: rtmpServer(location, ports, app), key: `${name}?key=…` };

function Facts({
  stream,
  latest,
}: {
  stream: Stream;
  latest: ReturnType<typeof useStreamFeed>["samples"][number] | undefined;
}) {
  const t = useTongue();
  const now = useNow(1_000);
  const l = t.language;
  const rate = bits(latest?.bitrateBps ?? stream.bitrateBps, l);
  const gop = latest?.gopMs ?? stream.gopMs;
  const facts: [string, string][] = [
    [t("head.viewers"), number(latest?.viewers ?? stream.viewers.total, l)],
    [t("head.bitrate"), plain(rate)],
    [t("head.fps"), number(latest?.fps ?? stream.fps, l, 1)],
    [t("fact.keyFrames"), gop > 0 ? t("fact.every", { span: ms(gop, l) }) : "–"],
    [t("fact.latency"), latest?.latencyMs === undefined ? "–" : ms(latest.latencyMs, l)],
    [t("head.onAir"), stream.onAirMs ? duration(now - stream.onAirMs, t) : "–"],
  ];
  return (
    <dl class="facts-row box">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Tracks({ stream }: { stream: Stream }) {
  const t = useTongue();
  return (
    <Panel title={t("tracks.title")}>
      <ul class="tracks">
        {stream.tracks.map((track) => (
          <li key={track.id}>
            <b>{track.codec}</b>
            <span>
              {track.picture && track.picture.height > 0 && picture(stream, t.language)}
              {track.sound &&
                t("tracks.sound", {
                  rate: number(track.sound.sampleRateHz / 1000, t.language, 1),
                  channels: track.sound.channels,
                })}
              {track.language && <Foreign value={` ${track.language}`} max={20} />}
            </span>
            <code>{track.codecString}</code>
          </li>
        ))}
      </ul>
      {stream.tracks.length === 0 && <p class="hint">{codecs(stream) || t("tracks.none")}</p>}
      {stream.publishers.length > 0 && (
        <p class="from">
          {t("tracks.from")}{" "}
          {stream.publishers.map((publisher) => (
            <code key={publisher}>
              <Foreign value={publisher} max={80} />
            </code>
          ))}
        </p>
      )}
    </Panel>
  );
}

function History({ app, name }: { app: string; name: string }) {
  const t = useTongue();
  const found = useAsk(
    "GET /api/v1/events",
    { query: { app, stream: name, limit: 12 } },
    { everyMs: 4_000 },
  );
  return (
    <Panel title={t("nav.events")} class="after">
      <ul class="log">
        {found.data?.items.map((event) => (
          <EventLine key={event.id} event={{ ...event, app: "", stream: "" }} />
        ))}
      </ul>
      {found.data?.items.length === 0 && <p class="hint">{t("events.none")}</p>}
    </Panel>
  );
}

/** A page for a name that nobody sends yet is where to learn how to send it. */
function PublishHere({ app, name }: { app: string; name: string }) {
  const ports = usePorts();
  const place = mediaPlace(location, ports);
  const urls = playUrls({ app, name }, place, ports);
  return (
    <Addresses
      app={app}
      name={name}
      urls={urls}
      origin={`${place.protocol}//${place.host}`}
      publish={publishOf(app, name, ports)}
      signedUntil={null}
    />
  );
}
