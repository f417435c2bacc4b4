import { useEffect, useState } from "preact/hooks";
import { useSay } from "../i18n/i18n";
import { useStreams, type Polled } from "../streams/poll";
import { DEFAULT_PORTS } from "../streams/streams";
import { Shell } from "../ui/Shell";
import { waveArea } from "../ui/waves";
import { Publish } from "./Publish";
import { StreamCard } from "./StreamCard";

export function HomePage() {
  const polled = useStreams();
  return (
    <Shell version={polled.list?.version ?? ""}>
      <Home polled={polled} />
    </Shell>
  );
}

/** Ticks the "on air for" labels. */
function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

function Home({ polled: { list, away } }: { polled: Polled }) {
  const say = useSay();
  const now = useNow(10_000);
  const streams = list?.streams ?? [];
  const level = streams.length === 0 ? "still" : "flowing";
  return (
    <main id="main" class="home" data-streams={list ? streams.length : undefined}>
      <section class={`river ${level}`}>
        <h1>{say("home.title")}</h1>
        <p role="status">
          {list === null
            ? say("home.loading")
            : streams.length === 0
              ? say("home.empty")
              : say.count("home.running", streams.length)}
        </p>
        <River />
      </section>
      {away && (
        <p class="notice" role="alert">
          {say("home.away")}
        </p>
      )}
      {streams.length > 0 && (
        <ul class="cards">
          {streams.map((stream) => (
            <StreamCard key={`${stream.app}/${stream.name}`} stream={stream} nowMs={now} />
          ))}
        </ul>
      )}
      {list !== null && streams.length === 0 && <p class="lead">{say("home.emptyLead")}</p>}
      {list !== null && <Publish ports={list.ports ?? DEFAULT_PORTS} open={streams.length === 0} />}
    </main>
  );
}

/** Three layers of water under the title; they stand still for who asks for less motion. */
function River() {
  return (
    <svg class="water-line" viewBox="0 0 1200 90" preserveAspectRatio="none" aria-hidden="true">
      <g transform="translate(0 10)">
        <path class="far" d={waveArea(2400, 600, 9, 90)} />
      </g>
      <g transform="translate(0 28)">
        <path class="mid" d={waveArea(2400, 400, 6, 90)} />
      </g>
      <g transform="translate(0 52)">
        <path class="near" d={waveArea(2400, 800, 9, 90)} />
      </g>
    </svg>
  );
}
