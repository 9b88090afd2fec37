// What a reader does with the page, in Chromium: `node check.mjs http://127.0.0.1:8417 FOLDER`. Leaves pictures in the folder.
// Prints a line for each thing tried; ends with 1 where any went wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [root, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let failed = 0;

// A page that listens for whatever goes wrong in it, and for requests to anywhere else.
async function opened(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    // A misread question is answered with 400, which the browser notes.
    if (message.type() === "error" && !/status of 400/.test(message.text())) page.wrong.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(root)) page.wrong.push("asked elsewhere: " + request.url());
  });
  return page;
}

async function tried(what, options, does) {
  const page = await opened(options);
  try {
    await does(page);
    assert.deepEqual(page.wrong, []);
    console.log("ok    " + what);
  } catch (error) {
    failed += 1;
    console.log("WRONG " + what + "\n" + error.stack);
    await page.screenshot({ path: `${folder}/wrong-${failed}.png` }).catch(() => {});
  }
  await page.context().close();
}

const total = async (page) => parseInt((await page.textContent("h1.total")).replace(/\D*(\d+).*/s, "$1"), 10);
const ask = async (page, question) => {
  await page.goto(root + "/");
  await page.fill("#q", question);
  await page.press("#q", "Enter");
  await page.waitForSelector("h1.total");
};
const question = "what did Corbyn say about NATO";
// What the page must count is what programs are told.
const counted = (await (await fetch(`${root}/api/v1/search?q=${encodeURIComponent(question)}`)).json()).total;
assert.ok(counted > 0);

for (const script of [true, false]) {
  const with_ = script ? "with the script" : "without a script";
  const options = { javaScriptEnabled: script };

  await tried(`a question from the front page, ${with_}`, options, async (page) => {
    await ask(page, question);
    assert.equal(await total(page), counted);
    assert.ok(await page.isVisible("text=I don't wish to go to war"));
    assert.equal(new URL(page.url()).searchParams.get("q"), question);
  });

  await tried(`a chip is taken away, ${with_}`, options, async (page) => {
    await page.goto(`${root}/search?q=${encodeURIComponent(question)}`);
    const before = await total(page);
    await page.click('.chip a[aria-label="Take away: by Jeremy Corbyn"]');
    await page.waitForURL((url) => !url.search.includes("Corbyn"));
    assert.ok((await total(page)) > before);
  });

  await tried(`a facet and a bar of the timeline narrow down, ${with_}`, options, async (page) => {
    await page.goto(`${root}/search?q=nato`);
    const value = page.locator(".facet-speaker li a").first();
    const count = parseInt(await value.locator(".count").textContent(), 10);
    await value.click();
    await page.waitForURL(/speaker=/);
    assert.equal(await total(page), count);
    const bar = page.locator(".chart a[data-period]").first();
    const told = parseInt((await bar.getAttribute("aria-label")).split(": ")[1], 10);
    await bar.click();
    await page.waitForURL(/date=/);
    assert.equal(await total(page), told);
  });

  await tried(`pages, article at the place, person, ${with_}`, options, async (page) => {
    await page.goto(`${root}/search?q=*`);
    const first = await page.locator(".card").first().getAttribute("data-id");
    await page.click('.pages a[rel="next"]');
    await page.waitForURL(/page=2/);
    assert.notEqual(await page.locator(".card").first().getAttribute("data-id"), first);
    const id = await page.locator(".card").first().getAttribute("data-id");
    await page.locator(".card a.place").first().click();
    await page.waitForURL(/article/);
    const lit = page.locator(`#q-${id}`);
    assert.ok(await lit.evaluate((it) => it.matches(":target")));
    const box = await lit.boundingBox();
    assert.ok(box && box.y >= 0 && box.y < 900, "the place is seen");
    await page.locator(".voices a[href^='/person/']").first().click();
    await page.waitForURL(/person/);
    assert.ok(await page.isVisible("text=Latest quotes"));
  });

  await tried(`quotes are ticked and become a list, ${with_}`, options, async (page) => {
    await page.goto(`${root}/search?q=nato`);
    await page.locator(".pick input").nth(0).check();
    await page.locator(".pick input").nth(2).check();
    await page.click(".picked button");
    await page.waitForURL(/\/list\?/);
    assert.equal(await page.locator(".card").count(), 2);
    assert.ok(await page.isVisible("text=BibTeX"));
  });
}

