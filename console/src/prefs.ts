/** What a visitor chose, kept in localStorage; a browser that refuses storage just forgets. */

const PREFIX = "freshet.";

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Private windows and blocked storage: the choice holds for this page only.
  }
}
