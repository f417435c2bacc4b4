import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { SignedPlayback, SigningKey, SigningKeySecret } from "../api/schema";
import { mediaPlace, usePorts } from "../node";
import { useTongue } from "../text/speech";
import { Choice, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { Button, Cell, Listing, Panel, Table, When } from "../ui/kit";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";

type Doing =
  | { what: "make" }
  | { what: "sign" }
  | { what: "delete"; key: SigningKey }
  | { what: "show"; key: SigningKeySecret }
  | { what: "signed"; playback: SignedPlayback };

/** The keys that tokens for watching are signed with, and a token by hand. */
export function Signing({ app, manages }: { app: string; manages: boolean }) {
  const t = useTongue();
  const tell = useTell();
  const [doing, setDoing] = useState<Doing | null>(null);
  const found = useAsk("GET /api/v1/apps/{app}/signing-keys", { path: { app } }, { off: !manages });
  const close = (): void => setDoing(null);
  return (
    <Panel
      title={t("signing.title")}
      aside={
        <>
          <Button icon="send" onClick={() => setDoing({ what: "sign" })}>
            {t("signing.sign")}
          </Button>
          {manages && (
            <Button icon="plus" onClick={() => setDoing({ what: "make" })}>
              {t("signing.make")}
            </Button>
          )}
        </>
      }
    >
      <p class="hint">{t("signing.how")}</p>
      {manages && (
        <Listing found={found} items={found.data?.items} empty={t("signing.none")}>
          <Table
            label={t("signing.title")}
            heads={[t("head.name"), t("signing.kind"), t("signing.id"), t("head.made"), ""]}
          >
            {found.data?.items.map((key) => (
              <tr key={key.id} data-signing={key.id}>
                <td class="lead">
                  <Foreign value={key.name} max={100} />
                </td>
                <Cell head={t("signing.kind")}>{t(`signing.${key.kind}`)}</Cell>
                <Cell head={t("signing.id")}>
                  <code>{key.id}</code>
                </Cell>
                <Cell head={t("head.made")}>
                  <When atMs={key.createdMs} />
                </Cell>
                <Cell>
                  <Button
                    kind="bare"
                    icon="trash"
                    label={t("signing.deleteLabel", { name: key.name.slice(0, 80) })}
                    onClick={() => setDoing({ what: "delete", key })}
                  />
                </Cell>
              </tr>
            ))}
          </Table>
        </Listing>
      )}
      {doing?.what === "make" && (
        <MakeKey
          app={app}
          close={close}
          made={(key) => {
            found.again();
            setDoing(key.secret ? { what: "show", key } : null);
          }}
        />
      )}
      {doing?.what === "sign" && (
        <Sign app={app} close={close} made={(playback) => setDoing({ what: "signed", playback })} />
      )}
      {doing?.what === "show" && (
        <Secret
          title={t("signing.made")}
          close={close}
          lines={[
            { label: t("signing.id"), value: doing.key.id },
            { label: t("signing.secretLabel"), value: doing.key.secret ?? "" },
          ]}
        />
      )}
      {doing?.what === "signed" && <ShowSigned playback={doing.playback} close={close} />}
      {doing?.what === "delete" && (
        <Confirm
          title={t("signing.deleteTitle")}
          action={t("action.delete")}
          close={close}
          run={async () => {
            await api("DELETE /api/v1/apps/{app}/signing-keys/{id}", {
              path: { app, id: doing.key.id },
            });
            tell.done(t("action.deleted"));
            found.again();
          }}
        >
          <p>{t("signing.deleteHow")}</p>
        </Confirm>
      )}
    </Panel>
  );
}

function MakeKey({
  app,
  close,
  made,
}: {
  app: string;
  close(): void;
  made(key: SigningKeySecret): void;
}) {
  const t = useTongue();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<SigningKey["kind"]>("secret");
  const [publicKey, setPublicKey] = useState("");
  const [url, setUrl] = useState("");
  const send = async (): Promise<void> =>
    made(
      await api("POST /api/v1/apps/{app}/signing-keys", {
        path: { app },
        body: {
          name,
          kind,
          ...(kind === "ed25519" && publicKey && { publicKey }),
          ...(kind === "jwks" && { url }),
        },
      }),
    );
  return (
    <Dialog title={t("signing.make")} close={close}>
      <Form send={send} action={t("signing.makeAction")} cancel={close}>
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
              label={t("signing.kind")}
              value={kind}
              onChange={setKind}
              options={(["secret", "ed25519", "jwks"] as const).map((each) => ({
                value: each,
                text: t(`signing.${each}`),
              }))}
              hint={t(`signing.${kind}How`)}
            />
            {kind === "ed25519" && (
              <Field
                label={t("signing.publicKey")}
                name="publicKey"
                value={publicKey}
                onInput={setPublicKey}
                hint={t("signing.publicKeyHint")}
                error={wrong("publicKey")}
              />
            )}
            {kind === "jwks" && (
              <Field
                label={t("signing.url")}
                name="url"
                type="url"
                value={url}
                onInput={setUrl}
                required
                error={wrong("url")}
              />
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}

const HOUR_MS = 3_600_000;

function Sign({
  app,
  close,
  made,
}: {
  app: string;
  close(): void;
  made(playback: SignedPlayback): void;
}) {
  const t = useTongue();
  const [stream, setStream] = useState("");
  const [hours, setHours] = useState("24");
  const [sessions, setSessions] = useState("");
  const [address, setAddress] = useState("");
  const [user, setUser] = useState("");
  const send = async (): Promise<void> =>
    made(
      await api("POST /api/v1/apps/{app}/sign", {
        path: { app },
        body: {
          stream,
          lifetimeMs: Number(hours) * HOUR_MS,
          ...(sessions && { sessions: Math.round(Number(sessions)) }),
          ...(address && { address }),
          ...(user && { user }),
        },
      }),
    );
  return (
    <Dialog title={t("signing.sign")} close={close}>
      <Form send={send} action={t("signing.signAction")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("signing.stream")}
              name="stream"
              value={stream}
              onInput={setStream}
              required
              hint={t("pattern.hint")}
              error={wrong("stream")}
            />
            <Choice
              label={t("signing.lifetime")}
              value={hours}
              onChange={setHours}
              options={["1", "24", "168", "8760"].map((each) => ({
                value: each,
                text: t(`span.${each}` as "span.1"),
              }))}
            />
            <Field
              label={t("signing.sessions")}
              name="sessions"
              type="number"
              value={sessions}
              onInput={setSessions}
              hint={t("rules.emptyNone")}
              error={wrong("sessions")}
            />
            <Field
              label={t("signing.address")}
              name="address"
              value={address}
              onInput={setAddress}
              hint={t("rules.emptyNone")}
              error={wrong("address")}
            />
            <Field
              label={t("signing.user")}
              name="user"
              value={user}
              onInput={setUser}
              maxLength={64}
              hint={t("signing.userHint")}
              error={wrong("user")}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}

function ShowSigned({ playback, close }: { playback: SignedPlayback; close(): void }) {
  const t = useTongue();
  const ports = usePorts();
  const place = mediaPlace(location, ports);
  const origin = `${place.protocol}//${place.host}`;
  const { paths, token } = playback;
  return (
    <Secret
      title={t("signing.signed")}
      close={close}
      lines={[
        { label: t("signing.token"), value: token },
        ...(paths
          ? [
              { label: "HLS / LL-HLS", value: origin + paths.hls },
              { label: "HTTP-FLV", value: origin + paths.flv },
              ...(ports.rtmp === null
                ? []
                : [
                    { label: "RTMP", value: `rtmp://${place.hostname}:${ports.rtmp}${paths.rtmp}` },
                  ]),
            ]
          : []),
      ]}
    >
      <p class="hint">
        {t("head.expires")}: <When atMs={playback.expiresMs} />
      </p>
    </Secret>
  );
}
