import { useState } from "preact/hooks";
import { useAsk } from "../api/ask";
import { api } from "../api/client";
import type { Delivery, Webhook } from "../api/schema";
import { useTongue } from "../text/speech";
import { Dialog } from "../ui/form";
import { Foreign } from "../ui/Foreign";
import { Badge, Button, Cell, Listing, Pager, Select, Table, usePages, When } from "../ui/kit";
import { useTell } from "../ui/say";

const STATES = ["", "waiting", "delivered", "dead"] as const;
const TONES = { waiting: "note", delivered: "good", dead: "bad" } as const;

/** What was sent to a hook, what waits, and what was given up. */
export function Deliveries({ hook, close }: { hook: Webhook; close(): void }) {
  const t = useTongue();
  const tell = useTell();
  const [state, setState] = useState<(typeof STATES)[number]>("");
  const pages = usePages();
  const found = useAsk(
    "GET /api/v1/webhooks/{id}/deliveries",
    {
      path: { id: hook.id },
      query: {
        ...(state && { state }),
        limit: 20,
        ...(pages.cursor && { cursor: pages.cursor }),
      },
    },
    { everyMs: 3_000 },
  );
  const replay = (delivery: Delivery): void => {
    void tell
      .run(
        () =>
          api("POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay", {
            path: { id: hook.id, delivery: delivery.id },
          }),
        t("deliveries.again"),
      )
      .then(found.again);
  };
  const replayAll = (): void => {
    void tell
      .run(() => api("POST /api/v1/webhooks/{id}/replay", { path: { id: hook.id } }), t("deliveries.again"))
      .then(found.again);
  };
  return (
    <Dialog title={t("deliveries.title")} close={close} wide>
      <div class="filters">
        <Select
          label={t("head.state")}
          value={state}
          onChange={(value) => {
            setState(value);
            pages.reset();
          }}
          options={STATES.map((value) => ({
            value,
            text: value ? t(`deliveries.${value}`) : t("filter.anyState"),
          }))}
        />
        {hook.dead > 0 && (
          <Button icon="rotate" onClick={replayAll}>
            {t("deliveries.replayAll")}
          </Button>
        )}
      </div>
      <Listing found={found} items={found.data?.items} empty={t("deliveries.none")}>
        <Table
          label={t("deliveries.title")}
          heads={[
            t("head.event"),
            t("head.state"),
            t("deliveries.attempts"),
            t("deliveries.answer"),
            t("head.made"),
            "",
          ]}
        >
          {found.data?.items.map((delivery) => (
            <tr key={delivery.id} data-delivery={delivery.state}>
              <td class="lead">{t.maybe(`event.${delivery.type}`, delivery.type)}</td>
              <Cell head={t("head.state")}>
                <Badge tone={TONES[delivery.state]}>{t(`deliveries.${delivery.state}`)}</Badge>
              </Cell>
              <Cell head={t("deliveries.attempts")}>{delivery.attempts}</Cell>
              <Cell head={t("deliveries.answer")}>
                {delivery.lastStatus ?? ""}{" "}
                {delivery.lastProblem && <Foreign value={delivery.lastProblem} max={120} />}
                {delivery.state === "waiting" && delivery.nextMs && <When atMs={delivery.nextMs} />}
              </Cell>
              <Cell head={t("head.made")}>
                <When atMs={delivery.createdMs} />
              </Cell>
              <Cell>
                {delivery.state !== "waiting" && (
                  <Button
                    kind="bare"
                    icon="rotate"
                    label={t("deliveries.replay")}
                    onClick={() => replay(delivery)}
                  />
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      </Listing>
      <Pager pages={pages} next={found.data?.next} />
    </Dialog>
  );
}
