import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Me, TokenCreated } from "../api/schema";
import type { Session } from "../api/session";
import { useTongue } from "../text/speech";
import { Choice, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { GrantsField, grantsOf, GrantsShown, useGrants } from "../ui/GrantsField";
import { Badge, Button, Cell, Head, Listing, Panel, Table, When } from "../ui/kit";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";
import { PasswordForm } from "./Login";

/** One's own: password, sessions, tokens. */
export function AccountPage({ me, session }: { me: Me; session: Session }) {
  const t = useTongue();
  const tell = useTell();
  return (
    <>
      <Head title={me.name} lead={t("account.lead")} />
      <div class="account">
        <Panel title={t("account.password")}>
          <PasswordForm
            done={(changed) => {
              session.enter(changed);
              tell.done(t("password.done"));
            }}
          />
        </Panel>
        <div class="stack">
          <Panel title={t("account.may")}>
            <GrantsShown grants={me.grants} />
          </Panel>
          <Sessions />
        </div>
      </div>
      <Tokens me={me} />
    </>
  );
}

function Sessions() {
  const t = useTongue();
  const tell = useTell();
  const found = useAsk("GET /api/v1/me/sessions", {});
  return (
    <Panel title={t("account.sessions")}>
      <Listing found={found} items={found.data?.items} empty={t("account.noSessions")}>
        <Table
          label={t("account.sessions")}
          heads={[t("head.address"), t("head.agent"), t("account.seen"), ""]}
        >
          {found.data?.items.map((one) => (
            <tr key={one.id}>
              <td class="lead mono">{one.address}</td>
              <Cell head={t("head.agent")}>
                <span class="agent">
                  <Foreign value={one.agent} max={100} />
                </span>
              </Cell>
              <Cell head={t("account.seen")}>
                <When atMs={one.seenMs} />
              </Cell>
              <Cell>
                {one.current ? (
                  <Badge tone="good">{t("account.this")}</Badge>
                ) : (
                  <Button
                    onClick={() => {
                      void tell
                        .run(
                          () => api("DELETE /api/v1/me/sessions/{id}", { path: { id: one.id } }),
                          t("account.ended"),
                        )
                        .then(found.again);
                    }}
                  >
                    {t("account.end")}
                  </Button>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
    </Panel>
  );
}

function Tokens({ me }: { me: Me }) {
  const t = useTongue();
  const tell = useTell();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<TokenCreated | null>(null);
  const found = useAsk("GET /api/v1/tokens", {});
  return (
    <Panel
      title={t("tokens.title")}
      aside={
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t("tokens.make")}
        </Button>
      }
    >
      <p class="hint">{t("tokens.how")}</p>
      <Listing found={found} items={found.data?.items} empty={t("tokens.none")}>
        <Table
          label={t("tokens.title")}
          heads={[t("head.name"), t("users.may"), t("keys.used"), t("head.expires"), ""]}
        >
          {found.data?.items.map((token) => (
            <tr key={token.id}>
              <td class="lead">
                <span class="two">
                  <Foreign value={token.name} max={100} />
                  <small class="mono">{token.prefix}…</small>
                </span>
              </td>
              <Cell head={t("users.may")}>
                <GrantsShown grants={token.grants} />
              </Cell>
              <Cell head={t("keys.used")}>
                {token.usedMs ? <When atMs={token.usedMs} /> : <span class="none">{t("never")}</span>}
              </Cell>
              <Cell head={t("head.expires")}>
                {token.expiresMs ? (
                  <When atMs={token.expiresMs} />
                ) : (
                  <span class="none">{t("never.ends")}</span>
                )}
              </Cell>
              <Cell>
                <Button
                  kind="bare"
                  icon="trash"
                  label={t("tokens.revoke", { name: token.name.slice(0, 80) })}
                  onClick={() => {
                    void tell
                      .run(
                        () => api("DELETE /api/v1/tokens/{id}", { path: { id: token.id } }),
                        t("tokens.revoked"),
                      )
                      .then(found.again);
                  }}
                />
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      {making && (
        <MakeToken
          me={me}
          close={() => setMaking(false)}
          made={(token) => {
            setMaking(false);
            setMade(token);
            found.again();
          }}
        />
      )}
      {made && (
        <Secret
          title={t("tokens.made")}
          close={() => setMade(null)}
          lines={[
            { label: t("tokens.token"), value: made.token },
            {
              label: "curl",
              value: `curl -H "Authorization: Bearer ${made.token}" ${location.origin}/api/v1/streams`,
            },
          ]}
        />
      )}
    </Panel>
  );
}

const DAY_MS = 86_400_000;

function MakeToken({
  me,
  close,
  made,
}: {
  me: Me;
  close(): void;
  made(token: TokenCreated): void;
}) {
  const t = useTongue();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const grants = useGrants(me.grants);
  const send = async (): Promise<void> =>
    made(
      await api("POST /api/v1/tokens", {
        body: {
          name,
          grants: grantsOf(grants.lines),
          ...(days !== "0" && { expiresMs: Date.now() + Number(days) * DAY_MS }),
        },
      }),
    );
  return (
    <Dialog title={t("tokens.make")} close={close}>
      <Form send={send} action={t("tokens.makeAction")} cancel={close}>
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
            <GrantsField {...grants} />
            <Choice
              label={t("head.expires")}
              value={days}
              onChange={setDays}
              options={["30", "90", "365", "0"].map((each) => ({
                value: each,
                text: each === "0" ? t("never.ends") : t("span.days", { n: each }),
              }))}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
