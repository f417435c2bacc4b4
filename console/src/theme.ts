import { remember, remembered } from "./prefs";

export type Theme = "light" | "dark";

const systemDark = matchMedia("(prefers-color-scheme: dark)");

export function currentTheme(): Theme {
  const chosen = remembered("theme");
  if (chosen === "light" || chosen === "dark") return chosen;
  return systemDark.matches ? "dark" : "light";
}

/**
 * Sets the theme on the root element; a choice equal to the system's is forgotten, so that it
 * follows again.
 */
export function applyTheme(theme: Theme = currentTheme()): void {
  document.documentElement.dataset["theme"] = theme;
}

export function chooseTheme(theme: Theme): void {
  remember("theme", (theme === "dark") === systemDark.matches ? null : theme);
  applyTheme(theme);
}

export function onSystemTheme(changed: () => void): () => void {
  systemDark.addEventListener("change", changed);
  return () => systemDark.removeEventListener("change", changed);
}
