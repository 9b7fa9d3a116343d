import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { publint } from "publint";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import { folder, install, pack, root, run, succeed } from "./workspace.ts";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

/** The same program for every module system: one call in each style. */
const body = `
async function main(options) {
  const out = {};
  out.promise = (await createClient(options).batch.jobs.list()).total;
  out.callback = await new Promise((resolve, reject) => {
    createCallbackClient(options).batch.jobs.list(undefined, (error, jobs) => error ? reject(error) : resolve(jobs.total));
  });
  const client = createSyncClient(options);
  out.sync = client.batch.jobs.list().total;
  try { client.files.get("1f0e1d0a-7b0c-4a3e-9a53-8d5a3a1c2b4d"); } catch (error) { out.error = [NotFoundError.is(error), error instanceof NotFoundError, error.status]; }
  client.close();
  out.preview = createPreviewClient(options).batch.jobs.list().method;
  out.function = (await batchJobsList(createCore(options))).total;
  const batch = { endpoint: "/v1/embeddings", model: "m", requests: [{ body: { input: "x" } }] };
  for await (const result of runBatch(createClient(options), batch, { interval: 10 })) out.batch = result.kind;
  console.log(JSON.stringify(out));
}
main({ apiKey: process.env.API_KEY, baseUrl: process.env.BASE_URL });
`;
const names = {
  "": "createClient",
  "/batch": "runBatch",
  "/callback": "createCallbackClient",
  "/sync": "createSyncClient",
  "/preview": "createPreviewClient",
  "/errors": "NotFoundError",
  "/operations": "batchJobsList, createCore",
};
const expected = {
  promise: 0,
  callback: 0,
  sync: 0,
  error: [true, true, 404],
  preview: "GET",
  function: 0,
  batch: "success",
};

const typescript = `
import { createClient, type ApiPromise } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";
import { createPreviewClient } from "mistral-batch-files/preview";
import { type BatchResult, runBatch } from "mistral-batch-files/batch";
import { type BatchCallbacks, runCallbackBatch } from "mistral-batch-files/batch/callback";
import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { ApiError, RateLimitError } from "mistral-batch-files/errors";
import { batchJobsList, createCore } from "mistral-batch-files/operations";
import type { BatchJob, BatchJobList } from "mistral-batch-files/types";

const options = { apiKey: "key" };
const client = createClient(options);
export const jobs: ApiPromise<BatchJob> = client.batch.jobs.create({ endpoint: "/v1/embeddings", input_files: ["a"] });
export const list: Promise<BatchJobList> = batchJobsList(createCore(options), { page: 1 });
createCallbackClient(options).files.get("id", undefined, { sender: 1, onSuccess: (file, ctx) => console.log(file.bytes, ctx.sender.toFixed()) });
export const text: string = createSyncClient(options).files.download("id").text();
export const curl: string = createPreviewClient(options).files.list().toCurl();
const batch = { endpoint: "/v1/embeddings", model: "m", requests: [{ body: { input: "x" } }] } as const;
export const results: AsyncIterable<BatchResult<"/v1/embeddings">> = runBatch(client, batch);
const callbacks: BatchCallbacks<"/v1/embeddings"> = { onResult: (result) => console.log(result.kind) };
runCallbackBatch(createCallbackClient(options), batch, callbacks);
for (const result of runSyncBatch(createSyncClient(options), batch)) console.log(result.kind);
export const status = (error: unknown): number | undefined => (ApiError.is(error) ? error.status : undefined);
export const wait = (error: unknown): boolean => RateLimitError.is(error);
`;
const compilerOptions = {
  target: "es2022",
  lib: ["es2022", "dom"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

let tarball: string;
let consumer: string;
let server: ServerHandle;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = await startServer();
  env = { API_KEY: server.apiKey, BASE_URL: server.url };
  tarball = await pack(join(root, "generated/mistral"));
  const imports = Object.entries(names).map(
    ([entry, name]) => `import { ${name} } from "mistral-batch-files${entry}";`,
  );
  const requires = Object.entries(names).map(
    ([entry, name]) => `const { ${name} } = require("mistral-batch-files${entry}");`,
  );
  consumer = folder({
    "package.json": { name: "consumer", private: true },
    "module.mjs": `${imports.join("\n")}\n${body}`,
    "common.cjs": `${requires.join("\n")}\n${body}`,
    "nodenext/package.json": { type: "module" },
    "nodenext/index.ts": typescript,
    "nodenext/tsconfig.json": { compilerOptions: { ...compilerOptions, module: "nodenext" } },
    "bundler/index.ts": typescript,
    "bundler/tsconfig.json": {
      compilerOptions: { ...compilerOptions, module: "esnext", moduleResolution: "bundler" },
    },
    "commonjs/package.json": { type: "commonjs" },
    "commonjs/index.ts": typescript,
    "commonjs/tsconfig.json": { compilerOptions: { ...compilerOptions, module: "nodenext" } },
    "bundled/app.mjs": `
      import { createSyncClient } from "mistral-batch-files/sync";
      const client = createSyncClient({
        apiKey: process.env.API_KEY,
        baseUrl: process.env.BASE_URL,
        worker: new URL("./worker.js", import.meta.url),
      });
      console.log(JSON.stringify(client.files.list()));
    `,
  });
  await install(consumer, tarball);
}, 300_000);

