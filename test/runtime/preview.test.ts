import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import { preview } from "../../templates/package/src/runtime/preview.ts";
import {
  api,
  coreFor,
  createItem,
  getItem,
  listItems,
  ping,
  secret,
  uploadFile,
} from "./sample.ts";
import { bodyOf, serve } from "./serve.ts";

test("shows the request, sends nothing, hides the key", () => {
  const fetch = vi.fn<Fetch>();
  const core = coreFor("https://h", { fetch, headers: { "x-api-key": secret } });
  const params = { endpoint: "/v1/ocr", input_files: ["it's"] };
  const request = preview(core, createItem, [], params);
  const want = {
    method: "POST",
    url: "https://h/v1/items",
    headers: {
      "x-api-key": "***",
      accept: "application/json",
      "content-type": "application/json",
      authorization: "Bearer ***",
    },
    body: '{"endpoint":"/v1/ocr","input_files":["it\'s"]}',
  };
  expect(JSON.parse(JSON.stringify(request))).toEqual(want);
  expect(request.toJSON()).toEqual(want);
  expect(request.toCurl()).toBe(
    [
      "curl --request POST https://h/v1/items --header 'x-api-key: ***' --header 'accept: application/json'",
      "--header 'content-type: application/json' --header 'authorization: Bearer ***'",
      String.raw`--data-raw '{"endpoint":"/v1/ocr","input_files":["it'\''s"]}'`,
    ].join(" "),
  );
  expect(fetch).not.toHaveBeenCalled();
});

test("shows a secret in the query redacted", () => {
  const options = { apiKey: secret };
  const core = new Core(
    { ...api, security: { apiKey: { type: "apiKey", in: "query", name: "key" } } },
    options,
  );
  expect(preview(core, getItem, ["a"], { inline: true }).url).toBe(
    "https://api.example.com/v1/items/a?inline=true&key=***",
  );
});

test("describes the parts of a multipart body", () => {
  const core = coreFor("https://h");
  const file = { path: "/tmp/in.jsonl" };
  const request = preview(core, uploadFile, [], { file, purpose: "batch" });
  expect(request.body).toEqual([
    { name: "purpose", content: "batch" },
    {
      name: "file",
      filename: "in.jsonl",
      type: "application/jsonl",
      content: "<file /tmp/in.jsonl>",
    },
  ]);
  expect(preview(core, uploadFile, [], { file: new Uint8Array(3) }).body).toMatchObject([
    { content: "<3 bytes>" },
  ]);
  expect(preview(core, uploadFile, [], { file: new Blob(["ab"]) }).body).toMatchObject([
    { content: "<2 bytes>" },
  ]);
  expect(preview(core, uploadFile, [], { file: new ReadableStream() }).body).toMatchObject([
    { content: "<stream>" },
  ]);
  expect(preview(core, listItems, []).body).toBeUndefined();
});

test("refuses at once what sending would refuse", () => {
  expect(() => preview(coreFor("https://h"), getItem, [""])).toThrow(
    expect.objectContaining({ parameter: "item_id" }),
  );
  expect(() => preview(coreFor("https://h"), getItem, ["a"], {}, { timeout: -1 })).toThrow(
    expect.objectContaining({ parameter: "timeout.total" }),
  );
  expect(() => preview(new Core(api, {}), getItem, ["a"])).toThrow(
    expect.objectContaining({ parameter: "apiKey" }),
  );
});

/** What curl sends is what we send: the command runs in a shell against a server. */
test("toCurl is the same request", async () => {
  const dir = await mkdtemp(join(tmpdir(), "it's; $(x) "));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'a "b", c;.jsonl');
  await writeFile(path, "line 1\n");
  const seen: {
    method: string | undefined;
    url: string | undefined;
    headers: unknown;
    body: string;
  }[] = [];
  const url = await serve(async (request, response) => {
    const { authorization, accept, "x-run": run, "content-type": type } = request.headers;
    const boundary = /boundary=(.*)$/.exec(type ?? "")?.[1] ?? "-";
    const text = String(await bodyOf(request)).replaceAll(boundary, "B");
    const body = text.replace(/content-(disposition|type):/gi, (name) => name.toLowerCase());
    seen.push({
      method: request.method,
      url: request.url,
      headers: { authorization, accept, run, type: type?.replace(boundary, "B") },
      body,
    });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const core = coreFor(url, { headers: { "x-run": "$HOME `id` 'x' \"y\" \\" } });
  const calls: [Operation, string[], object][] = [
    [getItem, ["a/b '[1-3]{x,y}"], { inline: true }],
    [listItems, [], { status: ["a b", "*?$x"], metadata: { run: "it's" } }],
    [
      createItem,
      [],
      { endpoint: "@/etc/passwd\n'; echo $HOME `id`", requests: [{ body: { text: "é\\n" } }] },
    ],
    [uploadFile, [], { file: { path }, purpose: "@<x;type=y", tags: { a: '"1";' } }],
    [{ ...ping, method: "head" }, [], {}],
  ];
  for (const [operation, ids, params] of calls) {
    await core.send(operation, ids, params);
    const command = preview(core, operation, ids, params).toCurl();
    expect(command).not.toContain(secret);
    await promisify(execFile)("sh", ["-c", command.replace("***", secret)]);
    const [ours, curls] = seen.splice(0);
    expect(curls).toEqual(ours);
  }
});
