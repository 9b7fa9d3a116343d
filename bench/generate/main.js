// @ts-check
// npm run bench:generate -- [--rounds 3] [--only TOOL …] [--document NAME=PATH …] [NAME …]
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare } from "./compare.js";
import { lookAt, ownDocuments, parseDocument } from "./documents.js";
import { prepare } from "./prepare.js";
import { checks, costs, findings } from "./table.js";
import { tools } from "./tools.js";
import { checkProgram } from "./typecheck.js";

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    only: { type: "string", multiple: true, default: [] },
    document: { type: "string", multiple: true, default: [] },
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new TypeError("--rounds must be a number of at least 1");
const documents = named(
  [...ownDocuments, ...values.document.map((text) => parseDocument(text))],
  positionals,
);
const chosen = named(tools, values.only);

const env = await prepare();
const [cpu] = cpus();
console.log(`${cpus().length} x ${cpu?.model}, ${rounds} rounds\n`);
const folder = mkdtempSync(join(tmpdir(), "triptych-bench-"));
try {
  const empty = await checkProgram(folder, "console.log();\n", env);
  for (const { name, path } of documents) {
    const { title, operation } = lookAt({ name, path });
    console.log(`### ${title}\n`);
    const options = { spec: path, operation, tools: chosen, rounds, env };
    const rows = await compare({ ...options, folder: join(folder, name) });
    console.log(`${costs(rows)}\n\n${checks(rows)}\n`);
    console.log(`A program that imports nothing: tsc ${empty.seconds} s, ${empty.types} types.\n`);
    for (const line of findings(rows)) console.log(line);
    console.log();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Those that are named, or all if none is.
 *
 * @template {{ readonly name: string }} T
 * @param {readonly T[]} all
 * @param {readonly string[]} names
 * @returns {readonly T[]}
 */
function named(all, names) {
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw new TypeError(`${name} is none of ${all.map((each) => each.name).join(", ")}`);
  });
}
