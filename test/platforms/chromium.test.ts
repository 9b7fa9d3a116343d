import type { Browser, Page as Tab } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ClosedPort } from "../closed-port.ts";
import { cases } from "../contract/cases.ts";
import { KEY } from "../contract/values.ts";
import { compareRequests } from "../contract/wire.ts";
import { startServer } from "../server/start.js";
import type { RecordedRequest, ServerHandle } from "../server/types.ts";
import { bundle, findChromium, launch, open, servePage } from "./browser.ts";
import { expectationInPage } from "./expect.ts";
import type { Page, PageLayer } from "./page.ts";

const executable = findChromium();

/** On a developer's machine without Chromium the tests are skipped, in CI that is a failure. */
test.skipIf(executable === undefined && process.env["CI"] === undefined)(
  "there is a Chromium (CHROMIUM says where, if it is not where Debian has it)",
  () => expect(executable).toBeDefined(),
);

const layers: readonly PageLayer[] = ["promise", "operations", "callback", "errback"];

/** What a blocking call says in a browser. */
const blocking =
  "batch.jobs.list: a blocking call needs a thread that may block and the worker threads of Node; here, use the promise or the callback client";

/** Headers that a browser adds to those of the request. */
const added = /^(?:origin|referer|priority|cache-control|pragma|sec-.*)$/;

describe.skipIf(executable === undefined)("in a page", () => {
  let server: ServerHandle;
  let site: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let tab: Tab;
  const uncaught: string[] = [];

  beforeAll(async () => {
    server = await startServer({ cors: true });
    site = await servePage();
    browser = await launch(executable ?? "");
    tab = await open(browser, site.url, uncaught);
    await tab.exposeFunction("arrivals", async () =>
      (await server.requests()).map(({ status, target }) => ({ status, target })),
    );
    await tab.addScriptTag({ url: "/page.js", type: "module" });
    await tab.waitForFunction(() => "page" in globalThis);
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
    await server?.close();
  });

  describe.each(layers)("%s", (layer) => {
    const applicable = cases.filter((each) => !("notApplicable" in expectationInPage(each, layer)));
    test.each(applicable.map((each) => [each.name, each] as const))("%s", async (name, each) => {
      const expected = expectationInPage(each, layer);
      if ("notApplicable" in expected) return;
      await server.reset();
      await server.configure({ keys: { [KEY]: { user: "contract" } } });
      if (typeof each.answer === "object") await server.script(each.answer);
      using closed = each.answer === "refused" ? await ClosedPort.take() : undefined;
      const base = closed?.url ?? server.url + (each.client?.basePath ?? "");
      const faults = await tab.evaluate(
        ([name, layer, base, url]) =>
          (globalThis as unknown as { page: Page }).page.check(name, layer, base, url),
        [name, layer, base, server.url] as const,
      );
      const recorded = (await server.requests()).map(withoutAdded);
      expect([...faults, ...(await compareRequests(recorded, expected.requests))]).toEqual([]);
    });
  });

  test("the bundle of an application has no module of Node in it", async () => {
    const text = await bundle("worker.ts");
    expect(text).not.toMatch(/\b(?:import|require)\b[^;]{0,40}["']node:/);
  });

  test("a signal with a timeout of the browser ends a call, and the reason is its own", async () => {
    await server.reset();
    await server.script({ silent: true });
    const error = await tab.evaluate(async (client) => {
      const { createCore, batchJobsList } = (globalThis as unknown as { page: Page }).page
        .operations;
      const call = batchJobsList(createCore(client), undefined, {
        signal: AbortSignal.timeout(50),
      });
      return call.catch(({ name, reason }: { name: string; reason: Error }) => [name, reason.name]);
    }, connection());
    expect(error).toEqual(["CancelledError", "TimeoutError"]);
  });

  test("on the page's own thread nothing blocks: a blocking call says so, before anything is sent", async () => {
    await server.reset();
    const error = await tab.evaluate((client) => {
      const { createSyncClient } = (globalThis as unknown as { page: Page }).page;
      try {
        createSyncClient(client).batch.jobs.list();
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    }, connection());
    expect(error).toBe(blocking);
    expect(await server.requests()).toEqual([]);
  });

  test("in a worker of the page the promise layer works, and a blocking call says what it needs", async () => {
    await server.reset();
    const answers = await tab.evaluate(
      (client) =>
        new Promise((resolve, reject) => {
          const worker = new Worker("/worker.js", { type: "module" });
          worker.addEventListener("message", ({ data }) => resolve(data));
          worker.addEventListener("error", ({ message }) => reject(new Error(message)));
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that of a worker has none
          worker.postMessage(client);
        }),
      connection(),
    );
    expect(answers).toEqual({
      sync: { name: "ClientError", message: blocking },
      promise: { object: "list", data: [], total: 0 },
    });
  });

  test("a redirect of a request with a credential in a header of its own is not followed, and not tried again", async () => {
    await server.reset();
    await server.script({ status: 307, headers: { location: `${server.url}/v1/files` } });
    const error = await tab.evaluate(async (client) => {
      const { createCore, batchJobsList } = (globalThis as unknown as { page: Page }).page
        .operations;
      const headers = { "x-own-key": "5ecret" };
      return batchJobsList(createCore({ ...client, headers })).catch(
        ({ name, message, causeCode, attempt }: Error & Record<string, unknown>) => ({
          name,
          message,
          causeCode,
          attempt,
        }),
      );
    }, connection());
    expect(error).toEqual({
      name: "ConnectionError",
      message:
        "batch.jobs.list: the server redirects, which a request with a credential in a header of its own must not follow here",
      causeCode: "ERR_REDIRECT",
      attempt: 1,
    });
    expect(await server.requests()).toHaveLength(1);
  });

  test("a cross-origin answer that the server keeps from pages is a connection that failed", async () => {
    await server.reset();
    await server.configure({ cors: false });
    const error = await tab.evaluate(async (client) => {
      const { createCore, batchJobsList } = (globalThis as unknown as { page: Page }).page
        .operations;
      return batchJobsList(createCore(client)).catch((error: Error) => error.name);
    }, connection());
    expect(error).toBe("ConnectionError");
  });

  test("nothing was left uncaught", () => {
    expect(uncaught).toEqual([]);
  });

  function connection(): { baseUrl: string; apiKey: string } {
    return { baseUrl: server.url, apiKey: server.apiKey };
  }
});

function withoutAdded(request: RecordedRequest): RecordedRequest {
  return {
    ...request,
    headers: request.headers.filter(([name]) => !added.test(name.toLowerCase())),
  };
}
