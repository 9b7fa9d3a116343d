/**
 * Makes the calls of a module with a generated package, in each style. A program of its own, because the blocking style blocks.
 * Arguments: the package's folder, the module of the calls, the server's URL, and the file for the results.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {import("./calls.ts").CallOutcome} CallOutcome
 * @typedef {import("./calls.ts").CallPlan} CallPlan
 */

const [, , folder = "", module = "", baseUrl = "", output = ""] = process.argv;

/** @param {string} path */
const load = (path) => import(pathToFileURL(path).href);
const { createClient } = await load(join(folder, "dist/promise/index.js"));
const { createCallbackClient } = await load(join(folder, "dist/callback/index.js"));
const { createSyncClient } = await load(join(folder, "dist/sync/index.js"));
/** @type {{ calls: readonly CallPlan[], credentials: Record<string, unknown> }} */
const { calls, credentials } = await load(module);

const shared = { ...credentials, baseUrl };
const promises = createClient(shared);
const callbacks = createCallbackClient(shared);
const sync = createSyncClient(shared);

/** @type {CallOutcome[]} */
const outcomes = [];
for (const { route, stem, streams, args } of calls) {
  /** @param {CallOutcome["style"]} style */
  const options = (style) => ({
    headers: {
      "x-replay-operation": encodeURIComponent(route),
      "x-replay-label": `${style} ${stem}`,
    },
  });
  await note({ route, stem }, "promise", async () => {
    return describe(await invoke(promises, stem, [...args(), options("promise")]));
  });
  await note({ route, stem }, "callback", async () => {
    /** @type {unknown[]} */
    const items = [];
    const value = await new Promise((onSuccess, onError) => {
      // With a list it would ask for page after page, and the server has no last one.
      const onItem = streams ? (/** @type {unknown} */ item) => items.push(item) : undefined;
      const handlers = { onItem, onSuccess, onError };
      invoke(callbacks, stem, [...args(), handlers, options("callback")]);
    });
    return items.length > 0 ? { kind: "items", value: items } : describe(value);
  });
  await note({ route, stem }, "sync", async () =>
    describe(invoke(sync, stem, [...args(), options("sync")])),
  );
}
sync.close();
writeFileSync(output, JSON.stringify(outcomes));

/**
 * @param {any} client
 * @param {string} stem
 * @param {unknown[]} args
 */
function invoke(client, stem, args) {
  const words = stem.split(".");
  const owner = words.slice(0, -1).reduce((resource, word) => resource[word], client);
  return owner[words.at(-1) ?? ""](...args);
}

/**
 * @param {{ route: string, stem: string }} names
 * @param {CallOutcome["style"]} style
 * @param {() => Promise<Pick<CallOutcome, "kind" | "value">>} call
 */
async function note(names, style, call) {
  try {
    outcomes.push({ ...names, style, ...(await call()) });
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    outcomes.push({ ...names, style, kind: "error", value: text });
  }
}

/**
 * What a call gave, as JSON can say it.
 *
 * @param {any} value
 * @returns {Promise<Pick<CallOutcome, "kind" | "value">>}
 */
async function describe(value) {
  if (value === undefined) return { kind: "none", value: null };
  if (typeof value === "object" && value !== null) {
    if (typeof value.bytes === "function") {
      const bytes = await value.bytes();
      return { kind: "bytes", value: Buffer.from(bytes).toString("base64") };
    }
    if (
      value[Symbol.asyncIterator] !== undefined ||
      (value[Symbol.iterator] !== undefined && !Array.isArray(value))
    ) {
      const items = [];
      for await (const item of value) items.push(item);
      return { kind: "items", value: items };
    }
  }
  return { kind: "value", value };
}
