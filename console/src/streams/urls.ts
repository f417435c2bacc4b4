import type { Ports } from "./streams";

/** Where the page itself came from: `location`, or a part of it in tests. */
export type Place = { protocol: string; hostname: string; host: string };

const encodedPath = (name: string): string => name.split("/").map(encodeURIComponent).join("/");

export function watchPath(app: string, name: string): string {
  return `/watch/${encodeURIComponent(app)}/${encodedPath(name)}`;
}

export type StreamKey = { app: string; name: string };

/** App and name out of /watch/APP/NAME; null when the address is not of that form. */
export function streamOfPath(pathname: string): StreamKey | null {
  const match = /^\/watch\/([^/]+)\/([^/]+(?:\/[^/]+){0,2})\/?$/.exec(pathname);
  if (!match) return null;
  try {
    return {
      app: decodeURIComponent(match[1]!),
      name: match[2]!.split("/").map(decodeURIComponent).join("/"),
    };
  } catch {
    return null; // a broken percent sign
  }
}

export function rtmpServer(place: Place, ports: Ports, app: string): string {
  const port = ports.rtmp ?? 1935;
  return `rtmp://${place.hostname}:${port}/${app}`;
}

export type PlayUrls = { hls: string; ts: string; flv: string; wsflv: string; rtmp: string | null };

/** The playback token in the page's own address; empty without one, or if it cannot be one. */
export function tokenOf(search: string): string {
  const token = new URLSearchParams(search).get("token") ?? "";
  return /^[A-Za-z0-9._~-]{1,2000}$/.test(token) ? token : "";
}

/** HTTP addresses keep the page's own host, so that they hold behind a proxy, too. */
export function playUrls(key: StreamKey, place: Place, ports: Ports, token = ""): PlayUrls {
  const prefix = token ? `/t/${token}` : "";
  const path = `${prefix}/${encodeURIComponent(key.app)}/${encodedPath(key.name)}`;
  const origin = `${place.protocol}//${place.host}`;
  return {
    hls: `${origin}${path}/index.m3u8`,
    ts: `${origin}${path}/ts.m3u8`,
    flv: `${origin}${path}.flv`,
    wsflv: `${origin.replace(/^http/, "ws")}${path}.flv`,
    rtmp:
      ports.rtmp === null
        ? null
        : `${rtmpServer(place, ports, encodeURIComponent(key.app))}/${encodedPath(key.name)}${
            token ? `?token=${token}` : ""
          }`,
  };
}
