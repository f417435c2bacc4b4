import { bitrate, span } from "../format";
import { useSay } from "../i18n/i18n";
import type { Stream } from "../streams/streams";
import { watchPath } from "../streams/urls";
import { codecs, picture, unitsOf } from "../streams/words";
import { seedOf, waveArea } from "../ui/waves";

export function StreamCard({ stream, nowMs }: { stream: Stream; nowMs: number }) {
  const say = useSay();
  const waiting = stream.state === "waiting";
  return (
    <li class={waiting ? "card waiting" : "card"}>
      <a
        href={watchPath(stream.app, stream.name)}
        aria-label={say("card.watch", { name: stream.name })}
      >
        <Pool name={`${stream.app}/${stream.name}`} />
        <span class={waiting ? "state waiting" : "state"}>
          {say(waiting ? "card.waiting" : "card.live")}
        </span>
        <span class="title">
          <strong>{stream.name}</strong>
          {stream.app !== "live" && <small>{stream.app}</small>}
        </span>
      </a>
      <dl>
        <div>
          <dt>{say("stats.picture")}</dt>
          <dd>{picture(stream, say)}</dd>
        </div>
        <div>
          <dt>{say("stats.codecs")}</dt>
          <dd>{codecs(stream)}</dd>
        </div>
        <div>
          <dt>{say("stats.bitrate")}</dt>
          <dd>{bitrate(stream.bitrateBps, say.language)}</dd>
        </div>
        <div>
          <dt>{say("stats.viewers")}</dt>
          <dd>{say.count("card.viewers", stream.viewers)}</dd>
        </div>
        {stream.sinceMs > 0 && (
          <div>
            <dt>{say("stats.since")}</dt>
            <dd>{span(nowMs - stream.sinceMs, unitsOf(say))}</dd>
          </div>
        )}
      </dl>
    </li>
  );
}

/**
 * A stream's own piece of water, made from its name: always the same, never quite like another's.
 */
function Pool({ name }: { name: string }) {
  const seed = seedOf(name);
  const pick = (shift: number, from: number, steps: number): number =>
    from + ((seed >>> shift) % steps);
  const sun = { x: pick(3, 165, 125), y: pick(11, 30, 38), r: pick(19, 12, 12) };
  const layers = [0, 1, 2, 3].map((i) => ({
    period: [160, 320, 640][(seed >>> (i * 5)) % 3]!,
    top: 62 + i * 24 + ((seed >>> (i * 7 + 2)) % 12),
    crest: 4 + ((seed >>> (i * 3 + 1)) % 5),
  }));
  return (
    <svg
      class={`pool tint-${seed % 5}`}
      viewBox="0 0 320 180"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect class="air" width="320" height="180" />
      <circle class="sun" cx={sun.x} cy={sun.y} r={sun.r} />
      {layers.map(({ period, top, crest }, i) => (
        <g key={i} class={`layer layer-${i}`} transform={`translate(0 ${top})`}>
          <path class={`drift p${period}`} d={waveArea(1280, period, crest, 180)} />
        </g>
      ))}
    </svg>
  );
}
