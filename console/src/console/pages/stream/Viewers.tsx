import { useState } from "preact/hooks";
import { useAsk } from "../../api/ask";
import { api } from "../../api/client";
import type { NewBan, Viewer } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { Foreign } from "../../ui/Foreign";
import { bytes, number, plain } from "../../ui/format";
import { Choice, Dialog, Field, Form } from "../../ui/form";
import { Button, Cell, Listing, Pager, Panel, Select, Table, usePages, When } from "../../ui/kit";
import { useTell } from "../../ui/say";
import { protocolName } from "../../ui/streamWords";

const PROTOCOLS = ["", "rtmp", "http-flv", "ws-flv", "hls"] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** Who watches, one by one; each can be sent away, or kept out. */
export function Viewers({ app, name }: { app: string; name: string }) {
  const t = useTongue();
  const tell = useTell();
  const [protocol, setProtocol] = useState<Protocol>("");
  const [banning, setBanning] = useState<Viewer | null>(null);
  const pages = usePages();
  const found = useAsk(
    "GET /api/v1/streams/{app}/{name}/viewers",
    {
      path: { app, name },
      query: {
        ...(protocol && { protocol }),
        limit: 10,
        ...(pages.cursor && { cursor: pages.cursor }),
      },
    },
    { everyMs: 3_000 },
  );
  const kick = (viewer: Viewer): void => {
    void tell
      .run(
        () =>
          api("DELETE /api/v1/streams/{app}/{name}/viewers/{id}", {
            path: { app, name, id: viewer.id },
          }),
        t("viewers.kicked", { address: viewer.address }),
      )
      .then(found.again);
  };
  return (
    <Panel
      class="viewers after"
      title={
        <>
          {t("viewers.title")}{" "}
          {found.data && (
            <span class="tally">{number(found.data.total ?? found.data.items.length, t.language)}</span>
          )}
        </>
      }
      aside={
        <Select
          label={t("viewers.protocol")}
          value={protocol}
          onChange={(value) => {
            setProtocol(value);
            pages.reset();
          }}
          options={PROTOCOLS.map((value) => ({ value, text: value ? protocolName(value) : t("filter.anyProtocol") }))}
        />
      }
    >
      <Listing found={found} items={found.data?.items} empty={t("viewers.none")}>
        <Table
          label={t("viewers.title")}
          heads={[
            t("head.address"),
            t("head.protocol"),
            t("head.agent"),
            t("head.since"),
            `#${t("head.received")}`,
            "",
          ]}
        >
          {found.data?.items.map((viewer) => (
            <tr key={viewer.id} data-viewer={viewer.id}>
              <td class="lead">
                <span class="two">
                  <span class="mono">{viewer.address}</span>
                  {viewer.user && (
                    <small>
                      <Foreign value={viewer.user} max={64} />
                    </small>
                  )}
                </span>
              </td>
              <Cell head={t("head.protocol")}>
                {protocolName(viewer.protocol)}
                {viewer.secure && <small class="tls"> TLS</small>}
              </Cell>
              <Cell head={t("head.agent")}>
                <span class="agent">
                  {viewer.userAgent ? <Foreign value={viewer.userAgent} max={120} /> : "–"}
                </span>
              </Cell>
              <Cell head={t("head.since")}>
                <When atMs={viewer.sinceMs} />
              </Cell>
              <Cell head={t("head.received")} figure>
                {plain(bytes(viewer.bytes, t.language))}
              </Cell>
              <Cell>
                <span class="row-actions">
                  <Button
                    kind="bare"
                    icon="kick"
                    label={t("viewers.kick", { address: viewer.address })}
                    onClick={() => kick(viewer)}
                  />
                  <Button
                    kind="bare"
                    icon="ban"
                    label={t("viewers.ban", { address: viewer.address })}
                    onClick={() => setBanning(viewer)}
                  />
                </span>
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
      {banning && (
        <BanDialog
          app={app}
          viewer={banning}
          close={() => setBanning(null)}
          done={() => {
            tell.done(t("ban.done"));
            found.again();
          }}
        />
      )}
    </Panel>
  );
}

const HOUR_MS = 3_600_000;
export const DURATIONS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS, 365 * 24 * HOUR_MS] as const;

/** Keeps somebody out of an app: a viewer of the list, or what is typed. */
export function BanDialog({
  app,
  viewer,
  close,
  done,
}: {
  app: string;
  viewer?: Viewer;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const [kind, setKind] = useState<NewBan["kind"]>("address");
  const [value, setValue] = useState("");
  const [durationMs, setDurationMs] = useState(String(HOUR_MS));
  const [reason, setReason] = useState("");
  const kinds = (["address", "token", "user"] as const).filter(
    (each) =>
      !viewer || each === "address" || Boolean(each === "token" ? viewer.tokenId : viewer.user),
  );
  const send = async (): Promise<void> => {
    await api("POST /api/v1/apps/{app}/bans", {
      path: { app },
      body: {
        kind,
        ...(viewer ? { viewer: viewer.id } : { value }),
        durationMs: Number(durationMs),
        ...(reason && { reason }),
      },
    });
    done();
    close();
  };
  return (
    <Dialog title={t("ban.title")} close={close}>
      <Form send={send} action={t("ban.action")} kind="bad" cancel={close}>
        {(wrong) => (
          <>
            {viewer && (
              <p class="prose">
                {t("ban.who", { address: viewer.address })}{" "}
                {viewer.user && <Foreign value={viewer.user} max={64} />}
              </p>
            )}
            <Choice
              label={t("ban.kind")}
              value={kind}
              onChange={setKind}
              options={kinds.map((each) => ({ value: each, text: t(`ban.${each}`) }))}
            />
            {!viewer && (
              <Field
                label={t("ban.value")}
                name="value"
                value={value}
                onInput={setValue}
                required
                error={wrong("value")}
                hint={t("ban.valueHint")}
              />
            )}
            <Choice
              label={t("ban.for")}
              value={durationMs}
              onChange={setDurationMs}
              options={DURATIONS.map((each) => ({
                value: String(each),
                text: t(`span.${each / HOUR_MS}` as "span.1"),
              }))}
            />
            <Field
              label={t("ban.reason")}
              name="reason"
              value={reason}
              onInput={setReason}
              maxLength={200}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
