import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSay } from "../i18n/i18n";
import type { LivePlayer } from "../player/player";
import type { Snapshot } from "../player/types";
import { Controls } from "./Controls";
import { toggleFull } from "./fullscreen";
import { Trouble } from "./Trouble";

/** Controls fade so long after the last movement while a picture plays. */
const IDLE_MS = 2_800;

type Props = {
  video: RefObject<HTMLVideoElement | null>;
  name: string;
  player: LivePlayer | null;
  snapshot: Snapshot | null;
  soundOnly: boolean;
};

/** The video, what lies over it, and the keys. */
export function Stage({ video, name, player, snapshot, soundOnly }: Props) {
  const say = useSay();
  const stage = useRef<HTMLDivElement>(null);
  const [idle, wake] = useIdle();

  const onKey = (event: KeyboardEvent): void => {
    if (!player || event.ctrlKey || event.altKey || event.metaKey) return;
    // Space belongs to the button that has the focus; the other keys work everywhere on the stage.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    const actions: Record<string, () => void> = {
      " ": () => player.togglePlay(),
      k: () => player.togglePlay(),
      m: () => player.setSound(!video.current!.muted),
      f: () => toggleFull(stage.current!, video.current!),
      l: () => player.toLive(),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    wake();
    action();
  };
  useEffect(() => {
    const onPageKey = (event: KeyboardEvent): void => {
      const target = event.target;
      if (target === document.body || (target instanceof Node && stage.current?.contains(target)))
        onKey(event);
    };
    document.addEventListener("keydown", onPageKey);
    return () => document.removeEventListener("keydown", onPageKey);
  });

  const phase = snapshot?.phase ?? "connecting";
  const resting = idle && phase === "playing";
  return (
    <div
      ref={stage}
      class={resting ? "stage resting" : "stage"}
      data-phase={phase}
      data-kind={snapshot?.kind}
      data-problem={snapshot?.problem?.code}
      onPointerMove={wake}
      onPointerDown={wake}
      onFocusIn={wake}
    >
      <video
        ref={video}
        muted
        playsInline
        tabIndex={-1}
        aria-label={say("watch.video", { name })}
        onClick={(event) => {
          // A finger's tap brings the controls back; pausing is a button there.
          const finger = event instanceof PointerEvent && event.pointerType === "touch";
          if (!finger) player?.togglePlay();
        }}
      />
      {soundOnly && phase === "playing" && <p class="sound-only">{say("card.audioOnly")}</p>}
      {snapshot && <Trouble snapshot={snapshot} retry={() => player?.retryNow()} />}
      {snapshot && player && !snapshot.problem && (
        <Controls snapshot={snapshot} player={player} stage={stage} video={video} />
      )}
    </div>
  );
}

function useIdle(): [boolean, () => void] {
  const [idle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wake = (): void => {
    setIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIdle(true), IDLE_MS);
  };
  useEffect(() => {
    wake();
    return () => clearTimeout(timer.current);
  }, []);
  return [idle, wake];
}
