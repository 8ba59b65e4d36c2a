// Fails if the page as it goes over the wire (gzip) weighs more than its budget, or if a built file would break the
// content security policy of the desk.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const budget = 500_000;
const dist = new URL("../dist", import.meta.url).pathname;

function* files(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

let total = 0;
for (const path of files(dist)) {
  const bytes = gzipSync(readFileSync(path), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(8)}  ${relative(dist, path)}`);
}
console.log(`${String(total).padStart(8)}  gzip in all, of ${budget} allowed`);

const html = readFileSync(join(dist, "index.html"), "utf8");
const faults = [];
if (total > budget) faults.push(`the page weighs ${total} bytes, ${total - budget} too many`);
if (/<script(?![^>]*\ssrc=)/.test(html)) faults.push("index.html has a script inside");
if (/<style|\sstyle=|\son\w+=/.test(html)) faults.push("index.html has a style or a handler inside");
if (/https?:\/\//.test(html)) faults.push("index.html names another host");
for (const fault of faults) console.error(`weigh: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
