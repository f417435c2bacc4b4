/** Lines of water for SVG, seamless over their period so that they can drift by it for ever. */

/**
 * `length` px of a wave that repeats every `period` px, as the top of a filled area that is
 * `height` px high.
 */
export function waveArea(length: number, period: number, crest: number, height: number): string {
  const half = period / 2,
    pull = half * 0.42;
  let path = `M0 ${crest}`;
  for (let x = 0, up = true; x < length; x += half, up = !up) {
    const y = up ? -crest : crest * 3;
    path += ` C${x + pull} ${y} ${x + half - pull} ${y} ${x + half} ${crest}`;
  }
  return `${path} V${height} H0 Z`;
}

/** A small repeatable number out of a name; the same stream always looks the same. */
export function seedOf(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  return hash >>> 0;
}
