import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Ban, PlaybackRule } from "../api/schema";
import { may } from "../api/session";
import { useMe } from "../node";
import { go } from "../route";
import { useTongue } from "../text/speech";
import { AppPicker, useApps } from "../ui/AppPicker";
import { Check, Choice, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { bits, number, plain } from "../ui/format";
import { Badge, Button, Cell, Head, Listing, Panel, Table, When } from "../ui/kit";
import { linesOf, listOf } from "../ui/lists";
import { useTell } from "../ui/say";
import { BanDialog } from "./stream/Viewers";
import { DeciderPanel } from "./Decider";
import { Signing } from "./Signing";

/** Who may watch an app's streams, and who may not. */
export function AccessPage({ query }: { query: URLSearchParams }) {
  const t = useTongue();
  const me = useMe();
  const apps = useApps("operator");
  const app = query.get("app") ?? apps[0] ?? "live";
  return (
    <>
      <Head title={t("nav.access")} lead={t("access.lead")}>
        <AppPicker
          apps={apps}
          app={app}
          onChange={(next) => go(`/access?app=${encodeURIComponent(next)}`)}
        />
      </Head>
      <div class="stack" key={app}>
        <Rules app={app} />
        <Signing app={app} manages={may(me, "admin", app)} />
        {may(me, "admin", app) && <DeciderPanel app={app} />}
        <Bans app={app} />
        <Addresses app={app} />
      </div>
    </>
  );
}

function Rules({ app }: { app: string }) {
  const t = useTongue();
  const tell = useTell();
  const [editing, setEditing] = useState<PlaybackRule | "new" | null>(null);
  const [deleting, setDeleting] = useState<PlaybackRule | null>(null);
  const found = useAsk("GET /api/v1/apps/{app}/rules", { path: { app } });
  const limits = (rule: PlaybackRule): string =>
    [
      rule.viewersMax !== undefined &&
        t("rules.viewersMax", { n: number(rule.viewersMax, t.language) }),
      rule.bitrateMaxBps !== undefined &&
        t("rules.bitrateMax", { n: plain(bits(rule.bitrateMaxBps, t.language)) }),
      rule.origins.length + rule.referers.length > 0 &&
        t("rules.pages", { n: [...new Set([...rule.origins, ...rule.referers])].join(", ") }),
      rule.allow.length > 0 && t("rules.allow", { n: rule.allow.join(", ") }),
      rule.deny.length > 0 && t("rules.deny", { n: rule.deny.join(", ") }),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <Panel
      title={t("rules.title")}
      aside={
        <Button icon="plus" onClick={() => setEditing("new")}>
          {t("rules.make")}
        </Button>
      }
    >
      <p class="hint">{t("rules.how")}</p>
      <Listing found={found} items={found.data?.items} empty={t("rules.none")}>
        <Table
          label={t("rules.title")}
          heads={[t("rules.streams"), t("rules.access"), t("rules.limits"), ""]}
        >
          {found.data?.items.map((rule) => (
            <tr key={rule.id} data-rule={rule.stream}>
              <td class="lead">
                <code>
                  <Foreign value={rule.stream} max={80} />
                </code>
              </td>
              <Cell head={t("rules.access")}>
                <Badge tone={rule.access === "signed" ? "note" : "good"}>
                  {t(`rules.${rule.access}`)}
                </Badge>
              </Cell>
              <Cell head={t("rules.limits")}>{limits(rule) || <span class="none">–</span>}</Cell>
              <Cell>
                <span class="row-actions">
                  <Button
                    kind="bare"
                    icon="edit"
                    label={t("rules.changeLabel", { name: rule.stream.slice(0, 80) })}
                    onClick={() => setEditing(rule)}
                  />
                  <Button
                    kind="bare"
                    icon="trash"
                    label={t("rules.deleteLabel", { name: rule.stream.slice(0, 80) })}
                    onClick={() => setDeleting(rule)}
                  />
                </span>
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      {editing && (
        <EditRule
          app={app}
          rule={editing === "new" ? undefined : editing}
          close={() => setEditing(null)}
          done={found.again}
        />
      )}
      {deleting && (
        <Confirm
          title={t("rules.deleteTitle")}
          action={t("action.delete")}
          close={() => setDeleting(null)}
          run={async () => {
            await api("DELETE /api/v1/apps/{app}/rules/{id}", {
              path: { app, id: deleting.id },
              version: deleting.version,
            });
            tell.done(t("action.deleted"));
            found.again();
          }}
        >
          <p>
            <code>
              <Foreign value={deleting.stream} max={80} />
            </code>
          </p>
          <p>{t("rules.deleteHow")}</p>
        </Confirm>
      )}
    </Panel>
  );
}

function EditRule({
  app,
  rule,
  close,
  done,
}: {
  app: string;
  rule: PlaybackRule | undefined;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const [stream, setStream] = useState(rule?.stream ?? "**");
  const [access, setAccess] = useState<PlaybackRule["access"]>(rule?.access ?? "signed");
  const [origins, setOrigins] = useState(linesOf(rule?.origins));
  const [referers, setReferers] = useState(linesOf(rule?.referers));
  const [withoutReferer, setWithoutReferer] = useState(rule?.withoutReferer ?? true);
  const [allow, setAllow] = useState(linesOf(rule?.allow));
  const [deny, setDeny] = useState(linesOf(rule?.deny));
  const [viewersMax, setViewersMax] = useState(rule?.viewersMax?.toString() ?? "");
  const [mbits, setMbits] = useState(rule?.bitrateMaxBps ? String(rule.bitrateMaxBps / 1e6) : "");
  const send = async (): Promise<void> => {
    const body = {
      stream,
      access,
      origins: listOf(origins),
      referers: listOf(referers),
      withoutReferer,
      allow: listOf(allow),
      deny: listOf(deny),
      ...(viewersMax && { viewersMax: Math.round(Number(viewersMax)) }),
      ...(mbits && { bitrateMaxBps: Math.round(Number(mbits) * 1e6) }),
    };
    if (rule)
      await api("PUT /api/v1/apps/{app}/rules/{id}", {
        path: { app, id: rule.id },
        body,
        version: rule.version,
      });
    else await api("POST /api/v1/apps/{app}/rules", { path: { app }, body });
    done();
    close();
  };
  return (
    <Dialog title={t(rule ? "rules.change" : "rules.make")} close={close} wide>
      <Form send={send} action={t("action.save")} cancel={close}>
        {(wrong) => (
          <div class="grid">
            <Field
              label={t("rules.streams")}
              name="stream"
              value={stream}
              onInput={setStream}
              required
              hint={t("pattern.hint")}
              error={wrong("stream")}
            />
            <Choice
              label={t("rules.access")}
              value={access}
              onChange={setAccess}
              options={(["open", "signed"] as const).map((each) => ({
                value: each,
                text: t(`rules.${each}Long`),
              }))}
            />
            <Field
              label={t("rules.viewersField")}
              name="viewersMax"
              type="number"
              value={viewersMax}
              onInput={setViewersMax}
              hint={t("rules.emptyNone")}
              error={wrong("viewersMax")}
            />
            <Field
              label={t("rules.bitrateField")}
              name="bitrateMaxBps"
              type="number"
              value={mbits}
              onInput={setMbits}
              hint={t("rules.emptyNone")}
              error={wrong("bitrateMaxBps")}
            />
            <Field
              label={t("rules.originsField")}
              name="origins"
              value={origins}
              onInput={setOrigins}
              lines={2}
              hint={t("rules.hostsHint")}
              error={wrong("origins")}
            />
            <Field
              label={t("rules.referersField")}
              name="referers"
              value={referers}
              onInput={setReferers}
              lines={2}
              hint={t("rules.hostsHint")}
              error={wrong("referers")}
            />
            <Field
              label={t("rules.allowField")}
              name="allow"
              value={allow}
              onInput={setAllow}
              lines={2}
              hint={t("addresses.hint")}
              error={wrong("allow")}
            />
            <Field
              label={t("rules.denyField")}
              name="deny"
              value={deny}
              onInput={setDeny}
              lines={2}
              hint={t("rules.denyHint")}
              error={wrong("deny")}
            />
            <Check
              label={t("rules.withoutReferer")}
              checked={withoutReferer}
              onChange={setWithoutReferer}
            />
          </div>
        )}
      </Form>
    </Dialog>
  );
}

function Bans({ app }: { app: string }) {
  const t = useTongue();
  const tell = useTell();
  const [adding, setAdding] = useState(false);
  const found = useAsk("GET /api/v1/apps/{app}/bans", { path: { app } }, { everyMs: 10_000 });
  const lift = (ban: Ban): void => {
    void tell
      .run(
        () => api("DELETE /api/v1/apps/{app}/bans/{id}", { path: { app, id: ban.id } }),
        t("ban.lifted"),
      )
      .then(found.again);
  };
  return (
    <Panel
      title={t("ban.list")}
      aside={
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t("ban.add")}
        </Button>
      }
    >
      <Listing found={found} items={found.data?.items} empty={t("ban.none")}>
        <Table
          label={t("ban.list")}
          heads={[t("ban.value"), t("ban.kind"), t("ban.reason"), t("ban.until"), ""]}
        >
          {found.data?.items.map((ban) => (
            <tr key={ban.id} data-ban={ban.value}>
              <td class="lead mono">
                <Foreign value={ban.value} max={80} />
              </td>
              <Cell head={t("ban.kind")}>{t(`ban.${ban.kind}`)}</Cell>
              <Cell head={t("ban.reason")}>
                <Foreign value={ban.reason || "–"} />
              </Cell>
              <Cell head={t("ban.until")}>
                <When atMs={ban.untilMs} />
              </Cell>
              <Cell>
                <Button kind="plain" onClick={() => lift(ban)}>
                  {t("ban.lift")}
                </Button>
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      {adding && (
        <BanDialog
          app={app}
          close={() => setAdding(false)}
          done={() => {
            tell.done(t("ban.done"));
            found.again();
          }}
        />
      )}
    </Panel>
  );
}

const SIDES = ["publishAllow", "publishDeny", "playAllow", "playDeny"] as const;
type Side = (typeof SIDES)[number];

function Addresses({ app }: { app: string }) {
  const t = useTongue();
  const tell = useTell();
  const found = useAsk("GET /api/v1/apps/{app}/addresses", { path: { app } });
  const [texts, setTexts] = useState<Record<Side, string> | null>(null);
  useEffect(() => {
    if (!found.data) return;
    const lists = found.data;
    setTexts(
      Object.fromEntries(SIDES.map((side) => [side, linesOf(lists[side])])) as Record<Side, string>,
    );
  }, [found.data]);
  if (!texts) return null;
  const send = async (): Promise<void> => {
    await api("PUT /api/v1/apps/{app}/addresses", {
      path: { app },
      body: Object.fromEntries(SIDES.map((side) => [side, listOf(texts[side])])) as Record<
        Side,
        string[]
      >,
      version: found.data?.version,
    });
    tell.done(t("action.saved"));
    found.again();
  };
  return (
    <Panel title={t("addresses.title")}>
      <p class="hint">{t("addresses.how")}</p>
      <Form send={send} action={t("action.save")}>
        {(wrong) => (
          <div class="grid">
            {SIDES.map((side) => (
              <Field
                key={side}
                label={t(`addresses.${side}`)}
                name={side}
                value={texts[side]}
                onInput={(value) => setTexts({ ...texts, [side]: value })}
                lines={3}
                hint={t("addresses.hint")}
                error={wrong(side)}
              />
            ))}
          </div>
        )}
      </Form>
    </Panel>
  );
}
