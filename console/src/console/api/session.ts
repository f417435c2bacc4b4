import { api, ApiError, onSignedOut, keepCsrfToken } from "./client";
import type { Me, Role } from "./schema";

/** Who is signed in. Confined to the page. */

export type SessionState =
  | { step: "asking" }
  | { step: "away" }
  | { step: "out"; expired: boolean }
  | { step: "change"; me: Me }
  | { step: "in"; me: Me };

const ROLES: readonly Role[] = ["viewer", "moderator", "operator", "admin"];

export function atLeast(role: Role | undefined, least: Role): boolean {
  return role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Whether a signed-in user may do what needs `least` in `app`, or everywhere. */
export function may(me: Me, least: Role, app?: string): boolean {
  return (
    atLeast(me.grants["*"], least) || (app !== undefined && atLeast(me.grants[app], least))
  );
}

/** Whether there is any app where that is allowed: what a page needs to be worth showing. */
export const mayAnywhere = (me: Me, least: Role): boolean =>
  Object.values(me.grants).some((role) => atLeast(role, least));

export class Session {
  #state: SessionState = { step: "asking" };
  readonly #changed: (state: SessionState) => void;

  constructor(changed: (state: SessionState) => void) {
    this.#changed = changed;
    onSignedOut(() => {
      if (this.#state.step === "in") void this.ask(true);
    });
  }

  /** Finds out who we are; `again` when the server has just said that we are nobody. */
  async ask(again = false): Promise<void> {
    try {
      this.enter(await api("GET /api/v1/me"));
    } catch (cause) {
      const status = cause instanceof ApiError ? cause.status : 0;
      if (status === 401) this.#be({ step: "out", expired: again });
      else this.#be({ step: "away" });
    }
  }

  enter(me: Me): void {
    keepCsrfToken(me.csrfToken);
    this.#be({ step: me.mustChangePassword ? "change" : "in", me });
  }

  async leave(): Promise<void> {
    await api("POST /api/v1/logout").catch(() => undefined);
    keepCsrfToken(null);
    this.#be({ step: "out", expired: false });
  }

  #be(state: SessionState): void {
    this.#state = state;
    this.#changed(state);
  }
}
