import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Reload } from "../api/schema";
import { may } from "../api/session";
import { useMe, useNode } from "../node";
import { useTongue } from "../text/speech";
import { Check } from "../ui/form";
import { bytes, number, plain } from "../ui/format";
import { Badge, Button, Cell, Head, Listing, Panel, Search, Table, When } from "../ui/kit";
import { Foreign } from "../ui/Foreign";
import { useTell } from "../ui/say";

/** The configuration as it is in force, and where each value comes from. */
export function SettingsPage() {
  const t = useTongue();
  const node = useNode();
  const me = useMe();
  const tell = useTell();
  const [outcome, setOutcome] = useState<Reload | null>(null);
  const [reading, setReading] = useState(false);
  const [text, setText] = useState("");
  const [changed, setChanged] = useState(false);
  const found = useAsk("GET /api/v1/settings", {});
  const readAgain = async () => {
    setReading(true);
    setOutcome(null);
    const good = await tell.run(async () => {
      setOutcome(await api("POST /api/v1/node/reload", {}));
    }, t("settings.reloaded"));
    setReading(false);
    if (good) found.again();
  };
  const wanted = text.trim().toLowerCase();
  const items = found.data?.items.filter(
    ({ key, meaning, value, standard }) =>
      (!wanted || `${key} ${meaning} ${value}`.toLowerCase().includes(wanted)) &&
      (!changed || value !== standard),
  );
  return (
    <>
      <Head title={t("nav.settings")} lead={t("settings.lead")}>
        {may(me, "admin") && (
          <Button busy={reading} onClick={() => void readAgain()}>
            {t("settings.reload")}
          </Button>
        )}
      </Head>
      {outcome && <Outcome outcome={outcome} />}
      {node && (
        <Panel title={t("settings.node")}>
          <dl class="pairs wide">
            <div>
              <dt>{t("settings.version")}</dt>
              <dd>{node.version}</dd>
            </div>
            <div>
              <dt>{t("settings.id")}</dt>
              <dd>{node.id}</dd>
            </div>
            <div>
              <dt>{t("settings.started")}</dt>
              <dd>
                <When atMs={node.startedMs} />
              </dd>
            </div>
            <div>
              <dt>{t("settings.database")}</dt>
              <dd>
                {node.database?.kind}{" "}
                {node.database?.away && <Badge tone="bad">{t("node.databaseAway")}</Badge>}
              </dd>
            </div>
            <div>
              <dt>{t("settings.transport")}</dt>
              <dd>{node.transport}</dd>
            </div>
            <div>
              <dt>{t("settings.heap")}</dt>
              <dd>{plain(bytes(node.heapBytes ?? 0, t.language))}</dd>
            </div>
          </dl>
          {(node.database?.unreadableSecrets ?? 0) > 0 && (
            <p class="wrong" role="alert">
              {t("settings.unreadable", { count: number(node.database?.unreadableSecrets ?? 0, t.language) })}
            </p>
          )}
        </Panel>
      )}
      <div class="filters">
        <Search value={text} label={t("settings.search")} onInput={setText} />
        <Check label={t("settings.changed")} checked={changed} onChange={setChanged} />
      </div>
      <Listing found={found} items={items} empty={t("settings.none")}>
        <Table
          label={t("nav.settings")}
          class="settings"
          heads={[t("settings.key"), t("settings.value"), t("settings.source")]}
        >
          {items?.map((setting) => (
            <tr key={setting.key} class={setting.value === setting.standard ? "" : "changed"}>
              <td class="lead">
                <span class="two">
                  <code>{setting.key}</code>
                  <small>{setting.meaning}</small>
                </span>
              </td>
              <Cell head={t("settings.value")}>
                <span class="two">
                  <code>
                    <Foreign value={setting.value || "–"} />
                  </code>
                  {setting.value !== setting.standard && (
                    <small>{t("settings.standard", { value: setting.standard || "–" })}</small>
                  )}
                  {setting.waiting !== undefined && (
                    <Badge tone="note">{t("settings.waiting", { value: setting.waiting })}</Badge>
                  )}
                </span>
              </Cell>
              <Cell head={t("settings.source")}>
                <Foreign value={setting.source} max={120} />
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
    </>
  );
}

/** Which changes hold since the settings were read again. */
function Outcome({ outcome }: { outcome: Reload }) {
  const t = useTongue();
  const parts = [
    [t("settings.inEffect"), outcome.inEffect],
    [t("settings.forNewStreams"), outcome.forNewStreams],
    [t("settings.afterRestart"), outcome.afterRestart],
  ] as const;
  const filled = parts.filter(([, keys]) => keys.length > 0);
  return (
    <Panel title={t("settings.reloaded")}>
      {filled.length === 0 && <p>{t("settings.same")}</p>}
      <dl class="pairs">
        {filled.map(([name, keys]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {keys.map((key) => (
                <div key={key}>
                  <code>
                    <Foreign value={key} max={120} />
                  </code>
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
