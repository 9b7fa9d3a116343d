import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

const runtime = fileURLToPath(new URL("../../templates/package/src/runtime/", import.meta.url));

async function bundle(code: string, format: "esm" | "iife" = "esm"): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: runtime, loader: "ts" },
    bundle: true,
    minify: true,
    format,
    platform: "browser",
    write: false,
    logLevel: "silent",
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
  expect(text.length).toBeLessThan(72_000);
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
