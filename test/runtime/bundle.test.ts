import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { build, type Plugin } from "esbuild";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../generated/mistral", import.meta.url));
const runtime = fileURLToPath(new URL("../../templates/package/src/runtime/", import.meta.url));

async function bundle(
  code: string,
  format: "esm" | "iife" = "esm",
  plugins: Plugin[] = [],
): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: runtime, loader: "ts" },
    bundle: true,
    minify: true,
    format,
    platform: "browser",
    write: false,
    logLevel: "silent",
    plugins,
  });
  return outputFiles[0]?.text ?? "";
}

test("importing the runtime does nothing", async () => {
  const files = ["core", "callback", "preview", "errors"];
  const text = await bundle(files.map((file) => `import "./${file}.js";`).join("\n"));
  expect(text.trim()).toBe("");
});

test("the runtime is bundled for browsers without Node's modules", async () => {
  const text = await bundle(
    'export { batchJobsList, createCore } from "mistral-batch-files/operations";',
  );
  expect(text).not.toMatch(/\b(?:import|require)\b[^;]{0,40}["']node:/);
  expect(text).not.toContain("node:http");
});

const one = (call: string): string =>
  `import * as api from "mistral-batch-files/operations";
   const core = api.createCore({ apiKey: "k" });
   export default () => api.${call};`;

/** What one part of the runtime says, and no other. */
const marks = {
  "choice of servers": "is not a variable of a server",
  "login and password": "user:password",
  "cookies and rare styles": "which would end the cookie",
  forms: "cannot be the name of a part",
  limits: "must have at most",
  "bodies that are sent": "body could not be read",
  downloads: "the download has been read",
  "links between pages": "is no URL",
  "numbers of pages": "pages of the style",
  previews: "--data-raw",
  "certificates of servers": "HOSTNAME_MISMATCH",
};

test.each<[string, readonly (keyof typeof marks)[]]>([
  ["batchJobsGet(core, 'a')", []],
  ["batchJobsDelete(core, 'a')", []],
  ["batchJobsList(core)", ["numbers of pages"]],
  ["batchJobsCreate(core, { endpoint: '/v1/x' })", ["limits", "bodies that are sent"]],
])("%s is bundled with what it needs and no more", async (call, needed) => {
  const text = await bundle(one(call));
  const found = Object.entries(marks).filter(([, mark]) => text.includes(mark));
  expect(found.map(([part]) => part).sort()).toEqual([...needed].sort());
  expect(gzipSync(text, { level: 9 }).byteLength, "in bytes").toBeLessThan(20_000);
});

test("an upload and a download have what they need", async () => {
  const text = await bundle(`${one("filesUpload(core, { file: '' })")}
   export const download = () => api.filesDownload(core, 'a');`);
  for (const mark of [marks.forms, marks["bodies that are sent"], marks.downloads])
    expect(text).toContain(mark);
});

describe("the files of the package", async () => {
  const sources = join(root, "src");
  const scripts = (await readdir(join(root, "dist"), { recursive: true })).filter(
    (file) => file.endsWith(".js") && file !== join("sync", "worker.js"),
  );

  test.each(scripts)("%s does nothing when it is imported", async (file) => {
    const importing: Plugin = {
      name: "importing",
      setup: ({ onResolve }) => {
        onResolve({ filter: /(?:)/ }, ({ path, resolveDir }) =>
          path.startsWith(".")
            ? { path: join(resolveDir, path), sideEffects: true }
            : { path, external: true, sideEffects: false },
        );
      },
    };
    const { outputFiles } = await build({
      stdin: { contents: `import "./dist/${file}";`, resolveDir: root },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      plugins: [importing],
    });
    expect(outputFiles[0]?.text.trim()).toBe("");
  });

  test("none needs the classes of Node's fetch, which are slow to load, when it is imported", async () => {
    const program = `
      for (const name of ["Headers", "Request", "Response", "FormData"])
        Object.defineProperty(globalThis, name, { get() { throw new Error(name + " is loaded"); } });
      for (const file of ${JSON.stringify(scripts)}) await import("./dist/" + file);
      console.log("imported");`;
    const flags = ["--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: root });
    expect(stdout).toBe("imported\n");
  });

  const one = "{ batchJobsList, createCore }";

  test("a bundle with one operation has no other, and nothing that only others need", async () => {
    const text = await bundle(`export ${one} from "mistral-batch-files/operations";`);
    expect(text).toContain("batch.jobs.list");
    for (const other of ["batch.jobs.create", "files.", "multipart/form-data", "Atomics"])
      expect(text).not.toContain(other);
  });

  test("a bundle with one operation is as small as one made of the sources", async () => {
    const forBrowsers: Plugin = {
      name: "for-browsers",
      setup: ({ onResolve }) => {
        const path = join(sources, "runtime/platform-browser.ts");
        onResolve({ filter: /\/platform\.js$/ }, () => ({ path, sideEffects: false }));
      },
    };
    const made = await bundle(`export ${one} from "mistral-batch-files/operations";`);
    const path = JSON.stringify(join(sources, "operations/index.ts"));
    const wanted = await bundle(`export ${one} from ${path};`, "esm", [forBrowsers]);
    expect(made.length).toBeLessThan(wanted.length * 1.01);
  });
});

test("where nothing can block, the sync entry is imported and a call says so", async () => {
  const text = await bundle(
    `import { createSyncClient } from "mistral-batch-files/sync";
     try { createSyncClient({ apiKey: "k" }).files.list(); } catch (error) { said = error.message; }`,
    "iife",
  );
  const browser = {
    said: "",
    URL,
    Headers,
    TextEncoder,
    TextDecoder,
    FinalizationRegistry,
    performance,
  };
  runInNewContext(text, browser);
  expect(browser.said).toMatch(/^files\.list: a blocking call needs a thread that may block/);
});

test("a module that imports the program of the worker has it in its bundle", async () => {
  expect(await bundle('import "mistral-batch-files/sync/worker";')).toContain("workerData");
});
