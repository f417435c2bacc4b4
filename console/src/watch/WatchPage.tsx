import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useSay } from "../i18n/i18n";
import { tellServer } from "../player/beacon";
import { LivePlayer } from "../player/player";
import { offeredKinds, parseChoice } from "../player/policy";
import type { Choice, Snapshot } from "../player/types";
import { remember, remembered } from "../prefs";
import { useStreams, type Polled } from "../streams/poll";
import { DEFAULT_PORTS } from "../streams/streams";
import { playUrls, streamOfPath, tokenOf, type StreamKey } from "../streams/urls";
import { Icon } from "../ui/icons";
import { Shell } from "../ui/Shell";
import { Gauge } from "./Gauge";
import { Links } from "./Links";
import { PlayerChoice } from "./PlayerChoice";
import { Stage } from "./Stage";

declare global {
  interface Window {
    /** For tests and for the curious: what the player knows about itself, at any moment. */
    freshet?: { snapshot(): Snapshot };
  }
}

export function WatchPage() {
  const polled = useStreams();
  const key = useMemo(() => streamOfPath(location.pathname), []);
  return (
    <Shell version={polled.list?.version ?? ""} wide>
      {key ? <Watch key={`${key.app}/${key.name}`} stream={key} polled={polled} /> : <BadAddress />}
    </Shell>
  );
}

function BadAddress() {
  const say = useSay();
  return (
    <main id="main" class="home">
      <section class="river still">
        <h1>{say("watch.badAddress")}</h1>
        <p>{say("watch.badAddressHow")}</p>
      </section>
      <p>
        <a class="back" href="/">
          <Icon name="back" />
          {say("watch.back")}
        </a>
      </p>
    </main>
  );
}

/** `?player=` wins over what was chosen here before. */
function firstChoice(): Choice {
  return (
    parseChoice(new URLSearchParams(location.search).get("player")) ??
    parseChoice(remembered("player")) ??
    "auto"
  );
}

function Watch({ stream, polled: { list } }: { stream: StreamKey; polled: Polled }) {
  const say = useSay();
  const video = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<LivePlayer | null>(null);
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const ports = list?.ports ?? DEFAULT_PORTS;
  const urls = useMemo(
    () => playUrls(stream, location, ports, tokenOf(location.search)),
    [stream, ports.rtmp],
  );
  const listed = list?.streams.find(({ app, name }) => app === stream.app && name === stream.name);
  const live = listed?.state === "live";
  const offered = offeredKinds(listed);

  useEffect(() => {
    const made: LivePlayer = new LivePlayer(video.current!, urls, firstChoice(), () =>
      setSnapshot(made.snapshot()),
    );
    setPlayer(made);
    window.freshet = { snapshot: () => made.snapshot() };
    made.start();
    const quiet = tellServer(stream, () => made.snapshot());
    return () => {
      quiet();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    const known = listed && (listed.video || listed.audio);
    const codecs = {
      video: listed?.video?.codecString ?? "",
      audio: listed?.audio?.codecString ?? "",
    };
    player?.know(
      known
        ? { video: listed.video !== null, audio: listed.audio !== null, codecs, offered }
        : undefined,
      live,
    );
  }, [player, live, listed?.video?.codecString, listed?.audio?.codecString, offered.join()]);
  useEffect(() => {
    document.title = `${stream.name} · Freshet`;
  }, [stream]);

  const choose = (choice: Choice): void => {
    remember("player", choice === "auto" ? null : choice);
    player?.choose(choice);
  };
  return (
    <main id="main" class="watch">
      <div class="headline">
        <a class="back" href="/">
          <Icon name="back" />
          {say("watch.back")}
        </a>
        <h1>{stream.name}</h1>
        {listed && (
          <span class={live ? "state" : "state waiting"}>
            {say(live ? "card.live" : "card.waiting")}
          </span>
        )}
      </div>
      <Stage
        video={video}
        name={stream.name}
        player={player}
        snapshot={snapshot}
        soundOnly={listed !== undefined && listed.video === null && listed.audio !== null}
      />
      {snapshot && <Gauge snapshot={snapshot} stream={listed} />}
      <div class="below">
        {snapshot && player && (
          <PlayerChoice
            snapshot={snapshot}
            abilities={player.abilities}
            offered={offered}
            choose={choose}
          />
        )}
        <Links urls={urls} />
      </div>
    </main>
  );
}
