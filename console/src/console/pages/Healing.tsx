import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { NodeCondition } from "../api/schema";
import { may } from "../api/session";
import { useMe } from "../node";
import { useTongue } from "../text/speech";
import { EventLine } from "../ui/EventLine";
import { Foreign } from "../ui/Foreign";
import { Badge, Button, Cell, Empty, Head, Listing, Panel, Table, When, type Tone } from "../ui/kit";
import { useTell } from "../ui/say";

function toneOf(condition: NodeCondition["condition"]): Tone {
  if (condition === "healthy") return "good";
  return condition === "given-up" || condition === "evicted" ? "bad" : "warning";
}

/** How the nodes are that viewers use, and what was done about those that they could not use. */
export function HealingPage() {
  const t = useTongue();
  const found = useAsk("GET /api/v1/healing", {}, { everyMs: 2_000 });
  const past = useAsk("GET /api/v1/events", { query: { type: "healing.*", limit: 50 } }, { everyMs: 5_000 });
  const state = found.data;
  return (
    <>
      <Head title={t("nav.healing")} lead={t("healing.lead")} />
      {state?.doubting && (
        <p class="lost" role="alert">
          {t("healing.doubting")}
        </p>
      )}
      {state && !state.enabled ? (
        <Empty title={t("healing.off")}>{t("healing.offHow")}</Empty>
      ) : (
        <Listing found={found} items={state?.nodes} empty={t("healing.none")}>
          <Table
            label={t("nav.healing")}
            heads={[
              t("healing.node"),
              t("head.state"),
              t("healing.failures"),
              t("healing.why"),
              t("healing.since"),
              "",
            ]}
          >
            {state?.nodes.map((node) => (
              <Row key={node.node} node={node} again={found.again} />
            ))}
          </Table>
        </Listing>
      )}
      {state?.by && <p class="hint">{t("healing.by", { node: state.by })}</p>}
      <Panel title={t("healing.history")}>
        <Listing found={past} items={past.data?.items} empty={t("healing.quiet")}>
          <ul class="events">
            {past.data?.items.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ul>
        </Listing>
      </Panel>
    </>
  );
}

function Row({ node, again }: { node: NodeCondition; again(): void }) {
  const t = useTongue();
  const tell = useTell();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const reset = async (): Promise<void> => {
    setAsking(true);
    await tell.run(async () => {
      await api("POST /api/v1/nodes/{id}/heal", { path: { id: node.node } });
      tell.done(t("healing.asked"));
    });
    setAsking(false);
    again();
  };
  return (
    <tr data-node={node.node} data-condition={node.condition}>
      <td class="lead mono">{node.node}</td>
      <Cell head={t("head.state")}>
        <Badge tone={toneOf(node.condition)}>{t(`condition.${node.condition}`)}</Badge>{" "}
        {node.evicted && node.condition !== "evicted" && (
          <Badge tone="bad">{t("healing.out")}</Badge>
        )}{" "}
        {/* Who is given up needs one anyway. */}
        {node.needsPerson && node.condition !== "given-up" && (
          <Badge tone="bad">{t("healing.person")}</Badge>
        )}
      </Cell>
      <Cell head={t("healing.failures")}>{node.failures}</Cell>
      <Cell head={t("healing.why")}>
        {node.why ? <Foreign value={node.why} max={200} /> : "–"}
      </Cell>
      <Cell head={t("healing.since")}>
        <When atMs={node.sinceMs} />
      </Cell>
      <Cell>
        {node.condition !== "healthy" && may(me, "operator") && (
          <Button
            icon="rotate"
            label={t("healing.againLabel", { node: node.node })}
            disabled={asking}
            onClick={() => void reset()}
          >
            {t("healing.again")}
          </Button>
        )}
      </Cell>
    </tr>
  );
}
