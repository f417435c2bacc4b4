import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import { live, sampleKey, useLive } from "../api/live";
import type { Stream } from "../api/schema";
import { may } from "../api/session";
import { useMe } from "../node";
import { go, streamPath } from "../route";
import { useTongue } from "../text/speech";
import { Confirm } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { bits, number, plain } from "../ui/format";
import {
  Button,
  Cell,
  Head,
  Listing,
  Pager,
  Search,
  Select,
  Table,
  usePages,
  useSettled,
  When,
} from "../ui/kit";
import { codecs, Health, picture, StateDrop } from "../ui/streamWords";
import { Thumb } from "../ui/Thumb";

export const PAGE_SIZE = 50;
const SORTS = ["name", "viewers", "bitrate", "newest"] as const;
const STATES = ["", "live", "waiting"] as const;
type Sort = (typeof SORTS)[number];
type State = (typeof STATES)[number];

/** All streams: searched, sorted and paged by the server; figures of the page shown come live. */
export function StreamsPage({ query }: { query: URLSearchParams }) {
  const t = useTongue();
  const me = useMe();
  const [text, setText] = useState(query.get("q") ?? "");
  const [sort, setSort] = useState<Sort>(
    SORTS.find((each) => each === query.get("sort")) ?? "name",
  );
  const [state, setState] = useState<State>(
    STATES.find((each) => each === query.get("state")) ?? "",
  );
  const [kicking, setKicking] = useState<Stream | null>(null);
  const pages = usePages();
  const q = useSettled(text.trim());
  useEffect(() => {
    pages.reset();
    const next = new URLSearchParams();
    if (q) next.set("q", q);
    if (sort !== "name") next.set("sort", sort);
    if (state) next.set("state", state);
    const tail = next.toString();
    go(`/streams${tail && `?${tail}`}`, true);
  }, [q, sort, state]);
  const found = useAsk(
    "GET /api/v1/streams",
    {
      query: {
        ...(q && { q }),
        ...(state && { state }),
        sort,
        limit: PAGE_SIZE,
        ...(pages.cursor && { cursor: pages.cursor }),
      },
    },
    { everyMs: 5_000 },
  );
  useEffect(() => {
    live.select({
      ...(q && { search: q }),
      // The feed does not know "newest": its figures for the others still fit by name.
      sort: sort === "newest" ? "name" : sort,
      offset: pages.page * PAGE_SIZE,
      limit: PAGE_SIZE,
    });
  }, [q, sort, pages.page]);
  const streams = found.data?.streams;
  return (
    <>
      <Head title={t("nav.streams")} lead={found.data && t.count("streams.n", found.data.total)} />
      <div class="filters">
        <Search value={text} label={t("streams.search")} onInput={setText} />
        <Select
          label={t("streams.state")}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({
            value,
            text: value ? t(`stream.${value}`) : t("filter.anyState"),
          }))}
        />
        <Select
          label={t("streams.sort")}
          value={sort}
          onChange={setSort}
          options={SORTS.map((value) => ({ value, text: t(`sort.${value}`) }))}
        />
      </div>
      <Listing
        found={found}
        items={streams}
        empty={q || state ? t("streams.noMatch") : t("streams.none")}
        hint={q || state ? undefined : t("streams.noneHow")}
      >
        <Table
          label={t("nav.streams")}
          class="streams"
          heads={[
            t("head.stream"),
            t("head.picture"),
            `#${t("head.bitrate")}`,
            `#${t("head.fps")}`,
            `#${t("head.viewers")}`,
            t("head.findings"),
            t("head.onAir"),
            "",
          ]}
        >
          {streams?.map((stream) => (
            <Row
              key={`${stream.app}/${stream.name}`}
              stream={stream}
              kick={may(me, "moderator", stream.app) ? () => setKicking(stream) : undefined}
            />
          ))}
        </Table>
      </Listing>
      <Pager
        pages={pages}
        next={found.data?.next}
        {...(found.data && found.data.total > PAGE_SIZE
          ? {
              note: t("pager.of", {
                from: pages.page * PAGE_SIZE + 1,
                to: pages.page * PAGE_SIZE + found.data.streams.length,
                total: number(found.data.total, t.language),
              }),
            }
          : {})}
      />
      {kicking && (
        <KickStream stream={kicking} close={() => setKicking(null)} done={found.again} />
      )}
    </>
  );
}

function Row({ stream, kick }: { stream: Stream; kick: (() => void) | undefined }) {
  const t = useTongue();
  const { streams } = useLive();
  const sample = streams.get(sampleKey(stream.app, stream.name));
  const l = t.language;
  const rate = sample?.bitrateBps ?? stream.bitrateBps;
  const fps = sample?.fps ?? stream.fps;
  const state = sample?.state ?? stream.state;
  return (
    <tr data-stream={`${stream.app}/${stream.name}`}>
      <td class="lead">
        <a class="stream" href={streamPath(stream.app, stream.name)}>
          <Thumb app={stream.app} name={stream.name} live={state === "live"} />
          <StateDrop state={state} />
          <span class="title">
            <Foreign value={stream.name} max={90} />
            <small>
              <Foreign value={stream.app} max={40} />
            </small>
          </span>
        </a>
      </td>
      <Cell head={t("head.picture")}>
        <span class="two">
          {picture(stream, l) || (codecs(stream) && t("stream.audioOnly")) || "–"}
          <small>{codecs(stream)}</small>
        </span>
      </Cell>
      <Cell head={t("head.bitrate")} figure>
        {rate > 0 ? plain(bits(rate, l)) : "–"}
      </Cell>
      <Cell head={t("head.fps")} figure>
        {fps > 0 ? number(fps, l, 1) : "–"}
      </Cell>
      <Cell head={t("head.viewers")} figure>
        {number(sample?.viewers ?? stream.viewers.total, l)}
      </Cell>
      <Cell head={t("head.findings")}>
        {sample ? <Health worst={sample.findings} /> : <span class="none">–</span>}
      </Cell>
      <Cell head={t("head.onAir")}>
        <When atMs={stream.onAirMs} />
      </Cell>
      <Cell>
        {kick && (
          <Button
            kind="bare"
            icon="kick"
            label={t("stream.kickLabel", { name: stream.name.slice(0, 80) })}
            onClick={kick}
          />
        )}
      </Cell>
    </tr>
  );
}

export function KickStream({
  stream,
  close,
  done,
}: {
  stream: { app: string; name: string };
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  return (
    <Confirm
      title={t("stream.kickTitle")}
      action={t("stream.kick")}
      close={close}
      run={async () => {
        await api("DELETE /api/v1/streams/{app}/{name}", {
          path: { app: stream.app, name: stream.name },
        });
        done();
      }}
    >
      <p>
        <strong>
          <Foreign value={`${stream.app}/${stream.name}`} max={90} />
        </strong>
      </p>
      <p>{t("stream.kickHow")}</p>
    </Confirm>
  );
}
