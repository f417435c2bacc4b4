import { defineConfig } from "vite";

export default defineConfig({
  // Two pages, no router: the server maps / and /watch/... to them (docs/streams-json.md).
  appType: "mpa",
  build: {
    target: ["chrome107", "firefox104", "safari16"],
    assetsDir: "assets",
    assetsInlineLimit: 0, // a data: URI in a style would need a wider policy
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "watch.html"] },
    chunkSizeWarningLimit: 700, // hls.js, loaded on demand
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/streams.json": "http://127.0.0.1:8080",
      "/live": { target: "http://127.0.0.1:8080", ws: true },
    },
  },
});