await tried("answers come while typing, and the address follows", {}, async (page) => {
  await page.goto(`${root}/search?q=nato`);
  const before = await total(page);
  await page.fill("#q", "");
  await page.type("#q", "nato Corbyn", { delay: 20 });
  await page.waitForURL((url) => url.searchParams.get("q") === "nato Corbyn");
  await page.waitForSelector(".chip b:text-is('Jeremy Corbyn')");
  assert.ok((await total(page)) < before);
});

await tried("names are offered and taken with the arrow keys", {}, async (page) => {
  await page.goto(root + "/");
  await page.type("#q", "what did jeremy cor", { delay: 10 });
  await page.waitForSelector(".offers li");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getAttribute("#q", "aria-activedescendant"), "offer-0");
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#q"), "what did Jeremy Corbyn ");
  await page.type("#q", "say about nato");
  await page.keyboard.press("Enter");
  await page.waitForSelector("h1.total");
  assert.equal(await total(page), counted);
});

await tried("with the keyboard alone: skip link, / j k Enter Esc", {}, async (page) => {
  await page.goto(`${root}/search?q=nato`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  const cards = await page.$$eval(".card", (cards) => cards.map((card) => card.classList.contains("current")));
  assert.deepEqual(cards.slice(0, 3), [true, false, false]);
  await page.keyboard.press("x");
  assert.equal(await page.textContent("[data-list-count]"), " (1)");
  await page.keyboard.press("Enter");
  await page.waitForURL(/article/);
});

await tried("a citation is copied", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(`${root}/search?q=${encodeURIComponent(question)}`);
  await page.locator("[data-copy]").first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^“.*” — Jeremy Corbyn \(/);
});

await tried("a stretch of the timeline is dragged", {}, async (page) => {
  await page.goto(`${root}/search?q=*`);
  const bars = page.locator(".chart a[data-period] .touch");
  const [from, to] = [await bars.nth(2).boundingBox(), await bars.nth(5).boundingBox()];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.waitForURL((url) => /^\d+\.\.\d+$/.test(url.searchParams.get("date") ?? ""));
});

await tried("two people side by side", {}, async (page) => {
  await page.goto(root + "/compare");
  await page.locator('input[name="side"]').nth(0).fill("Corbyn");
  await page.locator('input[name="side"]').nth(1).fill("Starmer");
  await page.fill('input[name="on"]', "nato");
  await page.click(".sides button");
  await page.waitForSelector(".column");
  assert.equal(await page.locator(".column").count(), 2);
});

// What axe-core calls serious or worse, on each page, light and dark, wide and narrow; and nothing wider than the window.
const answer = await (await fetch(`${root}/api/v1/search?q=${encodeURIComponent(question)}`)).json();
const hit = answer.hits[0];
const pages = {
  front: "/",
  search: `/search?q=${encodeURIComponent(question)}`,
  broad: "/search?q=nato",
  narrowed: "/search?q=nato&party=labour&date=2016..2024&sort=newest",
  nothing: "/search?q=what+did+Corbyn+say+about+zebras+in+2016",
  unread: "/search?q=date:(",
  article: `/article/${hit.article.id}#q-${hit.id}`,
  person: "/person/jeremy-corbyn",
  compare: "/compare?side=Corbyn&side=Starmer&on=nato",
  list: "/list?" + answer.hits.slice(0, 3).map((it) => "id=" + it.id).join("&"),
  correct: "/correct?id=" + hit.id,
  missing: "/nothing",
};
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 820, 390]) {
    await tried(`looks and access, ${width} px, ${colorScheme}`, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true }, async (page) => {
      const wrong = [];
      for (const [name, path] of Object.entries(pages)) {
        await page.goto("about:blank");
        await page.goto(root + path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) wrong.push(`${name}: ${wide} px wider than the window`);
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        // Contrast differs by scheme, what is hidden by width.
        if (colorScheme === "dark" ? width !== 1440 : width === 820) continue;
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const it of found.violations) {
          if (it.impact === "serious" || it.impact === "critical") {
            wrong.push(`${name}: ${it.id} (${it.nodes.length}): ${it.nodes[0].html.slice(0, 200)} ${it.nodes[0].failureSummary}`);
          }
        }
      }
      page.wrong = page.wrong.filter((it) => !/status of (400|404)/.test(it));
      assert.deepEqual(wrong, []);
    });
  }
}

await browser.close();
process.exit(failed ? 1 : 0);
