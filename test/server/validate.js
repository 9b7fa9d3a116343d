// @ts-check
// Compares requests and responses with the spec, by Ajv (JSON Schema 2020-12, the dialect of OpenAPI 3.1).
/** @import { CheckedRequest, Issue, Operation, RequestVerdict } from "./types.ts" */
/** @import { ErrorObject, ValidateFunction } from "ajv/dist/2020.js" */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { pathValues } from "./contract.js";

const base = "https://spec.invalid/mistral";

/**
 * What each keyword's failure is called in the vendor's 422 bodies, and the name of the limit there.
 *
 * @type {Readonly<Record<string, readonly [type: string, limit?: string]>>}
 */
const issueTypes = {
  required: ["missing"],
  additionalProperties: ["extra_forbidden"],
  maximum: ["less_than_equal", "le"],
  minimum: ["greater_than_equal", "ge"],
  maxLength: ["string_too_long", "max_length"],
  minLength: ["string_too_short", "min_length"],
  maxItems: ["too_long", "max_length"],
  enum: ["enum"],
  const: ["literal_error"],
};

/** Checks messages against one OpenAPI document. Schemas are compiled when first needed. */
export class Validator {
  /** @type {Map<string, ValidateFunction>} */
  #compiled = new Map();
  #exact;
  #converting;

  /** @param {Readonly<Record<string, unknown>>} document */
  constructor(document) {
    this.#exact = create(document, false);
    this.#converting = create(document, "array");
  }

  /**
   * @param {Operation} operation
   * @param {CheckedRequest} request
   * @returns {RequestVerdict}
   */
  request(operation, request) {
    /** @type {Issue[]} */
    const issues = [...request.bodyIssues];
    const path = pathValues(operation, request.path) ?? {};
    const query = queryValues(operation, request.query, issues);
    const values = { path, query };
    issues.push(...this.#run(operation.id, values, () => parameterSchema(operation)));

    let body = request.body;
    if (operation.body === null) {
      if (request.hasBody) issues.push(bodyIssue("extra_forbidden", "The operation takes no body"));
    } else if (!request.hasBody) {
      if (operation.body.required) issues.push(bodyIssue("missing", "Field required"));
    } else {
      const type = mediaType(request.contentType);
      const schema = operation.body.schemas[type];
      if (schema === undefined) {
        issues.push(
          bodyIssue("content_type", `The content type ${type || "(none)"} is not accepted`),
        );
      } else if (body !== undefined) {
        const form = type === "multipart/form-data";
        const holder = { body: typeof body === "object" && form ? { ...body } : body };
        issues.push(...this.#value(schema, holder, form));
        body = holder.body;
      }
    }
    return { issues, path, query, body };
  }

  /**
   * @param {Operation} operation
   * @param {number} status
   * @param {Readonly<Record<string, string>>} headers Names in lower case.
   * @param {string | null} text The body, or null if it is binary or streamed, which the schemas say nothing about.
   * @returns {Issue[]}
   */
  response(operation, status, headers, text) {
    const declared =
      operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`];
    if (declared === undefined) {
      return [{ type: "status", loc: ["response"], msg: `The status ${status} is not declared` }];
    }
    /** @type {Issue[]} */
    const issues = [];
    for (const [name, schema] of Object.entries(declared.headers)) {
      if (headers[name] === undefined) continue;
      const found = this.#value(schema, { body: headers[name] }, true);
      issues.push(...found.map((issue) => ({ ...issue, loc: ["response", "header", name] })));
    }
    const type = mediaType(headers["content-type"]);
    const schema = declared.content[type];
    if (schema === undefined) {
      issues.push({
        type: "content_type",
        loc: ["response"],
        msg: `The content type ${type || "(none)"} is not declared`,
      });
    } else if (type === "application/json") {
      try {
        const found = this.#value(schema, { body: JSON.parse(text ?? "") }, false);
        issues.push(...found.map((issue) => ({ ...issue, loc: ["response", ...issue.loc] })));
      } catch {
        issues.push({
          type: "json_invalid",
          loc: ["response", "body"],
          msg: "The body is not JSON",
        });
      }
    }
    return issues;
  }

  /**
   * @param {string} name Of a schema under `components`.
   * @param {unknown} value
   * @returns {Issue[]}
   */
  component(name, value) {
    return this.#value(`/components/schemas/${name}`, { body: value }, false);
  }

  /**
   * @param {string} schema A JSON pointer.
   * @param {{ body: unknown }} holder
   * @param {boolean} convert Whether text may stand for numbers, booleans and null.
   */
  #value(schema, holder, convert) {
    const build = () => ({ properties: { body: { $ref: `${base}#${encodeURI(schema)}` } } });
    return this.#run(`${schema} ${convert}`, holder, build, convert);
  }

  /**
   * @param {string} key
   * @param {object} value
   * @param {() => object} build
   * @param {boolean} [convert]
   * @returns {Issue[]}
   */
  #run(key, value, build, convert = true) {
    let validate = this.#compiled.get(key);
    if (validate === undefined) {
      validate = (convert ? this.#converting : this.#exact).compile(build());
      this.#compiled.set(key, validate);
    }
    return validate(value) ? [] : toIssues(validate.errors ?? []);
  }
}

/**
 * @param {string | undefined} contentType
 * @returns {string} Without parameters, in lower case; empty if there is none.
 */
export function mediaType(contentType) {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/**
 * @param {string} type
 * @param {string} msg
 * @param {readonly (string | number)[]} [inside]
 * @returns {Issue}
 */
export function bodyIssue(type, msg, inside = []) {
  return { type, loc: ["body", ...inside], msg };
}

/**
 * @param {Readonly<Record<string, unknown>>} document
 * @param {false | "array"} coerceTypes
 */
function create(document, coerceTypes) {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    coerceTypes,
  });
  addFormats.default(ajv);
  return ajv.addSchema({ ...document, $id: base });
}

/**
 * Parameters that the spec does not name are refused, which the vendor's server may not do.
 *
 * @param {Operation} operation
 */
function parameterSchema(operation) {
  /** @param {string} place */
  const group = (place) => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    return {
      additionalProperties: false,
      properties: Object.fromEntries(
        parameters.map(({ name, schema }) => [name, { $ref: `${base}#${encodeURI(schema)}` }]),
      ),
      required: parameters.filter((parameter) => parameter.required).map(({ name }) => name),
    };
  };
  return { properties: { path: group("path"), query: group("query") } };
}

