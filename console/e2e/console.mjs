// The console against the fake control port: node e2e/console.mjs [--only WORD] [--out DIR].
// Exit code 0 = all well.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { tellAll, withBrowser } from "./browser.mjs";
import { startFakeControl } from "./fake-control.mjs";
import { HOSTILE } from "./fake-node.mjs";
import { startFakeServer } from "./fake-server.mjs";

const { values } = parseArgs({
  options: { only: { type: "string", default: "" }, out: { type: "string" } },
});
if (values.out) mkdirSync(values.out, { recursive: true });
const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: "en-GB", colorScheme: "light" };
const PHONE = { viewport: { width: 390, height: 844 }, locale: "en-GB", hasTouch: true };
const PASSWORD = "a-password-of-my-own";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PATHS = [
  "/",
  "/streams",
  "/streams/live/demo",
  "/nodes",
  "/keys",
  "/access",
  "/webhooks",
  "/events",
  "/alerts",
  "/alerts?tab=rules",
  "/alerts?tab=silences",
  "/alerts?tab=channels",
  "/healing",
  "/users",
  "/account",
  "/audit",
  "/settings",
];

/** A page that fails the test by every error of its own, every refused style, every strange host. */
async function pageOf(context, control, media) {
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (cause) => page.faults.push(String(cause)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|404|403|422)|ERR_|unsafe header/.test(message.text()))
      page.faults.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "blob:" && ![control.url, media.url].includes(origin))
      page.faults.push(`asked ${request.url()}`);
  });
  return page;
}

async function signIn(page, control, password = PASSWORD) {
  await page.goto(control.url);
  await page.locator("[name=username]").fill("admin");
  await page.locator("[name=password]").fill(password);
  await page.keyboard.press("Enter");
}

const inside = (page) => page.locator("[data-page]").waitFor();
const told = (page, text) => page.locator(".notes").getByText(text).waitFor();

