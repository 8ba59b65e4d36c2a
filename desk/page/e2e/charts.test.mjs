// The charts: drawn, moved, chosen from, told as a table, saved.
import { readFileSync } from "node:fs";
import { ready } from "./browser.mjs";
import { address, check, same, until } from "./check.mjs";

// A network of as many parties as asked for, without luck.
function network(size) {
  let state = 12345;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const nodes = Array.from({ length: size }, (_, i) => ({ id: `p${i}`, name: `Party ${i}`, code: "", kind: "organisation", events: 1 + Math.floor(2000 / (i + 1)) }));
  const links = [];
  while (links.length < 3 * size) {
    const a = Math.floor(size * next() ** 2);
    const b = Math.floor(size * next());
    if (a === b) continue;
    const events = 1 + Math.floor(20 * next() ** 4);
    const conflict = Math.floor(events * next());
    links.push({ source: `p${a}`, target: `p${b}`, events, weight: events, quads: [events - conflict, 0, 0, conflict] });
  }
  return { nodes, links };
}

async function frames(page, box) {
  await page.evaluate(() => {
    window.drawn = [];
    const go = (time) => {
      window.drawn.push(time);
      window.drawing = requestAnimationFrame(go);
    };
    window.drawing = requestAnimationFrame(go);
  });
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  const end = Date.now() + 2000;
  for (let i = 0; Date.now() < end; ++i) {
    await page.mouse.move(x + 80 * Math.sin(i / 8), y + 50 * Math.sin(i / 13));
    await new Promise((go) => setTimeout(go, 8));
  }
  await page.mouse.up();
  return page.evaluate(() => {
    cancelAnimationFrame(window.drawing);
    return Math.round(((window.drawn.length - 1) / (window.drawn.at(-1) - window.drawn[0])) * 1000);
  });
}

// A picture of one colour is a small file.
const blank = async (locator) => (await locator.screenshot()).length < 12_000;

async function download(page, name) {
  await page.locator(".frame-head summary", { hasText: "Share" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".frame-head .menu-list").getByText(name, { exact: true }).click()]);
  return readFileSync(await file.path());
}

