import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { queryOf } from "../api/client";
import { Feed, type FeedState } from "../api/feed";
import type { Event } from "../api/schema";
import { go } from "../route";
import { useTongue } from "../text/speech";
import { Check } from "../ui/form";
import { EventLine } from "../ui/EventLine";
import { Head, Listing, Pager, Panel, Search, Select, usePages, useSettled } from "../ui/kit";

const FAMILIES = [
  "",
  "stream.*",
  "publisher.*",
  "viewer.*",
  "ingest.*",
  "alert.*",
  "key.*",
  "node.*",
  "clock.*",
  "coordination.*",
  "healing.*",
] as const;
type Family = (typeof FAMILIES)[number];

/** So many stay on the page while it follows; older ones are a filter away. */
const SHOWN_MAX = 200;

/** What happened; new events appear by themselves on the first page. */
export function EventsPage({ query }: { query: URLSearchParams }) {
  const t = useTongue();
  const [family, setFamily] = useState<Family>(
    FAMILIES.find((each) => each === query.get("type")) ?? "",
  );
  const [text, setText] = useState(query.get("stream") ?? "");
  const [follow, setFollow] = useState(true);
  const [fresh, setFresh] = useState<Event[]>([]);
  const [state, setState] = useState<FeedState>("connecting");
  const pages = usePages();
  const where = useSettled(text.trim());
  const [app, ...rest] = where.split("/");
  const filter = {
    ...(family && { type: family }),
    ...(app && { app }),
    ...(app && rest.length > 0 && { stream: rest.join("/") }),
  };
  const key = JSON.stringify(filter);
  useEffect(() => {
    pages.reset();
    go(`/events${queryOf({ type: family, stream: where })}`, true);
  }, [key]);
  const found = useAsk("GET /api/v1/events", {
    query: { ...filter, limit: 50, ...(pages.cursor && { cursor: pages.cursor }) },
  });
  const following = follow && pages.page === 0;
  useEffect(() => {
    setFresh([]);
    if (!following) return;
    const feed = new Feed({
      url: `/api/v1/events/live${queryOf({ ...filter, as: "message" })}`,
      state: setState,
      message: ({ type, data }) => {
        if (type !== "message") return;
        const event = JSON.parse(data) as Event;
        setFresh((before) =>
          before.some(({ id }) => id === event.id) ? before : [event, ...before].slice(0, SHOWN_MAX),
        );
      },
    });
    return () => feed.close();
  }, [key, following]);
  const listed = found.data?.items ?? [];
  const known = new Set(fresh.map(({ id }) => id));
  const items = found.data
    ? [...(following ? fresh : []), ...listed.filter(({ id }) => !known.has(id))]
    : undefined;
  return (
    <>
      <Head title={t("nav.events")} lead={t("events.lead")} />
      <div class="filters">
        <Search value={text} label={t("events.search")} onInput={setText} />
        <Select
          label={t("events.type")}
          value={family}
          onChange={setFamily}
          options={FAMILIES.map((value) => ({
            value,
            text: value ? t(`family.${value.slice(0, -2)}` as "family.stream") : t("filter.anyType"),
          }))}
        />
        <Check label={t("events.follow")} checked={follow} onChange={setFollow} />
        {following && <span class={`feed ${state}`}>{t(`feed.${state}`)}</span>}
      </div>
      <Listing found={found} items={items} empty={t("events.none")}>
        <Panel>
          <ul class="log full" data-events={items?.length}>
            {items?.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ul>
        </Panel>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
    </>
  );
}
