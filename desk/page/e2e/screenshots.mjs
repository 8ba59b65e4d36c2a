// Pictures of every view, both themes and a phone, into the folder DETENTE_PICTURES: `npm run screenshots`.
// DETENTE_E2E_REPORTS names other reports than the samples, DETENTE_E2E_RECORD a record that is there already.
import { mkdirSync } from "node:fs";
import { launch, openPage, ready } from "./browser.mjs";
import { makeRecord, serve } from "./desk.mjs";
import { queryOf, views } from "./views.mjs";

const folder = process.env.DETENTE_PICTURES;
if (!folder) {
  console.error("DETENTE_PICTURES must name the folder that the pictures go to");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const record = await makeRecord();
let desk;
let browser;
try {
  desk = await serve(record, "pictures");
  browser = await launch();
  const { page, goto } = await openPage(browser, desk);
  for (const view of views.filter((one) => wanted.length === 0 || wanted.includes(one.id))) {
    await page.setViewportSize({ width: 1280, height: 860 });
    await goto(await queryOf(view, desk));
    await ready(page, view.title).catch((error) => console.error(`${view.id}: ${error.message}`));
    if (view.id === "whatif") {
      await page.locator("input[name=runs]").fill("100");
      await page.locator("input[name=runs]").press("Tab");
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await page.locator(".whatif-result svg[data-chart]").waitFor({ timeout: 120_000 });
    }
    for (const [theme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]]) {
      await page.emulateMedia({ colorScheme: theme });
      const narrow = width < page.viewportSize().width;
      await page.setViewportSize({ width, height: 860 });
      // The desk begins differently on a phone.
      if (narrow) await page.reload().then(() => ready(page)).catch((error) => console.error(`${view.id}: ${error.message}`));
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${view.id}-${width}-${theme}.png`, fullPage: true });
    }
    console.log(view.id);
  }
} finally {
  await browser?.close();
  await desk?.stop();
  record.remove();
}
