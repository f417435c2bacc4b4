import { useSay } from "../i18n/i18n";
import type { PlayUrls } from "../streams/urls";
import { Copy } from "../ui/Copy";

export function Links({ urls }: { urls: PlayUrls }) {
  const say = useSay();
  return (
    <section class="panel links">
      <h2>{say("links.title")}</h2>
      <Copy label={say("links.hls")} value={urls.hls} />
      <Copy label={say("links.flv")} value={urls.flv} />
      {urls.rtmp && <Copy label={say("links.rtmp")} value={urls.rtmp} />}
      <p class="hint">{say("links.how")}</p>
    </section>
  );
}
