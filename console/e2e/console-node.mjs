// The console against a real node: node e2e/console-node.mjs [--out DIR] [--only WORD].
// Needs FFmpeg and Chromium; ./freshet builds the program if need be.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { withBrowser } from "./browser.mjs";
import { publish, startNode } from "./node.mjs";

const { values } = parseArgs({
  options: { out: { type: "string" }, only: { type: "string", default: "" } },
});
if (values.out) mkdirSync(values.out, { recursive: true });
const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: "en-GB", colorScheme: "light" };
const PASSWORD = "a-password-of-my-own";

const node = await startNode();
const open = { node, senders: [] };
const send = (url, options) => {
  const sender = publish(url, options);
  open.senders.push(sender);
  return sender;
};

const inside = (page) => page.locator("[data-page]").waitFor();
const told = (page, text) => page.locator(".notes").getByText(text).waitFor();
const shot = (page, name) =>
  values.out && page.screenshot({ path: `${values.out}/${name}.png` });

async function signIn(page, password = PASSWORD) {
  await page.goto(node.url);
  await page.locator("[name=username]").fill("admin");
  await page.locator("[name=password]").fill(password);
  await page.keyboard.press("Enter");
}

let secret = "";

/** One day of an operator, in this order; each story builds on those before. */
const stories = {
  "the first sign-in wants a new password": async (page) => {
    await signIn(page, node.password);
    await page.getByRole("heading", { name: /A password of your own/ }).waitFor();
    await shot(page, "1-first-sign-in");
    await page.locator("[name=current]").fill(node.password);
    await page.locator("[name=next]").fill(PASSWORD);
    await page.locator("[name=again]").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await inside(page);
    await page.locator("[data-feed=live]").waitFor();
  },

  "a key is made, and whoever has none is refused": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/keys`);
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Test encoder");
    await page.getByRole("button", { name: "Make key" }).click();
    secret = await page.getByRole("textbox", { name: "Secret" }).inputValue();
    await shot(page, "2-key");
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.locator("tr", { hasText: "Test encoder" }).waitFor();
    const refused = await send(`${node.rtmp}/live/roof`, { seconds: 20 }).ended;
    assert.notEqual(refused.code, 0, "a publisher without a key was let in");
    await page.goto(`${node.url}/events`);
    await page.locator("[data-type='publisher.refused']").first().waitFor();
    send(`${node.rtmp}/live/roof?key=${secret}`, { gop: 250 });
    await page.locator("[data-type='stream.started']", { hasText: "live/roof" }).waitFor();
  },

  "the stream plays, its charts move, the ingest is judged": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/streams`);
    await page.locator("[data-stream='live/roof']").waitFor();
    await page.locator("[data-stream='live/roof'] a.stream").click();
    await page.waitForFunction(() => window.freshet?.snapshot().phase === "playing", null, {
      timeout: 30_000,
    });
    const points = () =>
      page.locator(".chart").first().evaluate((chart) => Number(chart.dataset.points));
    const before = await points();
    await page.waitForTimeout(4_000);
    assert.ok((await points()) > before, "the chart stands still");
    await page.locator("[data-code=gop-long]").waitFor({ timeout: 60_000 });
    await page.locator("[data-viewer]").first().waitFor();
    // The node watches the stream itself, since somebody looks at its page.
    for (const line of ["Probed, FLV", "Probed, HLS"])
      await page
        .locator(".chart .dashed", { hasText: new RegExp(`${line}\\s*[\\d.]+\\s*m?s`) })
        .waitFor({ timeout: 90_000 });
    await shot(page, "3-stream");
  },

  "a viewer is kicked and banned": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/streams/live/roof`);
    const row = page.locator("[data-viewer]", { hasText: "HTTP-FLV" }).first();
    const viewer = await fetch(`${node.media}/live/roof.flv`);
    const reader = viewer.body.getReader();
    const ended = (async () => {
      for (;;) if ((await reader.read()).done) return "ended";
    })().catch(() => "ended");
    await row.waitFor();
    await row.getByRole("button", { name: /away$/ }).click();
    await told(page, /was sent away/);
    assert.equal(
      await Promise.race([ended, page.waitForTimeout(10_000).then(() => "still there")]),
      "ended",
    );
    await page.locator("[data-viewer]").first().getByRole("button", { name: /^Ban/ }).click();
    await page.locator("dialog").getByRole("button", { name: "Ban", exact: true }).click();
    await told(page, "Banned.");
    assert.equal((await fetch(`${node.media}/live/roof.flv`)).status, 403);
    await page.goto(`${node.url}/access`);
    await page.getByRole("button", { name: "Lift" }).click();
    await told(page, "The ban was lifted.");
    await page.waitForTimeout(1_000);
    const again = await fetch(`${node.media}/live/roof.flv`);
    assert.equal(again.status, 200);
    await again.body.cancel();
  },

  "watching can be made to need a signature, and the console signs for itself": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/access`);
    await page.getByRole("button", { name: "New signing key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Web site");
    await page.getByRole("button", { name: "Make key" }).click();
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("button", { name: "New rule" }).click();
    await page.getByRole("textbox", { name: "Streams" }).fill("roof");
    await page.locator("dialog").getByRole("button", { name: "Save" }).click();
    await page.locator("[data-rule=roof]", { hasText: "Signed" }).waitFor();
    await page.waitForTimeout(1_000);
    assert.equal((await fetch(`${node.media}/live/roof.flv`)).status, 403);
    await page.goto(`${node.url}/streams/live/roof`);
    await page.getByText(/Signed for you/).waitFor({ timeout: 30_000 });
    await page.waitForFunction(() => window.freshet?.snapshot().phase === "playing", null, {
      timeout: 30_000,
    });
    const url = await page.getByRole("textbox", { name: "HTTP-FLV" }).inputValue();
    assert.match(url, /\/t\/[^/]+\/live\/roof\.flv$/);
    const watched = await fetch(url);
    assert.equal(watched.status, 200);
    await watched.body.cancel();
  },

  "an alert fires when the stream goes, and resolves when it is back": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/alerts?tab=rules`);
    await page.getByRole("button", { name: "New rule" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Roof is down");
    await page.getByRole("textbox", { name: "App" }).fill("live");
    await page.getByRole("textbox", { name: "Stream" }).fill("roof");
    await page.getByRole("spinbutton", { name: "Holds for, s" }).fill("1");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("[data-alert-rule='Roof is down']").waitFor();
    await Promise.all(open.senders.splice(0).map((sender) => sender.stop()));
    await page.locator(".side .count").waitFor({ timeout: 60_000 });
    await page.goto(`${node.url}/alerts`);
    await page.locator("[data-alert=firing]", { hasText: "Roof is down" }).waitFor();
    await shot(page, "4-alert");
    send(`${node.rtmp}/live/roof?key=${secret}`);
    await page
      .locator("[data-alert=resolved]", { hasText: "Roof is down" })
      .waitFor({ timeout: 60_000 });
    await page.locator(".side .count").waitFor({ state: "detached" });
  },

  "the stream is ended by hand, and the audit log knows by whom": async (page) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/streams/live/roof`);
    await page.getByRole("button", { name: "End stream" }).click();
    await page.locator("dialog").getByRole("button", { name: "End stream" }).click();
    await page.waitForURL("**/streams");
    await page.goto(`${node.url}/audit`);
    await page.locator("tr", { hasText: "stream.kicked" }).first().waitFor();
    await page.goto(`${node.url}/settings`);
    await page.getByText("rtmp.listen").waitFor();
    assert.ok(!node.log.includes(secret), "the key's secret is in the log");
    assert.ok(!node.log.includes(PASSWORD), "the password is in the log");
  },

  "a user with one role on one app sees what is theirs": async (page, context) => {
    await signIn(page);
    await inside(page);
    await page.goto(`${node.url}/users`);
    await page.getByRole("button", { name: "New user" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("mei");
    await page.getByRole("textbox", { name: "App" }).fill("live");
    await page.getByRole("combobox", { name: "Role" }).selectOption("moderator");
    await page.getByRole("button", { name: "Make user" }).click();
    const password = await page.getByRole("textbox", { name: "One-time password" }).inputValue();
    await context.clearCookies();
    await page.goto(node.url);
    await page.locator("[name=username]").fill("mei");
    await page.locator("[name=password]").fill(password);
    await page.keyboard.press("Enter");
    await page.locator("[name=current]").fill(password);
    await page.locator("[name=next]").fill(`${PASSWORD}-2`);
    await page.locator("[name=again]").fill(`${PASSWORD}-2`);
    await page.keyboard.press("Enter");
    await inside(page);
    assert.equal(await page.getByRole("link", { name: "Users" }).count(), 0);
    assert.equal(await page.getByRole("link", { name: "Publish keys" }).count(), 0);
    await page.goto(`${node.url}/streams`);
    await page.locator("h1").waitFor();
  },

  "what strangers and operators write is shown, and never run": async (page) => {
    await signIn(page);
    await inside(page);
    const hostile = (n) => `"><img src=x onerror=window.pwned=${n}><script>pwned=${n}</script>`;
    const made = await page.evaluate(async (texts) => {
      const { csrfToken } = await (await fetch("/api/v1/me")).json();
      const post = async (path, body) => {
        const answer = await fetch(`/api/v1/${path}`, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRF-Token": csrfToken },
          body: JSON.stringify(body),
        });
        return `${path} ${answer.status} ${answer.ok ? "" : await answer.text()}`;
      };
      return Promise.all([
        post("apps/live/keys", { name: texts[0] }),
        post("apps/live/signing-keys", { name: texts[1], kind: "secret" }),
        post("tokens", { name: texts[2], grants: { "*": "viewer" } }),
        post("webhooks", { url: "https://example.org/?x=%3Cscript%3E", types: ["stream.*"] }),
        post("alert-rules", { name: texts[4], kind: "stream-down", app: "live", stream: "nobody" }),
        post("apps/live/bans", { kind: "address", value: "198.51.100.9", reason: texts[5] }),
      ]);
    }, [1, 2, 3, 4, 5, 6].map(hostile));
    assert.deepEqual(made.filter((line) => !/ 201 $/.test(line)), []);
    const sender = send(`${node.rtmp}/live/evil?key=${secret}`, {
      metadata: { title: hostile(7), encoder: hostile(8) },
    });
    await page.goto(`${node.url}/streams`);
    await page.locator("[data-stream='live/evil']").waitFor();
    const viewer = await fetch(`${node.media}/live/evil.flv`, {
      headers: { "User-Agent": hostile(9), Referer: `http://x/${hostile(10)}` },
    });
    await page.goto(`${node.url}/streams/live/evil`);
    await page.locator("[data-viewer]", { hasText: "onerror=window.pwned=9" }).waitFor();
    await shot(page, "5-hostile-stream");
    for (const path of ["keys", "access", "webhooks", "alerts?tab=rules", "account", "audit", "events", "users", ""]) {
      await page.goto(`${node.url}/${path}`);
      await inside(page);
      await page.waitForTimeout(700);
      await shot(page, `5-hostile-${path.replace(/\W.*/, "") || "dashboard"}`);
      assert.equal(await page.evaluate(() => window.pwned), undefined, `/${path} ran it`);
    }
    await page.goto(`${node.url}/keys`);
    await page.locator("tr", { hasText: "onerror=window.pwned=1" }).waitFor();
    await viewer.body.cancel();
    await sender.stop();
    open.senders.splice(open.senders.indexOf(sender), 1);
  },

  "every page is there in Chinese, dark, on a phone, without a fault": async () => {
    await withBrowser(
      { viewport: { width: 390, height: 844 }, locale: "zh-CN", colorScheme: "dark" },
      async (context) => {
        const page = await context.newPage();
        const faults = [];
        page.on("pageerror", (cause) => faults.push(String(cause)));
        page.on("console", (message) => {
          if (message.type() === "error" && !/status of 40[14]/.test(message.text()))
            faults.push(message.text());
        });
        page.on("response", (answer) => {
          if (answer.status() >= 400 && ![401, 404].includes(answer.status()))
            faults.push(`${answer.status()} ${answer.url()}`);
        });
        await signIn(page);
        await inside(page);
        for (const path of ["", "streams", "alerts", "events", "keys", "access", "webhooks", "users", "audit", "settings", "account"]) {
          await page.goto(`${node.url}/${path}`);
          await inside(page);
          await page.waitForTimeout(1_200);
          const trouble = await page.locator(".trouble-line").allInnerTexts();
          faults.push(...trouble.map((text) => `/${path}: ${text}`));
        }
        assert.deepEqual(faults, []);
      },
    );
  },
};

let failed = 0;
for (const [name, story] of Object.entries(stories)) {
  if (!name.includes(values.only) && !name.startsWith("the first") && !name.startsWith("a key"))
    continue;
  const began = Date.now();
  try {
    await withBrowser(DESKTOP, async (context) => {
      const page = await context.newPage();
      const faults = [];
      page.on("pageerror", (cause) => faults.push(String(cause)));
      try {
        await story(page, context);
        assert.deepEqual(faults, []);
      } catch (cause) {
        await shot(page, `failed-${name.replace(/\W+/g, "-").slice(0, 40)}`);
        throw cause;
      }
    });
    console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (cause) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(cause.stack ?? cause).split("\n").slice(0, 10).join("\n      ")}`);
  }
}
await Promise.all(open.senders.map((sender) => sender.stop()));
if (failed > 0) console.log(node.log.split("\n").slice(-30).join("\n"));
await node.close();
process.exit(failed > 0 ? 1 : 0);
