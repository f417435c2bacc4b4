// The made-up node of fake-control.mjs: streams, their figures, viewers, events.

import { FakeFleet } from "./fake-fleet.mjs";

const PLACES = ["harbour", "weir", "studio", "stage", "atrium", "school", "arena", "chapel", "delta"];
const PARTS = ["cam-1", "cam-2", "main", "wide", "close", "radio", "backup"];
const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
  "VLC/3.0.21 LibVLC/3.0.21",
  "AppleCoreMedia/1.0.0 (iPhone; U; CPU OS 18_0)",
  "Lavf/60.16.100",
];
const HISTORY_S = 600;

export const HOSTILE = {
  name: '"><script>window.pwned=1</script>',
  turned: "live\u202Egpj.eman\u202C",
  long: "x".repeat(5_000),
  agent: "<img src=x onerror=window.pwned=2>" + "\u202E" + "A".repeat(4_900),
};

const wave = (seed, at, period) => Math.sin(seed * 7 + (at / period) * 2 * Math.PI);

export class FakeNode {
  constructor(count, media) {
    this.media = media;
    this.startedMs = Date.now() - 5 * 86_400_000 - 3 * 3_600_000;
    this.fleet = new FakeFleet(this.startedMs);
    this.streams = Array.from({ length: count }, (_, i) => this.#stream(i));
    if (count > 0) this.streams[0].name = "demo";
    this.extraViewers = new Map();
    this.gone = new Set();
    this.events = [];
    const patient = (node, condition, failures, evicted, why, minutes) => ({
      node, condition, failures, evicted, why, sinceMs: Date.now() - minutes * 60_000,
      needsPerson: condition === "given-up",
    });
    this.healing = {
      enabled: true,
      by: "origin-2",
      atMs: Date.now(),
      doubting: false,
      nodes: [
        patient("edge-1", "healthy", 0, false, "", 900),
        patient("edge-2", "given-up", 3, true, "live/demo: the playlist stands still", 12),
        patient("edge-3", "recovering", 0, false, "http.listen: nobody listens at http://192.0.2.9:8080", 1),
        patient("origin-1", "healthy", 0, false, "the restart helped", 35),
      ],
    };
    this.count = 0;
    const now = Date.now();
    this.samples = Array.from({ length: HISTORY_S }, (_, i) =>
      this.#sample(now - (HISTORY_S - i) * 1_000),
    );
    this.#begin();
  }

  #begin() {
    const say = (type, stream, facts, agoS) => {
      const event = this.happened({ type, ...(stream && { app: "live", stream }), facts });
      event.atMs = Date.now() - agoS * 1_000;
    };
    say("node.started", null, { version: "0.1.0" }, 5 * 86_400);
    say("stream.started", "harbour/cam-1", { publisher: "192.0.2.10:50112", protocol: "rtmp" }, 3_900);
    const healing = (condition, from, node, why, failures, agoS) =>
      say(`healing.${condition}`, null, { node, from, why, failures: String(failures), by: "origin-2" }, agoS);
    healing("suspect", "healthy", "origin-1", "live/weir/main: the playlist stands still", 0, 2_119);
    healing("recovering", "suspect", "origin-1", "live/weir/main: the playlist stands still", 0, 2_114);
    healing("healthy", "recovering", "origin-1", "the restart helped", 0, 2_100);
    healing("evicted", "recovering", "edge-2", "it does not answer", 1, 1_080);
    healing("reprovisioning", "evicted", "edge-2", "it does not answer", 1, 1_079);
    healing("trial", "reprovisioning", "edge-2", "it answers", 2, 760);
    healing("given-up", "trial", "edge-2", "live/demo: the playlist stands still", 3, 720);
    say("publisher.refused", "weir/main", { address: "203.0.113.9", reason: "no valid key" }, 620);
    say("ingest.finding", "demo", { code: "gop-long", text: "key frames every 10 s" }, 400);
    say("viewer.in", "demo", { address: "198.51.100.4", protocol: "hls" }, 190);
    healing("suspect", "healthy", "edge-3", "http.listen: nobody listens at http://192.0.2.9:8080", 0, 70);
    healing("recovering", "suspect", "edge-3", "http.listen: nobody listens at http://192.0.2.9:8080", 0, 65);
    say("alert.fired", "stage/main", { rule: "Main stage" }, 95);
    say("stream.started", "demo", { publisher: "127.0.0.1:40112", protocol: "rtmp" }, 40);
  }

