/**
 * `npm run corpus -- DIR`: generates a client for every OpenAPI document below a folder, compiles it as strict users do, and
 * says what became of each document. `docs/corpus.md` has the details.
 */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { documentsIn, matches } from "./documents.ts";
import type { Row } from "./row.ts";
import { describeRow, HEADER, isSound, summaryOf } from "./table.ts";
import { Worker } from "./worker.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true, default: ["**"] },
    json: { type: "string" },
    calls: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    jobs: { type: "string", default: "1" },
    timeout: { type: "string", default: "300" },
    memory: { type: "string", default: "4096" },
  },
});

async function main(): Promise<number> {
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) {
    process.stderr.write("usage: npm run corpus -- DIR [--only GLOB]… [--json FILE] [--calls]\n");
    return 2;
  }
  const folder = resolve(given);
  const documents = documentsIn(folder).filter((path) =>
    values.only.some((pattern) => matches(path, pattern)),
  );
  const rows = new Map<string, Row>();
  process.stdout.write(`${HEADER}\n`);
  const queue = documents.values();
  const wanted = { calls: values.calls, keep: values.keep, quick: values.quick };
  const bounds = { timeout: Number(values.timeout), memory: Number(values.memory) };
  const work = async (): Promise<void> => {
    const worker = new Worker(bounds);
    for (const document of queue) {
      const row = await worker.check({ folder, document, wanted });
      rows.set(document, row);
      process.stdout.write(`${describeRow(row)}\n`);
    }
    worker.close();
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  const all = documents.flatMap((document) => rows.get(document) ?? []);
  process.stdout.write(`\n${summaryOf(all)}\n`);
  if (values.json !== undefined)
    writeFileSync(resolve(values.json), `${JSON.stringify(all, null, 2)}\n`);
  return all.length > 0 && all.every(isSound) ? 0 : 1;
}

process.exitCode = await main();
