import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { useTongue } from "../text/speech";
import { Button, wordsOf } from "./kit";

/** Forms and dialogs. */

type FieldProps = {
  label: string;
  name: string;
  value: string;
  onInput(value: string): void;
  hint?: string;
  error?: string | undefined;
  type?: "text" | "password" | "number" | "url" | "datetime-local";
  autoComplete?: string;
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  focus?: boolean;
  lines?: number;
};

export function Field(props: FieldProps) {
  const id = useId();
  const notes = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean);
  const shared = {
    id,
    name: props.name,
    value: props.value,
    required: props.required,
    maxLength: props.maxLength ?? 500,
    placeholder: props.placeholder,
    autoComplete: props.autoComplete ?? "off",
    spellcheck: false,
    "aria-invalid": props.error ? true : undefined,
    "aria-describedby": notes.length > 0 ? notes.join(" ") : undefined,
    autoFocus: props.focus,
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.lines ? (
        <textarea
          {...shared}
          rows={props.lines}
          maxLength={10_000}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      ) : (
        <input
          {...({ ...shared, type: props.type ?? "text" } as JSX.IntrinsicElements["input"])}
          {...(props.type === "number" ? { step: "any", min: 0 } : {})}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
      {props.hint && (
        <p id={`${id}-hint`} class="hint">
          {props.hint}
        </p>
      )}
      {props.error && (
        <p id={`${id}-error`} class="wrong">
          {props.error}
        </p>
      )}
    </div>
  );
}

export function Choice<T extends string>({
  label,
  value,
  options,
  hint,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: NoInfer<T>; text: string }[];
  hint?: string;
  onChange(value: NoInfer<T>): void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {hint && <p class="hint">{hint}</p>}
    </div>
  );
}

export function Check({
  label,
  checked,
  onChange,
  hint,
}: {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
  hint?: string;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint && <small class="hint">{hint}</small>}
      </span>
    </label>
  );
}

export const asError = (cause: unknown): ApiError =>
  cause instanceof ApiError ? cause : new ApiError(0, String(cause));

/** A form that sends itself, keeps its button from a second press, and says what went wrong. */
export function Form({
  send,
  action,
  kind = "main",
  cancel,
  children,
}: {
  send(): Promise<unknown>;
  action: string;
  kind?: "main" | "bad";
  cancel?: (() => void) | undefined;
  children(wrong: (field: string) => string | undefined): ComponentChildren;
}) {
  const t = useTongue();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const alive = useRef(true);
  useEffect(
    () => () => {
      alive.current = false;
    },
    [],
  );
  const fields = new Set<string>();
  const content = children((field) => {
    fields.add(field);
    return error?.field === field ? error.message : undefined;
  });
  const elsewhere = error && !(error.field && fields.has(error.field)) ? error : null;
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await send();
    } catch (cause) {
      if (alive.current) setError(asError(cause));
    }
    if (alive.current) setBusy(false);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {content}
      {elsewhere && (
        <p class="wrong" role="alert">
          {elsewhere.field && `${elsewhere.field}: `}
          {wordsOf(elsewhere, t)}
        </p>
      )}
      <div class="buttons">
        {cancel && (
          <Button kind="plain" onClick={cancel}>
            {t("action.cancel")}
          </Button>
        )}
        <Button kind={kind} submit busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}

/** A dialog of the browser: it keeps the focus, and Escape closes it. */
export function Dialog({
  title,
  close,
  wide,
  children,
}: {
  title: string;
  close(): void;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const t = useTongue();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // With the commit, not after the paint: whoever goes on by keyboard at once keeps the focus.
  useLayoutEffect(() => {
    const dialog = element.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("input, select, textarea")?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? "wide" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <Button kind="bare" icon="close" label={t("action.close")} onClick={close} />
      </header>
      {children}
    </dialog>
  );
}

/** Asks once more before something that cannot be taken back. */
export function Confirm({
  title,
  children,
  action,
  run,
  close,
  follows,
}: {
  title: string;
  children: ComponentChildren;
  action: string;
  run(): Promise<unknown>;
  close(): void;
  /** Another dialog follows, which `run` has opened in this one's place. */
  follows?: boolean;
}) {
  const send = async (): Promise<void> => {
    await run();
    if (!follows) close();
  };
  return (
    <Dialog title={title} close={close}>
      <Form send={send} action={action} kind="bad" cancel={close}>
        {() => <div class="prose">{children}</div>}
      </Form>
    </Dialog>
  );
}
