import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { TestResult, Webhook } from "../api/schema";
import { useTongue } from "../text/speech";
import { Check, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { ms } from "../ui/format";
import { Badge, Button, Cell, Head, Listing, Table, When } from "../ui/kit";
import { linesOf, listOf } from "../ui/lists";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";
import { Deliveries } from "./Deliveries";

type Doing =
  | { what: "make" }
  | { what: "change" | "delete" | "deliveries"; hook: Webhook }
  | { what: "show"; secret: string };

/** Who is told of events: other programs, by HTTP. */
export function WebhooksPage() {
  const t = useTongue();
  const tell = useTell();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [testing, setTesting] = useState("");
  const [results, setResults] = useState<Record<string, TestResult>>({});
  const found = useAsk("GET /api/v1/webhooks", {}, { everyMs: 5_000 });
  const close = (): void => setDoing(null);
  const test = async (hook: Webhook): Promise<void> => {
    setTesting(hook.id);
    await tell.run(async () => {
      const result = await api("POST /api/v1/webhooks/{id}/test", { path: { id: hook.id } });
      setResults((before) => ({ ...before, [hook.id]: result }));
    });
    setTesting("");
    found.again();
  };
  return (
    <>
      <Head title={t("nav.webhooks")} lead={t("hooks.lead")}>
        <Button kind="main" icon="plus" onClick={() => setDoing({ what: "make" })}>
          {t("hooks.make")}
        </Button>
      </Head>
      <Listing
        found={found}
        items={found.data?.items}
        empty={t("hooks.none")}
        hint={t("hooks.noneHow")}
      >
        <Table
          label={t("nav.webhooks")}
          heads={[
            t("hooks.url"),
            t("hooks.types"),
            t("head.state"),
            t("hooks.last"),
            t("hooks.outbox"),
            "",
          ]}
        >
          {found.data?.items.map((hook) => (
            <HookRow
              key={hook.id}
              hook={hook}
              result={results[hook.id]}
              testing={testing === hook.id}
              test={() => void test(hook)}
              act={setDoing}
            />
          ))}
        </Table>
      </Listing>
      {doing?.what === "make" && (
        <EditHook
          close={close}
          done={(secret) => {
            found.again();
            setDoing(secret ? { what: "show", secret } : null);
          }}
        />
      )}
      {doing?.what === "change" && (
        <EditHook
          hook={doing.hook}
          close={close}
          done={() => {
            found.again();
            close();
          }}
        />
      )}
      {doing?.what === "deliveries" && <Deliveries hook={doing.hook} close={close} />}
      {doing?.what === "show" && (
        <Secret
          title={t("hooks.madeTitle")}
          close={close}
          lines={[{ label: t("hooks.secret"), value: doing.secret }]}
        >
          <p class="hint">{t("hooks.secretHow")}</p>
        </Secret>
      )}
      {doing?.what === "delete" && (
        <Confirm
          title={t("hooks.deleteTitle")}
          action={t("action.delete")}
          close={close}
          run={async () => {
            await api("DELETE /api/v1/webhooks/{id}", {
              path: { id: doing.hook.id },
              version: doing.hook.version,
            });
            tell.done(t("action.deleted"));
            found.again();
          }}
        >
          <p class="mono">
            <Foreign value={doing.hook.url} />
          </p>
          <p>{t("hooks.deleteHow")}</p>
        </Confirm>
      )}
    </>
  );
}

function HookRow({
  hook,
  result,
  testing,
  test,
  act,
}: {
  hook: Webhook;
  result: TestResult | undefined;
  testing: boolean;
  test(): void;
  act(doing: Doing): void;
}) {
  const t = useTongue();
  const name = hook.url.slice(0, 80);
  return (
    <tr data-hook={hook.id}>
      <td class="lead">
        <span class="two">
          <span class="mono">
            <Foreign value={hook.url} max={90} />
          </span>
          {hook.description && (
            <small>
              <Foreign value={hook.description} max={120} />
            </small>
          )}
        </span>
      </td>
      <Cell head={t("hooks.types")}>
        {hook.types.length === 0 ? t("hooks.allTypes") : hook.types.join(", ")}
        {hook.apps.length > 0 && <small class="hint"> {hook.apps.join(", ")}</small>}
      </Cell>
      <Cell head={t("head.state")}>
        <Badge tone={hook.enabled ? "good" : "plain"}>{t(hook.enabled ? "on" : "off")}</Badge>
      </Cell>
      <Cell head={t("hooks.last")}>
        {result ? (
          <span class={result.good ? "went-well" : "went-badly"} role="status">
            {result.good
              ? t("hooks.testGood", { n: ms(result.tookMs ?? 0, t.language) })
              : (result.problem ?? t("hooks.testBad", { n: result.status ?? "–" }))}
          </span>
        ) : hook.lastMs ? (
          <>
            {hook.lastStatus ?? "–"} · <When atMs={hook.lastMs} />
          </>
        ) : (
          <span class="none">{t("never")}</span>
        )}
      </Cell>
      <Cell head={t("hooks.outbox")}>
        <button
          type="button"
          class="link"
          onClick={() => act({ what: "deliveries", hook })}
          title={t("hooks.deliveriesLabel", { name })}
        >
          {t("hooks.waiting", { n: hook.waiting })}
          {hook.dead > 0 && <b class="dead"> {t("hooks.dead", { n: hook.dead })}</b>}
        </button>
      </Cell>
      <Cell>
        <span class="row-actions">
          <Button icon="send" busy={testing} label={t("hooks.testLabel", { name })} onClick={test}>
            {t("hooks.test")}
          </Button>
          <Button
            kind="bare"
            icon="edit"
            label={t("hooks.changeLabel", { name })}
            onClick={() => act({ what: "change", hook })}
          />
          <Button
            kind="bare"
            icon="trash"
            label={t("hooks.deleteLabel", { name })}
            onClick={() => act({ what: "delete", hook })}
          />
        </span>
      </Cell>
    </tr>
  );
}

function EditHook({
  hook,
  close,
  done,
}: {
  hook?: Webhook;
  close(): void;
  done(secret: string | undefined): void;
}) {
  const t = useTongue();
  const [url, setUrl] = useState(hook?.url ?? "https://");
  const [description, setDescription] = useState(hook?.description ?? "");
  const [types, setTypes] = useState(linesOf(hook?.types));
  const [apps, setApps] = useState(linesOf(hook?.apps));
  const [enabled, setEnabled] = useState(hook?.enabled ?? true);
  const send = async (): Promise<void> => {
    const body = { url, description, types: listOf(types), apps: listOf(apps), enabled };
    if (hook) {
      await api("PUT /api/v1/webhooks/{id}", {
        path: { id: hook.id },
        body,
        version: hook.version,
      });
      done(undefined);
    } else done((await api("POST /api/v1/webhooks", { body })).secret);
  };
  return (
    <Dialog title={t(hook ? "hooks.change" : "hooks.make")} close={close}>
      <Form send={send} action={t("action.save")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("hooks.url")}
              name="url"
              type="url"
              value={url}
              onInput={setUrl}
              required
              maxLength={2000}
              error={wrong("url")}
            />
            <Field
              label={t("hooks.description")}
              name="description"
              value={description}
              onInput={setDescription}
              error={wrong("description")}
            />
            <Field
              label={t("hooks.types")}
              name="types"
              value={types}
              onInput={setTypes}
              lines={3}
              hint={t("hooks.typesHint")}
              error={wrong("types")}
            />
            <Field
              label={t("hooks.apps")}
              name="apps"
              value={apps}
              onInput={setApps}
              hint={t("hooks.appsHint")}
              error={wrong("apps")}
            />
            <Check label={t("hooks.enabled")} checked={enabled} onChange={setEnabled} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
