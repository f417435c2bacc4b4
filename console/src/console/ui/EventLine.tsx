import type { Event } from "../api/schema";
import { streamPath } from "../route";
import { useTongue } from "../text/speech";
import { Foreign } from "./Foreign";
import { factWords } from "./facts";
import { moment } from "./format";
import { When, type Tone } from "./kit";

/** What sort of news a type of event is. */
export function toneOf(type: string): Tone {
  if (type === "alert.fired" || type.endsWith(".refused") || type === "healing.given-up") return "bad";
  if (type === "healing.evicted" || type === "healing.doubt") return "warning";
  if (type === "healing.healthy") return "good";
  if (type === "ingest.finding" || type === "stream.waiting" || type === "node.stopping")
    return "warning";
  if (type === "stream.started" || type === "alert.resolved" || type === "stream.resumed")
    return "good";
  return "note";
}

/** One event in words. */
export function EventLine({ event, short }: { event: Event; short?: boolean }) {
  const t = useTongue();
  const facts = factWords(event, t);
  return (
    <li class="event" data-type={event.type}>
      <span class={`dot ${toneOf(event.type)}`} aria-hidden="true" />
      <span class="what">
        <strong title={event.type}>{t.maybe(`event.${event.type}`, event.type)}</strong>{" "}
        {event.app && event.stream && (
          <a href={streamPath(event.app, event.stream)}>
            <Foreign value={`${event.app}/${event.stream}`} max={80} />
          </a>
        )}
        {!short && facts.length > 0 && (
          <span class="facts">
            {facts.map(({ key, name, value }) => (
              <span key={key}>
                <i>{name}</i>
                <Foreign value={value} />
              </span>
            ))}
          </span>
        )}
      </span>
      <span class="when" title={moment(event.atMs, t)}>
        <When atMs={event.atMs} />
      </span>
    </li>
  );
}
