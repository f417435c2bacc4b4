/** iPhones know full screen for video elements only, under a name of their own. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?(): void };

export function toggleFull(stage: HTMLElement, video: HTMLVideoElement): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (stage.requestFullscreen) void stage.requestFullscreen().catch(() => undefined);
  else (video as PhoneVideo).webkitEnterFullscreen?.();
}
