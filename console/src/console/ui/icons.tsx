import type { JSX } from "preact";

const SHAPES = {
  dashboard: <path d="M4 13.5a8 8 0 1 1 16 0M12 13.5l3.6-4.6M4 18.5h16" />,
  streams: (
    <path d="M3 7c2.6-2.4 5-2.4 7.6 0s5 2.4 7.6 0M5.5 12.5c2.6-2.4 5-2.4 7.6 0s5 2.4 7.6 0M3 18c2.6-2.4 5-2.4 7.6 0s5 2.4 7.6 0" />
  ),
  nodes: <path d="M4 4.5h16v5H4zM4 14.5h16v5H4zM7.5 7h.1M7.5 17h.1M12 9.5v5" />,
  keys: (
    <path d="M14.5 9.5a5 5 0 1 0-3.4 4.7L13 16h2.5v2.5H18V21h3v-3.2l-6.8-6.8c.2-.5.3-1 .3-1.5zM8.2 8.2h.1" />
  ),
  access: <path d="M12 3.5l7 2.6v5.4c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6.1zM9 12l2.2 2.2L15.2 10" />,
  webhooks: (
    <path d="M9.2 10.7A3.7 3.7 0 1 1 15 9M10.8 9L7.5 15M6.8 13.3A3.7 3.7 0 1 0 10.4 17h6.4M17 14.2A3.7 3.7 0 1 1 13.9 19M14.6 8.8l3 5.4" />
  ),
  events: <path d="M5 5.5h.1M9 5.5h11M5 12h.1M9 12h11M5 18.5h.1M9 18.5h11" />,
  audit: <path d="M6 3.5h8.5L19 8v12.5H6zM14 3.5V8h5M9 12.5h7M9 16h7" />,
  alerts: <path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 2H5zM10.3 21h3.4M12 3.2v2" />,
  healing: <path d="M12 20.2C6.5 16.4 3.5 13.2 3.5 9.4a4.4 4.4 0 0 1 8.5-1.6 4.4 4.4 0 0 1 8.5 1.6c0 3.8-3 7-8.5 10.8zM6.5 12h3l1.6-3 2.2 5 1.4-2h2.8" />,
  users: (
    <path d="M9 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM2.8 20c.4-3.6 2.9-5.6 6.2-5.6s5.8 2 6.2 5.6M15.8 4.6a3.6 3.6 0 0 1 0 6.6M17.6 14.8c2.1.7 3.4 2.5 3.7 5.2" />
  ),
  account: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6" />,
  settings: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4M4 12h5M13 12h7M11 9.8v4.4" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  search: <path d="M10.8 17.6a6.8 6.8 0 1 0 0-13.6 6.8 6.8 0 0 0 0 13.6zM15.8 15.8L20.5 20.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  copy: <path d="M9 9h10.5v11.5H9zM15 9V4H4.5v11.5H9" />,
  check: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  ban: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6 6l12 12" />,
  kick: <path d="M14 8V4.5H4.5v15H14V16M9.5 12h11M17 8.5l3.5 3.5-3.5 3.5" />,
  rotate: <path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v4.9h-4.9" />,
  trash: <path d="M4.5 6.5h15M9.5 6.5v-3h5v3M6.5 6.5l.9 14h9.2l.9-14M10 10.5v6M14 10.5v6" />,
  edit: <path d="M5 19l.8-4L16 4.8l3.2 3.2L9 18.2z" />,
  send: <path d="M20.5 3.5L3.5 10l6.5 4 4 6.5zM10 14l4-4" />,
  next: <path d="M9.5 5.5L16 12l-6.5 6.5" />,
  back: <path d="M14.5 5.5L8 12l6.5 6.5" />,
  sun: (
    <path d="M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4zM12 2.5v2.2M12 19.3v2.2M21.5 12h-2.2M4.7 12H2.5M18.7 5.3l-1.5 1.5M6.8 17.2l-1.5 1.5M18.7 18.7l-1.5-1.5M6.8 6.8L5.3 5.3" />
  ),
  moon: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />,
  qr: (
    <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM7 7h.1M17 7h.1M7 17h.1M14 14h2.5v2.5M20 14v2.5M14 20h2.5M20 20v-.5M18 18h.1" />
  ),
  watch: (
    <path d="M2.8 12c2.2-4 5.4-6 9.2-6s7 2 9.2 6c-2.2 4-5.4 6-9.2 6s-7-2-9.2-6zM12 14.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z" />
  ),
  bell: <path d="M6.5 16.5V11a5.5 5.5 0 0 1 9.2-4M17.5 11v5.5l1.5 2H5M4 4l16 16" />,
} satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
