import wordmark from "./wordmark.json";

/** The name, drawn: water runs through the bars of f and t. */
export function Wordmark() {
  return (
    <svg
      class="wordmark"
      viewBox={`-4 6 ${wordmark.width + 6} ${wordmark.height - 12}`}
      aria-hidden="true"
    >
      {wordmark.letters.map((path) => (
        <path key={path} d={path} />
      ))}
      {wordmark.water.map((path) => (
        <path key={path} class="water" d={path} />
      ))}
    </svg>
  );
}
