import type { JSX } from "preact";

const SHAPES = {
  play: <path d="M8 5.5v13l10.5-6.5z" class="full" />,
  pause: <path d="M8.5 5.5v13M15.5 5.5v13" />,
  sound: (
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />
  ),
  muted: <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5" />,
  full: <path d="M4 9V4.5h5M15 4.5h5V9M20 15v4.5h-5M9 19.5H4V15" />,
  fullExit: <path d="M9 4.5V9H4M20 9h-5V4.5M15 19.5V15h5M4 15h5v4.5" />,
  pip: <path d="M4 5.5h16v5M10 18.5H4v-13M13 14h7.5v5H13z" />,
  back: <path d="M14 5.5L7.5 12l6.5 6.5" />,
} satisfies Record<string, JSX.Element>;

export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
