// A stand-in for the control port, for working on the console and for testing it alone: dist, the
// API with made-up streams, and live feeds.
//
// node e2e/fake-control.mjs [--port 8090] [--streams 40] [--media 8080]
// (then open http://127.0.0.1:8090/ as admin, password "first-password")

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FakeNode } from "./fake-node.mjs";
import { FakeRules } from "./fake-rules.mjs";

const DIST = join(fileURLToPath(new URL(".", import.meta.url)), "../dist");
const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const PAGES =
  /^\/($|streams($|\/)|nodes$|keys$|access$|webhooks$|events$|audit$|alerts$|healing$|users$|account$|settings$)/;

const policy = (media) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; " +
  `connect-src 'self' http://127.0.0.1:${media} ws://127.0.0.1:${media}; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

class Problem extends Error {
  constructor(status, detail, more = {}) {
    super(detail);
    this.answer = { type: "about:blank", title: "Problem", status, detail, ...more };
  }
}

const first = (list, cursor, limit) => {
  const from = Number(cursor ?? 0),
    to = from + Number(limit ?? 50);
  return { items: list.slice(from, to), ...(to < list.length && { next: String(to) }) };
};

export async function startFakeControl({ port = 0, streams = 40, media = 8080, gentle } = {}) {
  if (!existsSync(DIST)) throw new Error("no dist: npm run build first");
  const state = {
    media,
    node: new FakeNode(streams, media),
    rules: new FakeRules(),
    password: gentle ?? "first-password",
    mustChange: gentle === undefined,
    signedIn: new Set(),
    feeds: new Set(),
    open: new Set(),
    refuse: false,
    writes: [],
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((cause) => {
      const problem = cause instanceof Problem ? cause.answer : { status: 500, detail: String(cause) };
      if (response.headersSent) return response.destroy();
      response.writeHead(problem.status, { "Content-Type": "application/problem+json" });
      response.end(JSON.stringify(problem));
    });
  });
  server.on("connection", (socket) => {
    state.open.add(socket);
    socket.on("close", () => state.open.delete(socket));
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  const ticker = setInterval(() => tick(state), 1_000);
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    state,
    node: state.node,
    rules: state.rules,
    /** Breaks all connections, and refuses new ones while `refuse`. */
    set refuse(refuse) {
      state.refuse = refuse;
      if (refuse) state.open.forEach((socket) => socket.destroy());
    },
    tell: (event) => publish(state, state.node.happened(event)),
    close: () =>
      new Promise((done) => {
        clearInterval(ticker);
        server.close(done);
        state.open.forEach((socket) => socket.destroy());
      }),
  };
}

function tick(state) {
  const sample = state.node.tick();
  for (const feed of state.feeds) {
    if (feed.kind === "node") {
      feed.send("node", sample);
      feed.send("streams", state.node.streamFeed(feed.query));
      feed.send("alerts", { firing: state.rules.firing() });
    } else if (feed.kind === "stream") {
      const own = state.node.sampleOf(feed.app, feed.name);
      if (own) feed.send("sample", own);
      else feed.send("ended", {});
    }
  }
}

function publish(state, event) {
  for (const feed of state.feeds) if (feed.kind === "events") feed.send("message", event, event.id);
}

function follow(state, request, response, feed) {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.flushHeaders();
  const send = (type, data, id) =>
    response.write(`${id ? `id: ${id}\n` : ""}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  const one = { ...feed, send };
  state.feeds.add(one);
  request.on("close", () => state.feeds.delete(one));
  if (feed.kind === "stream") send("findings", { items: state.node.findingsOf(feed.name) });
  tick({ ...state, feeds: new Set([one]) });
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

function sessionOf(request) {
  return /freshet_session=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
}

const meOf = (state) => ({
  kind: "user",
  id: "u1",
  name: "admin",
  grants: { "*": "admin" },
  mustChangePassword: state.mustChange,
  csrfToken: "csrf-1",
  expiresMs: Date.now() + 3_600_000,
});

async function answer(state, request, response) {
  if (state.refuse) return request.socket.destroy();
  const { pathname, searchParams } = new URL(request.url, "http://fake");
  if (!pathname.startsWith("/api/")) return file(state, pathname, response);
  const json = (status, value, headers = {}) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(value === undefined ? "" : JSON.stringify(value));
  };
  const body = ["POST", "PUT", "PATCH"].includes(request.method) ? await bodyOf(request) : undefined;
  if (pathname === "/api/v1/login") {
    if (body.name !== "admin" || body.password !== state.password)
      throw new Problem(401, "name or password is wrong");
    const id = Math.random().toString(36).slice(2);
    state.signedIn.add(id);
    return json(200, meOf(state), {
      "Set-Cookie": `freshet_session=${id}; HttpOnly; SameSite=Strict; Path=/`,
    });
  }
  if (!state.signedIn.has(sessionOf(request))) throw new Problem(401, "sign in first");
  if (request.method !== "GET") {
    if (request.headers["x-csrf-token"] !== "csrf-1") throw new Problem(403, "no CSRF token");
    state.writes.push(`${request.method} ${decodeURIComponent(pathname)}`);
  }
  if (pathname === "/api/v1/me") return json(200, meOf(state));
  if (pathname === "/api/v1/logout") {
    state.signedIn.delete(sessionOf(request));
    return json(204);
  }
  if (pathname === "/api/v1/me/password") {
    if (body.current !== state.password) throw new Problem(401, "the current password is wrong");
    state.password = body.next;
    state.mustChange = false;
    return json(200, meOf(state));
  }
  if (state.mustChange)
    throw new Problem(403, "change your password first", { type: "urn:freshet:must-change-password" });
  const live = /^\/api\/v1\/(live|events\/live|streams\/([^/]+)\/([^/]+)\/live)$/.exec(pathname);
  if (live) {
    if (live[1] === "live")
      return follow(state, request, response, { kind: "node", query: searchParams });
    if (live[1] === "events/live") return follow(state, request, response, { kind: "events" });
    const [app, name] = [live[2], live[3]].map(decodeURIComponent);
    return follow(state, request, response, { kind: "stream", app, name });
  }
  const asked = { method: request.method, path: pathname, query: searchParams, body };
  const found = state.node.serve(asked, { Problem, first, publish: (event) => publish(state, event) })
    ?? state.rules.serve(asked, { Problem, first, publish: (event) => publish(state, state.node.happened(event)) });
  if (!found) throw new Problem(404, `nothing at ${pathname}`);
  return json(found.status ?? 200, found.value);
}

function file(state, pathname, response) {
  if (pathname === "/console.json") {
    response.writeHead(200, { "Content-Type": "application/json" });
    const ports = { rtmp: 1935, rtmps: 1936, http: state.media, https: null };
    return response.end(JSON.stringify({ ports }));
  }
  if (PAGES.test(pathname)) {
    response.writeHead(200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy(state.media),
    });
    return response.end(readFileSync(join(DIST, "console.html")));
  }
  const path = join(DIST, normalize(pathname));
  if (!pathname.startsWith("/assets/") || !path.startsWith(DIST) || !existsSync(path))
    throw new Problem(404, "no such file");
  response.writeHead(200, {
    "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
    "Cache-Control": "public, max-age=31536000, immutable",
  });
  response.end(readFileSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8090" },
      streams: { type: "string", default: "40" },
      media: { type: "string", default: "8080" },
      gentle: { type: "string" },
    },
  });
  const server = await startFakeControl({
    port: Number(values.port),
    streams: Number(values.streams),
    media: Number(values.media),
    gentle: values.gentle,
  });
  console.log(server.url);
}
