import { useState } from "preact/hooks";
import { watchPath, type PlayUrls } from "../../../streams/urls";
import { Copy } from "../../../ui/Copy";
import { useTongue } from "../../text/speech";
import { Button, Panel } from "../../ui/kit";
import { Qr } from "../../ui/Qr";
import { Dialog } from "../../ui/form";

export type Publish = { server: string; key: string };

/** Every address of a stream, to copy; the watch page's as a QR code, too. */
export function Addresses({
  app,
  name,
  urls,
  origin,
  publish,
  signedUntil,
}: {
  app: string;
  name: string;
  urls: PlayUrls;
  origin: string;
  publish: Publish | null;
  signedUntil: string | null;
}) {
  const t = useTongue();
  const [code, setCode] = useState(false);
  const watch = origin + watchPath(app, name);
  return (
    <>
      <Panel
        title={t("urls.title")}
        aside={
          <Button icon="qr" kind="bare" onClick={() => setCode(true)}>
            {t("urls.qr")}
          </Button>
        }
        class="urls"
      >
        {signedUntil && <p class="hint">{signedUntil}</p>}
        <Copy label={t("urls.watch")} value={watch} />
        <Copy label="HLS / LL-HLS" value={urls.hls} />
        <Copy label="HLS-TS" value={urls.ts} />
        <Copy label="HTTP-FLV" value={urls.flv} />
        <Copy label="WebSocket-FLV" value={urls.wsflv} />
        {urls.rtmp && <Copy label="RTMP" value={urls.rtmp} />}
      </Panel>
      {publish && (
        <Panel title={t("obs.title")} class="urls">
          <p class="hint">{t("obs.how")}</p>
          <Copy label={t("obs.server")} value={publish.server} />
          <Copy label={t("obs.key")} value={publish.key} />
          <p class="hint">
            {t("obs.hint")} <a href={`/keys?app=${encodeURIComponent(app)}`}>{t("obs.makeKey")}</a>
          </p>
        </Panel>
      )}
      {code && (
        <Dialog title={t("urls.qrTitle")} close={() => setCode(false)}>
          <Qr text={watch} label={t("urls.qrLabel")} />
          <p class="qr-text">{watch}</p>
        </Dialog>
      )}
    </>
  );
}
