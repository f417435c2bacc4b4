/**
 * Text that somebody else chose: names of streams, user agents, what encoders say of themselves.
 * It is text here and nothing else; what would steer the line (controls, changes of direction) is
 * shown by its number, it cannot turn its neighbours around, and it ends somewhere.
 */

const SHOWN_MAX = 200;
// eslint-disable-next-line no-control-regex
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffc]|[\u{e0000}-\u{e007f}]/u;

export type Piece = { text: string; code: boolean };

/** The text in pieces: what is readable, and the numbers of what is not. */
export function pieces(value: string, max = SHOWN_MAX): { pieces: Piece[]; left: number } {
  const all = [...value];
  const found: Piece[] = [];
  for (const char of all.slice(0, max)) {
    const code = STEERING.test(char);
    const text = code
      ? `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`
      : char;
    const last = found.at(-1);
    if (last && !code && !last.code) last.text += text;
    else found.push({ text, code });
  }
  return { pieces: found, left: Math.max(0, all.length - max) };
}

export function Foreign({ value, max }: { value: string; max?: number }) {
  const shown = pieces(value, max);
  return (
    <bdi class="foreign">
      {shown.pieces.map((piece, i) =>
        piece.code ? (
          <span key={i} class="control">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {shown.left > 0 && <span class="control">… +{shown.left}</span>}
    </bdi>
  );
}
