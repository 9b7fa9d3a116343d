// @ts-check
// Installs the other clients, in this folder and not in the project's, and generates those that are generated.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { install, nodeOfPeers } from "../../test/platforms/node-versions.js";

const run = promisify(execFile);

/** The folder of the benchmark, in whose `node_modules` the peers are. */
export const home = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const generated = join(home, "node_modules", ".generated");

/** The clients that are generated from our own document, each as one module. */
export const heyApi = join(generated, "hey-api.js");
export const orval = join(generated, "orval.js");

/** Does what has not been done for these versions and this document. */
export async function prepare() {
  const lock = await readFile(join(home, "package-lock.json"), "utf8");
  const spec = join(root, "spec", "mistral.yaml");
  const state = createHash("sha256")
    .update(lock)
    .update(await readFile(spec))
    .digest("hex");
  const stamp = join(generated, "stamp");
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === state) return;
  console.log("Installing and generating the peers");
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["ci", ...flags], { cwd: home, shell: process.platform === "win32" });
  // Two of the generators need a newer Node than the least one that we support.
  const node = await install(nodeOfPeers);
  const env = { ...process.env, PATH: node + delimiter + (process.env["PATH"] ?? "") };
  const bin = (/** @type {string} */ name) => join(home, "node_modules", ".bin", name);
  const source = join(generated, "source");
  await mkdir(source, { recursive: true });
  const options = { cwd: home, env };
  const heyApiSource = join(source, "hey-api");
  await run(
    bin("openapi-ts"),
    ["-i", spec, "-o", heyApiSource, "-c", "@hey-api/client-fetch"],
    options,
  );
  const target = join(source, "orval", "client.ts");
  const config = join(generated, "orval.config.mjs");
  const output = { target, client: "fetch", baseUrl: origin };
  await writeFile(config, `export default ${JSON.stringify({ api: { input: spec, output } })};`);
  await run(bin("orval"), ["--config", config], options);
  const text = await readFile(target, "utf8");
  await writeFile(target, text.replaceAll(origin, "${globalThis.orvalOrigin}"));
  // A bundle of each, since what they write has no file extensions in its imports.
  await bundle(
    `export * from "./hey-api/sdk.gen"; export { client } from "./hey-api/client.gen";`,
    heyApi,
  );
  await bundle(`export * from "./orval/client";`, orval);
  await writeFile(stamp, state);

  /**
   * @param {string} contents
   * @param {string} outfile
   */
  async function bundle(contents, outfile) {
    const stdin = { contents, resolveDir: source };
    await build({ stdin, outfile, bundle: true, format: "esm", platform: "neutral" });
  }
}

/** The functions of orval's take the origin from where they were generated; here it becomes a variable. */
const origin = "http://orval.invalid";
