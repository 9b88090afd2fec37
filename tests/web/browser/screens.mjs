// Pictures of the pages of a running server: `node screens.mjs http://127.0.0.1:8417 FOLDER [STYLESHEET]`, at three widths,
// light and dark. With a stylesheet, that one is taken in place of the one that the server has inside.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [root, folder, style] = process.argv.slice(2);
const only = process.env.ONLY?.split(",");
const pages = {
  front: "/",
  search: "/search?q=what+did+Corbyn+say+about+NATO",
  broad: "/search?q=nato",
  nothing: "/search?q=what+did+Corbyn+say+about+zebras+in+2016",
  unread: "/search?q=date:(",
  article: null,
  person: "/person/jeremy-corbyn",
  compare: "/compare?side=Corbyn&side=Starmer&on=nato",
  list: null,
  correct: null,
};
const answer = await (await fetch(root + "/api/v1/search?q=what+did+Corbyn+say+about+NATO")).json();
const hit = answer.hits[0];
if (hit) {
  pages.article = `/article/${hit.article.id}#q-${hit.id}`;
  pages.list = "/list?" + answer.hits.slice(0, 3).map((it) => "id=" + it.id).join("&");
  pages.correct = "/correct?id=" + hit.id;
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 820, 390]) {
    if (only && !only.includes(`${colorScheme}-${width}`) && !only.includes("all")) continue;
    const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme });
    if (style) {
      await context.route("**/assets/style.css*", (route) => route.fulfill({ body: readFileSync(style), contentType: "text/css" }));
    }
    const page = await context.newPage();
    for (const [name, path] of Object.entries(pages)) {
      if (!path || (process.env.PAGES && !process.env.PAGES.split(",").includes(name))) continue;
      await page.goto("about:blank");
      await page.goto(root + path);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: process.env.FULL !== "0" });
    }
    await context.close();
  }
}
await browser.close();
