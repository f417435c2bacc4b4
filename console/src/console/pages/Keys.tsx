import { useState } from "preact/hooks";
import { rtmpServer } from "../../streams/urls";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { PublishKey, PublishKeySecret } from "../api/schema";
import { usePorts } from "../node";
import { go } from "../route";
import { useTongue } from "../text/speech";
import { AppPicker, useApps } from "../ui/AppPicker";
import { Choice, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { moment } from "../ui/format";
import { Badge, Button, Cell, Head, Listing, Pager, Table, usePages, When } from "../ui/kit";
import { linesOf, listOf, localMoment, momentOf } from "../ui/lists";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";

type Doing =
  | { what: "make" }
  | { what: "change"; key: PublishKey }
  | { what: "rotate"; key: PublishKey }
  | { what: "revoke"; key: PublishKey }
  | { what: "show"; key: PublishKeySecret };

/** Who may publish: the keys of an app. */
export function KeysPage({ query }: { query: URLSearchParams }) {
  const t = useTongue();
  const tell = useTell();
  const apps = useApps("operator");
  const app = query.get("app") ?? apps[0] ?? "live";
  const [doing, setDoing] = useState<Doing | null>(null);
  const pages = usePages();
  const found = useAsk("GET /api/v1/apps/{app}/keys", {
    path: { app },
    query: { limit: 50, ...(pages.cursor && { cursor: pages.cursor }) },
  });
  const close = (): void => setDoing(null);
  const shown = (key: PublishKeySecret): void => {
    found.again();
    setDoing({ what: "show", key });
  };
  return (
    <>
      <Head title={t("nav.keys")} lead={t("keys.lead")}>
        <AppPicker
          apps={apps}
          app={app}
          onChange={(next) => {
            pages.reset();
            go(`/keys?app=${encodeURIComponent(next)}`);
          }}
        />
        <Button kind="main" icon="plus" onClick={() => setDoing({ what: "make" })}>
          {t("keys.make")}
        </Button>
      </Head>
      <Listing
        found={found}
        items={found.data?.items}
        empty={t("keys.none", { app })}
        hint={t("keys.noneHow")}
      >
        <Table
          label={t("nav.keys")}
          heads={[
            t("head.name"),
            t("keys.stream"),
            t("head.state"),
            t("keys.addresses"),
            t("keys.used"),
            t("head.expires"),
            "",
          ]}
        >
          {found.data?.items.map((key) => (
            <KeyRow key={key.id} item={key} act={setDoing} />
          ))}
        </Table>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
      {doing?.what === "make" && <EditKey app={app} close={close} made={shown} />}
      {doing?.what === "change" && (
        <EditKey app={app} item={doing.key} close={close} changed={found.again} />
      )}
      {doing?.what === "rotate" && <Rotate item={doing.key} close={close} made={shown} />}
      {doing?.what === "revoke" && (
        <Confirm
          title={t("keys.revokeTitle")}
          action={t("keys.revoke")}
          close={close}
          run={async () => {
            await api("DELETE /api/v1/apps/{app}/keys/{id}", {
              path: { app, id: doing.key.id },
              version: doing.key.version,
            });
            tell.done(t("keys.revoked"));
            found.again();
          }}
        >
          <p>
            <strong>
              <Foreign value={doing.key.name} max={100} />
            </strong>
          </p>
          <p>{t("keys.revokeHow")}</p>
        </Confirm>
      )}
      {doing?.what === "show" && <ShowKey item={doing.key} close={close} />}
    </>
  );
}

function KeyRow({ item, act }: { item: PublishKey; act(doing: Doing): void }) {
  const t = useTongue();
  const now = Date.now();
  const overlaps = item.overlapUntilMs !== undefined && item.overlapUntilMs > now;
  const name = item.name.slice(0, 80);
  const active = item.state === "active";
  return (
    <tr data-key={item.id}>
      <td class="lead">
        <span class="two">
          <Foreign value={item.name} max={100} />
          {item.hint && <small class="mono">fk_…{item.hint}</small>}
        </span>
      </td>
      <Cell head={t("keys.stream")}>
        <code>
          <Foreign value={item.stream} max={80} />
        </code>
      </Cell>
      <Cell head={t("head.state")}>
        <Badge tone={active ? "good" : "plain"}>{t(`keys.${item.state}`)}</Badge>
        {overlaps && (
          <small class="hint" title={moment(item.overlapUntilMs!, t)}>
            {" "}
            {t("keys.overlaps")}
          </small>
        )}
      </Cell>
      <Cell head={t("keys.addresses")}>
        {item.addresses.length === 0 ? (
          <span class="none">{t("keys.anywhere")}</span>
        ) : (
          <span class="mono">{item.addresses.join(", ")}</span>
        )}
      </Cell>
      <Cell head={t("keys.used")}>
        {item.lastUsedMs ? <When atMs={item.lastUsedMs} /> : <span class="none">{t("never")}</span>}
      </Cell>
      <Cell head={t("head.expires")}>
        {item.expiresMs ? (
          <When atMs={item.expiresMs} />
        ) : (
          <span class="none">{t("never.ends")}</span>
        )}
      </Cell>
      <Cell>
        <span class="row-actions">
          {active && (
            <>
              <Button
                kind="bare"
                icon="rotate"
                label={t("keys.rotateLabel", { name })}
                onClick={() => act({ what: "rotate", key: item })}
              />
              <Button
                kind="bare"
                icon="edit"
                label={t("keys.changeLabel", { name })}
                onClick={() => act({ what: "change", key: item })}
              />
            </>
          )}
          <Button
            kind="bare"
            icon="trash"
            label={t("keys.revokeLabel", { name })}
            onClick={() => act({ what: "revoke", key: item })}
          />
        </span>
      </Cell>
    </tr>
  );
}

function EditKey({
  app,
  item,
  close,
  made,
  changed,
}: {
  app: string;
  item?: PublishKey;
  close(): void;
  made?(key: PublishKeySecret): void;
  changed?(): void;
}) {
  const t = useTongue();
  const [name, setName] = useState(item?.name ?? "");
  const [stream, setStream] = useState(item?.stream ?? "**");
  const [addresses, setAddresses] = useState(linesOf(item?.addresses));
  const [expires, setExpires] = useState(item?.expiresMs ? localMoment(item.expiresMs) : "");
  const send = async (): Promise<void> => {
    const expiresMs = momentOf(expires);
    const body = {
      name,
      stream: stream || "**",
      addresses: listOf(addresses),
      ...(expiresMs !== undefined && { expiresMs }),
    };
    if (item) {
      await api("PATCH /api/v1/apps/{app}/keys/{id}", {
        path: { app, id: item.id },
        body,
        version: item.version,
      });
      changed?.();
      close();
    } else {
      made?.(await api("POST /api/v1/apps/{app}/keys", { path: { app }, body }));
    }
  };
  return (
    <Dialog title={t(item ? "keys.change" : "keys.make")} close={close}>
      <Form send={send} action={t(item ? "action.save" : "keys.makeAction")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("head.name")}
              name="name"
              value={name}
              onInput={setName}
              required
              maxLength={100}
              hint={t("keys.nameHint")}
              error={wrong("name")}
            />
            <Field
              label={t("keys.stream")}
              name="stream"
              value={stream}
              onInput={setStream}
              hint={t("pattern.hint")}
              error={wrong("stream")}
            />
            <Field
              label={t("keys.addresses")}
              name="addresses"
              value={addresses}
              onInput={setAddresses}
              lines={2}
              hint={t("keys.addressesHint")}
              error={wrong("addresses")}
            />
            <Field
              label={t("head.expires")}
              name="expires"
              type="datetime-local"
              value={expires}
              onInput={setExpires}
              hint={t("keys.expiresHint")}
              error={wrong("expiresMs")}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

const HOUR_MS = 3_600_000;
const OVERLAPS = [0, 1, 24, 168] as const;

function Rotate({
  item,
  close,
  made,
}: {
  item: PublishKey;
  close(): void;
  made(key: PublishKeySecret): void;
}) {
  const t = useTongue();
  const [hours, setHours] = useState("24");
  const send = async (): Promise<void> =>
    made(
      await api("POST /api/v1/apps/{app}/keys/{id}/rotate", {
        path: { app: item.app, id: item.id },
        body: { overlapMs: Number(hours) * HOUR_MS },
      }),
    );
  return (
    <Dialog title={t("keys.rotateTitle")} close={close}>
      <Form send={send} action={t("keys.rotate")} cancel={close}>
        {() => (
          <>
            <p class="prose">{t("keys.rotateHow")}</p>
            <Choice
              label={t("keys.overlap")}
              value={hours}
              onChange={setHours}
              options={OVERLAPS.map((each) => ({
                value: String(each),
                text: t(each === 0 ? "keys.overlapNone" : (`span.${each}` as "span.1")),
              }))}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

/** The new secret, in the forms that encoders want it. */
function ShowKey({ item, close }: { item: PublishKeySecret; close(): void }) {
  const t = useTongue();
  const ports = usePorts();
  const exact = !item.stream.includes("*");
  const name = exact ? item.stream : "NAME";
  return (
    <Secret
      title={t("keys.madeTitle")}
      close={close}
      lines={[
        { label: t("keys.secret"), value: item.secret },
        { label: t("obs.server"), value: rtmpServer(location, ports, item.app) },
        { label: t("obs.key"), value: `${name}?key=${item.secret}` },
        {
          label: "FFmpeg",
          value: `ffmpeg -re -i input.mp4 -c copy -f flv "${rtmpServer(location, ports, item.app)}/${name}?key=${item.secret}"`,
        },
      ]}
    >
      {!exact && <p class="hint">{t("keys.nameIsYours")}</p>}
    </Secret>
  );
}
