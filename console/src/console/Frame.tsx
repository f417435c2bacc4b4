import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { applyTheme, chooseTheme, currentTheme, onSystemTheme } from "../theme";
import { Wordmark } from "../ui/Wordmark";
import { waveArea } from "../ui/waves";
import { useAsk } from "./api/ask";
import { useLive } from "./api/live";
import type { Me, Role } from "./api/schema";
import { may, mayAnywhere, type Session } from "./api/session";
import { DEFAULT_PORTS } from "../streams/streams";
import { findPorts, NodeContext } from "./node";
import { Page } from "./Page";
import { go, pathOfPage, useRoute, type PageName } from "./route";
import { useTongue } from "./text/speech";
import { Icon } from "./ui/icons";
import { Button, useNow } from "./ui/kit";
import { Dialog } from "./ui/form";

/** What every page of the console has around it. */

type Entry = { page: PageName; least: Role; everywhere?: boolean };

export const MENU: readonly (readonly Entry[])[] = [
  [
    { page: "dashboard", least: "viewer" },
    { page: "streams", least: "viewer" },
    { page: "nodes", least: "viewer", everywhere: true },
    { page: "alerts", least: "viewer", everywhere: true },
    { page: "healing", least: "viewer", everywhere: true },
    { page: "events", least: "viewer" },
  ],
  [
    { page: "keys", least: "operator" },
    { page: "access", least: "operator" },
    { page: "webhooks", least: "admin", everywhere: true },
  ],
  [
    { page: "users", least: "admin", everywhere: true },
    { page: "audit", least: "admin", everywhere: true },
    { page: "settings", least: "operator", everywhere: true },
  ],
];

type Props = { session: Session; me: Me; switchLanguage(): void };

export function Frame({ session, me, switchLanguage }: Props) {
  const t = useTongue();
  const { route, query } = useRoute();
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const nodes = useAsk("GET /api/v1/nodes", {}, { everyMs: 10_000 });
  const node = nodes.data?.items[0];
  const [ports, setPorts] = useState(DEFAULT_PORTS);
  useEffect(() => void findPorts().then(setPorts), []);
  const main = useRef<HTMLElement>(null);
  const place = location.pathname;
  useEffect(() => setOpen(false), [place]);
  useShortcuts(() => setHelp(true));
  return (
    <NodeContext.Provider value={{ node, ports, me }}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("frame.skip")}
      </a>
      <div class={open ? "frame open" : "frame"}>
        <SideBar me={me} current={route.page} />
        <button
          type="button"
          class="shade"
          tabIndex={-1}
          aria-label={t("frame.closeMenu")}
          onClick={() => setOpen(false)}
        />
        <div class="desk">
          <TopBar
            me={me}
            session={session}
            switchLanguage={switchLanguage}
            menu={() => setOpen(!open)}
            menuOpen={open}
            notReady={node && !node.ready ? (node.notReadyReason ?? t("node.notReady")) : null}
            nodeId={node?.id}
            away={node?.database?.away ?? false}
          />
          <ConnectionLost />
          <main id="main" ref={main} tabIndex={-1} data-page={route.page}>
            <Page key={place} route={route} query={query} me={me} session={session} />
          </main>
        </div>
      </div>
      {help && <Shortcuts close={() => setHelp(false)} />}
    </NodeContext.Provider>
  );
}

