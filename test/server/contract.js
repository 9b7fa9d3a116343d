// @ts-check
// Reads spec/mistral.yaml: which operations there are, and where in the document their schemas stand.
/** @import { Operation, Parameter, ResponseContract } from "./types.ts" */
import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** @typedef {Readonly<Record<string, unknown>>} Node */

const methods = ["get", "put", "post", "delete", "patch"];
const specFile = new URL("../../spec/mistral.yaml", import.meta.url);

/**
 * Reads the spec, with one correction: as in spec/mistral.overlay.yaml, the `metadata` filter of the job list is JSON text
 * instead of a form-exploded object.
 *
 * @returns {{ document: Node, operations: Operation[] }}
 */
export function readContract() {
  const document = node(load(readFileSync(specFile, "utf8")));
  const list = at(document, "/paths/~1v1~1batch~1jobs/get/parameters");
  const parameters = Array.isArray(list) ? list : [];
  const index = parameters.findIndex((parameter) => node(parameter)["name"] === "metadata");
  const { name, in: place, description } = node(parameters[index]);
  const schema = { type: "object", additionalProperties: true };
  parameters[index] = { name, in: place, description, content: { "application/json": { schema } } };
  return { document, operations: readOperations(document) };
}

/**
 * @param {readonly Operation[]} operations
 * @param {string} method
 * @param {string} path As sent, not decoded.
 */
export function findOperation(operations, method, path) {
  return operations.find(
    (operation) => operation.method === method && pathValues(operation, path) !== undefined,
  );
}

/**
 * The decoded values of the path parameters, or undefined if the path is another one.
 *
 * @param {Operation} operation
 * @param {string} path As sent, not decoded.
 */
export function pathValues(operation, path) {
  const names = operation.path.split("/");
  const segments = path.split("/");
  if (names.length !== segments.length) return undefined;
  /** @type {Record<string, string>} */
  const values = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? "";
    if (!name.startsWith("{")) {
      if (name !== segment) return undefined;
      continue;
    }
    if (segment === "") return undefined;
    try {
      values[name.slice(1, -1)] = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
  }
  return values;
}

/**
 * @param {Node} document
 * @returns {Operation[]}
 */
function readOperations(document) {
  return Object.entries(node(document["paths"])).flatMap(([path, item]) =>
    methods
      .filter((method) => method in node(item))
      .map((method) => {
        const pointer = `/paths/${escape(path)}/${method}`;
        const operation = node(at(document, pointer));
        return {
          id: String(operation["operationId"]),
          method: method.toUpperCase(),
          path,
          pointer,
          parameters: [
            ...readParameters(document, `/paths/${escape(path)}/parameters`),
            ...readParameters(document, `${pointer}/parameters`),
          ],
          body: readBody(document, `${pointer}/requestBody`),
          responses: Object.fromEntries(
            Object.keys(node(operation["responses"])).map((status) => [
              status,
              readResponse(document, `${pointer}/responses/${status}`),
            ]),
          ),
        };
      }),
  );
}

/**
 * @param {Node} document
 * @param {string} pointer
 * @returns {Parameter[]}
 */
function readParameters(document, pointer) {
  const list = at(document, pointer);
  if (!Array.isArray(list)) return [];
  return list.map((_, index) => {
    const place = target(document, `${pointer}/${index}`);
    const parameter = node(at(document, place));
    const json = "content" in parameter;
    return {
      name: String(parameter["name"]),
      in: String(parameter["in"]),
      required: parameter["required"] === true,
      json,
      schema: json ? `${place}/content/application~1json/schema` : `${place}/schema`,
    };
  });
}

/**
 * @param {Node} document
 * @param {string} pointer
 * @returns {Operation["body"]}
 */
function readBody(document, pointer) {
  if (at(document, pointer) === undefined) return null;
  const place = target(document, pointer);
  const body = node(at(document, place));
  return {
    required: body["required"] === true,
    schemas: schemas(node(body["content"]), `${place}/content`),
  };
}

/**
 * @param {Node} document
 * @param {string} pointer
 * @returns {ResponseContract}
 */
function readResponse(document, pointer) {
  const place = target(document, pointer);
  const response = node(at(document, place));
  const headers = Object.keys(node(response["headers"] ?? {})).map((name) => [
    name.toLowerCase(),
    `${target(document, `${place}/headers/${escape(name)}`)}/schema`,
  ]);
  return {
    content: schemas(node(response["content"] ?? {}), `${place}/content`),
    headers: Object.fromEntries(headers),
  };
}

/**
 * @param {Node} content
 * @param {string} place
 * @returns {Record<string, string>}
 */
function schemas(content, place) {
  const types = Object.keys(content);
  return Object.fromEntries(types.map((type) => [type, `${place}/${escape(type)}/schema`]));
}

/**
 * The pointer itself, or where the reference object at it leads.
 *
 * @param {Node} document
 * @param {string} pointer
 */
function target(document, pointer) {
  const reference = node(at(document, pointer))["$ref"];
  return typeof reference === "string" ? reference.slice(1) : pointer;
}

/**
 * @param {unknown} document
 * @param {string} pointer
 * @returns {unknown}
 */
function at(document, pointer) {
  let value = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

/** @param {string} key */
function escape(key) {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/**
 * @param {unknown} value
 * @returns {Node}
 */
function node(value) {
  if (typeof value !== "object" || value === null) throw new TypeError("Not an object in the spec");
  return /** @type {Node} */ (value);
}
