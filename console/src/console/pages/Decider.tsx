import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Decider, DeciderTest } from "../api/schema";
import { useTongue } from "../text/speech";
import { Check, Confirm, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { ms } from "../ui/format";
import { Badge, Button, Panel } from "../ui/kit";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";

/** The program that is asked before somebody publishes or watches; there may be one for an app. */
export function DeciderPanel({ app }: { app: string }) {
  const t = useTongue();
  const tell = useTell();
  const found = useAsk("GET /api/v1/apps/{app}/decider", { path: { app } });
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [tested, setTested] = useState<DeciderTest | null>(null);
  const missing = found.error?.status === 404;
  const decider = missing ? undefined : found.data;
  const test = (): void => {
    void tell.run(async () => {
      setTested(await api("POST /api/v1/apps/{app}/decider/test", { path: { app } }));
    });
  };
  return (
    <Panel
      title={t("decider.title")}
      aside={
        !editing && (
          <>
            {decider && (
              <Button icon="send" onClick={test}>
                {t("hooks.test")}
              </Button>
            )}
            <Button icon={decider ? "edit" : "plus"} onClick={() => setEditing(true)}>
              {t(decider ? "decider.change" : "decider.make")}
            </Button>
            {decider && (
              <Button
                kind="bare"
                icon="trash"
                label={t("decider.delete")}
                onClick={() => setDeleting(true)}
              />
            )}
          </>
        )
      }
    >
      <p class="hint">{t("decider.how")}</p>
      {decider && !editing && (
        <p class="decider">
          <code>
            <Foreign value={decider.url} max={120} />
          </code>{" "}
          {decider.onPublish && <Badge tone="note">{t("decider.onPublish")}</Badge>}{" "}
          {decider.onPlay && <Badge tone="note">{t("decider.onPlay")}</Badge>}{" "}
          <Badge tone={decider.failOpen ? "warning" : "plain"}>
            {t(decider.failOpen ? "decider.failOpen" : "decider.failClosed")}
          </Badge>
        </p>
      )}
      {tested && (
        <p role="status" class={tested.outcome === "failed" ? "went-badly" : "went-well"}>
          {t(`decider.${tested.outcome}`, { n: ms(tested.tookMs, t.language) })}{" "}
          <Foreign value={tested.detail} />
        </p>
      )}
      {editing && (
        <EditDecider
          app={app}
          decider={decider}
          close={() => setEditing(false)}
          done={(made) => {
            found.again();
            setEditing(false);
            setSecret(made ?? null);
          }}
        />
      )}
      {secret && (
        <Secret
          title={t("hooks.madeTitle")}
          close={() => setSecret(null)}
          lines={[{ label: t("hooks.secret"), value: secret }]}
        >
          <p class="hint">{t("hooks.secretHow")}</p>
        </Secret>
      )}
      {deleting && (
        <Confirm
          title={t("decider.deleteTitle")}
          action={t("action.delete")}
          close={() => setDeleting(false)}
          run={async () => {
            await api("DELETE /api/v1/apps/{app}/decider", {
              path: { app },
              version: decider?.version,
            });
            setTested(null);
            found.again();
          }}
        >
          <p>{t("decider.deleteHow")}</p>
        </Confirm>
      )}
    </Panel>
  );
}

function EditDecider({
  app,
  decider,
  close,
  done,
}: {
  app: string;
  decider: Decider | undefined;
  close(): void;
  done(secret: string | undefined): void;
}) {
  const t = useTongue();
  const [url, setUrl] = useState(decider?.url ?? "https://");
  const [onPublish, setOnPublish] = useState(decider?.onPublish ?? true);
  const [onPlay, setOnPlay] = useState(decider?.onPlay ?? false);
  const [timeoutMs, setTimeoutMs] = useState(String(decider?.timeoutMs ?? 2000));
  const [cacheMs, setCacheMs] = useState(String(decider?.cacheMs ?? 5000));
  const [failOpen, setFailOpen] = useState(decider?.failOpen ?? false);
  const send = async (): Promise<void> => {
    const made = await api("PUT /api/v1/apps/{app}/decider", {
      path: { app },
      body: {
        url,
        onPublish,
        onPlay,
        timeoutMs: Math.round(Number(timeoutMs)),
        cacheMs: Math.round(Number(cacheMs)),
        failOpen,
      },
      version: decider?.version,
    });
    done(made.secret);
  };
  return (
    <Form send={send} action={t("action.save")} cancel={close}>
      {(wrong) => (
        <div class="grid">
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
          <div class="pair">
            <Field
              label={t("decider.timeout")}
              name="timeoutMs"
              type="number"
              value={timeoutMs}
              onInput={setTimeoutMs}
              error={wrong("timeoutMs")}
            />
            <Field
              label={t("decider.cache")}
              name="cacheMs"
              type="number"
              value={cacheMs}
              onInput={setCacheMs}
              error={wrong("cacheMs")}
            />
          </div>
          <Check label={t("decider.askPublish")} checked={onPublish} onChange={setOnPublish} />
          <Check label={t("decider.askPlay")} checked={onPlay} onChange={setOnPlay} />
          <Check
            label={t("decider.open")}
            hint={t("decider.openHint")}
            checked={failOpen}
            onChange={setFailOpen}
          />
        </div>
      )}
    </Form>
  );
}
