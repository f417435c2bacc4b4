// The made-up keys, rules, people and alerts of fake-control.mjs.

let count = 0;
const id = (kind) => `${kind}${++count}`;
const secret = (kind) => `${kind}_${Math.random().toString(36).slice(2).padEnd(12, "x")}${Math.random().toString(36).slice(2).padEnd(20, "y")}`.slice(0, 35);
const DAY_MS = 86_400_000;

export class FakeRules {
  constructor() {
    const now = Date.now();
    this.lists = {
      keys: [
        { id: id("k"), app: "live", name: "Studio encoder", stream: "studio/*", addresses: ["192.0.2.0/24"], createdMs: now - 40 * DAY_MS, state: "active", lastUsedMs: now - 60_000, hint: "q7xa", version: 1 },
        { id: id("k"), app: "live", name: "Van 3", stream: "**", addresses: [], createdMs: now - 3 * DAY_MS, expiresMs: now + 27 * DAY_MS, overlapUntilMs: now + 7_200_000, state: "active", hint: "m2pd", version: 4 },
        { id: id("k"), app: "live", name: "Summer festival", stream: "stage/**", addresses: [], createdMs: now - 120 * DAY_MS, expiresMs: now - 60 * DAY_MS, state: "expired", lastUsedMs: now - 61 * DAY_MS, hint: "zz91", version: 2 },
      ],
      rules: [
        { id: id("r"), app: "live", stream: "school/**", access: "signed", origins: ["*.example.edu"], referers: [], withoutReferer: true, allow: [], deny: [], viewersMax: 500, version: 1 },
        { id: id("r"), app: "live", stream: "**", access: "open", origins: [], referers: [], allow: [], deny: ["203.0.113.0/24"], bitrateMaxBps: 12_000_000, version: 3 },
      ],
      "signing-keys": [{ id: "k7f3a9qd", app: "live", name: "Our web site", kind: "secret", createdMs: now - 10 * DAY_MS }],
      bans: [{ id: id("b"), app: "live", kind: "address", value: "203.0.113.77", reason: "restreams", untilMs: now + DAY_MS, createdMs: now - DAY_MS }],
      webhooks: [
        { id: id("w"), url: "https://cms.example.org/hooks/freshet", types: ["stream.*"], apps: [], enabled: true, description: "Shows what is on air", createdMs: now - 9 * DAY_MS, version: 1, waiting: 0, dead: 0, lastMs: now - 40_000, lastStatus: 204 },
        { id: id("w"), url: "https://old.example.org/cb", types: [], apps: ["school"], enabled: true, description: "", createdMs: now - 90 * DAY_MS, version: 2, waiting: 2, dead: 5, lastMs: now - 400_000, lastStatus: 502 },
      ],
      "alert-rules": [
        { id: id("a"), name: "Main stage", kind: "stream-down", app: "live", stream: "stage/main", forS: 10, severity: "critical", channels: [], enabled: true, version: 1 },
        { id: id("a"), name: "Ingest of all", kind: "ingest-degraded", forS: 30, severity: "warning", channels: [], enabled: true, version: 1 },
        { id: id("a"), name: "Disk", kind: "disk", threshold: 0.1, forS: 60, severity: "warning", channels: [], enabled: true, version: 2 },
      ],
      silences: [],
      "alert-channels": [{ id: id("c"), name: "On call", kind: "email", to: ["oncall@example.org"], enabled: true }],
      users: [
        { id: "u1", name: "admin", grants: { "*": "admin" }, disabled: false, mustChangePassword: false, createdMs: now - 90 * DAY_MS, changedMs: now, lastLoginMs: now - 60_000, version: 1 },
        { id: "u2", name: "lin", grants: { live: "operator", school: "viewer" }, disabled: false, mustChangePassword: false, createdMs: now - 30 * DAY_MS, changedMs: now, lastLoginMs: now - 7_200_000, version: 2 },
        { id: "u3", name: "night-shift", grants: { live: "moderator" }, disabled: false, mustChangePassword: true, createdMs: now - DAY_MS, changedMs: now, lastLoginMs: null, version: 1 },
      ],
      tokens: [{ id: "t1", name: "CMS", ownerId: "u1", ownerName: "admin", prefix: "fat_a81kz", grants: { "*": "viewer" }, createdMs: now - 9 * DAY_MS, usedMs: now - 30_000, expiresMs: now + 80 * DAY_MS }],
    };
    this.addresses = { publishAllow: [], publishDeny: ["203.0.113.0/24"], playAllow: [], playDeny: [], version: 1 };
    this.alerts = [
      { id: id("x"), ruleId: "a6", rule: "Main stage", state: "firing", severity: "critical", subject: "live/stage/main", app: "live", text: "live/stage/main has had no publisher for 1 min 35 s", sinceMs: now - 105_000, firedMs: now - 95_000, silenced: false },
      { id: id("x"), ruleId: "a7", rule: "Ingest of all", state: "resolved", severity: "warning", subject: "live/weir/main", app: "live", text: "17.2 of 25 pictures a second came", sinceMs: now - 4_000_000, firedMs: now - 3_970_000, resolvedMs: now - 3_600_000, silenced: false },
    ];
    this.deliveries = [
      { id: "d1", eventId: "1", type: "stream.started", state: "delivered", attempts: 1, createdMs: now - 40_000, lastStatus: 204 },
      { id: "d2", eventId: "2", type: "stream.ended", state: "dead", attempts: 12, createdMs: now - 400_000, lastStatus: 502, lastProblem: "502 Bad Gateway" },
      { id: "d3", eventId: "3", type: "stream.ended", state: "waiting", attempts: 3, createdMs: now - 60_000, nextMs: now + 90_000, lastProblem: "connection refused" },
    ];
    this.audit = [
      ["key.created", "live/Van 3", ""],
      ["user.created", "night-shift", "live: moderator"],
      ["session.opened", "admin", "127.0.0.1"],
    ].map(([action, target, detail], i) => ({ id: `e${i}`, atMs: now - i * 3_600_000, whoKind: "user", whoId: "u1", whoName: "admin", address: "127.0.0.1", action, target, detail }));
  }

