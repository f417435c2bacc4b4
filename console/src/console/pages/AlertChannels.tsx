import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { AlertChannel, AlertChannelWish } from "../api/schema";
import { useTongue } from "../text/speech";
import { Check, Choice, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { ms } from "../ui/format";
import { Badge, Button, Cell, Listing, Panel, Table } from "../ui/kit";
import { linesOf, listOf } from "../ui/lists";
import { useTell } from "../ui/say";

const KINDS = ["email", "webhook", "http"] as const;

/** Where alerts go. */
export function AlertChannels() {
  const t = useTongue();
  const tell = useTell();
  const [editing, setEditing] = useState<AlertChannel | "new" | null>(null);
  const [deleting, setDeleting] = useState<AlertChannel | null>(null);
  const found = useAsk("GET /api/v1/alert-channels", {});
  const test = (channel: AlertChannel): void => {
    void tell.run(async () => {
      const { good, problem, status, tookMs } = await api("POST /api/v1/alert-channels/{id}/test", {
        path: { id: channel.id },
      });
      if (!good) throw new Error(problem ?? String(status));
      tell.done(t("hooks.testGood", { n: ms(tookMs ?? 0, t.language) }));
    });
  };
  return (
    <Panel
      title={t("alerts.channels")}
      aside={
        <Button icon="plus" onClick={() => setEditing("new")}>
          {t("channel.make")}
        </Button>
      }
    >
      <Listing found={found} items={found.data?.items} empty={t("channel.none")}>
        <Table
          label={t("alerts.channels")}
          heads={[t("head.name"), t("channel.kind"), t("channel.to"), t("head.state"), ""]}
        >
          {found.data?.items.map((channel) => {
            const name = channel.name.slice(0, 80);
            return (
              <tr key={channel.id}>
                <td class="lead">
                  <Foreign value={channel.name} max={100} />
                </td>
                <Cell head={t("channel.kind")}>
                  {t.maybe(`channel.${channel.kind}`, channel.kind)}
                </Cell>
                <Cell head={t("channel.to")}>
                  <span class="mono">
                    <Foreign value={channel.url ?? channel.to?.join(", ") ?? ""} max={120} />
                  </span>
                </Cell>
                <Cell head={t("head.state")}>
                  <Badge tone={channel.enabled ? "good" : "plain"}>
                    {t(channel.enabled ? "on" : "off")}
                  </Badge>
                </Cell>
                <Cell>
                  <span class="row-actions">
                    <Button icon="send" label={t("hooks.testLabel", { name })} onClick={() => test(channel)}>
                      {t("hooks.test")}
                    </Button>
                    <Button
                      kind="bare"
                      icon="edit"
                      label={t("alertRule.changeLabel", { name })}
                      onClick={() => setEditing(channel)}
                    />
                    <Button
                      kind="bare"
                      icon="trash"
                      label={t("alertRule.deleteLabel", { name })}
                      onClick={() => setDeleting(channel)}
                    />
                  </span>
                </Cell>
              </tr>
            );
          })}
        </Table>
      </Listing>
      {editing && (
        <EditChannel
          channel={editing === "new" ? undefined : editing}
          close={() => setEditing(null)}
          done={found.again}
        />
      )}
      {deleting && (
        <Confirm
          title={t("channel.deleteTitle")}
          action={t("action.delete")}
          close={() => setDeleting(null)}
          run={async () => {
            await api("DELETE /api/v1/alert-channels/{id}", { path: { id: deleting.id } });
            tell.done(t("action.deleted"));
            found.again();
          }}
        >
          <p>
            <Foreign value={deleting.name} max={100} />
          </p>
        </Confirm>
      )}
    </Panel>
  );
}

function EditChannel({
  channel,
  close,
  done,
}: {
  channel: AlertChannel | undefined;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const [name, setName] = useState(channel?.name ?? "");
  const [kind, setKind] = useState<AlertChannelWish["kind"]>(
    KINDS.find((each) => each === channel?.kind) ?? "email",
  );
  const [url, setUrl] = useState(channel?.url ?? "");
  const [to, setTo] = useState(linesOf(channel?.to));
  const [body, setBody] = useState(channel?.body ?? "");
  const [contentType, setContentType] = useState(channel?.contentType ?? "application/json");
  const [enabled, setEnabled] = useState(channel?.enabled ?? true);
  const send = async (): Promise<void> => {
    const wish: AlertChannelWish = {
      name,
      kind,
      ...(kind === "email" ? { to: listOf(to) } : { url }),
      ...(kind === "http" && { body, contentType }),
      enabled,
    };
    if (channel)
      await api("PUT /api/v1/alert-channels/{id}", { path: { id: channel.id }, body: wish });
    else await api("POST /api/v1/alert-channels", { body: wish });
    done();
    close();
  };
  return (
    <Dialog title={t("channel.make")} close={close}>
      <Form send={send} action={t("action.save")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("head.name")}
              name="name"
              value={name}
              onInput={setName}
              required
              maxLength={100}
              error={wrong("name")}
            />
            <Choice
              label={t("channel.kind")}
              value={kind}
              onChange={setKind}
              options={KINDS.map((each) => ({ value: each, text: t(`channel.${each}`) }))}
            />
            {kind === "email" ? (
              <Field
                label={t("channel.emails")}
                name="to"
                value={to}
                onInput={setTo}
                lines={2}
                required
                error={wrong("to")}
              />
            ) : (
              <Field
                label={t("hooks.url")}
                name="url"
                value={url}
                onInput={setUrl}
                required
                maxLength={2000}
                hint={t("channel.urlHint")}
                error={wrong("url")}
              />
            )}
            {kind === "http" && (
              <>
                <Field
                  label={t("channel.contentType")}
                  name="contentType"
                  value={contentType}
                  onInput={setContentType}
                  error={wrong("contentType")}
                />
                <Field
                  label={t("channel.body")}
                  name="body"
                  value={body}
                  onInput={setBody}
                  lines={4}
                  hint={t("channel.bodyHint")}
                  error={wrong("body")}
                />
              </>
            )}
            <Check label={t("channel.enabled")} checked={enabled} onChange={setEnabled} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
