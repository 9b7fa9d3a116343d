// @ts-check
// Runs the tests of the generated package where else it must work: under the other versions of Node, and in a browser. Under
// each version of Node the generator must write what it writes under this one.
// `node test/platforms/main.js [chromium | node | a version of Node …]`; everything by default.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { differences, generatedBy } from "./generated.js";
import { install, otherVersions } from "./node-versions.js";
import { root } from "./root.js";

/** What the runtime of a package is tested by; not what tests the tests. */
const suites = ["test/runtime", "test/contract", "test/faults", "test/transport"];
const left = ["test/contract/faults.test.ts", "test/faults/seeded.test.ts"];

const vitest = "node_modules/vitest/vitest.mjs";

/** @typedef {{ platform: string, passed: number, failed: number, skipped: number }} Row */

const asked = process.argv.slice(2);
const chosen = asked.length === 0 ? ["node", "chromium"] : asked;
const platforms = chosen.flatMap((name) => (name === "node" ? otherVersions() : [name]));

const onNode = [...suites, ...left.flatMap((file) => ["--exclude", file])];

/** What is generated under this Node. @type {ReadonlyMap<string, string> | undefined} */
let usual;

/** @type {Row[]} */
const rows = [];
for (const platform of platforms) {
  print(`\n${platform === "chromium" ? "Chromium" : `Node ${platform}`}`);
  const args = platform === "chromium" ? ["--config", "test/platforms/vitest.config.ts"] : onNode;
  const folder = platform === "chromium" ? undefined : await install(platform);
  rows.push({ platform, ...(await test(args, folder)) });
  if (folder !== undefined) rows.push(await compare(platform, folder));
}

print("");
for (const { platform, passed, failed, skipped } of rows)
  print(`${platform.padEnd(14)} ${passed} passed, ${failed} failed, ${skipped} skipped`);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
print(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);
process.exitCode = failed > 0 || rows.some((row) => row.passed === 0) ? 1 : 0;

/**
 * Runs vitest; a run that breaks off counts as one failure.
 *
 * @param {readonly string[]} args
 * @param {string | undefined} folder That of another Node than this one.
 * @returns {Promise<Omit<Row, "platform">>}
 */
async function test(args, folder) {
  const scratch = await mkdtemp(join(tmpdir(), "platforms-"));
  const report = join(scratch, "report.json");
  try {
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const exitCode = await runNode(folder, [vitest, "run", ...args, ...reporters]);
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      await readFile(report, "utf8").catch(() => "{}"),
    );
    const failed = numFailedTests ?? 0;
    return {
      passed: numPassedTests ?? 0,
      failed: exitCode === 0 ? failed : Math.max(1, failed),
      skipped: numPendingTests ?? 0,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Whether the generator writes the same bytes; each file counts as a test.
 *
 * @param {string} version
 * @param {string} folder
 * @returns {Promise<Row>}
 */
async function compare(version, folder) {
  usual ??= await generatedBy((args, cwd) => runNode(undefined, args, cwd));
  const files = await generatedBy((args, cwd) => runNode(folder, args, cwd));
  const different = differences(usual, files);
  for (const path of different) print(`differs from Node ${process.versions.node}: ${path}`);
  const passed = Math.max(0, usual.size - different.length);
  return { platform: `${version} files`, passed, failed: different.length, skipped: 0 };
}

/**
 * @param {string | undefined} folder
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @returns {Promise<number | null>} The exit code.
 */
function runNode(folder, args, cwd = root) {
  const path = process.env["PATH"] ?? "";
  return new Promise((resolve, reject) => {
    const child = spawn(folder === undefined ? process.execPath : join(folder, "node"), args, {
      cwd,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: folder === undefined ? path : folder + delimiter + path },
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** @param {"passed" | "failed" | "skipped"} count */
function sum(count) {
  return rows.reduce((total, row) => total + row[count], 0);
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
