import { useEffect } from "preact/hooks";
import type { Me } from "./api/schema";
import type { Session } from "./api/session";
import { AccessPage } from "./pages/Access";
import { AccountPage } from "./pages/Account";
import { AlertsPage } from "./pages/Alerts";
import { AuditPage } from "./pages/Audit";
import { Dashboard } from "./pages/Dashboard";
import { EventsPage } from "./pages/Events";
import { HealingPage } from "./pages/Healing";
import { KeysPage } from "./pages/Keys";
import { NodesPage } from "./pages/Nodes";
import { SettingsPage } from "./pages/Settings";
import { StreamPage } from "./pages/stream/StreamPage";
import { StreamsPage } from "./pages/Streams";
import { UsersPage } from "./pages/Users";
import { WebhooksPage } from "./pages/Webhooks";
import type { Route } from "./route";
import { useTongue } from "./text/speech";
import { Empty } from "./ui/kit";

/** The page that the address names. */
export function Page({
  route,
  query,
  me,
  session,
}: {
  route: Route;
  query: URLSearchParams;
  me: Me;
  session: Session;
}) {
  const t = useTongue();
  useEffect(() => {
    const name = route.page === "stream" ? route.name.slice(0, 80) : t(`nav.${route.page}`);
    document.title = `${name} · Freshet`;
  }, [route.page, t.language]);
  switch (route.page) {
    case "dashboard":
      return <Dashboard />;
    case "streams":
      return <StreamsPage query={query} />;
    case "stream":
      return <StreamPage app={route.app} name={route.name} />;
    case "nodes":
      return <NodesPage />;
    case "keys":
      return <KeysPage query={query} />;
    case "access":
      return <AccessPage query={query} />;
    case "webhooks":
      return <WebhooksPage />;
    case "events":
      return <EventsPage query={query} />;
    case "audit":
      return <AuditPage />;
    case "alerts":
      return <AlertsPage query={query} />;
    case "healing":
      return <HealingPage />;
    case "users":
      return <UsersPage />;
    case "account":
      return <AccountPage me={me} session={session} />;
    case "settings":
      return <SettingsPage />;
    case "nothing":
      return <Empty title={t("page.nothing")} />;
  }
}