function SideBar({ me, current }: { me: Me; current: string }) {
  const t = useTongue();
  const { firing } = useLive();
  const shown = (entry: Entry): boolean =>
    entry.everywhere ? may(me, entry.least) : mayAnywhere(me, entry.least);
  return (
    <aside class="side" id="menu">
      <a class="brand" href="/" aria-label={t("frame.home")}>
        <Wordmark />
      </a>
      <nav aria-label={t("frame.menu")}>
        {MENU.map((group, i) => (
          <ul key={i}>
            {group.filter(shown).map(({ page }) => (
              <li key={page}>
                <a
                  href={pathOfPage(page)}
                  aria-current={
                    current === page || (current === "stream" && page === "streams")
                      ? "page"
                      : undefined
                  }
                >
                  <Icon name={page} />
                  <span>{t(`nav.${page}`)}</span>
                  {page === "alerts" && !!firing && (
                    <b class="count" aria-label={t.count("alerts.firing", firing)}>
                      {firing}
                    </b>
                  )}
                </a>
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <svg class="ground" viewBox="0 0 240 90" preserveAspectRatio="none" aria-hidden="true">
        <g transform="translate(0 8)">
          <path class="far" d={waveArea(480, 240, 7, 90)} />
        </g>
        <g transform="translate(0 34)">
          <path class="near" d={waveArea(480, 160, 5, 90)} />
        </g>
      </svg>
    </aside>
  );
}

function TopBar({
  me,
  session,
  switchLanguage,
  menu,
  menuOpen,
  notReady,
  nodeId,
  away,
}: {
  me: Me;
  session: Session;
  switchLanguage(): void;
  menu(): void;
  menuOpen: boolean;
  notReady: string | null;
  nodeId: string | undefined;
  away: boolean;
}) {
  const t = useTongue();
  const live = useLive();
  const [theme, setTheme] = useState(currentTheme);
  useEffect(
    () =>
      onSystemTheme(() => {
        applyTheme();
        setTheme(currentTheme());
      }),
    [],
  );
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header class="bar">
      <button
        type="button"
        class="btn bare only menu"
        aria-label={t("frame.menu")}
        aria-expanded={menuOpen}
        aria-controls="menu"
        onClick={menu}
      >
        <Icon name="menu" />
      </button>
      {nodeId && (
        <span class={`node ${notReady || away ? "off" : ""}`} title={notReady ?? undefined}>
          <span class="state">
            {notReady ? t("node.notReady") : away ? t("node.databaseAway") : t("node.ready")}
          </span>
          <span class="id">{nodeId}</span>
        </span>
      )}
      <span class="spring" />
      <span class={`feed ${live.state}`} data-feed={live.state} role="status">
        {t(`feed.${live.state}`)}
      </span>
      <button
        type="button"
        class="btn bare"
        aria-label={t("frame.languageLabel")}
        lang={t.language === "en" ? "zh-Hans" : "en"}
        onClick={switchLanguage}
      >
        {t("frame.language")}
      </button>
      <Button
        kind="bare"
        icon={theme === "dark" ? "sun" : "moon"}
        label={t(`frame.to.${other}`)}
        onClick={() => {
          chooseTheme(other);
          setTheme(other);
        }}
      />
      <details class="who">
        <summary aria-label={`${t("nav.account")}: ${me.name}`}>
          <Icon name="account" />
          <span>{me.name}</span>
        </summary>
        <div class="pop">
          <a href="/account">{t("nav.account")}</a>
          <button type="button" onClick={() => void session.leave()}>
            {t("frame.signOut")}
          </button>
        </div>
      </details>
    </header>
  );
}

/** So short a break is no news: the feed is usually back before anybody has read it. */
const QUIET_MS = 2_500;

function ConnectionLost() {
  const t = useTongue();
  const { state, retryAtMs } = useLive();
  const now = useNow();
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    if (state === "live" || state === "resting") setSince(null);
    else if (state === "lost") setSince((before) => before ?? Date.now());
  }, [state]);
  if (since === null || now - since < QUIET_MS) return null;
  const s = Math.max(0, Math.ceil((retryAtMs - now) / 1000));
  return (
    <p class="lost" role="alert">
      <strong>{t("feed.lostTitle")}</strong>{" "}
      {s > 0 && state === "lost" ? t("feed.lostAgain", { n: s }) : t("feed.lostNow")}
    </p>
  );
}

const JUMPS: Record<string, PageName> = {
  d: "dashboard",
  s: "streams",
  n: "nodes",
  a: "alerts",
  e: "events",
  k: "keys",
  p: "access",
  w: "webhooks",
  u: "users",
};

/** A page that has to be fetched first is there within that, or is not waited for. */
const PAGE_MS = 10_000;

function focusSearch(until: number): void {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (field) field.focus();
  else if (performance.now() < until) requestAnimationFrame(() => focusSearch(until));
}

/** `/` searches, `g` and a letter goes to a page, `?` tells. */
function useShortcuts(help: () => void): void {
  useLayoutEffect(() => {
    let gone = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, dialog")) return;
      const jump = Date.now() - gone < 1_200 ? JUMPS[event.key] : undefined;
      gone = event.key === "g" ? Date.now() : 0;
      if (jump) go(pathOfPage(jump));
      else if (event.key === "?") help();
      else if (event.key === "/") {
        if (!document.querySelector("[data-search]")) go("/streams");
        focusSearch(performance.now() + PAGE_MS);
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function Shortcuts({ close }: { close(): void }) {
  const t = useTongue();
  return (
    <Dialog title={t("keys.help")} close={close}>
      <dl class="shortcuts">
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{t("shortcut.search")}</dd>
        </div>
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{t("shortcut.help")}</dd>
        </div>
        {Object.entries(JUMPS).map(([key, page]) => (
          <div key={key}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{t(`nav.${page}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
