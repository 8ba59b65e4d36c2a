// What changes the record or costs work: reports come in, claims are judged, crises are played. Each on a desk of its
// own where it writes.
import { readFileSync } from "node:fs";
import { ready } from "./browser.mjs";
import { address, check, same, until } from "./check.mjs";

async function drop(page, name, text) {
  const data = await page.evaluateHandle(([file, body]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([body], file, { type: "text/plain" }));
    return transfer;
  }, [name, text]);
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await page.locator(".drop-here").waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

const hostile = {
  title: "<script>window.harmed=1</script><img src=x onerror=window.harmed=1> Truce \u202egnp.exe\u202c talks",
  outlet: "\u2066Mirror\u2069 <b>Wire</b>",
  published: "2024-11-28",
  text: "Israel struck Beirut on Thursday, <script>window.harmed=1</script> officials said. Lebanon\u2019s health ministry said 14 people were killed. \u202ereversed\u202c",
};

export const tests = [
  {
    name: "upload by drop, with progress",
    own: true,
    async run({ page, goto, desk }) {
      const before = (await desk.get("/api/status")).data;
      await goto("?view=reports");
      await ready(page, "Reports");
      let sent = 0;
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().includes("/api/reports")) sent += 1;
      });
      const seen = page.evaluate(() => new Promise((found) => {
        const look = () => document.querySelector(".progress progress") && found(true);
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        setTimeout(() => found(false), 15_000);
      }));
      await drop(page, "late.txt", "Qatar said on 28 November 2024 that it would host talks between Israel and Hamas next week. The United States welcomed the step.");
      check(await seen, "no progress is shown");
      await until("the report is read", async () => (await desk.get("/api/status")).data.reports === before.reports + 1, 60);
      same(sent, 1, "requests that hand in a report");
      const newest = page.getByRole("button", { name: /Show (it|the newest)/ }).first();
      await newest.waitFor({ timeout: 30_000 });
      await newest.click();
      await ready(page, "Reports");
      await until("no work is shown under way", async () => (await page.locator(".progress").count()) === 0);
    },
  },
  {
    name: "hostile report shows as text",
    own: true,
    async run({ page, goto, desk }) {
      const before = (await desk.get("/api/status")).data.reports;
      await goto("?view=add");
      await ready(page, "Add reports");
      await drop(page, "hostile.jsonl", `${JSON.stringify(hostile)}\n`);
      await until("the report is read", async () => (await desk.get("/api/status")).data.reports === before + 1, 60);
      await goto("?view=reports&q=Truce");
      await ready(page, "Reports");
      const title = page.locator("main", { hasText: "<script>window.harmed=1</script>" });
      await title.first().waitFor();
      check((await page.locator("main .control", { hasText: "RLO" }).count()) > 0, "the override of direction is not shown by its name");
      const found = (await desk.get("/api/reports?q=Truce")).data.find((row) => row.title.includes("window.harmed"));
      check(found !== undefined, "the report is not in the list");
      await goto(`?view=reports&report=${found.id}`);
      await page.locator(".report-text").waitFor();
      check((await page.locator(".report-text").innerText()).includes("<script>"), "the text of the report lost its words");
      for (const view of ["overview", "timeline", "network", "tolls", "lines", "search"]) {
        await goto(`?view=${view}&q=Truce`);
        await ready(page);
      }
      same(await page.evaluate(() => window.harmed), undefined, "a script of the report ran");
      same(await page.locator("main script, main img, main b").count(), 0, "elements that the report made");
    },
  },
  {
    name: "correction and undo",
    own: true,
    async run({ page, goto, desk }) {
      await goto("?view=review");
      await ready(page, "Review");
      await page.locator("main h1").focus();
      await page.keyboard.press("j");
      await until("a claim is chosen", () => address(page).get("claim") !== null);
      const claim = address(page).get("claim");
      await page.locator(".verdicts").first().waitFor();
      await page.keyboard.press("r");
      await page.locator(".toast", { hasText: "right" }).waitFor();
      const made = (await desk.get("/api/corrections")).data;
      same(made.length, 1, "corrections after the verdict");
      same(made[0].subject, claim, "what was judged");
      await until("the verdict is shown", async () => (await page.locator(".queue .verdict.right").count()) === 1);
      await page.locator(".toast button", { hasText: "Undo" }).first().click();
      await page.locator(".toast", { hasText: "taken back" }).waitFor();
      await until("the verdict is gone", async () => (await page.locator(".queue .verdict.right").count()) === 0);
      await goto("?view=corrections");
      await ready(page, "Corrections");
      same(await page.locator(".table tbody tr").count(), 2, "corrections and undos that are listed");
      check((await page.locator("main").innerText()).includes("taken back"), "the correction is not shown as taken back");
    },
  },
  {
    name: "review of figures, statements and links",
    own: true,
    async run({ page, goto, desk }) {
      for (const [kind, key, verdict] of [["figures", "w", "wrong"], ["statements", "s", "unsure"], ["instruments", "r", "right"], ["links", "r", "right"]]) {
        await goto(`?view=review&review.kind=${kind}`);
        await ready(page, "Review");
        await page.locator("main h1").focus();
        await page.keyboard.press("j");
        await page.locator(".queue .current").waitFor();
        await page.keyboard.press(key);
        await page.locator(".toast", { hasText: verdict }).first().waitFor();
        await until("the verdict is shown", async () => (await page.locator(`.queue .verdict.${verdict}`).count()) === 1);
      }
      const made = (await desk.get("/api/corrections")).data;
      same(made.length, 4, "reviews that were kept");
      check(made[0].subject.includes("+"), "the last one is not of a pair");
      // A link that is wrong is taken apart, and the undo puts it together again.
      const before = (await desk.get("/api/links")).data.length;
      await page.locator("main h1").focus();
      await page.keyboard.press("w");
      await until("the link is gone", async () => (await desk.get("/api/links")).data.length < before);
      await page.locator(".toast button", { hasText: "Undo" }).last().click();
      await until("the link is back", async () => (await desk.get("/api/links")).data.length === before);
    },
  },
  {
    name: "join and split by hand, with a reason",
    own: true,
    async run({ page, goto, desk }) {
      const alone = (await desk.get("/api/reports?limit=200")).data.filter((row) => row.origin === row.id && row.title !== "");
      const [one, other] = alone;
      await goto(`?view=reports&report=${one.id}`);
      await page.locator(".report-text").waitFor();
      await page.locator(".by-hand summary", { hasText: "One origin with" }).click();
      await page.locator(".by-hand input[type=search]").fill(`title:${/[A-Za-z]{5,}/.exec(other.title)[0]}`);
      await page.locator(".choices label", { hasText: other.title.slice(0, 20) }).first().locator("input").check();
      await page.locator(".by-hand[open] input[type=text]").fill("the same wire story");
      await page.getByRole("button", { name: "Join", exact: true }).click();
      await page.locator(".toast", { hasText: "one origin" }).waitFor();
      const made = (await desk.get("/api/corrections")).data[0];
      same(made.note, "the same wire story", "the reason that is kept");
      same(made.kind, "join_origins", "the kind");
      await page.locator(".toast button", { hasText: "Undo" }).first().click();
      await until("it is taken back", async () => (await desk.get("/api/corrections")).data[0].kind === "undo");
      // A finding of several claims is taken apart beside one of them.
      const finding = (await desk.get("/api/findings")).data.find((row) => row.claims > 1);
      await goto(`?view=findings&finding=${finding.id}`);
      await ready(page, `Finding ${finding.id}`);
      await page.locator(".by-hand summary", { hasText: "Not the same" }).first().click();
      await page.locator(".by-hand[open] input[type=text]").fill("another day");
      await page.getByRole("button", { name: "Take it out" }).first().click();
      await until("it is out", async () => (await desk.get("/api/corrections")).data[0].note === "another day");
    },
  },
  {
    name: "many files stand in line and can be let go",
    own: true,
    async run({ page, goto, desk }) {
      const before = (await desk.get("/api/status")).data.reports;
      await goto("?view=add");
      await ready(page, "Add reports");
      const files = Array.from({ length: 8 }, (_, i) => ({ name: `file-${i}.txt`, mimeType: "text/plain", buffer: Buffer.from(`Qatar said on ${i + 1} November 2024 that it would host talks number ${i}.`) }));
      await page.locator("input[type=file]").setInputFiles(files);
      // All of them arrive, whatever is read or let go meanwhile.
      await until("all have ended", async () => {
        const jobs = (await desk.get("/api/jobs")).data;
        return jobs.length === 8 && jobs.every((job) => job.state === "done");
      }, 60);
      same((await desk.get("/api/status")).data.reports, before + 8, "reports in the record");
      await until("the page tells all of them", async () => (await page.locator("main .job", { hasText: "done" }).count()) === 8);
    },
  },
  {
    name: "what-if: run, table, files",
    own: true,
    async run({ page, goto, desk }) {
      const { crises } = (await desk.get("/api/crises")).data;
      const crisis = crises.find((one) => one.name.startsWith("gaza-lebanon")) ?? crises[0];
      await goto(`?view=whatif&whatif.crisis=${crisis.name}&whatif.runs=40&whatif.days=30`);
      await ready(page, "What if");
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.locator(".whatif-result svg[data-chart] .fan-line").first().waitFor({ timeout: 60_000 });
      const job = address(page).get("whatif.job");
      const result = (await desk.get(`/api/jobs/${job}/result`));
      const body = result.data ?? result;
      same(body.runs, 40, "futures played");
      same(body.policies[0].fans[0].days.length, 30, "days played");
      const policies = body.policies.length;
      same(await page.locator(".whatif-result .legend").first().locator("li").count(), policies, "policies in the legend");
      check(policies < 2 || (await page.locator(".paired .fan-line").count()) === policies - 1, "a difference for each policy but the first");
      // The table has the numbers that the server gave.
      const quantity = await page.locator(".whatif-result select").first().inputValue();
      const fan = body.policies[0].fans.find((one) => one.quantity === quantity);
      await page.getByRole("button", { name: "Table", exact: true }).click();
      same(await page.locator(".table tbody tr").count(), 30 * policies, "rows of the table");
      const median = await page.locator(".table tbody tr").nth(29).locator("td").nth(4).innerText();
      check(Math.abs(Number(median.replaceAll(",", "")) - fan.q50[29]) <= 0.006 * Math.abs(fan.q50[29]) + 0.5, `the median ${median} is not the server's ${fan.q50[29]}`);
      await page.getByRole("button", { name: "Chart", exact: true }).click();
      await page.locator(".frame-head summary", { hasText: "Share" }).click();
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV of the fans" }).click()]);
      const rows = readFileSync(await file.path(), "utf8").trim().split("\r\n");
      same(rows.length, 1 + policies * body.policies[0].fans.length * 30, "rows of the CSV file");
      // The address brings the result back.
      await page.reload();
      await page.locator(".whatif-result svg[data-chart]").waitFor();
    },
  },
  {
    name: "what-if: cancel",
    own: true,
    async run({ page, goto, desk }) {
      const { crises } = (await desk.get("/api/crises")).data;
      const crisis = crises.find((one) => one.name.startsWith("gaza-lebanon")) ?? crises[0];
      const policy = crisis.policies[0].name;
      await goto(`?view=whatif&whatif.crisis=${crisis.name}&whatif.runs=8000&whatif.days=180&whatif.policies=${encodeURIComponent(policy)}`);
      await ready(page, "What if");
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.locator(".whatif-progress button").click();
      await page.getByText("The play was cancelled.").waitFor();
      const job = address(page).get("whatif.job");
      same((await desk.get(`/api/jobs/${job}`)).data.state, "cancelled", "state of the job");
      check(await page.getByRole("button", { name: "Play", exact: true }).isEnabled(), "another play cannot be started");
    },
  },
  {
    name: "what-if: a crisis file with a fault is refused with its reason",
    async run({ page, goto, faults }) {
      await goto("?view=whatif");
      await ready(page, "What if");
      await page.locator("details", { hasText: "The crisis file" }).locator("summary").click();
      await page.locator(".whatif-text").fill("[crisis]\nname = 7\n");
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.locator(".whatif-form .state.bad", { hasText: "Line 2 of the crisis file" }).waitFor();
      same(await page.locator(".whatif-text").evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), "name = 7", "the line that is shown");
      // The browser tells a refused request as an error of the console; here it is what was asked for.
      const told = faults.splice(0).filter((fault) => !/status of 4\d\d/.test(fault));
      same(told.length, 0, `other errors (${told.join("; ")})`);
    },
  },
];