  #stream(i) {
    const name = `${PLACES[i % PLACES.length]}/${PARTS[(i * 3) % PARTS.length]}${i < 63 ? "" : `-${i}`}`;
    return {
      app: i % 11 === 5 ? "school" : "live",
      name,
      seed: i + 1,
      state: i % 13 === 7 ? "waiting" : "live",
      audioOnly: name.includes("radio"),
      openedMs: Date.now() - (i + 1) * 400_000,
      viewers: Math.round(900 / (i + 1)) + (i % 4),
    };
  }

  find(app, name) {
    return this.streams.find((each) => each.app === app && each.name === name);
  }

  happened({ type, app, stream, facts = {} }) {
    const event = {
      id: String(++this.count).padStart(12, "0"),
      type,
      atMs: Date.now(),
      ...(app && { app, stream }),
      facts,
    };
    this.events.unshift(event);
    return event;
  }

  #figures(stream, atMs) {
    const live = stream.state === "live";
    const rate = (stream.audioOnly ? 128e3 : 2.5e6 + (stream.seed % 5) * 9e5) * (1 + 0.06 * wave(stream.seed, atMs, 23_000) + 0.02 * wave(stream.seed, atMs, 3_100));
    const fps = stream.audioOnly ? 0 : 25 + (stream.seed % 2) * 5 + 0.2 * wave(stream.seed, atMs, 9_000);
    return {
      app: stream.app,
      name: stream.name,
      atMs,
      state: stream.state,
      viewers: Math.max(0, Math.round(stream.viewers * (1 + 0.1 * wave(stream.seed, atMs, 240_000)))),
      bitrateBps: live ? Math.round(rate) : 0,
      fps: live ? Math.max(0, fps) : 0,
      gopMs: stream.seed % 7 === 1 ? 10_000 : 2_000,
      bitsOut: Math.round(rate * stream.viewers),
      ...(stream.seed % 3 === 1 && { latencyMs: Math.round(180 + 30 * wave(stream.seed, atMs, 17_000)) }),
      ...(live && {
        connectionDelayMs: Math.round(11 + 3 * wave(stream.seed, atMs, 13_000)),
        playlistDelayMs: Math.round(520 + 40 * wave(stream.seed, atMs, 19_000)),
        // Watched every 30 s, from the fifth minute of the chart on.
        ...(atMs > Date.now() - 300_000 && {
          probedConnectionMs: Math.round(14 + 2 * wave(stream.seed, Math.floor(atMs / 30_000), 7)),
          probedPlaylistMs: Math.round(548 + 30 * wave(stream.seed, Math.floor(atMs / 30_000), 5)),
        }),
      }),
      findings: ["warning", "none", "none", "note", "none", "none", "bad"][(stream.seed - 1) % 7],
    };
  }

  #sample(atMs) {
    const live = this.streams.filter(({ state }) => state === "live");
    const viewers = Math.round(
      live.reduce((sum, each) => sum + each.viewers, 0) * (1 + 0.05 * wave(2, atMs, 180_000)),
    );
    return {
      atMs,
      streams: live.length,
      viewers,
      bitsIn: live.length * 3.9e6 * (1 + 0.03 * wave(1, atMs, 60_000)),
      bitsOut: viewers * 3.4e6 * (1 + 0.04 * wave(3, atMs, 45_000)),
      cpu: 0.02 + live.length * 0.006 + viewers * 0.0002 * (1 + 0.2 * wave(4, atMs, 30_000)),
      heapBytes: 58e6 + 9e6 * wave(5, atMs, 40_000),
      rssBytes: 121e6 + 2e6 * wave(5, atMs, 90_000),
      loopLagMs: 0.4 + 0.3 * wave(6, atMs, 20_000),
    };
  }

  tick() {
    const sample = this.#sample(Date.now());
    this.samples = [...this.samples, sample].slice(-HISTORY_S);
    return sample;
  }

  sampleOf(app, name) {
    const stream = this.find(app, name);
    return stream && this.#figures(stream, Date.now());
  }

  findingsOf(name) {
    return name === "demo"
      ? [
          {
            code: "gop-long",
            severity: "warning",
            text: "key frames every 10 s: joins will be slow",
            advice: "set the encoder's key frame interval to 2 s",
            sinceMs: Date.now() - 400_000,
          },
        ]
      : [];
  }

  #chosen(query) {
    const q = (query.get("q") ?? query.get("search") ?? "").toLowerCase();
    const list = this.streams.filter(
      (each) =>
        each.name.toLowerCase().includes(q) &&
        (!query.get("app") || each.app === query.get("app")) &&
        (!query.get("state") || each.state === query.get("state")),
    );
    const by = {
      viewers: (a, b) => b.viewers - a.viewers,
      bitrate: (a, b) => (b.seed % 5) - (a.seed % 5),
      newest: (a, b) => b.openedMs - a.openedMs,
    }[query.get("sort")];
    return list.sort(by ?? ((a, b) => (a.name < b.name ? -1 : 1)));
  }

  streamFeed(query) {
    const offset = Number(query.get("offset") ?? 0);
    const list = this.#chosen(query);
    return {
      atMs: Date.now(),
      total: list.length,
      items: list
        .slice(offset, offset + Number(query.get("limit") ?? 50))
        .map((each) => this.#figures(each, Date.now())),
    };
  }

  #shown(stream) {
    const figures = this.#figures(stream, Date.now());
    const video = {
      id: 1,
      kind: "video",
      codec: "H.264",
      codecString: "avc1.64001f",
      language: "",
      picture: { width: 1280, height: 720, fps: 25 },
      sound: null,
    };
    const audio = {
      id: 2,
      kind: "audio",
      codec: "AAC",
      codecString: "mp4a.40.2",
      language: "en",
      picture: null,
      sound: { sampleRateHz: 48_000, channels: 2 },
    };
    return {
      app: stream.app,
      name: stream.name,
      state: stream.state,
      openedMs: stream.openedMs,
      uptimeMs: Date.now() - stream.openedMs,
      onAirMs: stream.state === "live" ? stream.openedMs : null,
      publishers: stream.state === "live" ? ["rtmp 192.0.2.10:50112"] : [],
      tracks: stream.audioOnly ? [audio] : [video, audio],
      bitrateBps: figures.bitrateBps,
      fps: figures.fps,
      gopMs: figures.gopMs,
      viewers: { rtmp: 0, httpFlv: 1, wsFlv: 0, hls: figures.viewers - 1, total: figures.viewers },
      bytesIn: 1e9,
      framesIn: 1e6,
      bytesOut: 1e11,
      inputSwitches: 0,
      branchSkips: 0,
      viewerSkips: 0,
      viewersClosedSlow: 0,
      repairs: { jumps: 0, audioAnchors: 0, steps: 0, dropped: 0, untilKey: 0, clockMoves: 0 },
    };
  }

  viewersOf(app, name) {
    const stream = this.find(app, name);
    const key = `${app}/${name}`;
    const made = Array.from({ length: Math.min(stream?.viewers ?? 0, 60) }, (_, i) => ({
      id: `${key}-${i}`,
      protocol: ["hls", "hls", "http-flv", "ws-flv", "rtmp"][i % 5],
      address: `198.51.100.${(i * 7) % 250}`,
      userAgent: AGENTS[i % AGENTS.length],
      ...(i % 3 === 0 && { user: `guest-${i}`, tokenId: `t${i}` }),
      sinceMs: Date.now() - (i + 1) * 47_000,
      bytes: (i + 1) * 21e6,
      secure: i % 2 === 0,
    }));
    return [...(this.extraViewers.get(key) ?? []), ...made].filter(({ id }) => !this.gone.has(id));
  }

  #heal(name, Problem) {
    const node = this.healing.nodes.find((each) => each.node === name);
    if (!node) throw new Problem(404, "no such node is looked at");
    Object.assign(node, {
      condition: "trial",
      failures: 0,
      why: "reset by admin",
      sinceMs: Date.now(),
      needsPerson: false,
    });
    return { status: 202, value: {} };
  }

  serve({ method, path, query, body }, { Problem, first, publish }) {
    const cursor = query.get("cursor"),
      limit = query.get("limit");
    if (path === "/api/v1/nodes") return { value: { items: this.fleet.nodes(this.#node()) } };
    const order = /^\/api\/v1\/nodes\/([^/]+)\/(drain|evict|resume)$/.exec(path);
    if (order && method === "POST")
      return {
        value: this.fleet.order(order[1], order[2], query.get("reason") ?? "", Problem, this.#node()),
      };
    if (path === "/api/v1/healing") return { value: this.healing };
    const healed = /^\/api\/v1\/nodes\/([a-z0-9-]+)\/heal$/.exec(path);
    if (healed && method === "POST") return this.#heal(healed[1], Problem);
    if (path === "/api/v1/series") return { value: { items: this.samples } };
    if (path === "/api/v1/events") {
      const type = query.get("type")?.replace("*", "") ?? "";
      const list = this.events.filter(
        (event) =>
          event.type.startsWith(type) &&
          (!query.get("app") || event.app === query.get("app")) &&
          (!query.get("stream") || event.stream === query.get("stream")),
      );
      return { value: first(list, cursor, limit) };
    }
    if (path === "/api/v1/streams") {
      const list = this.#chosen(query);
      const { items, next } = first(list, cursor, limit);
      return {
        value: { streams: items.map((each) => this.#shown(each)), total: list.length, ...(next && { next }) },
      };
    }
    const match = /^\/api\/v1\/streams\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path);
    if (!match) return undefined;
    const [app, name] = [match[1], match[2]].map(decodeURIComponent);
    const stream = this.find(app, name);
    if (!stream) throw new Problem(404, "no such stream");
    return this.#serveStream(stream, match[3] ?? "", { method, query, body, Problem, first, publish });
  }

  #serveStream(stream, rest, { method, query, first, publish, Problem }) {
    const { app, name } = stream;
    if (rest === "" && method === "DELETE") {
      this.streams = this.streams.filter((each) => each !== stream);
      publish(this.happened({ type: "stream.ended", app, stream: name, facts: { reason: "kicked" } }));
      return { status: 204 };
    }
    if (rest === "") return { value: this.#shown(stream) };
    if (rest === "/series") {
      const now = Date.now();
      return {
        value: {
          items: Array.from({ length: HISTORY_S }, (_, i) =>
            this.#figures(stream, now - (HISTORY_S - i) * 1_000),
          ),
        },
      };
    }
    if (rest === "/tree")
      return { value: { items: this.fleet.tree(this.#figures(stream, Date.now()).bitrateBps, stream.viewers) } };
    if (rest === "/audience")
      return {
        value: {
          viewers: stream.viewers,
          byProtocol: { hls: Math.round(stream.viewers * 0.8), httpFlv: Math.round(stream.viewers * 0.15), wsFlv: 2, rtmp: 1 },
          byRegion: { other: stream.viewers },
          peak: stream.viewers + 120,
          uniqueToday: stream.viewers * 4,
        },
      };
    if (rest === "/quality")
      return {
        value: {
          sinceMs: stream.openedMs,
          latency: {
            ...{ clock: "good", clockSource: "sei", captureToIngestMs: 180 },
            ...{ ingestToConnectionMs: 12, ingestToPlaylistMs: 520 },
            ...{ captureToConnectionMs: 192, captureToPlaylistMs: 700 },
            probed: { connectionMs: 14, playlistMs: 548, atMs: Date.now() - 20_000 },
          },
          sessions: stream.viewers * 3,
          startupMs: { count: 900, p50: 420, p90: 1_180, p99: 2_900, max: 6_000 },
          stallsPerHour: 0.4,
          stalledShare: 0.003,
          switchesPerHour: 1.2,
          droppedShare: 0.001,
          latencyMs: { count: 900, p50: 1_640, p90: 2_310, p99: 4_000, max: 9_000 },
          serverLatencyMs: { count: 0 },
          errors: {},
        },
      };
    if (rest === "/viewers") {
      const list = this.viewersOf(app, name).filter(
        ({ protocol }) => !query.get("protocol") || protocol === query.get("protocol"),
      );
      return { value: { ...first(list, query.get("cursor"), query.get("limit")), total: list.length } };
    }
    const viewer = /^\/viewers\/([^/]+)$/.exec(rest);
    if (viewer && method === "DELETE") {
      this.gone.add(decodeURIComponent(viewer[1]));
      return { status: 204 };
    }
    throw new Problem(404, "nothing here");
  }

  #node() {
    return {
      ready: true,
      notReadyReason: null,
      transport: "io_uring",
      heapBytes: 58e6,
      database: { kind: "sqlite", away: false, unreadableSecrets: this.unreadableSecrets ?? 0 },
      streams: this.streams.length,
      viewers: 900,
      bytesIn: 1e12,
      bytesOut: 1e13,
      loops: [],
      listeners: [],
      ports: { rtmp: 1935, rtmps: 1936, http: this.media, https: null },
    };
  }
}
