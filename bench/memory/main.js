// @ts-check
// npm run bench:memory -- [--scale 1] [NAME …]
// Runs each case in a process of its own and measures that from outside. A NAME is a part of the names of cases.
/** @import { Row, Suite } from "./suite.ts" */
import { parseArgs } from "node:util";
import { measure } from "./measure.js";

/** The modules of the suites. */
const modules = ["./files.js", "./batches.js"];

const { values, positionals } = parseArgs({
  options: { scale: { type: "string", default: "1" } },
  allowPositionals: true,
});
const scale = Number(values.scale);
if (!(scale > 0)) throw new TypeError("--scale must be a number greater than 0");

let isGood = true;
for (const module of modules) {
  const url = new URL(module, import.meta.url);
  const { suite } = /** @type {{ suite: Suite }} */ (await import(url.href));
  const names = Object.keys(suite.cases).filter(
    (name) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (names.length === 0) continue;
  const running = await suite.start(scale);
  console.log(
    `${suite.title}, ${running.amount} each, limit ${suite.limit} MiB, Node ${process.version}\n`,
  );
  console.log("| case | seconds | RSS before, MiB | peak RSS, MiB | |");
  console.log("| --- | ---: | ---: | ---: | --- |");
  try {
    for (const name of names) {
      const row = await measure(url, name, running);
      const fault = row.fault ?? (row.peak > suite.limit ? "over the limit" : undefined);
      if (fault !== undefined) isGood = false;
      console.log(lineOf(row, fault ?? "ok"));
    }
  } finally {
    await running.close();
  }
  console.log();
}
process.exitCode = isGood ? 0 : 1;

/**
 * @param {Row} row
 * @param {string} verdict
 */
function lineOf({ name, seconds, before, peak }, verdict) {
  return `| ${name} | ${seconds.toFixed(1)} | ${before.toFixed(0)} | ${peak.toFixed(0)} | ${verdict} |`;
}