/**
 * One value as text, several as a list, JSON text parsed.
 *
 * @param {Operation} operation
 * @param {URLSearchParams} query
 * @param {Issue[]} issues
 * @returns {Record<string, unknown>}
 */
function queryValues(operation, query, issues) {
  /** @type {Record<string, unknown>} */
  const values = {};
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name);
    const parameter = operation.parameters.find((one) => one.in === "query" && one.name === name);
    if (all.length === 1 && parameter?.json === true) {
      try {
        values[name] = JSON.parse(all[0] ?? "");
      } catch {
        issues.push({
          type: "json_invalid",
          loc: ["query", name],
          msg: "Invalid JSON",
          input: all[0],
        });
      }
    } else {
      values[name] = all.length === 1 ? all[0] : all;
    }
  }
  return values;
}

/**
 * @param {readonly ErrorObject[]} errors
 * @returns {Issue[]}
 */
function toIssues(errors) {
  const telling = errors.filter(
    ({ keyword }) => !["anyOf", "oneOf", "if", "propertyNames"].includes(keyword),
  );
  return (telling.length > 0 ? telling : errors).map((error) => {
    const { keyword, params, instancePath, message } = error;
    const [type, limit] = issueTypes[keyword] ?? [
      keyword === "type" || keyword === "format"
        ? `${[params[keyword]].flat()[0]}_type`
        : "value_error",
    ];
    const loc = instancePath.split("/").slice(1).map(locationPart);
    if (keyword === "required") loc.push(String(params["missingProperty"]));
    if (keyword === "additionalProperties") loc.push(String(params["additionalProperty"]));
    if (error.propertyName !== undefined) loc.push(error.propertyName);
    const msg = type === "missing" ? "Field required" : `Value ${message ?? "is not valid"}`;
    const ctx = limit === undefined ? {} : { ctx: { [limit]: params["limit"] } };
    return { type, loc, msg, ...shortInput(error.data), ...ctx };
  });
}

/** @param {string} part */
function locationPart(part) {
  return /^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** @param {unknown} data */
function shortInput(data) {
  const text = JSON.stringify(data);
  return text === undefined || text.length > 200 ? {} : { input: data };
}
