import { useEffect, useRef, useState } from "preact/hooks";
import { useSay } from "../i18n/i18n";

/** The old way, for pages served without TLS, where browsers hide the clipboard. */
function copyBySelection(field: HTMLInputElement): boolean {
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

/** A line to copy: selectable by hand, one button. */
export function Copy({ label, value }: { label: string; value: string }) {
  const say = useSay();
  const field = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"copy" | "copied" | "failed">("copy");
  useEffect(() => {
    if (state === "copy") return;
    const timer = setTimeout(() => setState("copy"), 2_500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    let done = false;
    try {
      await navigator.clipboard.writeText(value);
      done = true;
    } catch {
      done = field.current !== null && copyBySelection(field.current);
    }
    setState(done ? "copied" : "failed");
  };
  return (
    <div class="copy">
      <span class="label">{label}</span>
      <input
        ref={field}
        readOnly
        value={value}
        aria-label={label}
        spellcheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={say("copy.label", { what: label })}
      >
        <span aria-live="polite">{say(`copy.${state}`)}</span>
      </button>
    </div>
  );
}
