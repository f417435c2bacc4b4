import { useEffect, useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { useTongue } from "../text/speech";
import { Foreign } from "../ui/Foreign";
import { moment } from "../ui/format";
import { Cell, Head, Listing, Pager, Search, Select, Table, usePages, useSettled } from "../ui/kit";

const ACTIONS = ["", "session.", "user.", "token.", "key.", "rule.", "ban.", "stream.", "webhook.", "alert."] as const;

/** Who changed what. */
export function AuditPage() {
  const t = useTongue();
  const [text, setText] = useState("");
  const [action, setAction] = useState<(typeof ACTIONS)[number]>("");
  const pages = usePages();
  const who = useSettled(text.trim());
  useEffect(() => pages.reset(), [who, action]);
  const found = useAsk("GET /api/v1/audit", {
    query: {
      ...(who && { who }),
      ...(action && { action }),
      limit: 50,
      ...(pages.cursor && { cursor: pages.cursor }),
    },
  });
  return (
    <>
      <Head title={t("nav.audit")} lead={t("audit.lead")} />
      <div class="filters">
        <Search value={text} label={t("audit.search")} onInput={setText} />
        <Select
          label={t("audit.action")}
          value={action}
          onChange={setAction}
          options={ACTIONS.map((value) => ({
            value,
            text: value ? `${value}*` : t("filter.anyAction"),
          }))}
        />
      </div>
      <Listing found={found} items={found.data?.items} empty={t("audit.none")}>
        <Table
          label={t("nav.audit")}
          heads={[t("head.when"), t("head.who"), t("audit.action"), t("audit.target"), t("audit.detail")]}
        >
          {found.data?.items.map((entry) => (
            <tr key={entry.id}>
              <td class="lead">{moment(entry.atMs, t)}</td>
              <Cell head={t("head.who")}>
                <span class="two">
                  <Foreign value={entry.whoName || entry.whoKind} max={80} />
                  <small class="mono">{entry.address}</small>
                </span>
              </Cell>
              <Cell head={t("audit.action")}>
                <code>{entry.action}</code>
              </Cell>
              <Cell head={t("audit.target")}>
                <Foreign value={entry.target} max={120} />
              </Cell>
              <Cell head={t("audit.detail")}>
                <Foreign value={entry.detail} />
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
    </>
  );
}
