import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const runtime = fileURLToPath(new URL("../../templates/package/src/runtime/", import.meta.url));

async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: runtime, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
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
    'export { Core } from "./core.js"; export { call } from "./callback.js";',
  );
  expect(text).not.toMatch(/\b(?:import|require)\b[^;]{0,40}["']node:/);
  expect(text.length).toBeLessThan(60_000);
});