async function isPicture(page, view) {
  const svg = (await download(page, "SVG")).toString("utf8");
  check(svg.startsWith("<svg") && svg.endsWith("</svg>") && !/var\(|class=/.test(svg), `the SVG of ${view} does not stand alone: ${svg.slice(0, 200)}`);
  check(/<(path|circle|rect|line)/.test(svg.replace(/<rect[^>]*>/, "")), `the SVG of ${view} is empty`);
  const png = await download(page, "PNG");
  same(png.subarray(1, 4).toString("latin1"), "PNG", `the beginning of the PNG of ${view}`);
  check(png.length > 2_000, `the PNG of ${view} is empty`);
}

export const tests = [
  ...["canvas", "webgl"].map((drawer) => ({
    name: `network of 5,000 parties by ${drawer}`,
    context: { width: 1280, height: 800 },
    async run({ page, goto, desk, note }) {
      const status = (await desk.get("/api/status")).revision;
      const body = JSON.stringify({ revision: status, as_of: null, data: network(5000) });
      await page.route("**/api/network*", (route) => route.fulfill({ contentType: "application/json", body }));
      await goto(`?view=network&network.min=1&network.draw=${drawer}`);
      const host = page.locator(".network-host");
      await page.locator(".network-host canvas").first().waitFor();
      check(!(await blank(host)), "it is blank while it is laid out");
      // One of the two waits for the layout to settle, which takes the processor some seconds.
      if (drawer === "canvas") await page.waitForFunction(() => document.querySelector(".network-host")?.dataset.settled === "yes", undefined, { timeout: 60_000 });
      same(await host.getAttribute("data-stage"), drawer, "drawn by");
      check(!(await blank(host)), "it is blank");
      const rate = await frames(page, await host.boundingBox());
      if (drawer === "canvas") note(`${rate} frames a second while it is dragged, without a graphics card`);
      check(!(await blank(host)), "it is blank after it was moved");
      await host.focus();
      for (const key of ["+", "+", "ArrowLeft", "ArrowUp", "-", "0"]) await page.keyboard.press(key);
      await page.waitForTimeout(300);
      check(!(await blank(host)), "it is blank after the keys");
    },
  })),
  {
    name: "network: same data, same picture",
    async run({ page, goto, context }) {
      await goto("?view=network&network.draw=canvas");
      await ready(page, "Network");
      const picture = async (of) => (await of.locator(".network-host canvas").evaluate((canvas) => canvas.toDataURL()));
      await page.waitForTimeout(300);
      const first = await picture(page);
      const other = await context.newPage();
      await other.goto(page.url());
      await ready(other, "Network");
      await other.waitForTimeout(300);
      check(first === (await picture(other)), "two pictures of one network differ");
      await other.close();
    },
  },
  {
    name: "network: choose, filter, table, files",
    async run({ page, goto, desk }) {
      await goto("?view=network");
      await ready(page, "Network");
      await page.locator(".network-parties button").first().hover();
      await until("the neighbours are told", async () => /Most with/.test(await page.locator(".network-pointed").innerText()));
      await isPicture(page, "network");
      const before = await page.locator(".network-host").getAttribute("aria-label");
      await page.locator("input[type=number]").first().fill("3");
      await page.keyboard.press("Tab");
      await ready(page, "Network");
      same(address(page).get("network.min"), "3", "network.min");
      await until("there are fewer pairs", async () => (await page.locator(".network-host").getAttribute("aria-label")) !== before);
      await page.getByRole("button", { name: "Table", exact: true }).click();
      const counts = await page.locator(".table tbody tr td:nth-child(3)").allInnerTexts();
      check(counts.length > 0 && counts.every((text) => Number(text.replaceAll(",", "")) >= 3), "the table shows links under the least number");
      for (const format of ["csv", "json", "graphml"]) {
        const answer = await fetch(`${desk.url}/api/network.${format}`);
        check(answer.ok && (await answer.text()).length > 100, `/api/network.${format}: ${answer.status}`);
      }
    },
  },
  {
    name: "map: keys, choice of a country, files",
    async run({ page, goto, desk }) {
      await goto("?view=map");
      await ready(page, "Map");
      const at = () => page.locator(".map-svg > g").first().getAttribute("transform");
      const first = await at();
      await page.locator(".map-svg").focus();
      await page.keyboard.press("+");
      await page.keyboard.press("ArrowLeft");
      await until("it moved", async () => (await at()) !== first);
      await page.keyboard.press("0");
      await until("it went back", async () => (await at()) === first);
      await isPicture(page, "map");
      await page.locator(".map-places button").first().click();
      await until("a country is chosen", () => address(page).getAll("country").length === 1);
      await ready(page, "Map");
      check((await page.locator(".map-dot").count()) > 0, "no place of the chosen country is shown");
      const geo = await (await fetch(`${desk.url}/api/places.geojson`)).json();
      same((geo.data ?? geo).type, "FeatureCollection", "type of the GeoJSON");
    },
  },
  {
    name: "proposals: a cell tells its history and its sentence",
    async run({ page, goto }) {
      await goto("?view=proposals");
      await ready(page, "Proposals");
      await page.locator("button.stance:not(.silent)").first().click();
      await page.locator(".stance-history .quote").first().waitFor();
      check(address(page).get("proposals.cell") !== null, "the cell is not in the address");
      await isPicture(page, "proposals");
      await page.locator(".stance-history .quote").first().click();
      await page.locator(".evidence .context mark").waitFor();
      check(/^r[0-9a-f]+:/.test(address(page).get("claim") ?? ""), "the claim is not in the address");
      await page.getByRole("button", { name: "Table", exact: true }).click();
      check((await page.locator(".table tbody tr").count()) > 3, "the table is empty");
    },
  },
  {
    name: "tolls: the keyboard goes along the marks and opens a sentence",
    async run({ page, goto }) {
      await goto("?view=tolls");
      await ready(page, "Tolls");
      await isPicture(page, "tolls");
      const chart = page.locator(".toll").first();
      await chart.locator("[data-mark]").first().focus();
      const told = async () => chart.locator(".toll-told").innerText();
      await until("the mark is told", async () => (await told()).includes("—"));
      const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
      await page.keyboard.press("End");
      const last = await label();
      await page.keyboard.press("Home");
      check((await label()) !== last || (await chart.locator("[data-mark]").count()) === 1, "the arrow keys lead nowhere");
      await page.keyboard.press("Enter");
      await page.locator(".evidence .context mark").waitFor();
      const points = await page.locator(".toll-grid [data-mark]").count();
      await page.getByRole("button", { name: "Table", exact: true }).click();
      check((await page.locator(".table tbody tr").count()) >= points, "the table has fewer rows than the chart has marks");
    },
  },
  {
    name: "lines and levers: table and chart say the same",
    async run({ page, goto }) {
      await goto("?view=lines");
      await ready(page, "Lines and levers");
      const cards = await page.locator(".card").count();
      await page.getByRole("button", { name: "Table", exact: true }).click();
      check((await page.locator(".table tbody tr").count()) >= cards, "the table has fewer rows than there are cards");
      await page.locator(".table .quote").first().click();
      await page.locator(".evidence").waitFor();
    },
  },
];
