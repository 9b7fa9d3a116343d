// @ts-check
// The comparison for one document.
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { changed } from "./documents.js";
import { measure } from "./measure.js";
import { home } from "./tools.js";
import { checkOutput, checkProgram } from "./typecheck.js";

/** @import { Operation } from "./documents.js" */
/** @import { Cost } from "./measure.js" */
/** @import { Run, Tool } from "./tools.js" */
/** @import { Check } from "./typecheck.js" */

/**
 * What was measured of a run, a value for each round.
 *
 * @typedef {object} Row
 * @property {Tool} tool
 * @property {Run} run
 * @property {string} folder Has the output, in `out`, and what lies beside it.
 * @property {Cost[]} costs
 * @property {{ readonly files: number, readonly bytes: number }} size Of the output.
 * @property {Check[]} checks Of a program that calls one operation.
 * @property {readonly string[]} errors What TypeScript says of all of the output.
 * @property {string} failure What went wrong; nothing is measured after that.
 */

/**
 * @typedef {object} Options
 * @property {string} spec
 * @property {Operation} operation
 * @property {readonly Tool[]} tools
 * @property {number} rounds
 * @property {NodeJS.ProcessEnv} env Of the Node that the peers run on.
 * @property {string} folder For what is written.
 */

/**
 * In rounds in which each has its turn, so that what slows the machine down slows all of them.
 *
 * @param {Options} options
 * @returns {Promise<Row[]>}
 */
export async function compare({ spec, operation, tools, rounds, env, folder }) {
  const rows = tools.flatMap((tool) =>
    tool.runs.map((run, index) =>
      rowOf(tool, run, join(folder, `${tool.name}-${run.again ? 0 : index}`)),
    ),
  );
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) await inRow(row, round, () => generate(row, { spec, operation, env }));
  }
  for (const row of rows) row.size = sizeOf(join(row.folder, "out"));
  for (let round = 1; round <= rounds; round++) {
    for (const row of rows) {
      const { program } = row.run;
      if (program === undefined) continue;
      await inRow(row, round, async () => {
        const text = program(join(row.folder, "out"), operation);
        row.checks.push(await checkProgram(row.folder, text, env));
      });
    }
  }
  for (const row of rows) {
    if (row.run.program === undefined) continue;
    await inRow(row, rounds, async () => {
      row.errors = (await checkOutput(join(row.folder, "out"), env)).errors;
    });
  }
  return rows;
}

/**
 * @param {Tool} tool
 * @param {Run} run
 * @param {string} folder
 * @returns {Row}
 */
function rowOf(tool, run, folder) {
  const size = { files: 0, bytes: 0 };
  return { tool, run, folder, costs: [], size, checks: [], errors: [], failure: "" };
}

/**
 * @param {Row} row
 * @param {number} round
 * @param {() => Promise<void>} work
 */
async function inRow(row, round, work) {
  if (row.failure !== "") return;
  try {
    await work();
  } catch (error) {
    row.failure = `in round ${round}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * @param {Row} row
 * @param {Pick<Options, "env" | "operation" | "spec">} options
 */
async function generate({ run, folder, costs }, { spec: original, operation, env }) {
  const out = join(folder, "out");
  const spec = join(folder, basename(original));
  if (!run.again) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    symlinkSync(join(home, "node_modules"), join(folder, "node_modules"), "junction");
    copyFileSync(original, spec);
  }
  if (run.changed) writeFileSync(spec, changed(original, operation));
  const node = run.here ? process.execPath : "node";
  const cost = await measure([node, ...run.command(spec, out)], { cwd: folder, env });
  if (cost.code !== 0) throw new Error(`it ended with ${cost.code}: ${reasonIn(cost.output)}`);
  if (sizeOf(out).files === 0) throw new Error(`it wrote nothing: ${reasonIn(cost.output)}`);
  costs.push(cost);
}

/**
 * The line that says most.
 *
 * @param {string} output
 */
function reasonIn(output) {
  const lines = output.split("\n").flatMap((line) => line.trim() || []);
  const [reason = lines.at(-1) ?? ""] = [
    ...lines.filter((line) => /can(?:'|no)t|missing|not (?:found|supported)/i.test(line)),
    ...lines.filter((line) => /error|fail|invalid/i.test(line)),
  ];
  return reason.slice(0, 300);
}

/** @param {string} folder */
function sizeOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name)).size);
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
