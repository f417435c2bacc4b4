import { problemOfAnswer } from "./policy";
import type { Problem } from "./types";

const TIMEOUT_MS = 5_000;

/**
 * Asks for an address once more, without its body, where an engine keeps the status or the headers
 * of a failure to itself. Null: the address answers well.
 *
 * Browsers follow no redirect in a WebSocket's handshake: a node that drains says in this way where
 * to go instead.
 */
export async function whyNot(url: string, detail: string): Promise<Problem | null> {
  try {
    const answer = await fetch(url.replace(/^ws/, "http"), {
      method: "HEAD",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) {
      const moved = url.startsWith("ws") && answer.redirected;
      return moved
        ? { code: "offline", detail, movedTo: answer.url.replace(/^http/, "ws") }
        : null;
    }
    return problemOfAnswer(
      answer.status,
      answer.headers.get("Retry-After"),
      `${detail} (HTTP ${answer.status})`,
    );
  } catch {
    return { code: "offline", detail };
  }
}
