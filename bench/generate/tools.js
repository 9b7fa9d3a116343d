// @ts-check
// The generators: how each is run, and how a program calls one operation of what it wrote.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { callOfFunction, callOfGroup, callOfOurs, callOfPath } from "./programs.js";

/** @import { Operation } from "./documents.js" */

/** The folder of the benchmark, in whose `node_modules` the peers are. */
export const home = fileURLToPath(new URL(".", import.meta.url));
export const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} package Whose version is named.
 * @property {readonly Run[]} runs
 */

/**
 * A way to run it: one row of the tables.
 *
 * @typedef {object} Run
 * @property {string} what
 * @property {boolean} [again] Where the tool's first run has written; else into an empty folder.
 * @property {boolean} [changed] With a document in which one operation has a further parameter.
 * @property {boolean} [here] On the Node that runs the benchmark; else on the one that all peers run on.
 * @property {(spec: string, out: string) => readonly string[]} command Arguments of Node; may write a config beside `out`.
 * @property {(out: string, operation: Operation) => string} [program]
 *   A module in the folder of `out` that calls the operation. Throws if there is none to be called.
 */

const ours = join(root, "dist/cli.js");

/** @param {readonly string[]} flags */
const generate =
  (...flags) =>
  (/** @type {string} */ spec, /** @type {string} */ out) => [
    ours,
    "generate",
    spec,
    "--out",
    out,
    "--name",
    "client",
    ...flags,
  ];

/** @type {readonly Tool[]} */
export const tools = [
  {
    name: "triptych",
    package: "openapi-triptych",
    runs: [
      {
        what: "all layers",
        command: generate(),
        program: (out, operation) =>
          callOfOurs(out, { source: "src", imported: "dist" }, operation),
      },
      { what: "the same, nothing changed", again: true, command: generate() },
      { what: "beside it, `node -e 0`", again: true, command: () => ["-e", "0"] },
      { what: "the same, one operation changed", again: true, changed: true, command: generate() },
      { what: "all layers", here: true, command: generate() },
      {
        what: "promises alone, no JavaScript",
        command: generate("--kind", "source", "--layers", "promise"),
        program: (out, operation) => callOfOurs(out, { source: "", imported: "" }, operation),
      },
      { what: "all layers, type-checked", command: generate("--verify") },
    ],
  },
  {
    name: "hey-api",
    package: "@hey-api/openapi-ts",
    runs: [
      {
        what: "client for fetch",
        command(spec, out) {
          const flags = { "-i": spec, "-o": out, "-c": "@hey-api/client-fetch" };
          return [bin("@hey-api/openapi-ts"), ...Object.entries(flags).flat()];
        },
        program: callOfFunction,
      },
    ],
  },
  {
    name: "orval",
    package: "orval",
    runs: [
      {
        what: "client for fetch",
        command(spec, out) {
          const output = { target: join(out, "client.ts"), client: "fetch" };
          const text = `export default ${JSON.stringify({ api: { input: spec, output } })};\n`;
          return [bin("orval"), "--config", configBeside(out, text)];
        },
        program: callOfFunction,
      },
    ],
  },
  {
    name: "kubb",
    package: "@kubb/core",
    runs: [
      {
        what: "client for fetch",
        command(spec, out) {
          const options = { input: { path: spec }, output: { path: out } };
          const text = [
            'import { defineConfig } from "@kubb/core";',
            'import { pluginClient } from "@kubb/plugin-client";',
            'import { pluginOas } from "@kubb/plugin-oas";',
            'import { pluginTs } from "@kubb/plugin-ts";',
            'const plugins = [pluginOas(), pluginTs(), pluginClient({ client: "fetch" })];',
            `export default defineConfig({ ...${JSON.stringify(options)}, plugins });\n`,
          ].join("\n");
          return [bin("@kubb/cli"), "generate", "--config", configBeside(out, text)];
        },
        program: callOfFunction,
      },
    ],
  },
  {
    name: "oazapfts",
    package: "oazapfts",
    runs: [
      {
        what: "functions for fetch",
        command: (spec, out) => [bin("oazapfts"), spec, join(out, "client.ts")],
        program: callOfFunction,
      },
    ],
  },
  {
    name: "swagger-typescript-api",
    package: "swagger-typescript-api",
    runs: [
      {
        what: "client for fetch",
        command(spec, out) {
          const flags = { "--path": spec, "--output": out, "--name": "client.ts" };
          return [bin("swagger-typescript-api"), "generate", ...Object.entries(flags).flat()];
        },
        program: (out, operation) => callOfGroup(join(out, "client.ts"), operation),
      },
    ],
  },
  {
    name: "openapi-typescript",
    package: "openapi-typescript",
    runs: [
      {
        what: "types alone, for openapi-fetch",
        command: (spec, out) => [
          bin("openapi-typescript"),
          spec,
          "--output",
          join(out, "client.ts"),
        ],
        program: (out, operation) => callOfPath(join(out, "client.ts"), operation),
      },
    ],
  },
];

/**
 * The version that is measured.
 *
 * @param {Tool} tool
 * @returns {string}
 */
export function versionOf({ package: name }) {
  const folder = name === "openapi-triptych" ? root : join(home, "node_modules", name);
  return manifestOf(folder).version;
}

/**
 * The program of a package in `node_modules`.
 *
 * @param {string} name
 */
function bin(name) {
  const folder = join(home, "node_modules", name);
  const { bin: program } = manifestOf(folder);
  return join(folder, typeof program === "string" ? program : String(Object.values(program)[0]));
}

/** @param {string} folder */
function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/**
 * @param {string} out
 * @param {string} text
 */
function configBeside(out, text) {
  const path = join(out, "..", "config.mjs");
  writeFileSync(path, text);
  return path;
}
