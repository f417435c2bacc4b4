// A stand-in for the real server, for working on the pages and for testing them alone: dist,
// /streams.json, and the
// demo clip as LL-HLS, HLS-TS, HTTP-FLV and WebSocket-FLV.
//
// node e2e/fake-server.mjs [--port 8080] [--streams many|one|none]     (then open
// http://127.0.0.1:8080/)

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { SEGMENT_SECONDS, makeMedia } from "./fake-media.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const DIST = join(here, "../dist");
const CLIP = join(here, "../../gateway/src/main/resources/io/freshet/gateway/demo/demo.flv");
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; " +
  "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const PART_TARGET = 0.52,
  WINDOW = 7,
  HISTORY_SECONDS = 14,
  LOOPS = 12;

const sleep = (ms) => new Promise((done) => setTimeout(done, Math.max(0, ms)));

/**
 * @returns {Promise<{ url: string, cut(): void, gone: boolean, end(): void, close(): Promise<void>
 * }>}
 */
export async function startFakeServer({ port = 0, streams = "many" } = {}) {
  if (!existsSync(DIST)) throw new Error("no dist: npm run build first");
  const folder = mkdtempSync(join(tmpdir(), "freshet-fake-"));
  const media = makeMedia(CLIP, folder, LOOPS);
  rmSync(folder, { recursive: true });
  const state = {
    media,
    streams,
    began: Date.now() - HISTORY_SECONDS * 1000,
    gone: false,
    full: false,
    asked: [],
    withTs: true,
    ended: null,
    open: new Set(),
  };

  const server = createServer((request, response) => {
    answer(state, request, response).catch((cause) => response.destroy(cause));
  });
  server.on("upgrade", (request, socket) => upgrade(state, request, socket));
  server.on("connection", (socket) => {
    state.open.add(socket);
    socket.on("close", () => state.open.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Breaks every connection, as a restart would. */
    cut: () => state.open.forEach((socket) => socket.destroy()),
    set gone(gone) {
      state.gone = gone;
    },
    get gone() {
      return state.gone;
    },
    /** Refuses those who begin to watch, as a server does that has no room. */
    set full(full) {
      state.full = full;
      state.asked = [];
    },
    /** When somebody was refused, ms. */
    get asked() {
      return state.asked;
    },
    /** From now on there is no MPEG-TS, as of a stream whose codecs it does not carry. */
    dropTs: () => {
      state.withTs = false;
    },
    /** Ends the HLS stream with what is there now: ENDLIST. */
    end: () => {
      state.ended = elapsed(state);
    },
    close: () =>
      new Promise((done) => {
        state.gone = true;
        server.close(done);
        state.open.forEach((socket) => socket.destroy());
      }),
  };
}

async function answer(state, request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://fake");
  const send = (status, type, body, cache = "no-cache") => {
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Length": Buffer.byteLength(body),
      "Cache-Control": cache,
      "Access-Control-Allow-Origin": "*",
      ...(type.startsWith("text/html") && { "Content-Security-Policy": POLICY }),
    });
    response.end(body);
  };
  const notFound = () => send(404, "text/plain", "not found");
  if (pathname === "/") return send(200, TYPES[".html"], readFileSync(join(DIST, "index.html")));
  if (/^\/watch\/[^/]+\/./.test(pathname))
    return send(200, TYPES[".html"], readFileSync(join(DIST, "watch.html")));
  if (pathname === "/streams.json")
    return send(200, "application/json", JSON.stringify(streamList(state)));
  if (pathname === "/beacon") {
    response.writeHead(204, { "Access-Control-Allow-Origin": "*" });
    return response.end();
  }
  if (pathname.startsWith("/assets/")) {
    const file = join(DIST, normalize(pathname));
    if (!file.startsWith(DIST) || !existsSync(file)) return notFound();
    return send(
      200,
      TYPES[extname(file)] ?? "application/octet-stream",
      readFileSync(file),
      "max-age=31536000, immutable",
    );
  }
  if (state.gone || !pathname.startsWith("/live/demo")) return notFound();
  if (state.full && /\.flv$|\/index\.m3u8$|\/ts\.m3u8$/.test(pathname)) {
    state.asked.push(Date.now());
    response.writeHead(503, { "Retry-After": "2", "Content-Type": "text/plain" });
    return response.end("the server is full, try again later\n");
  }
  if (pathname === "/live/demo.flv" && request.method === "HEAD") return send(200, "video/x-flv", "");
  if (pathname === "/live/demo.flv") {
    response.writeHead(200, {
      "Content-Type": "video/x-flv",
      "Cache-Control": "no-store",
      "Access-Control-Allow-Origin": "*",
    });
    return flow(state, (bytes) => response.write(bytes), response);
  }
  const body = await hls(state, pathname.slice("/live/demo/".length), searchParams);
  if (!body) return notFound();
  send(200, pathname.endsWith(".m3u8") ? "application/vnd.apple.mpegurl" : "video/mp4", body);
}