beforeEach(() => server.reset());
afterAll(() => server?.close());

describe("the packed package", () => {
  test("publint has nothing to say", async () => {
    const unpacked = folder({});
    execFileSync("tar", ["-xzf", tarball, "-C", unpacked]);
    const { messages } = await publint({
      pkgDir: join(unpacked, "package"),
      strict: true,
      pack: false,
    });
    // What the field replaces is no entry, so that no condition of an entry can; `imports` is nothing that `kind: source` has.
    const others = messages.filter(({ code }) => code !== "USE_EXPORTS_OR_IMPORTS_BROWSER");
    expect(others).toEqual([]);
  });

  test("attw finds no problem in the ESM-only profile", async () => {
    const attw = join(root, "node_modules/.bin/attw");
    const flags = ["--profile", "esm-only", "--format", "json"];
    const { code, output } = await run(attw, [tarball, ...flags]);
    const { analysis, problems } = JSON.parse(output);
    expect(Object.keys(analysis.entrypoints)).toContain("./sync");
    // Resolution by Node 10, and ESM seen from CommonJS, are what the profile leaves out.
    const kinds = Object.keys(problems ?? {});
    expect(kinds.filter((kind) => !["NoResolution", "CJSResolvesToESM"].includes(kind))).toEqual(
      [],
    );
    expect(code).toBe(0);
  });

  test("depends on openapi-fetch alone", async () => {
    const tree = JSON.parse(await succeed("npm", ["ls", "--all", "--json"], { cwd: consumer }));
    const dependencies = tree.dependencies["mistral-batch-files"].dependencies;
    expect(Object.keys(dependencies)).toEqual(["openapi-fetch"]);
  });

  test.each(["module.mjs", "common.cjs"])("all styles work from %s", async (file) => {
    const output = await succeed(process.execPath, [join(consumer, file)], { env });
    expect(JSON.parse(output)).toEqual(expected);
  });

  test.each(["nodenext", "bundler", "commonjs"])("TypeScript accepts it: %s", async (project) => {
    const { output } = await run(process.execPath, [tsc, "-p", join(consumer, project)]);
    expect(output).toBe("");
  });

  test("a bundled consumer of the sync entry runs away from its packages", async () => {
    const outdir = folder({ "package.json": { type: "module" } });
    mkdirSync(join(outdir, "app"));
    await build({
      entryPoints: {
        app: join(consumer, "bundled/app.mjs"),
        worker: join(consumer, "node_modules/mistral-batch-files/dist/sync/worker.js"),
      },
      bundle: true,
      platform: "node",
      format: "esm",
      outdir: join(outdir, "app"),
      logLevel: "error",
    });
    const moved = folder({ "package.json": { type: "module" } });
    cpSync(join(outdir, "app"), moved, { recursive: true });
    const output = await succeed(process.execPath, [join(moved, "app.js")], { env });
    expect(JSON.parse(output)).toMatchObject({ object: "list", data: [] });
  });
});