const stories = {
  "the first sign-in asks for a password of one's own": async ({ control, page }) => {
    control.state.password = "first-password";
    control.state.mustChange = true;
    await signIn(page, control, "wrong");
    await page.getByText("Name or password is wrong.").waitFor();
    await page.locator("[name=password]").fill("first-password");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "A password of your own, admin" }).waitFor();
    await page.locator("[name=current]").fill("first-password");
    await page.locator("[name=next]").fill("short");
    await page.locator("[name=again]").fill("short");
    await page.keyboard.press("Enter");
    await page.getByText("It needs at least 10 characters.").waitFor();
    await page.locator("[name=next]").fill(PASSWORD);
    await page.locator("[name=again]").fill(PASSWORD + "x");
    await page.keyboard.press("Enter");
    await page.getByText("This is not the same as above.").waitFor();
    await page.locator("[name=again]").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await inside(page);
    await page.locator(".who summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  },

  "the dashboard moves by itself, and says when it cannot": async ({ control, page }) => {
    await signIn(page, control);
    await page.locator("[data-feed=live]").waitFor();
    const points = () =>
      page.locator(".chart").first().evaluate((chart) => Number(chart.dataset.points));
    await page.waitForFunction(() => document.querySelector(".chart")?.dataset.points > 590);
    const out = page.locator(".figures dd").nth(2);
    const before = await out.innerText();
    await page.waitForTimeout(3_500);
    assert.notEqual(await out.innerText(), before);
    assert.ok((await points()) <= 600);
    control.refuse = true;
    await page.locator("[role=alert]", { hasText: "Connection lost." }).waitFor();
    control.refuse = false;
    await page.locator("[data-feed=live]").waitFor({ timeout: 30_000 });
    await page.locator(".lost").waitFor({ state: "detached" });
  },

  "a node is drained and taken back, and a stream's tree is shown": async ({ control, page }) => {
    await signIn(page, control);
    await page.getByRole("link", { name: "Nodes" }).click();
    const row = page.locator("[data-node=edge-1]");
    await row.getByText("Ready").waitFor();
    await page.locator("[data-node=edge-us-2]").getByText("Not heard of").waitFor();
    await row.getByRole("button", { name: "Drain edge-1" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("new kernel");
    await page.getByRole("button", { name: "Drain", exact: true }).last().click();
    await told(page, "All nodes hear of it.");
    await row.getByText("Draining").waitFor();
    await row.getByText("ordered by admin").waitFor();
    await row.getByText("new kernel").waitFor();
    await row.getByRole("button", { name: "Resume edge-1" }).click();
    await page.getByRole("button", { name: "Resume", exact: true }).last().click();
    await row.getByText("Ready").waitFor();
    await row.getByRole("button", { name: "Evict edge-1" }).click();
    await page.getByRole("button", { name: "Evict", exact: true }).last().click();
    await row.getByText("Evicted").waitFor();
    await page.goto(`${control.url}/streams/live/demo`);
    const below = page.locator("[data-limb=origin-1] [data-limb=edge-1] [data-limb=edge-2]");
    await below.getByText(/Mbit\/s|kbit\/s/).waitFor();
  },

  "alerts fire and resolve before one's eyes": async ({ control, page }) => {
    await signIn(page, control);
    await page.locator(".side .count", { hasText: "1" }).waitFor();
    control.rules.fire("live/harbour/cam-2", "Harbour");
    await page.locator(".side .count", { hasText: "2" }).waitFor();
    await page.getByRole("link", { name: /^Alerts/ }).first().click();
    const row = page.locator("[data-alert=firing]", { hasText: "live/harbour/cam-2" });
    await row.waitFor();
    await row.getByRole("button", { name: "Silence live/harbour/cam-2" }).click();
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await told(page, "Silenced.");
    control.rules.resolve("live/harbour/cam-2");
    await page.locator("[data-alert=resolved]", { hasText: "live/harbour/cam-2" }).waitFor();
    await page.locator(".side .count", { hasText: "1" }).waitFor();
  },

  "a node that was given up is tried again": async ({ control, page }) => {
    await signIn(page, control);
    await page.getByRole("link", { name: "Healing" }).click();
    await page.locator("[data-node=edge-2][data-condition=given-up]").waitFor();
    assert.equal(await page.locator("[data-node=edge-1] button").count(), 0);
    await page.getByRole("button", { name: "Try again: edge-2" }).click();
    await told(page, "It is tried again.");
    await page.locator("[data-node=edge-2][data-condition=trial]").waitFor();
  },

  "a thousand streams are searched and paged by the server": async ({ media, context }) => {
    const control = await startFakeControl({
      streams: 1_000,
      media: Number(new URL(media.url).port),
      gentle: PASSWORD,
    });
    try {
      const page = await pageOf(context, control, media);
      await signIn(page, control);
      await inside(page);
      const began = Date.now();
      await page.goto(`${control.url}/streams`);
      await page.getByText("1,000 streams").waitFor();
      const shownMs = Date.now() - began;
      assert.equal(await page.locator("tbody tr").count(), 50);
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByText("51 to 100 of 1,000").waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("arena/cam-1");
      await page.waitForFunction(() => {
        const rows = [...document.querySelectorAll("[data-stream]")];
        return rows.length > 0 && rows.every((row) => row.dataset.stream.includes("arena/cam-1"));
      });
      assert.match(page.url(), /\?q=arena/);
      await page.getByRole("combobox", { name: "Order" }).selectOption("viewers");
      await page.locator("tbody .badge").first().waitFor();
      assert.deepEqual(page.faults, []);
      return `shown after ${shownMs} ms`;
    } finally {
      await control.close();
    }
  },

  "a stream plays, its charts move, viewers are kicked and banned": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/streams/live/demo`);
    await page.waitForFunction(() => window.freshet?.snapshot().phase === "playing", null, {
      timeout: 20_000,
    });
    assert.equal(await page.locator(".chart").count(), 4);
    await page.waitForFunction(() => document.querySelector(".chart")?.dataset.points > 590);
    const latency = page.locator(".chart", { hasText: "Latency" });
    for (const line of ["Probed, FLV", "Probed, HLS"])
      await latency.locator(".dashed", { hasText: new RegExp(`${line}\\s*\\d+\\s*ms`) }).waitFor();
    await page.locator("[data-code=gop-long]", { hasText: "key frames every 10 s" }).waitFor();
    const first = page.locator("[data-viewer]").first();
    const address = (await first.locator(".mono").innerText()).trim();
    await first.getByRole("button", { name: `Send ${address} away` }).click();
    await told(page, `${address} was sent away.`);
    await page.locator("[data-viewer]").first().getByRole("button", { name: /^Ban/ }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("restreams");
    await page.locator("dialog").getByRole("button", { name: "Ban", exact: true }).click();
    await told(page, "Banned.");
    assert.equal(control.rules.lists.bans.at(-1).reason, "restreams");
    await page.getByRole("button", { name: "QR code" }).click();
    await page.getByRole("img", { name: "QR code of the watch page's address" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.equal(
      await page.getByRole("textbox", { name: "Server", exact: true }).inputValue(),
      "rtmp://127.0.0.1:1935/live",
    );
    await page.getByRole("button", { name: "End stream" }).click();
    await page.locator("dialog").getByRole("button", { name: "End stream" }).click();
    await page.waitForURL("**/streams");
    assert.ok(control.state.writes.includes("DELETE /api/v1/streams/live/demo"));
  },

  "a key is made, shown once, rotated and revoked": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/keys`);
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Roof camera");
    await page.getByRole("textbox", { name: "Streams" }).fill("roof");
    await page.getByRole("button", { name: "Make key" }).click();
    const secret = await page.getByRole("textbox", { name: "Secret" }).inputValue();
    assert.match(secret, /^fk_.{20}/);
    assert.equal(
      await page.getByRole("textbox", { name: "Stream key" }).inputValue(),
      `roof?key=${secret}`,
    );
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.locator("tr", { hasText: "Roof camera" }).waitFor();
    assert.ok(!(await page.content()).includes(secret));
    await page.getByRole("button", { name: "Rotate Roof camera" }).click();
    await page.locator("dialog").getByRole("button", { name: "Rotate" }).click();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.locator("tr", { hasText: "Roof camera" }).getByText("old secret valid, too").waitFor();
    await page.getByRole("button", { name: "Revoke Roof camera" }).click();
    await page.locator("dialog").getByRole("button", { name: "Revoke" }).click();
    await told(page, "Revoked");
    await page.locator("tr", { hasText: "Roof camera" }).waitFor({ state: "detached" });
  },

  "webhooks are made, tested, and their dead letters sent again": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/webhooks`);
    await page.getByRole("button", { name: "New webhook" }).click();
    await page.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:9/hook");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".field", { hasText: "this port is not taken" }).waitFor();
    await page.getByRole("textbox", { name: "Address" }).fill("https://example.org/hook");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "I have kept it" }).click();
    const row = page.locator("tr", { hasText: "https://example.org/hook" });
    await row.getByRole("button", { name: /^Test/ }).click();
    await row.getByText(/Answered in/).waitFor();
    await page.getByTitle(/Deliveries to https:\/\/old/).click();
    await page.locator("[data-delivery=dead]").getByRole("button", { name: "Send again" }).click();
    await told(page, "It is sent again.");
  },

  "a program that decides is set up, and asked once": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/access`);
    await page.getByRole("button", { name: "Set one up" }).click();
    await page.getByRole("textbox", { name: "Address", exact: true }).fill("https://example.org/ask");
    await page.getByRole("checkbox", { name: "Ask about viewers" }).check();
    await page.locator("form", { hasText: "Wait at most" }).getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("It would refuse").waitFor();
    assert.equal(control.rules.decider.onPlay, true);
  },

  "users get roles and a one-time password": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/users`);
    await page.getByRole("button", { name: "New user" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("mei");
    await page.getByRole("textbox", { name: "App" }).fill("live");
    await page.getByRole("combobox", { name: "Role" }).selectOption("moderator");
    await page.getByRole("button", { name: "Make user" }).click();
    await page.getByRole("heading", { name: "One-time password of mei" }).waitFor();
    await page.getByRole("button", { name: "I have kept it" }).click();
    assert.deepEqual(control.rules.lists.users.at(-1).grants, { live: "moderator" });
    await page.getByRole("button", { name: "New password for mei" }).click();
    await page.locator("dialog").getByRole("button", { name: "New password" }).click();
    await page.getByRole("heading", { name: "One-time password of mei" }).waitFor();
  },

  "events appear while one looks": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/events`);
    await page.locator("main .feed.live").waitFor();
    control.tell({ type: "publisher.refused", app: "live", stream: "roof", facts: { reason: "no key" } });
    const line = page.locator("[data-type='publisher.refused']").first();
    await line.getByText("live/roof").waitFor();
    await page.getByRole("combobox", { name: "Kind" }).selectOption("node.*");
    await page.waitForFunction(
      () => document.querySelectorAll("[data-type='publisher.refused']").length === 0,
    );
    await page.getByText("Node started").waitFor();
  },

  "hostile text is shown, and never run": async ({ control, page }) => {
    const [one, two, three] = control.node.streams;
    one.name = HOSTILE.name;
    two.name = HOSTILE.turned;
    three.name = HOSTILE.long;
    control.node.extraViewers.set(`live/${HOSTILE.name}`, [
      {
        id: "evil",
        protocol: "hls",
        address: "198.51.100.66",
        userAgent: HOSTILE.agent,
        user: "<b onclick=window.pwned=3>",
        sinceMs: Date.now(),
        bytes: 1,
      },
    ]);
    control.node.happened({
      type: "<script>window.pwned=4</script>",
      app: "live",
      stream: HOSTILE.name,
      facts: { "<i>": HOSTILE.agent },
    });
    await signIn(page, control);
    await inside(page);
    for (const path of ["/", "/streams", "/events"]) {
      await page.goto(control.url + path);
      await page.getByText(HOSTILE.name).first().waitFor();
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
    }
    await page.goto(`${control.url}/streams`);
    await page.getByText("U+202E").first().waitFor();
    await page.getByRole("link", { name: HOSTILE.name }).first().click();
    await page.locator("[data-viewer=evil]").getByText("onerror=window.pwned=2").waitFor();
    await page.getByRole("button", { name: "End stream" }).click();
    await page.locator("dialog").getByText(HOSTILE.name).waitFor();
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.ok(control.node.streams.includes(one));
  },

  "settings are read again, and what holds from when on is said": async ({ control, page }) => {
    control.node.unreadableSecrets = 3;
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/settings`);
    await page.getByText("3 secrets cannot be read").waitFor();
    await page.getByRole("button", { name: "Read again" }).click();
    const outcome = page.locator("section", { hasText: "After a restart of the node" }).first();
    await outcome.getByText("log-level").waitFor();
    await outcome.getByText("apps.live.hls.part-duration").waitFor();
    await outcome.getByText("rtmp.listen").first().waitFor();
    if (values.out) await page.screenshot({ path: `${values.out}/settings-reload.png` });
  },

  "an ended session asks to sign in again, and comes back to the same page": async ({
    control,
    page,
  }) => {
    await signIn(page, control);
    await inside(page);
    await page.goto(`${control.url}/keys`);
    await page.locator("tbody tr").first().waitFor();
    control.state.signedIn.clear();
    await page.getByText("Your session is over.").waitFor({ timeout: 20_000 });
    await page.locator("[name=username]").fill("admin");
    await page.locator("[name=password]").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator("[data-page=keys]").waitFor();
  },

  "the keyboard goes everywhere": async ({ control, page }) => {
    await signIn(page, control);
    await inside(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("g");
    await page.keyboard.press("k");
    await page.locator("[data-page=keys]").waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.locator("[data-page=streams]").waitFor();
    const searching = () => document.activeElement.matches("[data-search]");
    await page.waitForFunction(searching, undefined, { polling: 50 });
    // Nothing that is tidied up after a paint takes the focus away again.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    assert.ok(await page.evaluate(searching));
  },

  ...Object.fromEntries(
    [
      ["light, English, desktop", { ...DESKTOP }],
      ["dark, Chinese, desktop", { ...DESKTOP, colorScheme: "dark", locale: "zh-CN" }],
      ["light, Chinese, phone", { ...PHONE, colorScheme: "light", locale: "zh-CN" }],
      ["dark, English, phone", { ...PHONE, colorScheme: "dark" }],
    ].map(([name, options]) => [
      `every page is accessible and fits: ${name}`,
      async ({ control, media }) => {
        await withBrowser({ ...options, bypassCSP: true }, async (context) => {
          const page = await pageOf(context, control, media);
          await page.goto(control.url);
          await page.locator("[name=username]").waitFor();
          const found = [...(await look(page, "login"))];
          await signIn(page, control);
          await inside(page);
          for (const path of PATHS) {
            await page.goto(control.url + path);
            await inside(page);
            await page.waitForTimeout(900);
            found.push(...(await look(page, path)));
          }
          assert.deepEqual([...found, ...page.faults], []);
        });
      },
    ]),
  ),
};

/** What is wrong by the rules of WCAG 2.2 A and AA that axe can check, and what is too wide. */
async function look(page, where) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  const said = violations.map(
    ({ id, nodes }) =>
      `${where}: ${id}: ${nodes
        .slice(0, 3)
        .map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`)
        .join("\n        ")}`,
  );
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wider > 0) said.push(`${where} is ${wider} px wider than the window`);
  return said;
}

const media = await startFakeServer();

async function tell(name, story) {
  const control = await startFakeControl({
    media: Number(new URL(media.url).port),
    gentle: PASSWORD,
  });
  try {
    return await withBrowser(DESKTOP, async (context) => {
      const page = await pageOf(context, control, media);
      try {
        const said = await story({ control, media, page, context });
        assert.deepEqual(page.faults, []);
        return said;
      } catch (cause) {
        if (values.out)
          await page.screenshot({ path: `${values.out}/${name.replace(/\W+/g, "-")}.png` });
        throw cause;
      }
    });
  } finally {
    await control.close();
  }
}

const wanted = Object.entries(stories).filter(([name]) => name.includes(values.only));
const code = await tellAll(Object.fromEntries(wanted), tell);
await media.close();
process.exit(code);