const elapsed = (state) => (Date.now() - state.began) / 1000;
const untilMedia = (state, seconds) => sleep((seconds - elapsed(state)) * 1000 + 5);

async function hls({ media, ...state }, path, query) {
  if (path === "index.m3u8") {
    return (
      "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=1600000," +
      'CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=25\nmedia.m3u8\n'
    );
  }
  if (path === "init.mp4") return media.init;
  if (path === "media.m3u8") return llhls(media, state, query);
  if (path === "ts.m3u8") return state.withTs ? tsPlaylist(media, state) : null;
  let match = /^(\d+)\.(\d+)\.m4s$/.exec(path);
  if (match) {
    const part = media.segments[match[1]]?.[match[2]];
    if (part) await untilMedia(state, part.start + part.duration);
    return part?.bytes;
  }
  match = /^(\d+)\.(m4s|ts)$/.exec(path);
  if (!match) return null;
  return match[2] === "ts"
    ? media.ts[match[1]]
    : media.segments[match[1]] && Buffer.concat(media.segments[match[1]].map((part) => part.bytes));
}

async function llhls(media, state, query) {
  if (query.has("_HLS_msn")) {
    const segment = media.segments[Number(query.get("_HLS_msn"))];
    const part =
      segment?.[Math.min(Number(query.get("_HLS_part") ?? segment.length - 1), segment.length - 1)];
    if (part) await untilMedia(state, part.start + part.duration);
  }
  const now = state.ended ?? elapsed(state),
    done = (part) => part.start + part.duration <= now;
  const current = media.segments.findIndex((segment) => !segment.every(done)),
    first = Math.max(0, current - WINDOW);
  let text =
    `#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}\n#EXT-X-PART-INF:PART-TARGET=${PART_TARGET}\n` +
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${PART_TARGET * 3}\n#EXT-X-MEDIA-SEQUENCE:${first}\n#EXT-X-MAP:URI="init.mp4"\n`;
  for (let n = first; n <= current; n++) {
    const segment = media.segments[n];
    text += `#EXT-X-PROGRAM-DATE-TIME:${new Date(state.began + segment[0].start * 1000).toISOString()}\n`;
    const parts = segment.filter(done);
    if (n > current - 3) {
      parts.forEach((part, i) => {
        text += `#EXT-X-PART:DURATION=${part.duration.toFixed(5)},URI="${n}.${i}.m4s"${part.opens ? ",INDEPENDENT=YES" : ""}\n`;
      });
    }
    if (n === current && state.ended) text += "#EXT-X-ENDLIST\n";
    else if (n < current) text += `#EXTINF:${SEGMENT_SECONDS.toFixed(5)},\n${n}.m4s\n`;
    else text += `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${n}.${parts.length}.m4s"\n`;
  }
  return text;
}

