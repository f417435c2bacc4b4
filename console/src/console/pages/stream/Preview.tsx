import { useEffect, useRef, useState } from "preact/hooks";
import { LivePlayer } from "../../../player/player";
import { KINDS, type Snapshot } from "../../../player/types";
import type { PlayUrls } from "../../../streams/urls";
import { Stage } from "../../../watch/Stage";
import type { Stream } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { Select } from "../../ui/kit";
import { protocolName } from "../../ui/streamWords";

/** The stream as a viewer has it, without sound until asked. */
export function Preview({
  stream,
  urls,
  refused,
}: {
  stream: Stream;
  urls: PlayUrls;
  /** The media port wants a permission: the page gets one, and `urls` change. */
  refused(): void;
}) {
  const t = useTongue();
  const video = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<LivePlayer | null>(null);
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const track = (kind: "video" | "audio") => stream.tracks.find((each) => each.kind === kind);
  const picture = track("video"),
    sound = track("audio");
  useEffect(() => {
    const made: LivePlayer = new LivePlayer(video.current!, urls, "auto", () =>
      setSnapshot(made.snapshot()),
    );
    setPlayer(made);
    window.freshet = { snapshot: () => made.snapshot() };
    made.start();
    return () => made.destroy();
  }, [urls.hls]);
  const live = stream.state === "live";
  useEffect(() => {
    player?.know(
      picture || sound
        ? {
            video: picture !== undefined,
            audio: sound !== undefined,
            codecs: { video: picture?.codecString ?? "", audio: sound?.codecString ?? "" },
            offered: KINDS,
          }
        : undefined,
      live,
    );
  }, [player, live, picture?.codecString, sound?.codecString]);
  useEffect(() => {
    if (snapshot?.problem?.code === "refused") refused();
  }, [snapshot?.problem?.code]);
  return (
    <div class="preview">
      <Stage
        video={video}
        name={stream.name.slice(0, 80)}
        player={player}
        snapshot={snapshot}
        soundOnly={picture === undefined && sound !== undefined}
      />
      {player && snapshot && (
        <div class="under">
          <Select
            label={t("preview.player")}
            value={snapshot.choice}
            onChange={(choice) => player.choose(choice)}
            options={[
              { value: "auto" as const, text: t("preview.auto", { kind: protocolName(snapshot.kind) }) },
              ...KINDS.map((kind) => ({ value: kind, text: protocolName(kind) })),
            ]}
          />
          <span class="hint">
            {snapshot.latency
              ? t("preview.latency", { s: snapshot.latency.seconds.toFixed(1) })
              : ""}
          </span>
        </div>
      )}
    </div>
  );
}
