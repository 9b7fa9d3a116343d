// @ts-check
// The versions of Node that the tests run on, from the npm packages that hold their binaries.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./root.js";

const run = promisify(execFile);

/** Of the least line that all generators support with which benchmarks compare ours. */
export const nodeOfPeers = "22.23.3";

/** One of each line that is supported. */
const versions = ["20.20.2", nodeOfPeers, "24.21.0"];

/**
 * Those of the other lines than this process's own.
 *
 * @returns {string[]}
 */
export function otherVersions() {
  return versions.filter((version) => lineOf(version) !== lineOf(process.versions.node));
}

/**
 * Installs a version unless it is there already. The binary is what the package `node` of npm would choose for this machine.
 *
 * @param {string} version
 * @returns {Promise<string>} The folder that has the binary.
 */
export async function install(version) {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const prefix = join(root, "node_modules", ".cache", "node-versions", version);
  const folder = join(prefix, "node_modules", name, "bin");
  if (existsSync(folder)) return folder;
  await mkdir(prefix, { recursive: true });
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
  await run("npm", ["install", "--prefix", prefix, ...flags, `${name}@${version}`], {
    cwd: prefix,
    shell: process.platform === "win32",
  });
  return folder;
}

/** @param {string} version */
function lineOf(version) {
  return version.split(".", 1)[0];
}
