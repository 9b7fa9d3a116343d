// @ts-check
// How long it takes to import each client, in fresh processes.
/** @import { Measured } from "./report.js" */
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { heyApi, home, orval } from "./peers.js";

const run = promisify(execFile);

const modules = {
  "nothing (node:http)": "node:http",
  "triptych, promise": "mistral-batch-files",
  "triptych, callback": "mistral-batch-files/callback",
  "triptych, sync": "mistral-batch-files/sync",
  "triptych, operations": "mistral-batch-files/operations",
  "triptych, preview": "mistral-batch-files/preview",
  "triptych, batch": "mistral-batch-files/batch",
  "triptych, errors": "mistral-batch-files/errors",
  "openapi-fetch": "openapi-fetch",
  "hey-api, one file": pathToFileURL(heyApi).href,
  "orval, one file": pathToFileURL(orval).href,
  "vendor's SDK": "@mistralai/mistralai",
};

/**
 * @param {number} rounds
 * @returns {Promise<Measured[]>} In microseconds; CPU is that of the whole process.
 */
export async function measureImports(rounds) {
  /** @type {Measured[]} */
  const results = Object.keys(modules).map((name) => ({ name, wall: [], cpu: [] }));
  for (let round = -1; round < rounds; round++) {
    for (const [at, module] of Object.values(modules).entries()) {
      const program = `
        const start = performance.now(), cpu = process.cpuUsage();
        await import(${JSON.stringify(module)});
        const wall = performance.now() - start, { user, system } = process.cpuUsage(cpu);
        console.log(JSON.stringify([wall * 1000, user + system]));`;
      const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
        cwd: home,
      });
      const [wall, cpu] = JSON.parse(stdout);
      if (round < 0) continue;
      results[at]?.wall.push(wall);
      results[at]?.cpu.push(cpu);
    }
  }
  return results;
}
