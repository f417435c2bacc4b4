/** A picture that stands still for longer than this counts as an interruption. */
export const STALL_AFTER_MS = 400;

/**
 * Watches whether the playing position moves. Fed with the position and a monotonic clock at every
 * tick; knows no
 * browser, so that a test can tell it any story.
 */
export class Flow {
  #position = -1;
  #movedMs = 0;
  #began = false;
  #stalledSinceMs: number | null = null;
  stalls = 0;
  stalledMs = 0;

  /**
   * Begins anew, keeping the counts: what the viewer asked for (pause, seek, other player) is no
   * interruption.
   */
  rest(nowMs: number): void {
    this.#position = -1;
    this.#began = false;
    this.#movedMs = nowMs;
    this.#stalledSinceMs = null;
  }

  /** Returns whether media is moving. */
  tick(position: number, nowMs: number): boolean {
    if (this.#position >= 0 && position > this.#position) {
      this.#began = true;
      if (this.#stalledSinceMs !== null) this.stalledMs += nowMs - this.#stalledSinceMs;
      this.#stalledSinceMs = null;
      this.#movedMs = nowMs;
    } else if (
      this.#position >= 0 &&
      this.#began &&
      this.#stalledSinceMs === null &&
      nowMs - this.#movedMs > STALL_AFTER_MS
    ) {
      this.#stalledSinceMs = this.#movedMs;
      this.stalls++;
    }
    this.#position = position;
    return this.#began && this.#stalledSinceMs === null;
  }

  /** How long nothing has moved. */
  stillMs(nowMs: number): number {
    return nowMs - this.#movedMs;
  }
}
