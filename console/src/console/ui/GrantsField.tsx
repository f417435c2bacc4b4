import { useState } from "preact/hooks";
import type { Grants, Role } from "../api/schema";
import { useTongue } from "../text/speech";
import { Button } from "./kit";

export const ROLES: readonly Role[] = ["viewer", "moderator", "operator", "admin"];

type Line = { app: string; role: Role };

export const grantsOf = (lines: readonly Line[]): Grants =>
  Object.fromEntries(lines.filter(({ app }) => app.trim()).map(({ app, role }) => [app.trim(), role]));

/** What somebody may do, app by app. */
export function useGrants(begin: Grants): { lines: Line[]; set(lines: Line[]): void } {
  const [lines, set] = useState<Line[]>(
    Object.entries(begin).map(([app, role]) => ({ app, role })),
  );
  return { lines, set };
}

export function GrantsField({ lines, set }: { lines: Line[]; set(lines: Line[]): void }) {
  const t = useTongue();
  const put = (at: number, line: Line): void =>
    set(lines.map((each, i) => (i === at ? line : each)));
  return (
    <fieldset class="group">
      <legend>{t("grants.title")}</legend>
      {lines.map((line, i) => (
        <div class="grant" key={i}>
          <input
            aria-label={t("grants.app")}
            value={line.app}
            required
            maxLength={100}
            onInput={(event) => put(i, { ...line, app: event.currentTarget.value })}
          />
          <select
            aria-label={t("grants.role")}
            value={line.role}
            onChange={(event) => put(i, { ...line, role: event.currentTarget.value as Role })}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </select>
          <Button
            kind="bare"
            icon="close"
            label={t("grants.remove")}
            onClick={() => set(lines.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Button
        icon="plus"
        onClick={() => set([...lines, { app: lines.length === 0 ? "*" : "", role: "viewer" }])}
      >
        {t("grants.add")}
      </Button>
      <p class="hint">{t("grants.hint")}</p>
    </fieldset>
  );
}

export function GrantsShown({ grants }: { grants: Grants }) {
  const t = useTongue();
  const entries = Object.entries(grants);
  if (entries.length === 0) return <span class="none">{t("grants.none")}</span>;
  return (
    <span class="grants">
      {entries.map(([app, role]) => (
        <span key={app} class="grant-shown">
          <b>{t(`role.${role}`)}</b> {app === "*" ? t("grants.everywhere") : app}
        </span>
      ))}
    </span>
  );
}
