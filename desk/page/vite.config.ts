import { defineConfig } from "vite";
import { weigh } from "./tools/weigh.mjs";

// `DETENTE_SERVER` names the desk that `npm run dev` asks for data.
const server = process.env.DETENTE_SERVER ?? "http://127.0.0.1:8421";

export default defineConfig({
  // The page may be served from any path, so it names its files relative to itself.
  base: "./",
  plugins: [weigh()],
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2021",
    // The content security policy of the desk refuses inline scripts and `data:` scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { "/api": { target: server, changeOrigin: true } } },
});
