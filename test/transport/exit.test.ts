import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { Core } from "../../templates/package/src/runtime/core.ts";
import { api, head, operation, raw, type Servers, startServer } from "./layers.ts";

let servers: Servers;

beforeAll(async () => {
  servers = await startServer();
});

const list = '{"data":[],"object":"list","total":0}';
const json = (status: string): string =>
  raw(head(status, "content-type: application/json", `content-length: ${list.length}`) + list);
const begun = head("200 OK", "content-type: application/json");

/** The calls of a program, by the names that its client is made with. */
const bases = {
  good: json("200 OK"),
  // Its connection is kept, and idle if nothing comes after it.
  kept: "/open",
  bad: json("400 Bad Request"),
  broken: raw(head("200 OK", "content-length: 9"), "[", { end: "reset" }),
  silent: raw({ end: "stall" }),
  stalled: raw(begun, "[", { end: "stall" }),
};

const programs = {
  promise: `
    import { createClient } from "mistral-batch-files";
    const of = (base) => createClient({ apiKey: "k", baseUrl: base, retry: 0 }).files;
    const attempt = (base, options) => of(base).list({}, options).then(() => said.push("ok"), note);
    await attempt(bases.good);
    await attempt(bases.bad);
    await attempt(bases.broken);
    await attempt(bases.silent, { timeout: { headers: 50 } });
    await attempt(bases.stalled, { timeout: { idle: 50 } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await attempt(bases.silent, { signal: controller.signal });
    await of(bases.stalled).download("f");
    await attempt(bases.kept);`,
  callback: `
    import { createCallbackClient } from "mistral-batch-files/callback";
    const of = (base) => createCallbackClient({ apiKey: "k", baseUrl: base, retry: 0 }).files;
    const attempt = (base, options) => new Promise((resolve) => {
      of(base).list({}, (error) => { if (error) note(error); else said.push("ok"); resolve(); }, options);
    });
    await attempt(bases.good);
    await attempt(bases.bad);
    await attempt(bases.broken);
    await attempt(bases.silent, { timeout: { headers: 50 } });
    await attempt(bases.stalled, { timeout: { idle: 50 } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await attempt(bases.silent, { signal: controller.signal });
    await new Promise((resolve) => of(bases.stalled).download("f", {}, resolve));
    await attempt(bases.kept);`,
  sync: `
    import { createSyncClient } from "mistral-batch-files/sync";
    const of = (base) => createSyncClient({ apiKey: "k", baseUrl: base, retry: 0 }).files;
    const attempt = (base, options) => {
      try { of(base).list({}, options); said.push("ok"); } catch (error) { note(error); }
    };
    attempt(bases.good);
    attempt(bases.bad);
    attempt(bases.broken);
    attempt(bases.silent, { timeout: { headers: 50 } });
    attempt(bases.stalled, { timeout: { idle: 50 } });
    of(bases.stalled).download("f");
    attempt(bases.kept);`,
};

test.each(Object.entries(programs))(
  "a process that has made its calls exits by itself, and waits for nothing: %s",
  async (layer, program) => {
    const urls = Object.entries(bases).map(([name, path]) => [name, servers.url + path]);
    const code = `
      const said = [];
      const note = (error) => said.push(error.name);
      const bases = ${JSON.stringify(Object.fromEntries(urls))};
      // Its output is a pipe.
      const open = () => process.getActiveResourcesInfo().filter((each) => each !== "PipeWrap");
      ${program}
      // What is destroyed needs some turns of the event loop; a connection that keeps the process alive needs seconds.
      for (let turn = 0; turn < 1_000 && open().length > 0; turn++)
        await new Promise((resolve) => setImmediate(resolve));
      console.log(said.join(), open());`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", code],
      { cwd: fileURLToPath(new URL("../..", import.meta.url)), timeout: 40_000 },
    );
    const cancelled = layer === "sync" ? "" : ",CancelledError";
    expect(stdout.trim()).toBe(
      `ok,BadRequestError,ConnectionError,TimeoutError,TimeoutError${cancelled},ok []`,
    );
  },
);

test("a signal that outlives its calls is left as it was", async () => {
  const { signal } = new AbortController();
  const good = new Core(api, { baseUrl: servers.url });
  const timeout = { headers: 20 };
  for (let call = 0; call < 100; call++) {
    await good.send(operation("/open"), [], undefined, { signal });
    const path = call % 2 === 0 ? bases.bad : bases.broken;
    await good.send(operation(path), [], {}, { signal, retry: 0 }).catch(() => {});
  }
  const silent = operation(bases.silent);
  await good.send(silent, [], undefined, { signal, timeout, retry: 0 }).catch(() => {});
  const download = operation(bases.good, { response: "binary" });
  await (
    await good.send<{ bytes(): Promise<unknown> }>(download, [], undefined, { signal })
  ).bytes();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});
