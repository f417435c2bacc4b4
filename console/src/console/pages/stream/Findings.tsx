import type { Finding } from "../../api/schema";
import { useTongue } from "../../text/speech";
import { findingWords } from "../../ui/facts";
import { Badge, Panel, When } from "../../ui/kit";

/** What is wrong with what the publisher sends. */
export function Findings({ findings }: { findings: Finding[] | null }) {
  const t = useTongue();
  return (
    <Panel
      title={t("findings.title")}
      aside={findings?.length === 0 && <Badge tone="good">{t("finding.none")}</Badge>}
    >
      {findings === null && <p class="loading">{t("state.loading")}</p>}
      {findings?.length === 0 && <p class="all-well">{t("findings.none")}</p>}
      <ul class="findings">
        {findings?.map((finding) => (
          <li key={finding.code} data-code={finding.code}>
            <Badge tone={finding.severity}>{t(`finding.${finding.severity}`)}</Badge>
            <div>
              <p>{findingWords(finding, "what", finding.text, t)}</p>
              {finding.advice && (
                <p class="hint">{findingWords(finding, "do", finding.advice, t)}</p>
              )}
            </div>
            <When atMs={finding.sinceMs} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
