// A build fails if the page as it goes over the wire (gzip) weighs more than its budget, or if a built file would break
// the content security policy of the desk.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const budget = 500_000;

function* files(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

/** @returns {import("vite").Plugin} */
export function weigh() {
  let folder = "";
  let say = console.log;
  return {
    name: "weigh",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
      say = (line) => config.logger.info(line);
    },
    closeBundle() {
      let total = 0;
      for (const path of files(folder)) {
        const bytes = gzipSync(readFileSync(path), { level: 9 }).length;
        total += bytes;
        say(`${String(bytes).padStart(8)}  ${relative(folder, path)}`);
      }
      say(`${String(total).padStart(8)}  gzip in all, of ${budget} allowed`);
      const html = readFileSync(join(folder, "index.html"), "utf8");
      if (total > budget) throw new Error(`the page weighs ${total} bytes compressed, ${total - budget} too many`);
      if (/<script(?![^>]*\ssrc=)/.test(html)) throw new Error("index.html has a script inside");
      if (/<style|\sstyle=|\son\w+=/.test(html)) throw new Error("index.html has a style or a handler inside");
      if (/https?:\/\//.test(html)) throw new Error("index.html names another host");
    },
  };
}
