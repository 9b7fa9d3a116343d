// @ts-check
// The documents that clients are generated from.
import { readFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { dump, load } from "js-yaml";
import { home, root } from "./tools.js";

/** @typedef {{ readonly name: string, readonly path: string }} Document */
/** @typedef {{ readonly path: string, readonly id: string }} Operation */

/** @type {readonly Document[]} */
export const ownDocuments = [
  { name: "batch-and-files", path: join(root, "spec/mistral.yaml") },
  {
    name: "github",
    path: join(home, "node_modules/@octokit/openapi/generated/api.github.com.json"),
  },
];

/**
 * @param {string} text `NAME=PATH`
 * @returns {Document}
 */
export function parseDocument(text) {
  const [, name, path] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined)
    throw new TypeError(`--document takes NAME=PATH, and not ${text}`);
  return { name, path: resolve(path) };
}

/**
 * What is said of a document, and the operation that is called: the first `get` without params that must be given, which has
 * others and answers with JSON, so that it is a list rather than a version number.
 *
 * @param {Document} document
 * @returns {{ readonly title: string, readonly operation: Operation }}
 */
export function lookAt({ name, path }) {
  const text = readFileSync(path, "utf8");
  const isJson = isJsonFile(path);
  const document = parse(text, isJson);
  const items = Object.entries(document.paths);
  const operations = items.flatMap(([, item]) => methods.filter((method) => method in item));
  const lists = items.flatMap(([path, { get }]) => {
    const id = get?.operationId;
    return id === undefined || !isList(document, get ?? {}) ? [] : [{ path, id }];
  });
  const [operation] = lists;
  if (operation === undefined)
    throw new Error(`${path} has no operation that can be called without params`);
  const size = `${(text.length / 1e6).toPrecision(2)} MB of ${isJson ? "JSON" : "YAML"}`;
  const title = `${name}: ${operations.length} operations, ${size}, \`GET ${operation.path}\` is called`;
  return { title, operation };
}

/**
 * The text of a document in which the operation has one more parameter, an optional one.
 *
 * @param {string} path
 * @param {Operation} operation
 */
export function changed(path, operation) {
  const isJson = isJsonFile(path);
  const document = parse(readFileSync(path, "utf8"), isJson);
  const get = document.paths[operation.path]?.["get"] ?? {};
  const further = { name: "further", in: "query", schema: { type: "string" } };
  get.parameters = [...(get.parameters ?? []), further];
  return isJson ? JSON.stringify(document, undefined, 2) : dump(document, { lineWidth: -1 });
}

/** @param {string} path */
function isJsonFile(path) {
  return extname(path) === ".json";
}

/**
 * @param {string} text
 * @param {boolean} isJson
 * @returns {{ paths: Record<string, Record<string, { operationId?: string, parameters?: unknown[] }>> }}
 */
function parse(text, isJson) {
  return isJson ? JSON.parse(text) : /** @type {any} */ (load(text));
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * @param {unknown} document
 * @param {object} operation
 */
function isList(document, operation) {
  const { parameters = [], responses = {} } =
    /** @type {{ parameters?: object[], responses?: Record<string, object> }} */ (operation);
  const all = parameters.map((parameter) => followed(document, parameter));
  const { content = {} } = /** @type {{ content?: object }} */ (
    followed(document, responses["200"] ?? {})
  );
  return (
    all.length > 0 &&
    all.every((parameter) => !("required" in parameter && parameter.required === true)) &&
    "application/json" in content
  );
}

/**
 * @param {unknown} document
 * @param {object} value That or what it refers to.
 * @returns {object}
 */
function followed(document, value) {
  if (!("$ref" in value)) return value;
  const parts = String(value.$ref).split("/").slice(1);
  const at = (/** @type {any} */ parent, /** @type {string} */ part) =>
    parent?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  return parts.reduce(at, document) ?? {};
}
