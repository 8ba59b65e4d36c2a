// A desk to test against: the real program over a record of the sample reports, on a port of its own.
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("..", import.meta.url));
export const root = resolve(page, "../..");
const binary = process.env.DETENTE_BIN ?? resolve(root, "build/detente");
const reports = process.env.DETENTE_E2E_REPORTS ?? resolve(root, "examples/reports");

function finished(child) {
  return new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));
}

export async function makeRecord() {
  if (!existsSync(binary)) throw new Error(`there is no ${binary}: build the program, or name it in DETENTE_BIN`);
  const folder = mkdtempSync(join(tmpdir(), "detente-e2e-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (process.env.DETENTE_E2E_RECORD) return { folder, file: resolve(process.env.DETENTE_E2E_RECORD), remove };
  const file = join(folder, "crisis.duckdb");
  const child = spawn(binary, ["read", reports, "--db", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => (said += bytes));
  const code = await finished(child);
  // 1: something was passed over, which the samples contain on purpose.
  if (code !== 0 && code !== 1) throw new Error(`detente read ended with ${code}: ${said}`);
  return { folder, file, remove };
}

// Serves a copy of the record, so that a test that writes disturbs no other.
export async function serve(record, name) {
  const file = join(record.folder, `${name}.duckdb`);
  copyFileSync(record.file, file);
  const child = spawn(binary, ["serve", file, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const url = await new Promise((found, failed) => {
    const hear = (bytes) => {
      said += bytes;
      const address = /https?:\/\/[^\s]+:\d+/.exec(said);
      if (address) found(address[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => failed(new Error(`detente serve ended with ${code}: ${said}`)));
    setTimeout(() => failed(new Error(`detente serve does not say where it listens: ${said}`)), 30_000).unref();
  });
  return {
    url,
    async get(path) {
      const response = await fetch(url + path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async stop() {
      const end = finished(child);
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await end;
      clearTimeout(late);
    },
  };
}