  firing() {
    return this.alerts.filter(({ state, silenced }) => state === "firing" && !silenced).length;
  }

  fire(subject, rule) {
    this.alerts.unshift({ id: id("x"), ruleId: "a6", rule, state: "firing", severity: "critical", subject, text: `${subject} has no publisher`, sinceMs: Date.now(), firedMs: Date.now(), silenced: false });
  }

  resolve(subject) {
    for (const alert of this.alerts)
      if (alert.subject === subject && alert.state === "firing")
        Object.assign(alert, { state: "resolved", resolvedMs: Date.now() });
  }

  serve({ method, path, query, body }, { Problem, first, publish }) {
    const special = this.#special(method, path, query, body, { Problem, first, publish });
    if (special) return special;
    const match = /^\/api\/v1\/(?:apps\/([^/]+)\/)?([\w-]+)(?:\/([^/]+))?$/.exec(path);
    const list = match && this.lists[match[2]];
    if (!list) return undefined;
    const app = match[1] && decodeURIComponent(match[1]);
    const one = match[3] && list.find((each) => each.id === match[3]);
    if (match[3] && !one) throw new Problem(404, "it is gone");
    if (method === "GET") {
      const q = query.get("q") ?? "";
      const own = list.filter((each) => (!app || each.app === app) && (each.name ?? "").includes(q));
      return { value: one ?? first(own, query.get("cursor"), query.get("limit")) };
    }
    if (method === "DELETE") {
      list.splice(list.indexOf(one), 1);
      return { status: 204 };
    }
    if (/^javascript:|:9\//.test(body?.url ?? "")) throw new Problem(422, "url: this port is not taken");
    if (method === "POST") return { status: 201, value: this.#make(match[2], list, app, body, publish) };
    Object.assign(one, body, { version: (one.version ?? 0) + 1 });
    return { value: one };
  }

  #make(kind, list, app, body, publish) {
    const now = Date.now();
    const made = {
      keys: () => ({ stream: "**", addresses: [], state: "active", hint: "test", version: 1 }),
      rules: () => ({ origins: [], referers: [], allow: [], deny: [], version: 1 }),
      bans: () => ({ value: body.value ?? "198.51.100.0", untilMs: now + (body.durationMs ?? 3_600_000) }),
      webhooks: () => ({ types: [], apps: [], enabled: true, description: "", version: 1, waiting: 0, dead: 0 }),
      users: () => ({ disabled: false, mustChangePassword: true, changedMs: now, lastLoginMs: null, version: 1 }),
      tokens: () => ({ ownerId: "u1", ownerName: "admin", prefix: "fat_abcdef", usedMs: null, expiresMs: null }),
      silences: () => ({ by: "admin" }),
      "alert-rules": () => ({ channels: [], enabled: true, forS: 0, severity: "warning", version: 1 }),
    }[kind]?.() ?? {};
    const one = { id: id(kind[0]), ...(app && { app }), createdMs: now, ...made, ...body };
    list.push(one);
    if (kind === "keys") publish({ type: "key.created", facts: { name: one.name } });
    if (kind === "users") return { ...one, oneTimePassword: "brisk-otter-71-fen" };
    if (kind === "tokens") return { ...one, token: secret("fat") };
    if (["keys", "webhooks", "signing-keys"].includes(kind)) return { ...one, secret: secret("fk") };
    return one;
  }

  #special(method, path, query, body, { first, Problem }) {
    if (path.endsWith("/rotate")) {
      const key = this.lists.keys.find((each) => path.includes(`/${each.id}/`));
      key.overlapUntilMs = Date.now() + body.overlapMs;
      return { value: { ...key, secret: secret("fk") } };
    }
    if (path.endsWith("/sign")) {
      const token = "k7f3a9qd.aBcDeF.0123";
      const [, app] = /apps\/([^/]+)/.exec(path);
      const name = body.stream;
      return {
        value: {
          token,
          expiresMs: Date.now() + body.lifetimeMs,
          ...(!name.includes("*") && {
            paths: { hls: `/t/${token}/${app}/${name}/index.m3u8`, ts: `/t/${token}/${app}/${name}/ts.m3u8`, flv: `/t/${token}/${app}/${name}.flv`, rtmp: `/${app}/${name}?token=${token}` },
          }),
        },
      };
    }
    if (path.endsWith("/decider")) {
      if (method === "PUT") this.decider = { timeoutMs: 2_000, cacheMs: 5_000, failOpen: false, ...body, version: 1 };
      if (method === "DELETE") {
        this.decider = null;
        return { status: 204 };
      }
      if (!this.decider) throw new Problem(404, "there is none");
      return { value: { ...this.decider, ...(method === "PUT" && { secret: secret("hs") }) } };
    }
    if (path.endsWith("/decider/test"))
      return { value: { outcome: "refused", detail: "not on the list", status: 200, tookMs: 38 } };
    if (path.endsWith("/password-reset")) return { value: { oneTimePassword: "calm-heron-19-moss" } };
    if (path.endsWith("/addresses")) {
      if (method === "PUT") Object.assign(this.addresses, body, { version: this.addresses.version + 1 });
      return { value: { ...this.addresses } };
    }
    if (path.endsWith("/test")) return { value: { good: true, status: 204, tookMs: 84 } };
    if (path.endsWith("/replay")) return { value: { replayed: 5, ...this.deliveries[1], state: "waiting" } };
    if (path.endsWith("/deliveries"))
      return { value: first(this.deliveries.filter(({ state }) => !query.get("state") || state === query.get("state")), query.get("cursor"), 20) };
    if (path === "/api/v1/alerts")
      return { value: { items: this.alerts.filter(({ state }) => !query.get("state") || state === query.get("state")) } };
    if (path === "/api/v1/audit")
      return { value: first(this.audit.filter(({ whoName }) => whoName.includes(query.get("who") ?? "")), null, 50) };
    if (path === "/api/v1/me/sessions")
      return { value: { items: [
        { id: "s1", userId: "u1", userName: "admin", createdMs: Date.now() - 600_000, seenMs: Date.now(), expiresMs: Date.now() + 1e7, address: "127.0.0.1", agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0", current: true },
        { id: "s2", userId: "u1", userName: "admin", createdMs: Date.now() - 90_000_000, seenMs: Date.now() - 50_000_000, expiresMs: Date.now() + 1e6, address: "192.0.2.44", agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/605.1", current: false },
      ] } };
    if (path.startsWith("/api/v1/me/sessions/")) return { status: 204 };
    if (path === "/api/v1/node/reload")
      return { value: { inEffect: ["log-level"], forNewStreams: ["apps.live.hls.part-duration"], afterRestart: ["rtmp.listen"] } };
    if (path === "/api/v1/settings")
      return { value: { items: [
        ["rtmp.listen", "0.0.0.0:1935", "0.0.0.0:1935", "default", "Where publishers and RTMP players connect."],
        ["http.listen", "0.0.0.0:8080", "0.0.0.0:8080", "default", "Where players and the public pages connect."],
        ["hls.segment-duration", "4s", "2s", "freshet.yaml:12", "How long a segment is."],
        ["control.admin-password", "***", "", "FRESHET_CONTROL_ADMIN_PASSWORD", "The administrator's first password.", true],
        ["log-level", "debug", "info", "--set", "From which level on the log says something."],
      ].map(([key, value, standard, source, meaning, hidden]) => ({ key, value, standard, source, meaning, secret: !!hidden })) } };
    return undefined;
  }
}
