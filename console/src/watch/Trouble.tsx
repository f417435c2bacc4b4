import { useSay } from "../i18n/i18n";
import type { Snapshot } from "../player/types";

/** What is going on when it is not simply playing: in words, with what to do. */
export function Trouble({
  snapshot: { phase, problem, retryInMs, flowing },
  retry,
}: {
  snapshot: Snapshot;
  retry(): void;
}) {
  const say = useSay();
  if (problem) {
    return (
      <div class={flowing ? "trouble passing" : "trouble"} role="alert">
        <h2>{say(`problem.${problem.code}`)}</h2>
        <p>{say(`problem.${problem.code}.how`)}</p>
        <p class="retry">
          <span>
            {phase !== "retrying"
              ? say("phase.connecting")
              : retryInMs >= 1_000
                ? say("phase.retryingIn", { n: Math.ceil(retryInMs / 1000) })
                : say("phase.retrying")}
          </span>
          <button type="button" onClick={retry} disabled={phase !== "retrying"}>
            {say("phase.retryNow")}
          </button>
        </p>
        {problem.detail && (
          <p class="detail">{say("problem.detail", { detail: problem.detail })}</p>
        )}
      </div>
    );
  }
  if (phase !== "connecting" && phase !== "buffering") return null;
  return (
    <div class="waiting" role="status">
      <svg class="ripple" viewBox="0 0 80 80" aria-hidden="true">
        <circle cx="40" cy="40" r="8" />
        <circle cx="40" cy="40" r="8" />
        <circle cx="40" cy="40" r="8" />
      </svg>
      <span>{say(`phase.${phase}`)}</span>
    </div>
  );
}
