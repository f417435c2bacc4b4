import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import type { Found } from "../api/ask";
import { useTongue } from "../text/speech";
import { ago, moment } from "./format";
import { Icon, type IconName } from "./icons";

/** The console's small parts. */

export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A page's headline with what can be done there. */
export function Head({
  title,
  lead,
  children,
}: {
  title: ComponentChildren;
  lead?: string | undefined;
  children?: ComponentChildren;
}) {
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}

export function Panel({
  title,
  aside,
  class: more = "",
  children,
}: {
  title?: ComponentChildren;
  aside?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`box ${more}`}>
      {(title || aside) && (
        <header>
          {title && <h2>{title}</h2>}
          {aside && <div class="aside">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

type ButtonProps = {
  icon?: IconName;
  kind?: "main" | "plain" | "bad" | "bare";
  label?: string;
  busy?: boolean;
  disabled?: boolean;
  submit?: boolean;
  onClick?: () => void;
  children?: ComponentChildren;
};

/** `label` for buttons that show an icon alone, or whose words need the row's name with them. */
export function Button({
  icon,
  kind = "plain",
  label,
  busy,
  disabled,
  submit,
  onClick,
  children,
}: ButtonProps) {
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`btn ${kind} ${children ? "" : "only"}`}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-label={label}
      title={children ? undefined : label}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export type Tone = "good" | "note" | "warning" | "bad" | "plain";

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** A moment, told from now; the exact one in the title. */
export function When({ atMs }: { atMs: number | null | undefined }) {
  const t = useTongue();
  const now = useNow(10_000);
  if (!atMs) return <span class="none">–</span>;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={moment(atMs, t)}>
      {ago(atMs, now, t)}
    </time>
  );
}

export const wordsOf = (error: ApiError, t: ReturnType<typeof useTongue>): string =>
  error.status === 0 ? t("problem.away") : error.message;

export function Trouble({ error, again }: { error: ApiError; again?: () => void }) {
  const t = useTongue();
  return (
    <div class="trouble-line" role="alert">
      <span>{wordsOf(error, t)}</span>
      {again && (
        <Button kind="bare" onClick={again}>
          {t("action.again")}
        </Button>
      )}
    </div>
  );
}

/** Nothing here, in words that say what would be. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 160 40" aria-hidden="true">
        <path d="M0 14c13-12 27-12 40 0s27 12 40 0 27-12 40 0 27 12 40 0" />
        <path d="M0 27c13-12 27-12 40 0s27 12 40 0 27-12 40 0 27 12 40 0" />
      </svg>
      <p>{title}</p>
      {children && <p class="hint">{children}</p>}
    </div>
  );
}

/** A list as it was found: its trouble, that there is nothing, or its rows. */
export function Listing<T>({
  found,
  items,
  empty,
  hint,
  children,
}: {
  found: Found<unknown>;
  items: readonly T[] | undefined;
  empty: string;
  hint?: string | undefined;
  children: ComponentChildren;
}) {
  const t = useTongue();
  return (
    <>
      {found.error && <Trouble error={found.error} again={found.again} />}
      {!items && !found.error && <p class="loading">{t("state.loading")}</p>}
      {items?.length === 0 && <Empty title={empty}>{hint}</Empty>}
      {items && items.length > 0 && children}
    </>
  );
}

export function Table({
  heads,
  label,
  class: more = "",
  children,
}: {
  /** "" = a column of buttons; a word with a leading "#" = figures, aligned to the right. */
  heads: readonly string[];
  label: string;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    <div class={`scroll ${more}`}>
      <table aria-label={label}>
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={i} scope="col" class={head.startsWith("#") ? "figure" : ""}>
                {head.replace(/^#/, "") || <span class="unseen">·</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** A cell that names its column on a phone, where rows become cards. */
export function Cell({
  head,
  figure,
  children,
}: {
  head?: string;
  figure?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <td data-head={head} class={figure ? "figure" : head === undefined ? "does" : ""}>
      {children}
    </td>
  );
}

/** Forward and back through cursors. */
export function usePages(): {
  cursor: string | undefined;
  page: number;
  next(cursor: string): void;
  back(): void;
  reset(): void;
} {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    next: (cursor) => setCursors((before) => [...before, cursor]),
    back: () => setCursors((before) => before.slice(0, -1)),
    reset: () => setCursors((before) => (before.length === 0 ? before : [])),
  };
}

export function Pager({
  pages,
  next,
  note,
}: {
  pages: ReturnType<typeof usePages>;
  next: string | undefined;
  note?: string;
}) {
  const t = useTongue();
  if (pages.page === 0 && !next) return note ? <p class="pager hint">{note}</p> : null;
  return (
    <nav class="pager" aria-label={t("pager.label")}>
      {note && <span class="hint">{note}</span>}
      <Button icon="back" disabled={pages.page === 0} onClick={pages.back}>
        {t("pager.back")}
      </Button>
      <span aria-live="polite">{t("pager.page", { n: pages.page + 1 })}</span>
      <Button icon="next" disabled={!next} onClick={() => next && pages.next(next)}>
        {t("pager.next")}
      </Button>
    </nav>
  );
}

/** What was typed, once the typing has paused. */
export function useSettled<T>(value: T, afterMs = 250): T {
  const [settled, setSettled] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer.current);
  }, [value, afterMs]);
  return settled;
}

export function Search({
  value,
  label,
  onInput,
}: {
  value: string;
  label: string;
  onInput(value: string): void;
}) {
  return (
    <label class="search">
      <Icon name="search" />
      <span class="unseen">{label}</span>
      <input
        type="search"
        value={value}
        placeholder={label}
        maxLength={200}
        data-search
        aria-keyshortcuts="/"
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: NoInfer<T>; text: string }[];
  onChange(value: NoInfer<T>): void;
}) {
  return (
    <label class="select">
      <span class="unseen">{label}</span>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
