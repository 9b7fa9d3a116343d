// @ts-check
// npm run bench:runtime -- [--rounds 15] [calls | imports | sizes …]
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureImports } from "./imports.js";
import { prepare } from "./peers.js";
import { table } from "./report.js";
import { measureSizes } from "./sizes.js";

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "15" } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new TypeError("--rounds must be a number of at least 1");
const wanted = (/** @type {string} */ part) =>
  positionals.length === 0 || positionals.includes(part);

await prepare();
const [cpu] = cpus();
console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model}, ${rounds} rounds\n`);

if (wanted("calls")) {
  const server = fork(fileURLToPath(new URL("server.js", import.meta.url)));
  try {
    const [url] = await once(server, "message");
    const calls = fork(fileURLToPath(new URL("calls.js", import.meta.url)), [url, String(rounds)]);
    const [{ sequential, parallel, sync }] = await once(calls, "message");
    const scale = { unit: "µs", divisor: 1 };
    console.log(table("A list of ten jobs, one call after the other", sequential, scale));
    console.log(table("The same, 32 calls at once", parallel, scale));
    console.log(table("The same, blocking", sync, scale));
  } finally {
    server.kill();
  }
}
if (wanted("imports")) {
  const scale = { unit: "ms", divisor: 1000 };
  console.log(table("Import, in fresh processes", await measureImports(rounds), scale));
}
if (wanted("sizes")) {
  console.log("### One operation in an application\n");
  console.log("| | minified and gzip, kB | minified, kB |\n| --- | ---: | ---: |");
  for (const { name, bytes, minified } of await measureSizes())
    console.log(`| ${name} | ${(bytes / 1000).toFixed(2)} | ${(minified / 1000).toFixed(1)} |`);
  console.log();
}
