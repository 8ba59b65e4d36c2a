import { defineConfig } from "vitest/config";

// The tests in a browser (e2e/) have a runner of their own.
export default defineConfig({ test: { include: ["tests/**/*.test.ts"] } });
