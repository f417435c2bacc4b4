import { useEffect, useMemo, useState } from "preact/hooks";
import {
  currentLanguage,
  rememberLanguage,
  sayIn,
  Speech,
  type Language,
} from "../i18n/i18n";
import { live } from "./api/live";
import { Session, type SessionState } from "./api/session";
import { Frame } from "./Frame";
import { ChangePassword, Login } from "./pages/Login";
import { tongueOf, TongueContext } from "./text/speech";
import { Button } from "./ui/kit";
import { Notes } from "./ui/say";

export function App() {
  const [language, setLanguage] = useState<Language>(currentLanguage);
  const [state, setState] = useState<SessionState>({ step: "asking" });
  const session = useMemo(() => new Session(setState), []);
  useEffect(() => void session.ask(), [session]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  }, [language]);
  const inside = state.step === "in";
  useEffect(() => {
    if (!inside) return;
    live.start();
    return () => live.stop();
  }, [inside]);
  const tongue = useMemo(() => tongueOf(language), [language]);
  const say = useMemo(() => sayIn(language), [language]);
  const switchLanguage = (): void => {
    const other = language === "en" ? "zh" : "en";
    rememberLanguage(other);
    setLanguage(other);
  };
  return (
    <Speech.Provider value={say}>
      <TongueContext.Provider value={tongue}>
        <Notes>
          <Step state={state} session={session} switchLanguage={switchLanguage} />
        </Notes>
      </TongueContext.Provider>
    </Speech.Provider>
  );
}

function Step({
  state,
  session,
  switchLanguage,
}: {
  state: SessionState;
  session: Session;
  switchLanguage(): void;
}) {
  switch (state.step) {
    case "asking":
      return <main class="gate" aria-busy="true" />;
    case "away":
      return <Away session={session} />;
    case "out":
      return <Login session={session} expired={state.expired} switchLanguage={switchLanguage} />;
    case "change":
      return <ChangePassword session={session} me={state.me} switchLanguage={switchLanguage} />;
    case "in":
      return <Frame session={session} me={state.me} switchLanguage={switchLanguage} />;
  }
}

const AGAIN_MS = 5_000;

function Away({ session }: { session: Session }) {
  const t = useMemo(() => tongueOf(currentLanguage()), []);
  useEffect(() => {
    const timer = setInterval(() => void session.ask(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [session]);
  return (
    <main class="gate">
      <section class="card-in" role="alert">
        <h1>{t("away.title")}</h1>
        <p>{t("away.how")}</p>
        <Button onClick={() => void session.ask()}>{t("action.again")}</Button>
      </section>
    </main>
  );
}
