// Ten tasks as a new reader would try them, each from the front page, counted: a click is a step, a key is one, and so is
// what is typed into a box at one go. `node tasks.mjs http://127.0.0.1:8417`, on a server that takes corrections and whose
// archive is the project's corpus. Prints a line for each task; ends with 1 where one fails or takes more than four steps.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [root] = process.argv.slice(2);
const MOST = 4;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let failed = 0;

// A reader who counts what they do.
class Reader {
  steps = [];
  constructor(page) {
    this.page = page;
  }
  async click(selector, within = this.page) {
    this.steps.push("click");
    await within.locator(selector).first().click();
  }
  async key(key) {
    this.steps.push(key);
    await this.page.keyboard.press(key);
  }
  async type(text) {
    this.steps.push("type");
    await this.page.keyboard.type(text);
  }
  // Three steps: to the box, the question, Enter.
  async ask(question) {
    await this.key("/");
    await this.type(question);
    await this.key("Enter");
    await this.page.waitForSelector("h1.total");
  }
  async cards() {
    return this.page.locator(".hits .card").count();
  }
}

async function task(what, does) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  try {
    await page.goto(root + "/");
    const reader = new Reader(page);
    await does(reader, page);
    assert.ok(reader.steps.length <= MOST, `${reader.steps.length} steps`);
    console.log(`ok    ${what}: ${reader.steps.length} (${reader.steps.join(", ")})`);
  } catch (error) {
    failed += 1;
    console.log(`WRONG ${what}\n${error.stack}`);
  }
  await context.close();
}

const question = "what did Corbyn say about NATO";

await task("find what somebody said about something", async (reader, page) => {
  await reader.ask(question);
  assert.ok(await page.isVisible("text=I don't wish to go to war"));
});

await task("narrow to a year", async (reader, page) => {
  await reader.ask("nato");
  const bar = page.locator('.chart a[data-period="2016"]');
  const told = parseInt((await bar.getAttribute("aria-label")).split(": ")[1], 10);
  await reader.click('.chart a[data-period="2016"]');
  await page.waitForURL(/date=2016/);
  assert.match(await page.textContent("h1.total"), new RegExp(`\\b${told}\\b`));
});

await task("see who says it most", async (reader, page) => {
  await reader.ask("nato");
  const counts = await page.locator(".facet-speaker .count").allTextContents();
  assert.ok(counts.length > 1);
  assert.ok(parseInt(counts[0], 10) >= parseInt(counts[1], 10));
});

await task("open the article at the place", async (reader, page) => {
  await reader.ask(question);
  const id = await page.locator(".card").first().getAttribute("data-id");
  await reader.click(".card a.place");
  await page.waitForURL(/article/);
  assert.ok(await page.locator(`#q-${id}`).evaluate((it) => it.matches(":target")));
});

await task("copy a citation", async (reader, page) => {
  await reader.ask(question);
  await reader.click(".card [data-copy]");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^“.*” — Jeremy Corbyn \(/);
});

await task("compare two people", async (reader, page) => {
  await reader.ask("Corbyn vs Starmer on nato");
  await reader.click("text=See both sides in columns");
  await page.waitForSelector(".column");
  assert.equal(await page.locator(".column").count(), 2);
});

await task("correct how a question was read", async (reader, page) => {
  await reader.ask(question);
  const before = await reader.cards();
  await reader.click('.chip a[aria-label="Take away: by Jeremy Corbyn"]');
  await page.waitForURL((url) => !url.search.includes("Corbyn"));
  assert.ok((await reader.cards()) > before);
});

await task("follow a question", async (reader, page) => {
  await reader.ask(question);
  const href = await page.getAttribute(".downloads a:text-is('Feed')", "href");
  const feed = await page.request.get(root + href);
  assert.match(feed.headers()["content-type"], /atom/);
  reader.steps.push("click");
});

await task("find a person by a nickname", async (reader, page) => {
  await reader.ask("Jezza");
  await reader.click(".card .who a");
  await page.waitForURL(/\/person\/jeremy-corbyn/);
  assert.equal(await page.textContent("h1"), "Jeremy Corbyn");
});

await task("get all rows into a spreadsheet", async (reader, page) => {
  await reader.ask("nato");
  const total = parseInt((await page.textContent("h1.total")).replace(/\D*(\d+).*/s, "$1"), 10);
  const coming = page.waitForEvent("download");
  await reader.click(".downloads a:text-is('All as CSV')");
  const rows = readFileSync(await (await coming).path(), "utf8");
  assert.ok(rows.trim().split(/\r?\n/).length > total, `${total} quotes`);
});

// The last one, since it changes the archive.
await task("correct who said it", async (reader, page) => {
  const id = await page.locator(".card").first().getAttribute("data-id");
  await reader.click(`.card[data-id="${id}"] a:text-is('Who said it?')`);
  await page.waitForSelector(".correcting");
  await reader.click('input[name="name"]');
  await reader.type("Ann Example");
  await reader.key("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/correct"));
  const held = await (await page.request.get(`${root}/api/v1/search?q=speaker:ann-example`)).json();
  assert.ok(held.total > 0);
});

await browser.close();
process.exit(failed ? 1 : 0);
