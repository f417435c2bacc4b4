// Paints the demo clip's pictures: raw RGB frames on standard output, nothing else.
//
// Everything moves in whole periods of the clip's length, so the last frame is followed by the
// first one
// without a jump. Deterministic: no clock, no randomness but a fixed sequence.
//
// node water.mjs WIDTH HEIGHT FPS SECONDS [ONE_FRAME]

import { readFileSync } from "node:fs";
import { once } from "node:events";

const [W, H, FPS, SECONDS, ONE] = process.argv.slice(2).map(Number);
const TURN = 2 * Math.PI;
const wordmark = JSON.parse(
  readFileSync(new URL("../console/src/ui/wordmark.json", import.meta.url), "utf8"),
);

let seed = 20260321; // first day of spring
function random() {
  // Lehmer, enough for placing motes and dither
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
}

const mix = (a, b, f) => a + (b - a) * f;
const clamp = (v) => (v < 0 ? 0 : v > 1 ? 1 : v);
const smooth = (v) => {
  const c = clamp(v);
  return c * c * (3 - 2 * c);
};
const rgb = (hex) => [16, 8, 0].map((shift) => (parseInt(hex, 16) >> shift) & 255);

// ---- sky: rows of a gradient, a low sun and its glow
// ------------------------------------------------

const SKY = [
  [0, "0a3a46"],
  [0.22, "1c6a70"],
  [0.4, "66b3a8"],
  [0.52, "cfe6c4"],
  [0.6, "f7e9b8"],
  [1, "f7e9b8"],
].map(([at, hex]) => [at, rgb(hex)]);

function skyColour(y) {
  for (let i = 1; i < SKY.length; i++) {
    if (y <= SKY[i][0]) {
      const f = smooth((y - SKY[i - 1][0]) / (SKY[i][0] - SKY[i - 1][0]));
      return [0, 1, 2].map((c) => mix(SKY[i - 1][1][c], SKY[i][1][c], f));
    }
  }
  return SKY.at(-1)[1];
}

const SUN = { x: 0.7, y: 0.475, r: 0.052 };
const sky = new Float32Array(W * H * 3);
const glow = new Float32Array(W * H);
for (let y = 0; y < H; y++) {
  const row = skyColour(y / H);
  for (let x = 0; x < W; x++) {
    sky.set(row, (y * W + x) * 3);
    const d = Math.hypot(((x / W - SUN.x) * W) / H, y / H - SUN.y);
    const disc = clamp((SUN.r - d) * H * 0.8 + 0.5);
    glow[y * W + x] = Math.max(
      disc * 0.95,
      0.62 * Math.exp((-d * d) / 0.012),
      0.3 * Math.exp(-d / 0.22),
    );
  }
}

// ---- hills behind, water in front; each a line over x and a colour below it
// -------------------------

const HILLS = [
  {
    base: 0.545,
    amp: 0.04,
    waves: [
      [1, 0.3],
      [2.3, 1.9],
      [5.1, 4.0],
    ],
    top: rgb("8fbfb0"),
    deep: rgb("b9d6bd"),
  },
  {
    base: 0.58,
    amp: 0.034,
    waves: [
      [1.4, 2.6],
      [3.7, 0.4],
      [7.7, 5.0],
    ],
    top: rgb("4f9690"),
    deep: rgb("86b9a6"),
  },
];

// [cycles across the picture, turns in one clip (sign = direction), share of the amplitude]
const WATER = [
  {
    base: 0.625,
    amp: 0.01,
    waves: [
      [3.0, 3, 0.6],
      [5.5, -4, 0.4],
    ],
    top: rgb("8ed3c4"),
    deep: rgb("3f9c9a"),
    crest: 0.5,
  },
  {
    base: 0.68,
    amp: 0.018,
    waves: [
      [2.2, -4, 0.6],
      [4.3, 6, 0.4],
    ],
    top: rgb("55b7b1"),
    deep: rgb("237d84"),
    crest: 0.55,
  },
  {
    base: 0.75,
    amp: 0.026,
    waves: [
      [1.7, 4, 0.6],
      [3.1, -5, 0.3],
      [6.1, 7, 0.1],
    ],
    top: rgb("2f9a9c"),
    deep: rgb("125a66"),
    crest: 0.6,
  },
  {
    base: 0.835,
    amp: 0.032,
    waves: [
      [1.2, -3, 0.6],
      [2.6, 5, 0.3],
      [5.2, -7, 0.1],
    ],
    top: rgb("187684"),
    deep: rgb("0a3f4c"),
    crest: 0.65,
  },
  {
    base: 0.925,
    amp: 0.034,
    waves: [
      [0.9, 3, 0.65],
      [2.1, -4, 0.25],
      [4.4, 6, 0.1],
    ],
    top: rgb("0e5665"),
    deep: rgb("062a35"),
    crest: 0.7,
  },
];

