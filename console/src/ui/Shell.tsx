import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Speech, currentLanguage, rememberLanguage, sayIn, type Language } from "../i18n/i18n";
import { applyTheme, chooseTheme, currentTheme, onSystemTheme } from "../theme";
import { Wordmark } from "./Wordmark";

/** What every page has around it: name, language, theme, footer. */
export function Shell({
  version,
  wide,
  children,
}: {
  version: string;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const [language, setLanguage] = useState<Language>(currentLanguage);
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  }, [language]);
  useEffect(
    () =>
      onSystemTheme(() => {
        applyTheme();
        setTheme(currentTheme());
      }),
    [],
  );
  const say = sayIn(language);
  const otherTheme = theme === "dark" ? "light" : "dark";
  const switchLanguage = (): void => {
    const other = language === "en" ? "zh" : "en";
    rememberLanguage(other);
    setLanguage(other);
  };
  const switchTheme = (): void => {
    chooseTheme(otherTheme);
    setTheme(otherTheme);
  };
  return (
    <Speech.Provider value={say}>
      <a class="skip" href="#main">
        {say("site.skip")}
      </a>
      <header class={wide ? "top wide" : "top"}>
        <a class="name" href="/" aria-label={say("site.homeLabel")}>
          <Wordmark />
        </a>
        <nav>
          <button
            type="button"
            class="quiet"
            onClick={switchLanguage}
            aria-label={say("site.languageLabel")}
            lang={language === "en" ? "zh-Hans" : "en"}
          >
            {say("site.language")}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={switchTheme}
            aria-label={say("site.themeLabel", { theme: say(`site.theme.${otherTheme}`) })}
          >
            {say(otherTheme === "dark" ? "site.toDark" : "site.toLight")}
          </button>
        </nav>
      </header>
      {children}
      <footer class={wide ? "wide" : ""}>
        <span>{say("site.version", { version })}</span>
        <span class="tagline">{say("site.tagline")}</span>
      </footer>
    </Speech.Provider>
  );
}
