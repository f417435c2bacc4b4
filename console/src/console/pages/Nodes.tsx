import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Node } from "../api/schema";
import { may } from "../api/session";
import { useMe } from "../node";
import { useTongue, type Tongue } from "../text/speech";
import { Confirm, Field } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { bits, duration, number, plain } from "../ui/format";
import { Badge, Button, Cell, Head, Listing, Table, When, type Tone } from "../ui/kit";
import { useTell } from "../ui/say";

type Order = "drain" | "resume" | "evict";

/** So far a clock may be off before it is worth a word; the server's limit for an alert. */
const CLOCK_OFF_MS = 2_000;

/** The nodes of the cluster: how each is, and what may be ordered of it. */
export function NodesPage() {
  const t = useTongue();
  const me = useMe();
  const [doing, setDoing] = useState<{ order: Order; node: Node } | null>(null);
  const found = useAsk("GET /api/v1/nodes", {}, { everyMs: 2_000 });
  const nodes = found.data?.items.toSorted(
    (one, other) => one.region.localeCompare(other.region) || one.id.localeCompare(other.id),
  );
  const alone = nodes?.length === 1 && nodes[0]?.id === "local";
  const regions = new Set(nodes?.map(({ region }) => region)).size;
  const steers = may(me, "operator") && !alone;
  return (
    <>
      <Head
        title={t("nav.nodes")}
        lead={
          !nodes
            ? undefined
            : alone
              ? t("nodes.alone")
              : `${t.count("nodes.lead", nodes.length)} · ${t.count("nodes.regions", regions)}`
        }
      />
      <Listing found={found} items={nodes} empty={t("nodes.none")}>
        <Table
          label={t("nav.nodes")}
          heads={[
            t("nodes.node"),
            t("head.state"),
            t("nodes.region"),
            `#${t("nodes.leads")}`,
            `#${t("nodes.streams")}`,
            `#${t("head.viewers")}`,
            `#${t("nodes.sends")}`,
            `#${t("nodes.cpu")}`,
            `#${t("nodes.memory")}`,
            t("nodes.since"),
            ...(steers ? [""] : []),
          ]}
        >
          {nodes?.map((node) => (
            <Row
              key={node.id}
              node={node}
              order={steers ? (order) => setDoing({ order, node }) : undefined}
            />
          ))}
        </Table>
      </Listing>
      {doing && (
        <GiveOrder {...doing} close={() => setDoing(null)} done={() => found.again()} />
      )}
    </>
  );
}

function Row({ node, order }: { node: Node; order: ((order: Order) => void) | undefined }) {
  const t = useTongue();
  const l = t.language;
  return (
    <tr data-node={node.id}>
      <td class="lead">
        <Foreign value={node.id} max={40} />
        {node.self && <small class="hint"> {t("nodes.self")}</small>}
        <small class="hint block">
          {node.roles.map((role) => t(`role.${role}`)).join(" · ")}
          {` · ${node.version}`}
        </small>
        {node.duties.length > 0 && (
          <small class="hint block">{t("nodes.duties", { list: node.duties.map((duty) => dutyName(duty, t)).join(", ") })}</small>
        )}
      </td>
      <Cell head={t("head.state")}>
        <State node={node} />
      </Cell>
      <Cell head={t("nodes.region")}>
        {node.region ? [node.region, node.zone].filter(Boolean).join(" / ") : "–"}
      </Cell>
      <Cell head={t("nodes.leads")} figure>
        {number(node.leads, l)}
      </Cell>
      <Cell head={t("nodes.streams")} figure>
        {number(node.streams, l)}
      </Cell>
      <Cell head={t("head.viewers")} figure>
        {node.viewersMax > 0
          ? t("nodes.of", { n: number(node.viewers, l), max: number(node.viewersMax, l) })
          : number(node.viewers, l)}
      </Cell>
      <Cell head={t("nodes.sends")} figure>
        {plain(bits(node.trafficBps, l))}
      </Cell>
      <Cell head={t("nodes.cpu")} figure>
        {`${number(node.cpuPercent, l)} %`}
      </Cell>
      <Cell head={t("nodes.memory")} figure>
        <span title={t("nodes.memoryHow")}>{`${number(node.memoryPercent, l)} %`}</span>
      </Cell>
      <Cell head={t("nodes.since")}>
        <When atMs={node.startedMs} />
      </Cell>
      {order && (
        <Cell>
          <span class="row-actions">
            {ordersOf(node).map((each) => (
              <Button
                key={each}
                kind={each === "evict" ? "bad" : "plain"}
                label={t(`nodes.${each}Label`, { name: node.id })}
                onClick={() => order(each)}
              >
                {t(`nodes.${each}`)}
              </Button>
            ))}
          </span>
        </Cell>
      )}
    </tr>
  );
}

/** The control centre's has the mark of its database behind it. */
function dutyName(duty: string, t: Tongue): string {
  if (duty === "healing") return t("duty.healing");
  return /^control(-[0-9a-f]+)?$/.test(duty) ? t("duty.control") : duty;
}

function ordersOf(node: Node): Order[] {
  switch (node.wanted?.state) {
    case "draining":
      return ["resume", "evict"];
    case "evicted":
      return ["resume"];
    default:
      return node.state === "stopped" ? [] : ["drain", "evict"];
  }
}

const TONES: Record<Node["state"], Tone> = {
  ready: "good",
  draining: "warning",
  drained: "note",
  evicted: "bad",
  stopped: "plain",
};

function State({ node }: { node: Node }) {
  const t = useTongue();
  const heard = node.health === "alive" || node.state === "stopped";
  return (
    <>
      {heard ? (
        <Badge tone={TONES[node.state]}>{t(`nodeState.${node.state}`)}</Badge>
      ) : (
        <Badge tone="bad">
          {t(node.health === "suspect" ? "nodeState.suspect" : "nodeState.unknown")}
        </Badge>
      )}
      {troubles(node, heard, t).map((each) => (
        <small key={each} class="hint block">
          <Foreign value={each} max={120} />
        </small>
      ))}
    </>
  );
}

function troubles(node: Node, heard: boolean, t: Tongue): string[] {
  const said: string[] = [];
  if (!heard && node.silentMs >= 0)
    said.push(t("nodes.silent", { span: duration(node.silentMs, t) }));
  if (node.wanted) {
    said.push(t("nodes.wantedBy", { by: node.wanted.by }));
    if (node.wanted.reason) said.push(node.wanted.reason);
  }
  if (Math.abs(node.clockOffsetMs) > CLOCK_OFF_MS)
    said.push(t("nodes.clockOff", { span: duration(Math.abs(node.clockOffsetMs), t) }));
  return said;
}

function GiveOrder({
  order,
  node,
  close,
  done,
}: {
  order: Order;
  node: Node;
  close(): void;
  done(): void;
}) {
  const t = useTongue();
  const tell = useTell();
  const [reason, setReason] = useState("");
  return (
    <Confirm
      title={t(`nodes.${order}Label`, { name: node.id })}
      action={t(`nodes.${order}`)}
      close={close}
      run={async () => {
        await api(`POST /api/v1/nodes/{id}/${order}`, {
          path: { id: node.id },
          query: { ...(reason.trim() && { reason: reason.trim() }) },
        });
        tell.done(t("nodes.ordered"));
        done();
      }}
    >
      <p>{t(`nodes.${order}How`)}</p>
      {order !== "resume" && (
        <Field
          label={t("nodes.reason")}
          name="reason"
          value={reason}
          onInput={setReason}
          maxLength={200}
          hint={t("nodes.reasonHint")}
        />
      )}
    </Confirm>
  );
}