function hillLine(hill, x) {
  return (
    hill.waves.reduce(
      (y, [cycles, phase], i) =>
        y - (hill.amp / (i + 1)) * Math.sin((TURN * cycles * x) / W + phase),
      hill.base,
    ) * H
  );
}

/// A wave with a narrow crest and a wide trough, as water has it.
function waterLine(layer, x, t) {
  let y = layer.base;
  for (const [cycles, turns, share] of layer.waves) {
    const s = Math.sin(TURN * ((cycles * x) / W + turns * t) + layer.base * 40);
    y -= layer.amp * share * (s + 0.28 * (2 * s * s - 1));
  }
  return y * H;
}

// ---- the name: how far each pixel is from the pen's line
// --------------------------------------------

function flatten(path) {
  const n = path.split(/\s+/),
    lines = [];
  let at = [0, 0],
    i = 0;
  const point = () => [Number(n[i++]), Number(n[i++])];
  while (i < n.length) {
    const command = n[i++];
    if (command === "M") at = point();
    else if (command === "L") {
      const to = point();
      lines.push([at, to]);
      at = to;
    } else {
      const [b, c, d] = [point(), point(), point()],
        a = at;
      for (let k = 1; k <= 16; k++) {
        const u = k / 16,
          v = 1 - u;
        const to = [0, 1].map(
          (j) => v * v * v * a[j] + 3 * v * v * u * b[j] + 3 * v * u * u * c[j] + u * u * u * d[j],
        );
        lines.push([at, to]);
        at = to;
      }
    }
  }
  return lines;
}

