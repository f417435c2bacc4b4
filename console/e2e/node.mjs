// A real node of the program built in this checkout, on free ports and with an empty data folder.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_MS = 40_000;

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * @param settings further keys and values, as after --set
 * @returns what it listens at, its first password, and how to stop it
 */
export async function startNode(settings = {}) {
  const [rtmp, http, control] = [await freePort(), await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "freshet-node-"));
  const all = {
    "data-dir": folder,
    "rtmp.listen": `127.0.0.1:${rtmp}`,
    "rtmps.listen": "off",
    "http.listen": `127.0.0.1:${http}`,
    "https.listen": "off",
    "control.listen": `127.0.0.1:${control}`,
    "demo.enabled": "false",
    ...settings,
  };
  const child = spawn(
    join(ROOT, "freshet"),
    ["serve", ...Object.entries(all).flatMap(([key, value]) => ["--set", `${key}=${value}`])],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  const node = {
    rtmp: `rtmp://127.0.0.1:${rtmp}`,
    media: `http://127.0.0.1:${http}`,
    url: `http://127.0.0.1:${control}`,
    folder,
    get log() {
      return log;
    },
    get password() {
      return /one-time password (\S+)/.exec(log)?.[1];
    },
    close: () =>
      new Promise((done) => {
        child.once("exit", () => {
          rmSync(folder, { recursive: true, force: true });
          done();
        });
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), 8_000).unref();
      }),
  };
  child.stdout.on("data", (bytes) => (log += bytes));
  child.stderr.on("data", (bytes) => (log += bytes));
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the node has ended:\n${log}`);
    const ready = await fetch(`${node.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready && node.password) return node;
    if (Date.now() > deadline) {
      await node.close();
      throw new Error(`no answer in time:\n${log}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** FFmpeg sending a test picture and a tone; `ended` says how it went. */
export function publish(
  url,
  { seconds = 120, gop = 50, size = "640x360", rate = 25, metadata = {} } = {},
) {
  const child = spawn(
    "ffmpeg",
    [
      ...["-hide_banner", "-loglevel", "error", "-re"],
      ...["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=${rate}`],
      ...["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000"],
      ...["-t", String(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"],
      ...["-pix_fmt", "yuv420p", "-g", String(gop), "-b:v", "800k", "-c:a", "aac", "-b:a", "96k"],
      ...Object.entries(metadata).flatMap(([key, value]) => ["-metadata", `${key}=${value}`]),
      ...["-f", "flv", url],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (bytes) => (said += bytes));
  const ended = new Promise((done) => child.once("exit", (code) => done({ code, said })));
  return {
    ended,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
