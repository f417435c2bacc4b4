import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import { useLive } from "../api/live";
import type { Alert } from "../api/schema";
import { may } from "../api/session";
import { useMe } from "../node";

import { useTongue } from "../text/speech";
import { alertWords } from "../ui/facts";
import { Choice, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { Badge, Button, Cell, Head, Listing, Panel, Table, When } from "../ui/kit";
import { useTell } from "../ui/say";
import { AlertChannels } from "./AlertChannels";
import { AlertRules } from "./AlertRules";

const TABS = ["now", "rules", "silences", "channels"] as const;
type Tab = (typeof TABS)[number];

/** What is wrong now, the rules that say so, and who is told. */
export function AlertsPage({ query }: { query: URLSearchParams }) {
  const t = useTongue();
  const me = useMe();
  const changes = may(me, "operator");
  const tabs = TABS.filter((tab) => tab !== "channels" || may(me, "admin"));
  const tab: Tab = tabs.find((each) => each === query.get("tab")) ?? "now";
  return (
    <>
      <Head title={t("nav.alerts")} lead={t("alerts.lead")} />
      <nav class="tabs" aria-label={t("nav.alerts")}>
        {tabs.map((each) => (
          <a
            key={each}
            href={each === "now" ? "/alerts" : `/alerts?tab=${each}`}
            aria-current={each === tab ? "page" : undefined}
          >
            {t(`alerts.${each}`)}
          </a>
        ))}
      </nav>
      {tab === "now" && <Now changes={changes} />}
      {tab === "rules" && <AlertRules changes={changes} />}
      {tab === "silences" && <Silences changes={changes} />}
      {tab === "channels" && <AlertChannels />}
    </>
  );
}

export function AlertRow({ alert, silence }: { alert: Alert; silence?: (() => void) | undefined }) {
  const t = useTongue();
  return (
    <li class={`alert ${alert.severity} ${alert.state}`} data-alert={alert.state}>
      <Badge tone={alert.state === "resolved" ? "good" : alert.severity === "critical" ? "bad" : "warning"}>
        {t(alert.state === "firing" ? `severity.${alert.severity}` : `alert.${alert.state}`)}
      </Badge>
      <div>
        <p>
          <strong>
            <Foreign value={alert.rule} max={100} />
          </strong>{" "}
          <Foreign value={alert.subject} max={100} />
          {alert.silenced && <small class="hint"> {t("alerts.silenced")}</small>}
        </p>
        <p class="hint">
          <Foreign value={alertWords(alert, t)} />
        </p>
      </div>
      <When atMs={alert.resolvedMs ?? alert.firedMs ?? alert.sinceMs} />
      {silence && (
        <Button
          kind="bare"
          icon="bell"
          label={t("silence.label", { name: alert.subject.slice(0, 80) })}
          onClick={silence}
        />
      )}
    </li>
  );
}

function Now({ changes }: { changes: boolean }) {
  const t = useTongue();
  const { firing } = useLive();
  const [silencing, setSilencing] = useState<Alert | null>(null);
  const found = useAsk("GET /api/v1/alerts", {}, { everyMs: 4_000 });
  useEffect(() => {
    if (firing !== null) found.again();
  }, [firing]);
  const items = found.data?.items;
  const current = items?.filter(({ state }) => state !== "resolved");
  const past = items?.filter(({ state }) => state === "resolved") ?? [];
  return (
    <div class="stack">
      <Panel title={t("alerts.current")}>
        <Listing found={found} items={current} empty={t("alerts.none")}>
          <ul class="alerts">
            {current?.map((alert) => (
              <AlertRow
                key={alert.id}
                alert={alert}
                silence={changes ? () => setSilencing(alert) : undefined}
              />
            ))}
          </ul>
        </Listing>
      </Panel>
      {past.length > 0 && (
        <Panel title={t("alerts.past")}>
          <ul class="alerts">
            {past.map((alert) => (
              <AlertRow key={alert.id} alert={alert} />
            ))}
          </ul>
        </Panel>
      )}
      {silencing && (
        <MakeSilence
          ruleId={silencing.ruleId}
          subject={silencing.subject}
          close={() => setSilencing(null)}
          done={found.again}
        />
      )}
    </div>
  );
}

const HOUR_MS = 3_600_000;

function MakeSilence({
  ruleId,
  subject: about = "",
  close,
  done,
}: {
  ruleId?: string;
  subject?: string;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const tell = useTell();
  const [subject, setSubject] = useState(about);
  const [hours, setHours] = useState("1");
  const [reason, setReason] = useState("");
  const send = async (): Promise<void> => {
    await api("POST /api/v1/silences", {
      body: {
        ...(ruleId && { ruleId }),
        ...(subject && { subject }),
        untilMs: Date.now() + Number(hours) * HOUR_MS,
        ...(reason && { reason }),
      },
    });
    tell.done(t("silence.done"));
    done();
    close();
  };
  return (
    <Dialog title={t("silence.title")} close={close}>
      <Form send={send} action={t("silence.action")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("silence.subject")}
              name="subject"
              value={subject}
              onInput={setSubject}
              hint={t("silence.subjectHint")}
              error={wrong("subject")}
            />
            <Choice
              label={t("silence.for")}
              value={hours}
              onChange={setHours}
              options={["1", "24", "168"].map((each) => ({
                value: each,
                text: t(`span.${each}` as "span.1"),
              }))}
            />
            <Field label={t("ban.reason")} name="reason" value={reason} onInput={setReason} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

function Silences({ changes }: { changes: boolean }) {
  const t = useTongue();
  const tell = useTell();
  const [making, setMaking] = useState(false);
  const found = useAsk("GET /api/v1/silences", {}, { everyMs: 10_000 });
  return (
    <Panel
      title={t("alerts.silences")}
      aside={
        changes && (
          <Button icon="plus" onClick={() => setMaking(true)}>
            {t("silence.title")}
          </Button>
        )
      }
    >
      <Listing found={found} items={found.data?.items} empty={t("silence.none")}>
        <Table
          label={t("alerts.silences")}
          heads={[t("silence.subject"), t("ban.reason"), t("head.who"), t("ban.until"), ""]}
        >
          {found.data?.items.map((silence) => (
            <tr key={silence.id}>
              <td class="lead">
                <Foreign value={silence.subject ?? t("silence.any")} max={100} />
              </td>
              <Cell head={t("ban.reason")}>
                <Foreign value={silence.reason ?? "–"} />
              </Cell>
              <Cell head={t("head.who")}>
                <Foreign value={silence.by} max={80} />
              </Cell>
              <Cell head={t("ban.until")}>
                <When atMs={silence.untilMs} />
              </Cell>
              <Cell>
                {changes && (
                  <Button
                    onClick={() => {
                      void tell
                        .run(
                          () => api("DELETE /api/v1/silences/{id}", { path: { id: silence.id } }),
                          t("silence.ended"),
                        )
                        .then(found.again);
                    }}
                  >
                    {t("silence.end")}
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      {making && <MakeSilence close={() => setMaking(false)} done={found.again} />}
    </Panel>
  );
}