function distance(px, py, [[ax, ay], [bx, by]]) {
  const dx = bx - ax,
    dy = by - ay;
  const f = clamp(((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1));
  return Math.hypot(px - ax - f * dx, py - ay - f * dy);
}

const name = new Float32Array(W * H); // coverage 0..1
const shade = new Float32Array(W * H); // a soft shadow that keeps it legible
{
  const scale = (W * 0.36) / wordmark.width,
    left = W * 0.085,
    top = H * 0.17;
  const lines = [...wordmark.letters, ...wordmark.water].flatMap(flatten);
  const far = 26;
  for (
    let y = Math.max(0, Math.floor(top - far));
    y < Math.min(H, top + wordmark.height * scale + far);
    y++
  ) {
    for (let x = Math.floor(left - far); x < left + wordmark.width * scale + far; x++) {
      const ux = (x - left) / scale,
        uy = (y - top) / scale;
      let d = 1e9;
      for (const line of lines) d = Math.min(d, distance(ux, uy, line));
      name[y * W + x] = clamp((wordmark.pen / 2 - d) * scale + 0.5);
      shade[y * W + x] = 0.14 * Math.exp((-Math.max(0, d - wordmark.pen / 2) * scale) / 9);
    }
  }
}

// ---- motes of light that rise and fade
// --------------------------------------------------------------

const motes = Array.from({ length: 26 }, () => ({
  x: random(),
  y: 0.3 + 0.38 * random(),
  r: 1.4 + 2.6 * random(),
  rise: 0.1 + 0.1 * random(),
  sway: 0.01 + 0.02 * random(),
  phase: random(),
  turns: 1 + Math.floor(2 * random()),
}));
const dither = Float32Array.from({ length: W * H }, () => random() - 0.5);

function paint(frame, out) {
  const t = frame / (FPS * SECONDS);
  const breath = 0.9 + 0.1 * Math.sin(TURN * 2 * t);
  for (let x = 0; x < W; x++) paintColumn(x, t, breath, out);
  for (const mote of motes) paintMote(mote, t, out);
}

function paintColumn(x, t, breath, out) {
  const hills = HILLS.map((hill) => hillLine(hill, x));
  const water = WATER.map((layer) => waterLine(layer, x, t));
  const fromSun = ((x / W - SUN.x) * W) / H;
  for (let y = 0; y < H; y++) {
    const p = y * W + x;
    const g = glow[p] * breath;
    let r = mix(sky[p * 3], 255, g),
      gr = mix(sky[p * 3 + 1], 246, g),
      b = mix(sky[p * 3 + 2], 214, g);
    for (let i = 0; i < HILLS.length; i++) {
      const cover = clamp(y - hills[i] + 0.5);
      if (cover === 0) continue;
      const f = clamp((y - hills[i]) / (0.09 * H)),
        { top, deep } = HILLS[i];
      const lit = 0.35 * Math.exp((-fromSun * fromSun) / 0.08);
      r = mix(r, mix(mix(top[0], deep[0], f), 250, lit), cover);
      gr = mix(gr, mix(mix(top[1], deep[1], f), 232, lit), cover);
      b = mix(b, mix(mix(top[2], deep[2], f), 190, lit), cover);
    }
    for (let i = 0; i < WATER.length; i++) {
      const below = y - water[i],
        cover = clamp(below + 0.5);
      if (cover === 0) break;
      const { top, deep, crest } = WATER[i];
      const f = 1 - Math.exp(-below / (0.05 * H));
      // Light on the crest, and the sun's path: flakes that widen towards the viewer.
      const foam = crest * Math.exp(-below / (1.6 + i * 0.9));
      const drift = i % 2 ? 7 : -8;
      const row = below / (7 + 4 * i),
        column = x / (53 + 19 * i);
      const flake =
        Math.sin(TURN * (row + 0.22 * Math.sin(column * 5.3 + 1.7 * i) + (i % 2 ? 6 : -5) * t)) *
          Math.sin(TURN * (column + 0.9 * Math.sin(row * 2.39 + i) - drift * t)) +
        0.35 * Math.sin(TURN * (column * 2.71 - row * 0.61 + drift * t));
      const path =
        0.75 *
        Math.exp((-fromSun * fromSun) / (0.006 + 0.012 * i)) *
        smooth((flake - 0.3) * 2.2) *
        Math.exp(-below / (0.09 * H)) *
        breath;
      const white = clamp(foam + path);
      r = mix(r, mix(mix(top[0], deep[0], f), mix(225, 255, path), white), cover);
      gr = mix(gr, mix(mix(top[1], deep[1], f), mix(248, 241, path), white), cover);
      b = mix(b, mix(mix(top[2], deep[2], f), mix(240, 205, path), white), cover);
    }
    const dark = 1 - shade[p],
      ink = name[p],
      d = dither[p];
    out[p * 3] = Math.max(0, Math.min(255, mix(r * dark, 250, ink) + d));
    out[p * 3 + 1] = Math.max(0, Math.min(255, mix(gr * dark, 253, ink) + d));
    out[p * 3 + 2] = Math.max(0, Math.min(255, mix(b * dark, 248, ink) + d));
  }
}

function paintMote(mote, t, out) {
  const life = (mote.phase + t * mote.turns) % 1;
  const light = 0.75 * Math.sin(Math.PI * life) ** 2;
  const cx = (mote.x + mote.sway * Math.sin(TURN * (mote.phase + 2 * t))) * W;
  const cy = (mote.y - mote.rise * life) * H,
    reach = Math.ceil(mote.r * 3);
  for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(H, cy + reach); y++) {
    for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(W, cx + reach); x++) {
      const a = light * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (mote.r * mote.r)),
        p = (y * W + x) * 3;
      out[p] = mix(out[p], 255, a);
      out[p + 1] = mix(out[p + 1], 250, a);
      out[p + 2] = mix(out[p + 2], 225, a);
    }
  }
}

const frames = ONE >= 0 ? [ONE] : Array.from({ length: FPS * SECONDS }, (_, i) => i);
for (const frame of frames) {
  const out = new Uint8Array(W * H * 3);
  paint(frame, out);
  if (!process.stdout.write(out)) await once(process.stdout, "drain");
}
