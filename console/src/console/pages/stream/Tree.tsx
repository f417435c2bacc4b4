import { useAsk } from "../../api/ask";
import type { StreamLimb } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { bits, plain } from "../../ui/format";
import { Badge, Panel } from "../../ui/kit";

/** Which node has the stream from which; of no interest while there is only one. */
export function TreePanel({ app, name }: { app: string; name: string }) {
  const t = useTongue();
  const found = useAsk(
    "GET /api/v1/streams/{app}/{name}/tree",
    { path: { app, name } },
    { everyMs: 3_000 },
  );
  const limbs = found.data?.items ?? [];
  if (limbs.length < 2) return null;
  const known = new Set(limbs.map(({ node }) => node));
  const roots = limbs.filter(({ parent }) => !known.has(parent));
  return (
    <Panel title={t("tree.title")} class="tree">
      <p class="hint">{t("tree.lead")}</p>
      <Limbs of={roots} all={limbs} depth={0} />
    </Panel>
  );
}

/** No tree is deeper; while it changes, answers of two moments may go round in a circle. */
const DEPTH_MAX = 16;

function Limbs({
  of,
  all,
  depth,
}: {
  of: readonly StreamLimb[];
  all: readonly StreamLimb[];
  depth: number;
}) {
  if (of.length === 0 || depth > DEPTH_MAX) return null;
  return (
    <ul class="limbs">
      {of.map((limb) => (
        <li key={limb.node} data-limb={limb.node}>
          <Limb limb={limb} />
          <Limbs
            of={all.filter(({ parent }) => parent === limb.node)}
            all={all}
            depth={depth + 1}
          />
        </li>
      ))}
    </ul>
  );
}

function Limb({ limb }: { limb: StreamLimb }) {
  const t = useTongue();
  const comes = limb.role === "leader" || limb.level >= 0;
  return (
    <span class="limb">
      <b>{limb.node}</b>
      <Badge tone={limb.role === "leader" ? "good" : limb.role === "standby" ? "note" : "plain"}>
        {t(`tree.${limb.role}`)}
      </Badge>
      <small class="hint">
        {[
          limb.region,
          comes ? plain(bits(limb.bitrateBps, t.language)) : t("tree.nothing"),
          t.count("tree.viewers", limb.viewers),
          t("tree.token", { n: (BigInt(limb.token) >> 16n).toString() }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </span>
  );
}
