import { createContext } from "preact";
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useTongue } from "../text/speech";
import { asError } from "./form";
import { wordsOf } from "./kit";

/** Short messages at the foot of the page: what was done, and what was not. */

type Note = { id: number; text: string; bad: boolean };
export type Tell = {
  done(text: string): void;
  /** Runs something that a button started; tells how it ended. True = it went well. */
  run(what: () => Promise<unknown>, done?: string): Promise<boolean>;
};

const NotesContext = createContext<Tell>({ done: () => undefined, run: async () => false });
export const useTell = (): Tell => useContext(NotesContext);

const SHOWN_MS = 6_000;

export function Notes({ children }: { children: ComponentChildren }) {
  const t = useTongue();
  const [notes, setNotes] = useState<Note[]>([]);
  const count = useRef(0);
  const add = useCallback((text: string, bad: boolean): void => {
    const id = ++count.current;
    setNotes((before) => [...before.slice(-2), { id, text, bad }]);
    setTimeout(() => setNotes((before) => before.filter((note) => note.id !== id)), SHOWN_MS);
  }, []);
  const [tell, setTell] = useState<Tell>(() => makeTell(add, t));
  useEffect(() => setTell(makeTell(add, t)), [t.language]);
  return (
    <NotesContext.Provider value={tell}>
      {children}
      <div class="notes" role="status" aria-live="polite">
        {notes.map((note) => (
          <p key={note.id} class={note.bad ? "bad" : ""}>
            {note.text}
          </p>
        ))}
      </div>
    </NotesContext.Provider>
  );
}

function makeTell(add: (text: string, bad: boolean) => void, t: ReturnType<typeof useTongue>): Tell {
  return {
    done: (text) => add(text, false),
    run: async (what, done) => {
      try {
        await what();
        if (done) add(done, false);
        return true;
      } catch (cause) {
        add(wordsOf(asError(cause), t), true);
        return false;
      }
    },
  };
}
