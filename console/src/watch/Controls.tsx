import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useSay } from "../i18n/i18n";
import type { LivePlayer } from "../player/player";
import type { Snapshot } from "../player/types";
import { Icon } from "../ui/icons";
import { toggleFull } from "./fullscreen";

type Props = {
  snapshot: Snapshot;
  player: LivePlayer;
  stage: RefObject<HTMLElement | null>;
  video: RefObject<HTMLVideoElement | null>;
};

/** Within this of where a new viewer would start, it counts as live. */
const LIVE_SECONDS = 5;

export function Controls({ snapshot, player, stage, video }: Props) {
  const say = useSay();
  const full = useFull();
  const { phase, muted, volume, latency, kind } = snapshot;
  const stopped = phase === "paused" || phase === "blocked";
  const late =
    kind !== "ts" && kind !== "native" && latency !== null && latency.seconds > LIVE_SECONDS;
  const pip = document.pictureInPictureEnabled;
  return (
    <>
      {stopped && (
        <button
          type="button"
          class="big-play"
          onClick={() => player.togglePlay()}
          aria-label={say("watch.play")}
        >
          <Icon name="play" />
        </button>
      )}
      {muted && phase === "playing" && (
        <button type="button" class="unmute" onClick={() => player.setSound(false, volume || 1)}>
          <Icon name="muted" />
          {say("watch.unmute")}
        </button>
      )}
      <div class="controls" role="group" title={say("watch.keys")}>
        <button
          type="button"
          aria-keyshortcuts="k"
          onClick={() => player.togglePlay()}
          aria-label={say(stopped ? "watch.play" : "watch.pause")}
        >
          <Icon name={stopped ? "play" : "pause"} />
        </button>
        <button
          type="button"
          aria-keyshortcuts="m"
          onClick={() => player.setSound(!muted, volume || 1)}
          aria-label={say(muted ? "watch.unmute" : "watch.mute")}
        >
          <Icon name={muted ? "muted" : "sound"} />
        </button>
        <input
          class="volume"
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={muted ? 0 : volume}
          aria-label={say("watch.volume")}
          onInput={(event) =>
            player.setSound(
              event.currentTarget.valueAsNumber === 0,
              event.currentTarget.valueAsNumber,
            )
          }
        />
        <button
          type="button"
          class={stopped || late ? "live late" : "live"}
          aria-keyshortcuts="l"
          title={say("watch.toLive")}
          onClick={() => player.toLive()}
        >
          {say("watch.live")}
        </button>
        <span class="spring" />
        {pip && (
          <button
            type="button"
            aria-label={say("watch.pip")}
            onClick={() => togglePip(video.current!)}
          >
            <Icon name="pip" />
          </button>
        )}
        <button
          type="button"
          aria-keyshortcuts="f"
          aria-label={say(full ? "watch.fullExit" : "watch.full")}
          onClick={() => toggleFull(stage.current!, video.current!)}
        >
          <Icon name={full ? "fullExit" : "full"} />
        </button>
      </div>
    </>
  );
}

function togglePip(video: HTMLVideoElement): void {
  const change = document.pictureInPictureElement
    ? document.exitPictureInPicture()
    : video.requestPictureInPicture();
  change.catch(() => undefined); // no picture yet, or the visitor's settings
}

function useFull(): boolean {
  const [full, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  return full;
}
