// Runs every test against a running desk: `npm run e2e`, or `npm run e2e -- network keys` for those whose names hold a
// word. Two at a time; a test fails by throwing, or by an error in the console, or by a request to another host. Up to two
// that fail are run once more at the end, alone: a busy machine can be too late for a browser, a fault comes again.
import { launch, openPage } from "./browser.mjs";
import { makeRecord, serve } from "./desk.mjs";
import { tests as looks } from "./looks.test.mjs";
import { tests as keys } from "./keys.test.mjs";
import { tests as charts } from "./charts.test.mjs";
import { tests as writes } from "./writes.test.mjs";

const wanted = process.argv.slice(2);
const all = [...writes, ...charts, ...keys, ...looks].filter((test) => wanted.length === 0 || wanted.some((word) => test.name.includes(word)));
if (all.length === 0) {
  console.error(`no test is called so: ${wanted.join(" ")}`);
  process.exit(2);
}

const started = Date.now();
const record = await makeRecord();
const desks = [];
let browser;
let failed = 0;
const again = [];
const kMostAgain = 2;
try {
  const reading = await serve(record, "reading");
  desks.push(reading);
  browser = await launch();
  const queue = all.map((test, number) => ({ ...test, number }));
  const work = async () => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const begin = Date.now();
      const notes = [];
      let desk = reading;
      let opened = null;
      let fault = null;
      try {
        if (test.own) {
          desk = await serve(record, `own-${test.number}`);
          desks.push(desk);
        }
        opened = await openPage(browser, desk, test.context);
        await test.run({ ...opened, desk, browser, note: (text) => notes.push(text) });
        if (opened.faults.length > 0) fault = new Error(opened.faults.join("\n    "));
      } catch (error) {
        const heard = opened && opened.faults.length > 0 ? `\n    ${opened.faults.join("\n    ")}` : "";
        fault = new Error(`${error.message}${heard}`);
      }
      if (fault && opened && process.env.DETENTE_E2E_PICTURES) {
        await opened.page.screenshot({ path: `${process.env.DETENTE_E2E_PICTURES}/${test.name.replace(/\W+/g, "-")}.png` }).catch(() => undefined);
      }
      await opened?.close().catch(() => undefined);
      const another = fault && !test.isSecond && again.length < kMostAgain;
      if (another) again.push({ ...test, isSecond: true });
      else if (fault) failed += 1;
      const seconds = ((Date.now() - begin) / 1000).toFixed(1);
      console.log(`${another ? "late" : fault ? "FAIL" : "ok  "} ${test.name} (${seconds} s)${notes.map((text) => `\n    ${text}`).join("")}${fault ? `\n    ${fault.message}` : ""}`);
      if (test.own && desk !== reading) {
        desks.splice(desks.indexOf(desk), 1);
        await desk.stop();
      }
    }
  };
  await Promise.all([work(), work()]);
  queue.push(...again);
  await work();
} finally {
  await browser?.close().catch(() => undefined);
  await Promise.all(desks.map((desk) => desk.stop()));
  record.remove();
}
console.log(`${all.length - failed} of ${all.length} tests passed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
process.exitCode = failed > 0 ? 1 : 0;
