import { useSay } from "../i18n/i18n";
import type { Ports } from "../streams/streams";
import { rtmpServer } from "../streams/urls";
import { Copy } from "../ui/Copy";

/** How to send: addresses made from the host that this page came from. */
export function Publish({ ports, open }: { ports: Ports; open: boolean }) {
  const say = useSay();
  if (ports.rtmp === null) return open ? <p class="notice">{say("publish.off")}</p> : null;
  const server = rtmpServer(location, ports, "live");
  const command = `ffmpeg -re -i input.mp4 -c:v libx264 -preset veryfast -g 60 -c:a aac -f flv ${server}/mystream`;
  const steps = (
    <div class="publish">
      <section>
        <h3>{say("publish.obs")}</h3>
        <p>{say("publish.obsHow")}</p>
        <Copy label={say("publish.server")} value={server} />
        <Copy label={say("publish.key")} value="mystream" />
      </section>
      <section>
        <h3>{say("publish.ffmpeg")}</h3>
        <p>{say("publish.ffmpegHow")}</p>
        <Copy label="FFmpeg" value={command} />
      </section>
      <p class="hint">{say("publish.hint")}</p>
    </div>
  );
  if (open)
    return (
      <section class="panel">
        <h2>{say("home.publish")}</h2>
        {steps}
      </section>
    );
  return (
    <details class="panel">
      <summary>
        <h2>{say("home.publish")}</h2>
      </summary>
      {steps}
    </details>
  );
}
