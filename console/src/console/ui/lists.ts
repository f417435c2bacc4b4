/** Lists that people type: a line or a comma each. */
export const listOf = (text: string): string[] =>
  text
    .split(/[\n,，;；]+/)
    .map((each) => each.trim())
    .filter(Boolean);

export const linesOf = (items: readonly string[] | undefined): string => (items ?? []).join("\n");

/** What a field of type datetime-local shows, in the browser's own time zone. */
export function localMoment(atMs: number): string {
  const date = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}

/** Unix ms of what such a field holds; undefined when it is empty. */
export function momentOf(local: string): number | undefined {
  const at = Date.parse(local);
  return Number.isNaN(at) ? undefined : at;
}
