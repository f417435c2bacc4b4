// Cuts the demo clip into what the fake server serves, with ffmpeg and a few lines of box and tag
// reading.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const SEGMENT_SECONDS = 2;
const TIMESCALE = 90_000;

function ffmpeg(clip, loops, args) {
  execFileSync(
    "ffmpeg",
    ["-v", "error", "-y", "-stream_loop", String(loops), "-i", clip, "-c", "copy", ...args],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
}

/** @returns {Generator<{ type: string, start: number, end: number, body: number }>} */
function* boxes(bytes, start = 0, end = bytes.length) {
  while (start + 8 <= end) {
    const size = bytes.readUInt32BE(start);
    yield {
      type: bytes.toString("latin1", start + 4, start + 8),
      start,
      end: start + size,
      body: start + 8,
    };
    start += size;
  }
}

/** Decode time in seconds of track 1 (the video) in a moof, or null. */
function videoStart(bytes, moof) {
  for (const traf of boxes(bytes, moof.body, moof.end)) {
    if (traf.type !== "traf") continue;
    const inner = [...boxes(bytes, traf.body, traf.end)];
    const track = bytes.readUInt32BE(inner.find((box) => box.type === "tfhd").body + 4);
    const tfdt = inner.find((box) => box.type === "tfdt");
    if (track === 1) return Number(bytes.readBigUInt64BE(tfdt.body + 4)) / TIMESCALE;
  }
  return null;
}

/**
 * CMAF: init and parts of about half a second, each with its start and whether it opens a segment.
 */
function readParts(bytes) {
  const all = [...boxes(bytes)],
    parts = [];
  const init = bytes.subarray(0, all.find((box) => box.type === "moof").start);
  for (let i = 0; i < all.length; i++) {
    if (all[i].type !== "moof") continue;
    const start = videoStart(bytes, all[i]),
      data = bytes.subarray(all[i].start, all[i + 1].end);
    if (start === null) parts.at(-1).bytes = Buffer.concat([parts.at(-1).bytes, data]);
    else parts.push({ start, bytes: data });
  }
  parts.forEach((part, i) => {
    part.duration = (parts[i + 1]?.start ?? part.start + 0.5) - part.start;
    part.opens =
      Math.abs(part.start / SEGMENT_SECONDS - Math.round(part.start / SEGMENT_SECONDS)) < 1e-3;
  });
  const segments = [];
  for (const part of parts) {
    if (part.opens) segments.push([]);
    segments.at(-1).push(part);
  }
  return { init, segments };
}

function readTags(bytes) {
  const tags = [];
  for (let at = 13; at + 11 <= bytes.length;) {
    const size = bytes.readUIntBE(at + 1, 3),
      body = at + 11;
    const kind = bytes[at];
    const sequenceHeader =
      (kind === 9 && bytes[body] >> 4 === 1 && bytes[body + 1] === 0) ||
      (kind === 8 && bytes[body] >> 4 === 10 && bytes[body + 1] === 0);
    tags.push({
      ms: bytes.readUIntBE(at + 4, 3) + bytes[at + 7] * 0x1000000,
      head: kind === 18 || sequenceHeader,
      key: kind === 9 && bytes[body] >> 4 === 1 && bytes[body + 1] === 1,
      bytes: bytes.subarray(at, (at += 15 + size)),
    });
  }
  return { header: bytes.subarray(0, 13), tags };
}

/** @returns media for about `loops` × 24 s */
export function makeMedia(clip, folder, loops) {
  mkdirSync(join(folder, "ts"), { recursive: true });
  ffmpeg(clip, loops, [
    "-map",
    "0:v",
    "-map",
    "0:a",
    "-video_track_timescale",
    String(TIMESCALE),
    "-f",
    "mp4",
    "-movflags",
    "frag_keyframe+empty_moov+default_base_moof",
    "-frag_duration",
    "500000",
    join(folder, "cmaf.mp4"),
  ]);
  ffmpeg(clip, loops, [
    "-f",
    "segment",
    "-segment_time",
    String(SEGMENT_SECONDS),
    "-segment_format",
    "mpegts",
    join(folder, "ts", "%05d.ts"),
  ]);
  ffmpeg(clip, loops, ["-f", "flv", "-flvflags", "no_duration_filesize", join(folder, "loop.flv")]);
  const ts = readdirSync(join(folder, "ts"))
    .sort()
    .map((name) => readFileSync(join(folder, "ts", name)));
  return {
    ...readParts(readFileSync(join(folder, "cmaf.mp4"))),
    ts,
    flv: readTags(readFileSync(join(folder, "loop.flv"))),
  };
}
