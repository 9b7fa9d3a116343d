// @ts-check
// What the output costs whoever type-checks a program that calls one operation of it, and whether it is free of errors.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { measure } from "./measure.js";
import { home } from "./tools.js";

/**
 * @typedef {object} Check
 * @property {number} seconds
 * @property {number} bytes What TypeScript says that it used.
 * @property {number} types
 * @property {number} instantiations
 * @property {readonly string[]} errors
 */

const compilerOptions = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  module: "esnext",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  strict: true,
  skipLibCheck: false,
  noEmit: true,
};

/**
 * @param {string} folder The program `text` is written to it.
 * @param {string} text
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Check>}
 */
export async function checkProgram(folder, text, env) {
  writeFileSync(join(folder, "program.ts"), text);
  return check(folder, { files: ["program.ts"] }, env);
}

/**
 * @param {string} out All TypeScript in it is looked at.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Check>}
 */
export function checkOutput(out, env) {
  return check(dirname(out), { include: [`${out}/**/*.ts`] }, env);
}

/**
 * @param {string} folder
 * @param {object} files
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Check>}
 */
async function check(folder, files, env) {
  const config = join(folder, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions, ...files }));
  const tsc = join(home, "node_modules/typescript/bin/tsc");
  const heap = "--max-old-space-size=8192";
  const command = ["node", heap, tsc, "-p", config, "--extendedDiagnostics", "--pretty", "false"];
  const { output, code } = await measure(command, { cwd: folder, env });
  const number = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1]);
  const seconds = number("Total time");
  if (Number.isNaN(seconds)) throw new Error(`tsc ended with ${code}: ${output.slice(-500)}`);
  return {
    seconds,
    bytes: number("Memory used") * 1000,
    types: number("Types"),
    instantiations: number("Instantiations"),
    errors: output.match(/^.*\berror TS\d+: .*$/gm) ?? [],
  };
}
