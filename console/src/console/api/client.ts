import type { Operations } from "./schema";

/** Asking the control port: typed by schema.ts, which is made from its own description. */

export type Operation = keyof Operations;
export type Answer<O extends Operation> = Operations[O]["answer"];

type Part<O extends Operation, P extends "path" | "query" | "body"> = Operations[O][P];
type Needed<P extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<never, never> extends T
    ? { [K in P]?: T }
    : { [K in P]: T };
export type Asked<O extends Operation> = Needed<"path", Part<O, "path">> &
  Needed<"query", Part<O, "query">> &
  Needed<"body", Part<O, "body">> & {
    /** The version that is being changed, for If-Match. */
    version?: number | undefined;
    signal?: AbortSignal;
  };

type Loose = {
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  version?: number | undefined;
  signal?: AbortSignal;
};

/** A server that answers later than this is as good as away. */
const TIMEOUT_MS = 15_000;
const KEY_FIRST = /^([a-z][A-Za-z]{0,40}): ([^]+)$/;
const MUST_CHANGE = "urn:freshet:must-change-password";

export class ApiError extends Error {
  /** 0 = no answer at all. */
  readonly status: number;
  readonly field: string | undefined;
  readonly mustChangePassword: boolean;

  constructor(status: number, detail: string, type = "", field?: string) {
    super(detail);
    this.status = status;
    this.field = field;
    this.mustChangePassword = type === MUST_CHANGE;
  }
}

let csrfToken: string | null = null;
let signedOut: () => void = () => undefined;

export const keepCsrfToken = (token: string | null): void => {
  csrfToken = token;
};
/** Called when the server no longer knows this session. */
export const onSignedOut = (listener: () => void): void => {
  signedOut = listener;
};

/** Fills {places} of a path; slashes in a value stay one segment. */
export function pathOf(template: string, values: Record<string, string> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no ${name} for ${template}`);
    return encodeURIComponent(value);
  });
}

export function queryOf(query: Loose["query"] = {}): string {
  const filled = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") filled.set(name, String(value));
  }
  const text = filled.toString();
  return text === "" ? "" : `?${text}`;
}

function headersOf(method: string, asked: Loose): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  if (asked.version !== undefined) headers["If-Match"] = `"${asked.version}"`;
  if (method === "POST") headers["Idempotency-Key"] = idempotencyKey();
  return headers;
}

/** randomUUID is kept from pages without TLS, which a console on a local network may be. */
function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Record<string, unknown>;
    const text = (key: string): string =>
      typeof problem[key] === "string" ? (problem[key] as string) : "";
    const detail = text("detail") || text("title") || response.statusText;
    // What is wrong with one key of the body begins with its name.
    const about = response.status === 400 || response.status === 422 ? KEY_FIRST.exec(detail) : null;
    return new ApiError(
      response.status,
      about ? about[2]! : detail,
      text("type"),
      text("field") || about?.[1],
    );
  } catch {
    return new ApiError(response.status, `${response.status} ${response.statusText}`);
  }
}

/** Asks; throws ApiError for everything that is not a success. */
export async function api<O extends Operation>(
  operation: O,
  ...[asked]: Record<never, never> extends Asked<O> ? [Asked<O>?] : [Asked<O>]
): Promise<Answer<O>> {
  const [method, template] = operation.split(" ") as [string, string];
  const loose = (asked ?? {}) as Loose;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(pathOf(template, loose.path) + queryOf(loose.query), {
      method,
      headers: headersOf(method, loose),
      body: loose.body === undefined ? null : JSON.stringify(loose.body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: loose.signal ? AbortSignal.any([loose.signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (loose.signal?.aborted) throw cause;
    throw new ApiError(0, String(cause));
  }
  if (response.ok) {
    return (response.status === 204 ? undefined : await response.json()) as Answer<O>;
  }
  const problem = await problemOf(response);
  if ((problem.status === 401 && template !== "/api/v1/login" && template !== "/api/v1/me/password") || problem.mustChangePassword) {
    signedOut();
  }
  throw problem;
}
