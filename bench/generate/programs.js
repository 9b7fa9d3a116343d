// @ts-check
// Programs that call one operation without params, and use its result.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** @import { Operation } from "./documents.js" */

/**
 * A call through our client, the layer of promises.
 *
 * @param {string} out
 * @param {{ readonly source: string, readonly imported: string }} folders In `out`: of the TypeScript, and of what is imported.
 * @param {Operation} operation
 */
export function callOfOurs(out, { source, imported }, { path, id }) {
  const route = new RegExp(`id: "([^"]+)",\\s*method: "GET",\\s*path: "${escaped(path)}",`);
  const [, stem] = firstMatch(join(out, source, "operations"), route)?.match ?? missing(id);
  const module = specifierOf(out, join(out, imported, "promise/index.js"));
  return programOf(`client.${stem}()`, [
    `import { createClient, type ClientOptions } from ${JSON.stringify(module)};`,
    "const client = createClient({} as ClientOptions);",
  ]);
}

/**
 * A call of the exported function whose name is the operation's id, from the module that has it.
 *
 * @param {string} out
 * @param {Operation} operation
 */
export function callOfFunction(out, { id }) {
  const name = camelCase(id);
  const exported = new RegExp(`^export (?:async )?(?:const|function) (${name})\\b`, "im");
  const found = firstMatch(out, exported) ?? missing(id);
  return programOf(`${found.match[1]}()`, [
    `import { ${found.match[1]} } from ${JSON.stringify(specifierOf(out, found.file))};`,
  ]);
}

/**
 * A call of swagger-typescript-api's class, which has the operations below the first part of their path.
 *
 * @param {string} file
 * @param {Operation} operation
 */
export function callOfGroup(file, { path, id }) {
  const group = camelCase(/[^/]+/.exec(path)?.[0] ?? "");
  const method = new RegExp(`^\\s+(${camelCase(id)}\\w*): \\(`, "im");
  const [, name] = method.exec(readFileSync(file, "utf8")) ?? missing(id);
  return programOf(`new Api().${group}.${name}()`, [
    `import { Api } from ${JSON.stringify(specifierOf(dirname(file), file))};`,
  ]);
}

/**
 * A call of openapi-fetch with the types of openapi-typescript.
 *
 * @param {string} file
 * @param {Operation} operation
 */
export function callOfPath(file, { path }) {
  return programOf(`client.GET(${JSON.stringify(path)})`, [
    'import createClient from "openapi-fetch";',
    `import type { paths } from ${JSON.stringify(specifierOf(dirname(file), file))};`,
    "const client = createClient<paths>();",
  ]);
}

/**
 * @param {string} call
 * @param {readonly string[]} head
 */
function programOf(call, head) {
  return [...head, `export const result = await ${call};`, "console.log(result);", ""].join("\n");
}

/**
 * How the program beside the folder `out` imports a file in it.
 *
 * @param {string} out
 * @param {string} file
 */
function specifierOf(out, file) {
  return `./${relative(dirname(out), file)}`;
}

/**
 * @param {string} folder
 * @param {RegExp} pattern
 * @returns {{ file: string, match: RegExpExecArray } | undefined}
 */
function firstMatch(folder, pattern) {
  if (!existsSync(folder)) return undefined;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const file = join(folder, name);
    const match = pattern.exec(readFileSync(file, "utf8"));
    if (match !== null) return { file, match };
  }
  return undefined;
}

/** @param {string} id */
function camelCase(id) {
  return id.replace(/[^a-z0-9]+(.)/gi, (_, next) => String(next).toUpperCase());
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/**
 * @param {string} id
 * @returns {never}
 */
function missing(id) {
  throw new Error(`nothing to call for the operation ${id} is in the output`);
}
