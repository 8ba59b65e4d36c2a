// What a person can do without a mouse, and what stands in the URL.
import { ready } from "./browser.mjs";
import { address, check, same, until } from "./check.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "");

export const tests = [
  {
    name: "keys: search, help, views, skip link",
    async run({ page, goto }) {
      await goto("?view=overview");
      await ready(page, "Overview");
      await page.keyboard.press("Tab");
      check(/skip/i.test(await focused(page)), `the first stop of Tab is "${await focused(page)}"`);
      await page.keyboard.press("Enter");
      same(await page.evaluate(() => document.activeElement?.id), "main", "the skip link leads to");
      await page.keyboard.press("/");
      check(/search/.test(await focused(page)), "/ does not lead to the search");
      await page.keyboard.type("ceasefire");
      await page.keyboard.press("Enter");
      await ready(page, "Search");
      same(address(page).get("q"), "ceasefire", "q");
      await page.locator("main h1").focus();
      await page.keyboard.press("?");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press("Escape");
      await until("the help is closed", async () => (await page.locator("dialog[open]").count()) === 0);
      for (const [key, view, title] of [["n", "network", "Network"], ["m", "map", "Map"], ["p", "proposals", "Proposals"], ["h", "tolls", "Tolls"], ["l", "lines", "Lines and levers"], ["w", "whatif", "What if"]]) {
        await page.keyboard.press("g");
        await page.keyboard.press(key);
        await ready(page, title);
        same(address(page).get("view"), view, `view after g ${key}`);
      }
    },
  },
  {
    name: "keys: review goes on by j and back by k",
    async run({ page, goto }) {
      await goto("?view=review");
      await ready(page, "Review");
      await page.locator("main h1").focus();
      const claim = () => address(page).get("claim");
      await page.keyboard.press("j");
      await until("a claim is chosen", () => claim() !== null);
      const first = claim();
      await page.keyboard.press("j");
      await until("the next claim is chosen", () => claim() !== first);
      await page.keyboard.press("k");
      await until("the first claim is chosen again", () => claim() === first);
      await page.locator(".evidence .context mark").waitFor();
    },
  },
  {
    name: "url: restores the state, back undoes",
    async run({ page, goto, context }) {
      await goto("?view=network&network.as=table&party=Israel");
      await ready(page, "Network");
      await page.locator("table.table tbody tr").first().waitFor();
      check((await page.locator(".chip", { hasText: "Israel" }).count()) === 1, "the chosen party is not shown as chosen");
      await page.getByRole("button", { name: "Chart", exact: true }).click();
      await page.locator(".network-host canvas").first().waitFor();
      same(address(page).get("network.as"), null, "network.as after the choice of the chart");
      await ready(page, "Network");
      await page.locator(".network-parties button").nth(1).click();
      await until("two parties are chosen", () => address(page).getAll("party").length === 2);
      const url = page.url();
      await ready(page, "Network");
      const other = await context.newPage();
      await other.goto(url);
      await ready(other, "Network");
      same(other.url(), url, "the address after loading it anew");
      same(await other.locator('.network-parties button[aria-pressed="true"]').count(), 2, "chosen parties of the reloaded page");
      await other.close();
      await page.goBack();
      await until("the second choice is undone", () => address(page).getAll("party").length === 1);
    },
  },
  {
    name: "url: what is no state is left out",
    async run({ page, goto }) {
      await goto("?view=tolls&as_of=yesterday&revision=x&network.min=-4&whatif.runs=NaN");
      await ready(page, "Tolls");
      await goto("?view=nothing");
      await page.locator(".state.bad").waitFor();
      check((await page.locator("main").innerText()).includes("no view"), "an unknown view is not told");
    },
  },
];
