// @ts-check
// Installs the peers, in this folder and not in the project's, and a Node that all of them run on.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { install, nodeOfPeers } from "../../test/platforms/node-versions.js";
import { home } from "./tools.js";

const run = promisify(execFile);

/**
 * The environment of what runs on that Node: with the programs of `node_modules`, as in a script of npm, among which kubb looks
 * for a formatter. Nobody is told of the runs, and nobody behaves otherwise since this is CI.
 *
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function prepare() {
  const node = await install(nodeOfPeers);
  const lock = await readFile(join(home, "package-lock.json"), "utf8");
  const stamp = join(home, "node_modules", ".stamp");
  if (!existsSync(stamp) || (await readFile(stamp, "utf8")) !== lock) {
    console.error("Installing the peers");
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["ci", ...flags], { cwd: home });
    await writeFile(stamp, lock);
  }
  const { CI: _, ...env } = process.env;
  const path = [node, join(home, "node_modules/.bin"), env["PATH"] ?? ""].join(delimiter);
  return { ...env, PATH: path, NO_COLOR: "1", DO_NOT_TRACK: "1" };
}
