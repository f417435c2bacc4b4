import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import type { Role } from "../api/schema";
import { atLeast, may } from "../api/session";
import { useMe } from "../node";
import { useTongue } from "../text/speech";
import { Select } from "./kit";

const OTHER = "\u0000other";
const FIRST = "live";

/**
 * The apps that this user may work on: those of the grants, and those that have streams now. An app
 * comes into being by its name alone, so another one can be typed.
 */
export function useApps(least: Role): string[] {
  const me = useMe();
  const streams = useAsk("GET /api/v1/streams", { query: { limit: 200 } });
  const named = Object.keys(me.grants).filter(
    (app) => app !== "*" && atLeast(me.grants[app], least),
  );
  const live = (streams.data?.streams ?? []).map(({ app }) => app);
  const first = may(me, least) ? [FIRST] : [];
  return [...new Set([...first, ...named, ...live])].filter((app) => may(me, least, app)).sort();
}

export function AppPicker({
  apps,
  app,
  onChange,
}: {
  apps: string[];
  app: string;
  onChange(app: string): void;
}) {
  const t = useTongue();
  const me = useMe();
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState("");
  if (typing) {
    return (
      <form
        class="app-typed"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) onChange(typed.trim());
          setTyping(false);
        }}
      >
        <input
          aria-label={t("apps.name")}
          value={typed}
          maxLength={100}
          autoFocus
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => setTyping(false)}
        />
      </form>
    );
  }
  const known = apps.includes(app) ? apps : [app, ...apps];
  return (
    <Select
      label={t("apps.app")}
      value={app}
      onChange={(value) => (value === OTHER ? setTyping(true) : onChange(value))}
      options={[
        ...known.map((value) => ({ value, text: t("apps.named", { name: value }) })),
        ...(may(me, "operator") ? [{ value: OTHER, text: t("apps.other") }] : []),
      ]}
    />
  );
}
