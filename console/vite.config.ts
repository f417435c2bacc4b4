import { defineConfig } from "vite";

export default defineConfig({
  // Three pages: the media port maps / and /watch/... to two (docs/streams-json.md), the control
  // port its console's paths to the third.
  appType: "mpa",
  build: {
    target: ["chrome107", "firefox104", "safari16"],
    assetsDir: "assets",
    assetsInlineLimit: 0, // a data: URI in a style would need a wider policy
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "watch.html", "console.html"] },
    chunkSizeWarningLimit: 700, // hls.js, loaded on demand
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": "http://127.0.0.1:8090",
      "/streams.json": "http://127.0.0.1:8080",
      "/live": { target: "http://127.0.0.1:8080", ws: true },
    },
  },
});
