import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { AlertRule, AlertRuleWish } from "../api/schema";
import { useTongue } from "../text/speech";
import { Check, Choice, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { Badge, Button, Cell, Listing, Panel, Table } from "../ui/kit";
import { useTell } from "../ui/say";

const KINDS = [
  "stream-down",
  "ingest-degraded",
  "error-rate",
  "disk",
  "certificate",
  "node-lost",
  "node-given-up",
] as const;
const WITH_STREAM: readonly string[] = ["stream-down", "ingest-degraded"];
const WITH_THRESHOLD: readonly string[] = ["error-rate", "disk", "certificate"];

/** What makes an alert. */
export function AlertRules({ changes }: { changes: boolean }) {
  const t = useTongue();
  const tell = useTell();
  const [editing, setEditing] = useState<AlertRule | "new" | null>(null);
  const [deleting, setDeleting] = useState<AlertRule | null>(null);
  const found = useAsk("GET /api/v1/alert-rules", {});
  return (
    <Panel
      title={t("alerts.rules")}
      aside={
        changes && (
          <Button icon="plus" onClick={() => setEditing("new")}>
            {t("alertRule.make")}
          </Button>
        )
      }
    >
      <Listing
        found={found}
        items={found.data?.items}
        empty={t("alertRule.none")}
        hint={t("alertRule.noneHow")}
      >
        <Table
          label={t("alerts.rules")}
          heads={[t("head.name"), t("alertRule.kind"), t("alertRule.about"), t("alertRule.severity"), t("head.state"), ""]}
        >
          {found.data?.items.map((rule) => (
            <tr key={rule.id} data-alert-rule={rule.name}>
              <td class="lead">
                <Foreign value={rule.name} max={100} />
              </td>
              <Cell head={t("alertRule.kind")}>{t(`kind.${rule.kind}`)}</Cell>
              <Cell head={t("alertRule.about")}>
                <Foreign
                  value={[rule.app, rule.stream].filter(Boolean).join("/") || t("alertRule.all")}
                  max={100}
                />
                {rule.threshold !== undefined && <span> · {rule.threshold}</span>}
                <small class="hint"> {t("alertRule.forS", { n: rule.forS })}</small>
              </Cell>
              <Cell head={t("alertRule.severity")}>
                <Badge tone={rule.severity === "critical" ? "bad" : "warning"}>
                  {t(`severity.${rule.severity}`)}
                </Badge>
              </Cell>
              <Cell head={t("head.state")}>{t(rule.enabled ? "on" : "off")}</Cell>
              <Cell>
                {changes && (
                  <span class="row-actions">
                    <Button
                      kind="bare"
                      icon="edit"
                      label={t("alertRule.changeLabel", { name: rule.name.slice(0, 80) })}
                      onClick={() => setEditing(rule)}
                    />
                    <Button
                      kind="bare"
                      icon="trash"
                      label={t("alertRule.deleteLabel", { name: rule.name.slice(0, 80) })}
                      onClick={() => setDeleting(rule)}
                    />
                  </span>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      {editing && (
        <EditRule
          rule={editing === "new" ? undefined : editing}
          close={() => setEditing(null)}
          done={found.again}
        />
      )}
      {deleting && (
        <Confirm
          title={t("alertRule.deleteTitle")}
          action={t("action.delete")}
          close={() => setDeleting(null)}
          run={async () => {
            await api("DELETE /api/v1/alert-rules/{id}", {
              path: { id: deleting.id },
              version: deleting.version,
            });
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

function EditRule({
  rule,
  close,
  done,
}: {
  rule: AlertRule | undefined;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const channels = useAsk("GET /api/v1/alert-channels", {});
  const [name, setName] = useState(rule?.name ?? "");
  const [kind, setKind] = useState<AlertRuleWish["kind"]>(rule?.kind ?? "stream-down");
  const [app, setApp] = useState(rule?.app ?? "");
  const [stream, setStream] = useState(rule?.stream ?? "");
  const [threshold, setThreshold] = useState(rule?.threshold?.toString() ?? "");
  const [forS, setForS] = useState(String(rule?.forS ?? 10));
  const [severity, setSeverity] = useState<"warning" | "critical">(rule?.severity ?? "critical");
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const [told, setTold] = useState<readonly string[]>(rule?.channels ?? []);
  const withStream = WITH_STREAM.includes(kind);
  const send = async (): Promise<void> => {
    const body: AlertRuleWish = {
      name,
      kind,
      ...(withStream && app && { app }),
      ...(withStream && stream && { stream }),
      ...(WITH_THRESHOLD.includes(kind) && threshold && { threshold: Number(threshold) }),
      forS: Math.round(Number(forS)),
      severity,
      channels: [...told],
      enabled,
    };
    if (rule)
      await api("PUT /api/v1/alert-rules/{id}", {
        path: { id: rule.id },
        body,
        version: rule.version,
      });
    else await api("POST /api/v1/alert-rules", { body });
    done();
    close();
  };
  return (
    <Dialog title={t(rule ? "alertRule.change" : "alertRule.make")} close={close}>
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
              label={t("alertRule.kind")}
              value={kind}
              onChange={setKind}
              options={KINDS.map((each) => ({ value: each, text: t(`kind.${each}`) }))}
              hint={t(`kind.${kind}.how`)}
            />
            {withStream && (
              <div class="pair">
                <Field
                  label={t("apps.app")}
                  name="app"
                  value={app}
                  onInput={setApp}
                  required={kind === "stream-down"}
                  error={wrong("app")}
                />
                <Field
                  label={t("head.stream")}
                  name="stream"
                  value={stream}
                  onInput={setStream}
                  required={kind === "stream-down"}
                  error={wrong("stream")}
                />
              </div>
            )}
            {WITH_THRESHOLD.includes(kind) && (
              <Field
                label={t("alertRule.threshold")}
                name="threshold"
                type="number"
                value={threshold}
                onInput={setThreshold}
                required
                error={wrong("threshold")}
              />
            )}
            <div class="pair">
              <Field
                label={t("alertRule.for")}
                name="forS"
                type="number"
                value={forS}
                onInput={setForS}
                error={wrong("forS")}
              />
              <Choice
                label={t("alertRule.severity")}
                value={severity}
                onChange={setSeverity}
                options={(["warning", "critical"] as const).map((each) => ({
                  value: each,
                  text: t(`severity.${each}`),
                }))}
              />
            </div>
            {(channels.data?.items.length ?? 0) > 0 && (
              <fieldset class="group">
                <legend>{t("alertRule.told")}</legend>
                {channels.data?.items.map((channel) => (
                  <Check
                    key={channel.id}
                    label={channel.name}
                    checked={told.includes(channel.id)}
                    onChange={(checked) =>
                      setTold(
                        checked ? [...told, channel.id] : told.filter((each) => each !== channel.id),
                      )
                    }
                  />
                ))}
                <p class="hint">{t("alertRule.toldHint")}</p>
              </fieldset>
            )}
            <Check label={t("alertRule.enabled")} checked={enabled} onChange={setEnabled} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
