import { useMemo } from "preact/hooks";
import { encode } from "uqr";

/** A QR code as one path; black on white in both themes, because phones want it so. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: "M", border: 2 });
    let drawn = "";
    code.data.forEach((row, y) =>
      row.forEach((dark, x) => {
        if (dark) drawn += `M${x} ${y}h1v1h-1z`;
      }),
    );
    return { size: code.size, path: drawn };
  }, [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect class="paper" width={size} height={size} />
      <path class="dots" d={path} />
    </svg>
  );
}
