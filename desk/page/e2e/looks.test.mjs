// Each view in both themes and on a phone: what must be there is there, axe finds nothing, nothing sticks out.
import { axeFinds, overflow, ready } from "./browser.mjs";
import { check } from "./check.mjs";
import { queryOf, views } from "./views.mjs";

export const tests = views.map((view) => ({
  name: `look of ${view.id}`,
  async run({ page, goto, desk }) {
    // A few rows show what a hundred would; axe looks at every one of them.
    await page.route(/\/api\/(events|statements|findings|reports|contradictions|origins)(\?|$)/, (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set("limit", "8");
      return route.continue({ url: url.href });
    });
    await goto(await queryOf(view, desk));
    await ready(page, view.title);
    await page.locator(view.has).first().waitFor({ state: "attached" });
    check((await page.locator("main .state.bad").count()) === 0, `it shows an error: ${await page.locator("main .state.bad").allInnerTexts()}`);
    const faults = [];
    for (const [theme, width] of [["light", 1280], ["dark", 1280], [view.id.length % 2 === 0 ? "dark" : "light", 390]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 860 });
      if (width === 390) {
        // The desk begins differently on a phone.
        await page.reload();
        await ready(page, view.title);
      }
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      for (const fault of await axeFinds(page, theme === "dark" && width === 1280 ? ["color-contrast", "link-in-text-block"] : [])) faults.push(`${theme}, ${width} px: ${fault}`);
      const wide = await overflow(page);
      if (wide) faults.push(`${theme}, ${width} px: ${wide}`);
    }
    check(faults.length === 0, faults.join("\n    "));
  },
}));
