import { useState } from "preact/hooks";
import { Wordmark } from "../../ui/Wordmark";
import { waveArea } from "../../ui/waves";
import { api, ApiError } from "../api/client";
import type { Me } from "../api/schema";
import type { Session } from "../api/session";
import { useTongue } from "../text/speech";
import { Field, Form } from "../ui/form";
import { useTell } from "../ui/say";
import type { ComponentChildren } from "preact";

/** Before the console: signing in, and the first password of one's own. */

export const PASSWORD_MIN = 10;

function Gate({
  title,
  switchLanguage,
  children,
}: {
  title: string;
  switchLanguage(): void;
  children: ComponentChildren;
}) {
  const t = useTongue();
  return (
    <main class="gate" id="main">
      <svg class="scene" viewBox="0 0 1200 240" preserveAspectRatio="none" aria-hidden="true">
        <g transform="translate(0 30)">
          <path class="far" d={waveArea(2400, 600, 14, 240)} />
        </g>
        <g transform="translate(0 84)">
          <path class="mid" d={waveArea(2400, 400, 10, 240)} />
        </g>
        <g transform="translate(0 150)">
          <path class="near" d={waveArea(2400, 800, 12, 240)} />
        </g>
      </svg>
      <section class="card-in">
        <div class="gate-top">
          <Wordmark />
          <button
            type="button"
            class="btn bare"
            aria-label={t("frame.languageLabel")}
            lang={t.language === "en" ? "zh-Hans" : "en"}
            onClick={switchLanguage}
          >
            {t("frame.language")}
          </button>
        </div>
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}

export function Login({
  session,
  expired,
  switchLanguage,
}: {
  session: Session;
  expired: boolean;
  switchLanguage(): void;
}) {
  const t = useTongue();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const send = async (): Promise<void> => {
    try {
      session.enter(await api("POST /api/v1/login", { body: { name, password } }));
    } catch (cause) {
      setPassword("");
      if (cause instanceof ApiError && cause.status === 401)
        throw new ApiError(401, t("login.wrong"));
      if (cause instanceof ApiError && cause.status === 429)
        throw new ApiError(429, t("login.tooMany"));
      throw cause;
    }
  };
  return (
    <Gate title={t("login.title")} switchLanguage={switchLanguage}>
      {expired && <p class="notice">{t("login.expired")}</p>}
      <Form send={send} action={t("login.action")}>
        {() => (
          <>
            <Field
              label={t("login.name")}
              name="username"
              value={name}
              onInput={setName}
              autoComplete="username"
              required
              focus
            />
            <Field
              label={t("login.password")}
              name="password"
              type="password"
              value={password}
              onInput={setPassword}
              autoComplete="current-password"
              required
            />
          </>
        )}
      </Form>
      <p class="hint">{t("login.first")}</p>
    </Gate>
  );
}

/** The three fields, here and on the account page. */
export function PasswordForm({ done }: { done(me: Me): void }) {
  const t = useTongue();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const send = async (): Promise<void> => {
    if (next.length < PASSWORD_MIN) {
      throw new ApiError(422, t("password.short", { n: PASSWORD_MIN }), "", "next");
    }
    if (next !== again) throw new ApiError(422, t("password.differ"), "", "again");
    try {
      const me = await api("PUT /api/v1/me/password", { body: { current, next } });
      setCurrent("");
      setNext("");
      setAgain("");
      done(me);
    } catch (cause) {
      if (cause instanceof ApiError && cause.status === 401)
        throw new ApiError(401, t("password.wrong"), "", "current");
      throw cause;
    }
  };
  return (
    <Form send={send} action={t("password.action")}>
      {(wrong) => (
        <>
          <Field
            label={t("password.current")}
            name="current"
            type="password"
            value={current}
            onInput={setCurrent}
            autoComplete="current-password"
            required
            error={wrong("current")}
          />
          <Field
            label={t("password.next")}
            name="next"
            type="password"
            value={next}
            onInput={setNext}
            autoComplete="new-password"
            required
            maxLength={256}
            hint={t("password.hint", { n: PASSWORD_MIN })}
            error={wrong("next")}
          />
          <Field
            label={t("password.again")}
            name="again"
            type="password"
            value={again}
            onInput={setAgain}
            autoComplete="new-password"
            required
            maxLength={256}
            error={wrong("again")}
          />
        </>
      )}
    </Form>
  );
}

export function ChangePassword({
  session,
  me,
  switchLanguage,
}: {
  session: Session;
  me: Me;
  switchLanguage(): void;
}) {
  const t = useTongue();
  const tell = useTell();
  return (
    <Gate title={t("password.title", { name: me.name })} switchLanguage={switchLanguage}>
      <p class="hint">{t("password.why")}</p>
      <PasswordForm
        done={(changed) => {
          tell.done(t("password.done"));
          session.enter(changed);
        }}
      />
    </Gate>
  );
}
