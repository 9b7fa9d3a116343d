import { parseArgs, promisify } from "node:util";
import { runWithCallbacks } from "./callback.js";
import { runWithPromises } from "./promise.js";
import { makeRequests } from "./requests.js";
import { toTable } from "./results.js";
import { runBlocking } from "./sync.js";

const { values } = parseArgs({ options: { live: { type: "boolean", default: false } } });
const live = values.live;
const apiKey = process.env["MISTRAL_API_KEY"] ?? "";
if (live && !apiKey) {
  console.error("--live talks to the real API: set MISTRAL_API_KEY to a key of your workspace.");
  process.exit(2);
}

const server = live ? undefined : await startEmbeddedServer();
const options = server ? { apiKey: server.apiKey, baseUrl: server.url } : { apiKey };
const requests = makeRequests(live);
const settings = {
  model: "mistral-small-latest",
  interval: live ? 5_000 : 150,
  /** @param {string} line */
  report: (line) => console.log(`  ${line}`),
};

try {
  console.log(`Talking to ${server?.url ?? "the real API, which costs money"}.\n`);

  console.log("Promise");
  console.log(`\n${toTable(requests, await runWithPromises(options, requests, settings))}\n`);

  console.log("Callback");
  const results = await promisify(runWithCallbacks)(options, requests, settings);
  console.log(`\n${toTable(requests, results ?? [])}\n`);

  console.log("Sync");
  console.log(`\n${toTable(requests, runBlocking(options, requests, settings))}`);
} finally {
  await server?.close();
}

async function startEmbeddedServer() {
  const { startServer } = await import("../test/server/start.js");
  return startServer({ queuedMs: 100, requestMs: 100 });
}
