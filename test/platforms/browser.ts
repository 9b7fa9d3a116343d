/** A page in headless Chromium, with the generated package in it. */

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type PluginBuild } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";

/** Where Debian, and others, have it. */
const places = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser's program, if there is one. `CHROMIUM` may name it. */
export function findChromium(): string | undefined {
  return places.find((place): place is string => place !== undefined && existsSync(place));
}

/** Without these, it calls its maker's hosts. */
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  "--disable-gpu",
];

export function launch(executablePath: string): Promise<Browser> {
  // A sandbox of its own needs rights that containers do not give, and root may not have one.
  return chromium.launch({ executablePath, args: quiet, chromiumSandbox: false });
}

/** Serves an empty page, and the bundles of this folder by the names of their sources: `/page.js`. */
export async function servePage(): Promise<{ readonly url: string; close(): void }> {
  const bundles = new Map([
    ["/page.js", await bundle("page.ts")],
    ["/worker.js", await bundle("worker.ts")],
  ]);
  const server = createServer((request, response) => {
    const script = bundles.get(request.url ?? "");
    response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    response.end(script ?? "<!doctype html><title>Platforms</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Opens the page in a tab of its own. What it reports as uncaught is added to `uncaught`. */
export async function open(browser: Browser, url: string, uncaught: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.on("pageerror", (error) => uncaught.push(error.message));
  await page.goto(url);
  return page;
}

/** A program of this folder as one script for browsers, bundled as an application would bundle the package. */
export async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "silent",
    plugins: [{ name: "stand-ins", setup: standIn }],
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${file} has no bundle`);
  return output.text;
}

/** Only the helpers of the contract may import modules of Node; they get `stand-ins.ts`. */
function standIn({ onResolve }: PluginBuild): void {
  onResolve({ filter: /^node:/ }, ({ path, importer }) =>
    /[\\/]test[\\/]contract[\\/]/.test(importer)
      ? { path: fileURLToPath(new URL("stand-ins.ts", import.meta.url)) }
      : { errors: [{ text: `${importer} imports ${path}` }] },
  );
}
