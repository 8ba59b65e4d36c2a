// A page of the desk in Chromium, watched: any error in its console and any request to another host fails the test.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch() {
  return chromium.launch({
    executablePath: process.env.DETENTE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
  });
}

export async function openPage(browser, desk, { width = 1280, height = 860, theme = "light", ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: "en-GB", acceptDownloads: true, ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  const host = new URL(desk.url).host;
  page.on("console", (message) => {
    // A desk that is busy is asked again by the page; where that is of no use, the view shows an error.
    if (message.type() === "error" && !/status of 503/.test(message.text())) faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) faults.push(`a request to ${url.host}`);
  });
  return {
    page,
    context,
    faults,
    goto: (query) => page.goto(`${desk.url}/${query}`),
    close: () => context.close(),
  };
}

// Until the view is there: loaded, drawn, nothing under way.
export async function ready(page, title) {
  if (title) await page.locator("main h1", { hasText: title }).first().waitFor();
  await page.waitForFunction(() => {
    const frame = document.querySelector("main .frame");
    if (!frame || frame.getAttribute("aria-busy") === "true" || document.querySelector("main .state .spinner")) return false;
    const network = document.querySelector(".network-host");
    if (network && network.dataset.settled !== "yes") return false;
    const map = document.querySelector(".map-svg");
    return !map || document.querySelectorAll(".land").length > 100;
  }, undefined, { timeout: 30_000 });
}

// What axe finds wrong, one line each. The script goes in by the debugger, so the page's own policy stays in force.
// Between two themes only colours differ: `rules` then names those that look at them.
export async function axeFinds(page, rules = []) {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const found = await page.evaluate(async (some) => {
    const runOnly = some.length > 0 ? { type: "rule", values: some } : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
    const result = await window.axe.run(document, { resultTypes: ["violations"], iframes: false, runOnly });
    return result.violations.map((violation) => ({ id: violation.id, help: violation.help, nodes: violation.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`) }));
  }, rules);
  return found.map((one) => `axe ${one.id}: ${one.help}\n      ${one.nodes.join("\n      ")}`);
}

export async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return "";
    const guilty = [...document.querySelectorAll("main *, header *, .side *")].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    return `wider than the window by ${wide}px: ${guilty.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(", ")}`;
  });
}
