import type { Abilities, Range } from "./policy";

/** Seconds of media ahead of the playing position. */
export function bufferedSeconds(video: HTMLVideoElement): number {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime + 0.1 && buffered.end(i) >= currentTime)
      return buffered.end(i) - currentTime;
  }
  return 0;
}

/** What is buffered, in order. */
export function bufferedRanges({ buffered }: HTMLVideoElement): Range[] {
  return Array.from({ length: buffered.length }, (_, i) => ({
    start: buffered.start(i),
    end: buffered.end(i),
  }));
}

export function abilitiesHere(): Abilities {
  return {
    mse: "MediaSource" in window || "ManagedMediaSource" in window,
    nativeHls: document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "",
  };
}

/** Whether a media source takes that type. */
export function supportedHere(type: string): boolean {
  // Phones have the managed one alone, which this compiler does not know.
  const { ManagedMediaSource } = window as { ManagedMediaSource?: typeof MediaSource };
  return (window.MediaSource ?? ManagedMediaSource)?.isTypeSupported(type) ?? false;
}

export function frames(video: HTMLVideoElement): { decoded: number; dropped: number } {
  const quality = video.getVideoPlaybackQuality?.();
  return { decoded: quality?.totalVideoFrames ?? 0, dropped: quality?.droppedVideoFrames ?? 0 };
}
