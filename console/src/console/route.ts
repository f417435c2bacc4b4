import { useLayoutEffect, useState } from "preact/hooks";

/** Which page: the path of the address. Names of streams keep their slashes there. */
export type Route =
  | { page: "stream"; app: string; name: string }
  | { page: (typeof PLAIN)[number] }
  | { page: "nothing" };

export const PLAIN = [
  "dashboard",
  "streams",
  "nodes",
  "keys",
  "access",
  "webhooks",
  "events",
  "audit",
  "alerts",
  "healing",
  "users",
  "account",
  "settings",
] as const;

export type PageName = (typeof PLAIN)[number];

export const pathOfPage = (page: PageName): string => (page === "dashboard" ? "/" : `/${page}`);

export function streamPath(app: string, name: string): string {
  return `/streams/${encodeURIComponent(app)}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

export function routeOf(pathname: string): Route {
  if (pathname === "/" || pathname === "/console.html") return { page: "dashboard" };
  const parts = pathname.replace(/\/$/, "").slice(1).split("/");
  const [first = "", app, ...name] = parts;
  if (parts.length === 1 && first !== "dashboard" && (PLAIN as readonly string[]).includes(first))
    return { page: first as PageName };
  if (first !== "streams" || !app || name.length === 0 || name.length > 3)
    return { page: "nothing" };
  try {
    return {
      page: "stream",
      app: decodeURIComponent(app),
      name: name.map(decodeURIComponent).join("/"),
    };
  } catch {
    return { page: "nothing" }; // a broken percent sign
  }
}

const MOVED = "freshet:moved";

export function go(path: string, replace = false): void {
  if (path === location.pathname + location.search) return;
  if (replace) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  window.dispatchEvent(new Event(MOVED));
}

/** A plain click on a link within the console changes the page without loading it anew. */
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download"))
    return;
  if (link.hash || routeOf(link.pathname).page === "nothing") return;
  event.preventDefault();
  go(link.pathname + link.search);
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** The address, as it changes. */
export function useRoute(): { route: Route; query: URLSearchParams } {
  const [, setCount] = useState(0);
  useLayoutEffect(() => {
    const moved = (): void => setCount((before) => before + 1);
    window.addEventListener("popstate", moved);
    window.addEventListener(MOVED, moved);
    document.addEventListener("click", followLink);
    return () => {
      window.removeEventListener("popstate", moved);
      window.removeEventListener(MOVED, moved);
      document.removeEventListener("click", followLink);
    };
  }, []);
  return { route: routeOf(location.pathname), query: new URLSearchParams(location.search) };
}
