// The nodes of a made-up cluster, and the tree of every stream.

const NODES = [
  ["origin-1", "eu", ["ingest", "origin", "control"], 3],
  ["origin-2", "eu", ["ingest", "origin", "control"], 1],
  ["edge-1", "eu", ["edge"], 0],
  ["edge-2", "eu", ["edge"], 0],
  ["edge-us-1", "us", ["edge"], 0],
  ["edge-us-2", "us", ["edge"], 0],
];
const OBEYED = { drain: "draining", evict: "evicted" };

export class FakeFleet {
  constructor(startedMs) {
    this.startedMs = startedMs;
    this.orders = new Map();
    this.silent = new Set(["edge-us-2"]);
  }

  nodes(here) {
    return NODES.map(([id, region, roles, leads], i) => {
      const wanted = this.orders.get(id) ?? null;
      return {
        id,
        self: i === 0,
        version: i === 3 ? "0.0.9" : "0.1.0",
        startedMs: this.startedMs,
        roles,
        region,
        zone: i % 2 ? "b" : "a",
        addresses: { http: `http://${id}.example.com:8080` },
        state: wanted?.state ?? "ready",
        health: this.silent.has(id) ? "suspect" : "alive",
        silentMs: this.silent.has(id) ? 74_000 : 400,
        clockOffsetMs: i === 4 ? 61_000 : i,
        cpuPercent: 11 + i * 7,
        memoryPercent: Math.min(100, 12 + i * 22),
        trafficBps: roles[0] === "edge" ? 410e6 + i * 90e6 : 38e6,
        trafficBpsMax: 1e9,
        viewersMax: 10_000,
        leads,
        duties: i === 0 ? ["control-3fa29c01"] : i === 1 ? ["healing"] : [],
        wanted,
        ready: !wanted,
        notReadyReason: null,
        streams: 140 - i,
        viewers: roles[0] === "edge" ? 300 * i : 0,
        ...(i === 0 && here),
      };
    });
  }

  tree(bitrateBps, viewers) {
    const token = String(7n << 16n);
    const limb = (node, region, role, parent, level) => ({
      ...{ node, region, role, parent, level, token, bitrateBps },
      viewers: role === "edge" ? Math.round(viewers / 3) : 0,
    });
    return [
      limb("origin-1", "eu", "leader", "", 0),
      limb("edge-1", "eu", "edge", "origin-1", 1),
      limb("edge-us-1", "us", "edge", "origin-1", 1),
      limb("origin-2", "eu", "standby", "origin-1", 1),
      limb("edge-2", "eu", "edge", "edge-1", 2),
    ];
  }

  order(id, what, reason, Problem, here) {
    if (!NODES.some(([each]) => each === id)) throw new Problem(404, `there is no node ${id}`);
    if (what === "resume") this.orders.delete(id);
    else this.orders.set(id, { state: OBEYED[what], by: "admin", reason, sinceMs: Date.now() });
    return this.nodes(here).find((node) => node.id === id);
  }
}
