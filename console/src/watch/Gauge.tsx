import { useEffect, useRef, useState } from "preact/hooks";
import { bitrate, frameRate, seconds, span } from "../format";
import { useSay } from "../i18n/i18n";
import type { Snapshot } from "../player/types";
import type { Stream } from "../streams/streams";
import { codecs, unitsOf } from "../streams/words";

const POINTS = 60;
const SAMPLE_MS = 1_000;
/** The gauge's full height; LL-HLS and FLV lie around 1 s, classic HLS around 8 s. */
const FULL_SECONDS_MIN = 3;

export function Gauge({ snapshot, stream }: { snapshot: Snapshot; stream: Stream | undefined }) {
  const say = useSay();
  const { latency, bufferSeconds, width, height } = snapshot;
  const local = say.language;
  const fps = stream?.video?.fps ? ` · ${frameRate(stream.video.fps, local)} fps` : "";
  return (
    <section class="panel gauge">
      <h2>{say("stats.title")}</h2>
      <div class="latency">
        <span class="figure" data-latency={latency?.seconds.toFixed(2)}>
          {seconds(latency?.seconds ?? null, local)}
        </span>
        <span class="what">{say("stats.latency")}</span>
        <span class="hint">
          {say(
            `stats.latency.${latency?.from ?? (snapshot.phase === "playing" ? "none" : "later")}`,
          )}
        </span>
      </div>
      <Level value={bufferSeconds} />
      <dl>
        <div>
          <dt>{say("stats.buffer")}</dt>
          <dd>{seconds(bufferSeconds, local)}</dd>
        </div>
        <div>
          <dt>{say("stats.picture")}</dt>
          <dd>{width > 0 ? `${width} × ${height}${fps}` : "–"}</dd>
        </div>
        <div>
          <dt>{say("stats.dropped")}</dt>
          <dd>
            {say("stats.droppedOf", {
              n: snapshot.droppedFrames.toLocaleString(local),
              total: snapshot.decodedFrames.toLocaleString(local),
            })}
          </dd>
        </div>
        <div>
          <dt>{say("stats.stalls")}</dt>
          <dd>
            {snapshot.stalls === 0
              ? "0"
              : say("stats.stallsFor", {
                  n: snapshot.stalls,
                  s: seconds(snapshot.stalledMs / 1000, local),
                })}
          </dd>
        </div>
        {stream && (
          <div>
            <dt>{say("stats.codecs")}</dt>
            <dd>{codecs(stream)}</dd>
          </div>
        )}
        {stream && (
          <div>
            <dt>{say("stats.bitrate")}</dt>
            <dd>{bitrate(stream.bitrateBps, local)}</dd>
          </div>
        )}
        {stream && (
          <div>
            <dt>{say("stats.viewers")}</dt>
            <dd>{stream.viewers.toLocaleString(local)}</dd>
          </div>
        )}
        {stream && stream.sinceMs > 0 && (
          <div>
            <dt>{say("stats.since")}</dt>
            <dd>{span(Date.now() - stream.sinceMs, unitsOf(say))}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** The buffer of the last minute as a water level. */
function Level({ value }: { value: number }) {
  const say = useSay();
  const latest = useRef(value);
  latest.current = value;
  const [levels, setLevels] = useState<number[]>([]);
  useEffect(() => {
    const timer = setInterval(
      () => setLevels((before) => [...before, latest.current].slice(-POINTS)),
      SAMPLE_MS,
    );
    return () => clearInterval(timer);
  }, []);
  const full = Math.max(FULL_SECONDS_MIN, ...levels) * 1.15;
  const first = POINTS - levels.length;
  const points = levels.map((level, i) => `${first + i},${(40 - (40 * level) / full).toFixed(2)}`);
  return (
    <svg
      class="level"
      viewBox={`0 0 ${POINTS - 1} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={say("stats.bufferGraph")}
    >
      {points.length > 1 && <path class="body" d={`M${first},40 L${points.join(" L")} V40 Z`} />}
      {points.length > 1 && <path class="surface" d={`M${points.join(" L")}`} />}
    </svg>
  );
}
