import { useEffect, useState } from "preact/hooks";
import { seedOf, waveArea } from "../../ui/waves";
import { pathOf } from "../api/client";

/** Key frames are taken every 10 s. */
const EVERY_MS = 10_000;

/** The latest key frame of a stream; where there is none, a piece of water of its own. */
export function Thumb({ app, name, live }: { app: string; name: string; live: boolean }) {
  const [round, setRound] = useState(0);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (!document.hidden) setRound((before) => before + 1);
    }, EVERY_MS * (missing ? 6 : 1));
    return () => clearInterval(timer);
  }, [live, missing]);
  const seed = seedOf(`${app}/${name}`);
  const path = pathOf("/api/v1/streams/{app}/{name}/thumbnail.jpg", { app, name });
  return (
    <span class={`thumb tint-${seed % 5}`} aria-hidden="true">
      <svg viewBox="0 0 64 36" preserveAspectRatio="xMidYMid slice">
        <path d={waveArea(128, 32 + (seed % 3) * 16, 2, 36)} transform="translate(0 14)" />
        <path d={waveArea(128, 64, 3, 36)} transform={`translate(-${seed % 30} 22)`} />
      </svg>
      {live && (
        <img
          src={`${path}?${round}`}
          alt=""
          loading="lazy"
          decoding="async"
          class={missing ? "missing" : ""}
          onError={() => setMissing(true)}
          onLoad={() => setMissing(false)}
        />
      )}
    </span>
  );
}
