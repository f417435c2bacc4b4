import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { User } from "../api/schema";
import { useMe } from "../node";
import { useTongue } from "../text/speech";
import { Check, Confirm, Dialog, Field, Form } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { GrantsField, grantsOf, GrantsShown, useGrants } from "../ui/GrantsField";
import { Badge, Button, Cell, Head, Listing, Pager, Search, Table, usePages, useSettled, When } from "../ui/kit";
import { useTell } from "../ui/say";
import { Secret } from "../ui/Secret";

type Doing =
  | { what: "make" }
  | { what: "change" | "delete" | "reset"; user: User }
  | { what: "show"; name: string; password: string };

/** Who may sign in, and what they may do. */
export function UsersPage() {
  const t = useTongue();
  const tell = useTell();
  const me = useMe();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [text, setText] = useState("");
  const q = useSettled(text.trim());
  const pages = usePages();
  const found = useAsk("GET /api/v1/users", {
    query: { ...(q && { q }), limit: 50, ...(pages.cursor && { cursor: pages.cursor }) },
  });
  const close = (): void => setDoing(null);
  return (
    <>
      <Head title={t("nav.users")} lead={t("users.lead")}>
        <Button kind="main" icon="plus" onClick={() => setDoing({ what: "make" })}>
          {t("users.make")}
        </Button>
      </Head>
      <div class="filters">
        <Search value={text} label={t("users.search")} onInput={setText} />
      </div>
      <Listing found={found} items={found.data?.items} empty={t("users.none")}>
        <Table
          label={t("nav.users")}
          heads={[t("head.name"), t("users.may"), t("head.state"), t("users.last"), ""]}
        >
          {found.data?.items.map((user) => (
            <tr key={user.id} data-user={user.name}>
              <td class="lead">
                <Foreign value={user.name} max={80} />
                {user.id === me.id && <small class="hint"> {t("users.you")}</small>}
              </td>
              <Cell head={t("users.may")}>
                <GrantsShown grants={user.grants} />
              </Cell>
              <Cell head={t("head.state")}>
                <Badge tone={user.disabled ? "plain" : user.mustChangePassword ? "warning" : "good"}>
                  {t(
                    user.disabled
                      ? "users.disabled"
                      : user.mustChangePassword
                        ? "users.mustChange"
                        : "users.active",
                  )}
                </Badge>
              </Cell>
              <Cell head={t("users.last")}>
                {user.lastLoginMs ? (
                  <When atMs={user.lastLoginMs} />
                ) : (
                  <span class="none">{t("never")}</span>
                )}
              </Cell>
              <Cell>
                <span class="row-actions">
                  <Button
                    kind="bare"
                    icon="edit"
                    label={t("users.changeLabel", { name: user.name.slice(0, 80) })}
                    onClick={() => setDoing({ what: "change", user })}
                  />
                  <Button
                    kind="bare"
                    icon="rotate"
                    label={t("users.resetLabel", { name: user.name.slice(0, 80) })}
                    onClick={() => setDoing({ what: "reset", user })}
                  />
                  <Button
                    kind="bare"
                    icon="trash"
                    disabled={user.id === me.id}
                    label={t("users.deleteLabel", { name: user.name.slice(0, 80) })}
                    onClick={() => setDoing({ what: "delete", user })}
                  />
                </span>
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
      {doing?.what === "make" && (
        <MakeUser
          close={close}
          made={(name, password) => {
            found.again();
            setDoing(password ? { what: "show", name, password } : null);
          }}
        />
      )}
      {doing?.what === "change" && (
        <ChangeUser user={doing.user} close={close} done={found.again} />
      )}
      {doing?.what === "show" && (
        <Secret
          title={t("users.oneTime", { name: doing.name })}
          close={close}
          lines={[
            { label: t("login.name"), value: doing.name },
            { label: t("users.password"), value: doing.password },
          ]}
        >
          <p class="hint">{t("users.oneTimeHow")}</p>
        </Secret>
      )}
      {doing?.what === "reset" && (
        <Confirm
          title={t("users.resetTitle")}
          action={t("users.reset")}
          close={close}
          follows
          run={async () => {
            const { oneTimePassword } = await api("POST /api/v1/users/{id}/password-reset", {
              path: { id: doing.user.id },
            });
            found.again();
            setDoing({ what: "show", name: doing.user.name, password: oneTimePassword });
          }}
        >
          <p>
            <strong>
              <Foreign value={doing.user.name} max={80} />
            </strong>
          </p>
          <p>{t("users.resetHow")}</p>
        </Confirm>
      )}
      {doing?.what === "delete" && (
        <Confirm
          title={t("users.deleteTitle")}
          action={t("action.delete")}
          close={close}
          run={async () => {
            await api("DELETE /api/v1/users/{id}", {
              path: { id: doing.user.id },
              version: doing.user.version,
            });
            tell.done(t("action.deleted"));
            found.again();
          }}
        >
          <p>
            <strong>
              <Foreign value={doing.user.name} max={80} />
            </strong>
          </p>
          <p>{t("users.deleteHow")}</p>
        </Confirm>
      )}
    </>
  );
}

function MakeUser({
  close,
  made,
}: {
  close(): void;
  made(name: string, password: string | null): void;
}) {
  const t = useTongue();
  const [name, setName] = useState("");
  const grants = useGrants({ "*": "viewer" });
  const send = async (): Promise<void> => {
    const user = await api("POST /api/v1/users", {
      body: { name, grants: grantsOf(grants.lines) },
    });
    made(user.name, user.oneTimePassword);
  };
  return (
    <Dialog title={t("users.make")} close={close}>
      <Form send={send} action={t("users.makeAction")} cancel={close}>
        {(wrong) => (
          <>
            <Field
              label={t("head.name")}
              name="name"
              value={name}
              onInput={setName}
              required
              maxLength={64}
              hint={t("users.nameHint")}
              error={wrong("name")}
            />
            <GrantsField {...grants} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

function ChangeUser({ user, close, done }: { user: User; close(): void; done(): void }) {
  const t = useTongue();
  const grants = useGrants(user.grants);
  const [disabled, setDisabled] = useState(user.disabled);
  const send = async (): Promise<void> => {
    await api("PATCH /api/v1/users/{id}", {
      path: { id: user.id },
      body: { grants: grantsOf(grants.lines), disabled },
      version: user.version,
    });
    done();
    close();
  };
  return (
    <Dialog title={t("users.change", { name: user.name.slice(0, 80) })} close={close}>
      <Form send={send} action={t("action.save")} cancel={close}>
        {() => (
          <>
            <GrantsField {...grants} />
            <Check
              label={t("users.disable")}
              checked={disabled}
              onChange={setDisabled}
              hint={t("users.disableHint")}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