function tsPlaylist(media, state) {
  const current = Math.floor(elapsed(state) / SEGMENT_SECONDS),
    first = Math.max(0, current - WINDOW);
  let text = `#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:${SEGMENT_SECONDS}\n#EXT-X-MEDIA-SEQUENCE:${first}\n`;
  for (let n = first; n < current; n++) {
    text += `#EXT-X-PROGRAM-DATE-TIME:${new Date(state.began + n * SEGMENT_SECONDS * 1000).toISOString()}\n#EXTINF:2.0,\n${n}.ts\n`;
  }
  return text;
}

/** Sends the loop from the last key frame on, at the speed of life. */
async function flow(state, write, gate) {
  const { header, tags } = state.media.flv;
  const now = () => elapsed(state) * 1000;
  write(Buffer.concat([header, ...tags.filter((tag) => tag.head).map((tag) => tag.bytes)]));
  let next = tags.findLastIndex((tag) => tag.key && tag.ms <= now());
  while (!gate.destroyed && !state.gone && next < tags.length) {
    const due = [];
    for (; next < tags.length && tags[next].ms <= now(); next++)
      if (!tags[next].head) due.push(tags[next].bytes);
    if (due.length > 0) write(Buffer.concat(due));
    await sleep(20);
  }
  gate.end();
}

function upgrade(state, request, socket) {
  if (state.full) {
    return socket.end(
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n",
    );
  }
  if (state.gone || request.url !== "/live/demo.flv")
    return socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  const accept = createHash("sha1")
    .update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const frame = (bytes) => {
    // One whole binary message; browsers insist on the shortest form of its length.
    const small = bytes.length < 126,
      medium = bytes.length < 65_536;
    const head = Buffer.alloc(small ? 2 : medium ? 4 : 10);
    head[0] = 0x82;
    head[1] = small ? bytes.length : medium ? 126 : 127;
    if (!small && medium) head.writeUInt16BE(bytes.length, 2);
    if (!medium) head.writeBigUInt64BE(BigInt(bytes.length), 2);
    socket.write(Buffer.concat([head, bytes]));
  };
  void flow(state, frame, socket);
}

function streamList({ streams, began, gone, withTs }) {
  const h264 = (width, height, fps) => ({
    codec: "H.264",
    codecString: "avc1.64001f",
    width,
    height,
    fps,
  });
  const aac = { codec: "AAC", codecString: "mp4a.40.2", sampleRateHz: 48000, channels: 2 };
  const stream = (name, minutes, viewers, bitrateBps, video, audio = aac, more = {}) => ({
    app: "live",
    name,
    state: "live",
    sinceMs: began - minutes * 60_000,
    video,
    audio,
    bitrateBps,
    viewers,
    hls: `/live/${name}/index.m3u8`,
    ts: withTs ? `/live/${name}/ts.m3u8` : null,
    flv: `/live/${name}.flv`,
    ...more,
  });
  const demo = gone ? [] : [stream("demo", 0, 12, 905_000, h264(1280, 720, 25))];
  const others = [
    stream("harbour-cam", 3 * 1440 + 240, 1284, 4_200_000, {
      codec: "H.265",
      codecString: "hvc1.1.6.L123.B0",
      width: 2560,
      height: 1440,
      fps: 30,
    }),
    stream("radio", 95, 37, 128_000, null),
    stream("studio/a/main", 42, 1, 6_100_000, h264(1920, 1080, 59.94)),
    stream("weir", 12, 0, 0, h264(1920, 1080, 25), null, { state: "waiting" }),
  ];
  const list = { many: [...demo, ...others], one: demo, none: [] }[streams];
  return {
    version: "0.1.0",
    ports: { rtmp: 1935, rtmps: 1936, http: 8080, https: 8443 },
    streams: list,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8080" },
      streams: { type: "string", default: "many" },
    },
  });
  console.log((await startFakeServer({ port: Number(values.port), streams: values.streams })).url);
}
