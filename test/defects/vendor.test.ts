/** Defects of the vendor's TypeScript SDK (`seed-parity` 3.2, by letter), and what happens here instead. */

import { inspect } from "node:util";
import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import { TimeoutError } from "mistral-batch-files/errors";
import { createPreviewClient } from "mistral-batch-files/preview";
import { createSyncClient } from "mistral-batch-files/sync";
import { expect, test } from "vitest";
import { content, FILE_ID, INPUT } from "../contract/values.ts";
import { runModule, failuresOf, useServer } from "./shared.ts";

const server = useServer();

test("A: custom_id of a request in place is sent", async () => {
  expect(await failuresOf(server(), "batch.jobs.create, with the requests in place")).toEqual([]);
});

test("B: bytes: null is a value", async () => {
  expect(
    await failuresOf(server(), "bytes: null of a retrieved file", "bytes: null in a list of files"),
  ).toEqual([]);
});

test("C: metadata in a query collides with no parameter", async () => {
  expect(
    await failuresOf(server(), "metadata is sent as JSON and collides with no parameter"),
  ).toEqual([]);
});

test("D: a single status that is no array is refused by the types, and sent as one value all the same", async () => {
  expect(await failuresOf(server(), "a single status that is no array")).toEqual([]);
});

test("E: limits are checked before anything is sent; ids are opaque and not checked for the form of a uuid", async () => {
  expect(
    await failuresOf(
      server(),
      "timeout_hours above 168 is refused before anything is sent",
      "a metadata key of 99 characters is refused before anything is sent",
      "an empty metadata value is refused before anything is sent",
      "an expiry of 0 hours is refused before anything is sent",
      "values at their limits are sent",
      'the id "not-a-uuid" is one segment of the path',
    ),
  ).toEqual([]);
});

test("F: defaults of the document are left to the server", async () => {
  expect(
    await failuresOf(
      server(),
      "defaults of the document are not sent",
      "a list of a workspace without jobs, from the live API",
    ),
  ).toEqual([]);
});

test("G: a download may take longer than every deadline but the silence between two chunks", async () => {
  await server().script(content(INPUT, { pieces: { count: 4, everyMs: 700 } }));
  const client = createClient({ apiKey: server().apiKey, baseUrl: server().url });
  const download = await client.files.download(
    FILE_ID,
    {},
    { timeout: { headers: 1_800, idle: 5_000 } },
  );
  expect(await download.text()).toBe(INPUT);
});

test("G: a download that falls silent is a TimeoutError", async () => {
  expect(await failuresOf(server(), "a download that falls silent")).toEqual([]);
});

test("H: a large stream is uploaded without being held in memory, and JSONL is sent as JSONL", async () => {
  await server().configure({ recordBodyBytes: 0 });
  await server().script({ body: { id: "1" } });
  const output = await runModule(
    `
    import { createClient } from "mistral-batch-files";
    const client = createClient({ apiKey: process.env.KEY, baseUrl: process.env.URL });
    const chunk = new Uint8Array(256 * 1024);
    async function* chunks() { for (let sent = 0; sent < 768; sent++) yield chunk; }
    const before = process.resourceUsage().maxRSS;
    await client.files.upload({ file: { content: chunks(), name: "large.jsonl" }, purpose: "batch" });
    console.log((process.resourceUsage().maxRSS - before) / 1024);
    `,
    { KEY: server().apiKey, URL: server().url },
  );
  const [request] = await server().requests();
  expect(request?.bodyLength).toBeGreaterThan(192 * 1024 * 1024);
  expect(Number(output), "MiB more at the peak, for 192 MiB sent").toBeLessThan(128);
  await server().configure({ recordBodyBytes: 1024 * 1024 });
  expect(await failuresOf(server(), "upload from { path }")).toEqual([]);
}, 60_000);

test("I: a POST that fails is sent once", async () => {
  expect(
    await failuresOf(
      server(),
      "status 503 of a POST",
      "a connection that is reset before the headers",
      "a POST that is answered too late is not sent again",
    ),
  ).toEqual([]);
});

test("K: the API key is in no error, preview or printed client", async () => {
  const apiKey = "secret-4711";
  const options = { apiKey, baseUrl: server().url };
  const client = createClient(options);
  const error: unknown = await client.batch.jobs.list().catch((reason: unknown) => reason);
  using sync = createSyncClient(options);
  const preview = createPreviewClient(options).batch.jobs.list();
  const callback = createCallbackClient(options);
  const shown = [error, client, callback, sync, preview].map((value) =>
    inspect(value, { depth: 9, showHidden: true }),
  );
  const json = [error, client, callback, sync, preview].map((value) => JSON.stringify(value));
  expect([...shown, ...json, preview.toCurl()].join("\n")).not.toContain(apiKey);
});

test("L: status, headers and request id of a success are reachable in every layer", async () => {
  expect(
    await failuresOf(
      server(),
      "status, headers and request id of a success",
      "status, headers and request id of a download",
    ),
  ).toEqual([]);
});

test("M: each status has its class, and the body of an error is parsed", async () => {
  expect(
    await failuresOf(
      server(),
      "status 401 of a POST",
      "status 404 of a POST",
      "status 429 of a POST",
      "a 422 with the issues of each field",
    ),
  ).toEqual([]);
});

test("N: no header is sent that nobody asked for", async () => {
  expect(await failuresOf(server(), "batch.jobs.list", "batch.jobs.cancel")).toEqual([]);
});

test("O: a download can be read as lines and saved to a file", async () => {
  expect(
    await failuresOf(
      server(),
      "a download as lines, cut inside characters and line ends",
      "a download to a file",
    ),
  ).toEqual([]);
});

test("P: there is a callback style and a blocking style, and they send what the promises send", async () => {
  expect(await failuresOf(server(), "batch.jobs.create, from a file", "files.upload")).toEqual([]);
});

test("Q: without a base URL, calls go to the global host, the only one that offers batch jobs", () => {
  const { url } = createPreviewClient({ apiKey: "k" }).batch.jobs.list();
  expect(url).toBe("https://api.mistral.ai/v1/batch/jobs");
});

test("R: a signal does not switch the deadline off", async () => {
  await server().script({ silent: true });
  const client = createClient({ apiKey: server().apiKey, baseUrl: server().url });
  const { signal } = new AbortController();
  const call = client.batch.jobs.list({}, { signal, timeout: 150 });
  await expect(call).rejects.toSatisfy(TimeoutError.is);
});
