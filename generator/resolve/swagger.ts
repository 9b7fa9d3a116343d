/**
 * Makes an OpenAPI 3.0 document of a Swagger 2.0 document, in place: all of it, the mounted files included. What the document
 * says keeps its place in the source; references are adapted. Examples and extensions stay as they are.
 */

import type { Diagnostic } from "../diagnostic.ts";
import { METHODS } from "../document.ts";
import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  setChild,
  tokensOf,
  valueAt,
} from "../base/json.ts";
import { pathOf, tokensTo } from "../base/path.ts";
import type { Shape } from "../base/shapes.ts";
import { walk } from "../base/walk.ts";
import { Moves } from "./moves.ts";
import type { Provenance } from "./provenance.ts";
import {
  bodyOf,
  convertSchema,
  formOf,
  parameterOf,
  responseOf,
  securitySchemeOf,
  serversOf,
} from "./swagger-parts.ts";

/**
 * @param root whose references are pointers within it, where they could be followed.
 * @param uri of the document.
 * @returns warnings about what OpenAPI has no words for.
 */
export function convertSwagger(
  root: JsonObject,
  uri: string,
  provenance: Provenance,
): readonly Diagnostic[] {
  const conversion = new Conversion(root, uri, provenance);
  conversion.run();
  return conversion.diagnostics;
}

/** An object of the document, where it stands. */
interface Placed {
  readonly value: JsonObject;
  readonly tokens: readonly string[];
}

class Conversion {
  readonly diagnostics: Diagnostic[] = [];
  readonly #root: JsonObject;
  readonly #uri: string;
  readonly #provenance: Provenance;
  readonly #moves = new Moves();
  readonly #references: JsonObject[] = [];
  /** Objects that were converted where they are used. */
  readonly #done = new Set<JsonObject>();
  readonly #byKind = new Map<string, Placed[]>();

  constructor(root: JsonObject, uri: string, provenance: Provenance) {
    this.#root = root;
    this.#uri = uri;
    this.#provenance = provenance;
  }

  run(): void {
    this.#collect();
    for (const { value } of this.#found("Schema")) convertSchema(value);
    for (const item of this.#found("SwaggerPathItem")) this.#pathItem(item);
    for (const shared of this.#found("SwaggerParameter")) this.#sharedParameter(shared);
    for (const shared of this.#found("SwaggerResponse")) this.#sharedResponse(shared);
    this.#sections();
    for (const holder of this.#references) this.#adapt(holder);
  }

  /** Finds all objects that the document leads to, the references among them apart. */
  #collect(): void {
    const seen = new Set<JsonObject>();
    const open: { tokens: readonly string[]; shape: Shape }[] = [
      { tokens: [], shape: { is: "object", kind: "SwaggerRoot" } },
    ];
    for (const { tokens, shape } of open) {
      walk(valueAt(this.#root, tokens), shape, pathOf(tokens), true, (visit) => {
        const { value, path } = visit;
        if (seen.has(value)) return undefined;
        seen.add(value);
        const kind = visit.shape.is === "object" ? visit.shape.kind : "";
        const target = typeof value["$ref"] === "string" ? tokensOf(value["$ref"]) : undefined;
        if (target !== undefined) {
          this.#references.push(value);
          open.push({ tokens: target, shape: visit.shape });
          if (kind !== "Schema" && kind !== "SwaggerPathItem") return undefined;
        }
        this.#found(kind).push({ value, tokens: tokensTo(path) });
        return true;
      });
    }
  }

  #found(kind: string): Placed[] {
    const found = this.#byKind.get(kind) ?? [];
    this.#byKind.set(kind, found);
    return found;
  }

  #pathItem({ value: item, tokens }: Placed): void {
    const list = this.#listed(item["parameters"], [...tokens, "parameters"]);
    for (const method of METHODS) {
      const operation = child(item, method);
      if (isObject(operation))
        this.#operation({ value: operation, tokens: [...tokens, method] }, list);
    }
    this.#keepParameters({ value: item, tokens }, list);
  }

  #operation(operation: Placed, ofPath: readonly Listed[]): void {
    const { value, tokens } = operation;
    const consumes = texts(value["consumes"]) ?? texts(this.#root["consumes"]);
    const list = this.#listed(value["parameters"], [...tokens, "parameters"]);
    const own = new Set(list.map(({ id }) => id));
    const all = [...list, ...ofPath.filter(({ id }) => !own.has(id))];
    const body = all.find(({ place }) => place === "body");
    const fields = all.filter(({ place }) => place === "formData");
    if (body !== undefined) this.#body(operation, body, consumes);
    else if (fields.length > 0) this.#form(operation, fields, consumes);
    this.#keepParameters(operation, list);
    this.#responses(operation);
    if (value["schemes"] !== undefined && this.#root["host"] !== undefined)
      value["servers"] = serversOf(this.#root, value["schemes"], this.#uri);
    for (const key of ["consumes", "produces", "schemes"]) delete value[key];
  }

  /** The entries of a list of parameters, what they refer to followed. */
  #listed(list: JsonValue | undefined, tokens: readonly string[]): Listed[] {
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry, index) => {
      const at = [...tokens, String(index)];
      const target = this.#followed(entry, at);
      if (!isObject(target.value)) return [];
      const { name, in: place } = target.value;
      return {
        index,
        value: target.value,
        tokens: target.tokens,
        place,
        id: `${String(place)} ${String(name)}`,
      };
    });
  }

  /** The node itself, or where the references in its place end. */
  #followed(
    node: JsonValue,
    tokens: readonly string[],
  ): { value: JsonValue; tokens: readonly string[] } {
    const passed = new Set<JsonValue>();
    let at = { value: node, tokens };
    while (isObject(at.value) && typeof at.value["$ref"] === "string" && !passed.has(at.value)) {
      passed.add(at.value);
      const next = tokensOf(at.value["$ref"]);
      const value = next === undefined ? undefined : valueAt(this.#root, next);
      if (next === undefined || value === undefined) break;
      at = { value, tokens: next };
    }
    return at;
  }

  #body(
    operation: Placed,
    { value, tokens }: Listed,
    consumes: readonly string[] | undefined,
  ): void {
    const body = bodyOf(value, consumes);
    this.#placeSchemas([...operation.tokens, "requestBody"], body, tokens);
    this.#put(operation.value, "requestBody", body, tokens);
  }

  #form(
    operation: Placed,
    fields: readonly Listed[],
    consumes: readonly string[] | undefined,
  ): void {
    const { body, asText } = formOf(
      fields.map(({ value }) => value),
      consumes,
    );
    this.#put(operation.value, "requestBody", body, fields[0]?.tokens ?? operation.tokens);
    const properties = valueAt(body, [
      "content",
      Object.keys(body["content"] ?? {})[0] ?? "",
      "schema",
      "properties",
    ]);
    for (const { value, tokens } of fields) {
      if (isObject(properties)) this.#record(properties, String(value["name"]), tokens);
      const format = asText.find(({ part }) => part === value)?.asText;
      if (format !== undefined) this.#warnOfText(format, tokens);
    }
  }

  /** Converts the parameters of a list that are parameters in OpenAPI too, and drops the others. */
  #keepParameters({ value: holder, tokens }: Placed, list: readonly Listed[]): void {
    if (!Array.isArray(holder["parameters"])) return;
    const before = holder["parameters"];
    const dropped = new Set(list.filter(isBody).map(({ index }) => index));
    const kept: JsonValue[] = [];
    for (const [index, entry] of before.entries()) {
      if (dropped.has(index)) continue;
      const from = [...tokens, "parameters", String(index)];
      const at = String(kept.length);
      this.#put(kept, at, this.#converted(entry, from), from);
      this.#moves.add(from, [...tokens, "parameters", at]);
    }
    if (kept.length > 0) this.#put(holder, "parameters", kept, [...tokens, "parameters"]);
    else delete holder["parameters"];
  }

  #converted(entry: JsonValue, tokens: readonly string[]): JsonValue {
    if (!isObject(entry) || typeof entry["$ref"] === "string") return entry;
    this.#done.add(entry);
    const { part, asText } = parameterOf(entry);
    if (asText !== undefined) this.#warnOfText(asText, tokens);
    return part;
  }

  /** Responses of an operation: also shared ones, if the operation produces something of its own. */
  #responses({ value: operation, tokens }: Placed): void {
    const { responses } = operation;
    if (!isObject(responses)) return;
    const own = texts(operation["produces"]);
    const produces = own ?? texts(this.#root["produces"]);
    for (const status of Object.keys(responses)) {
      if (status.startsWith("x-")) continue;
      const at = [...tokens, "responses", status];
      const entry = responses[status]!;
      const isReference = isObject(entry) && typeof entry["$ref"] === "string";
      if (isReference && own === undefined) continue;
      const target = this.#followed(entry, at);
      if (!isObject(target.value) || typeof target.value["$ref"] === "string") continue;
      if (!isReference) this.#done.add(target.value);
      const response = responseOf(target.value, produces);
      this.#placeSchemas(at, response, target.tokens);
      this.#put(responses, status, response, target.tokens);
    }
  }

  #sharedParameter({ value, tokens }: Placed): void {
    if (this.#done.has(value) || typeof value["$ref"] === "string") return;
    if (value["in"] === "body" || value["in"] === "formData") return;
    this.#replace(tokens, this.#converted(value, tokens));
  }

  #sharedResponse({ value, tokens }: Placed): void {
    if (this.#done.has(value) || typeof value["$ref"] === "string") return;
    const response = responseOf(value, texts(this.#root["produces"]));
    const section = tokens[0] === "responses" ? ["components", ...tokens] : tokens;
    this.#placeSchemas(section, response, tokens);
    this.#replace(tokens, response);
  }

  #replace(tokens: readonly string[], value: JsonValue): void {
    const holder = valueAt(this.#root, tokens.slice(0, -1));
    const key = tokens.at(-1);
    if (key !== undefined && typeof holder === "object" && holder !== null)
      this.#put(holder, key, value, tokens);
  }

  /** Notes where the schema of a parameter or response has gone: into the content of what it became. */
  #placeSchemas(at: readonly string[], body: JsonObject, from: readonly string[]): void {
    const { content } = body;
    for (const type of isObject(content) ? Object.keys(content) : []) {
      const media = child(content, type);
      if (!isObject(media)) continue;
      this.#record(media, "schema", [...from, "schema"]);
      this.#moves.add([...from, "schema"], [...at, "content", type, "schema"]);
    }
  }

  /** Moves what belongs to the whole document to where OpenAPI has it. */
  #sections(): void {
    const root = this.#root;
    const components: JsonObject = {};
    const move = (
      from: string,
      to: string,
      convert: (value: JsonObject) => JsonObject | undefined,
    ): void => {
      const section = root[from];
      if (isObject(section)) {
        const entries: JsonObject = {};
        for (const name of Object.keys(section)) {
          const value = section[name]!;
          const converted = isObject(value) ? convert(value) : value;
          if (converted !== undefined) this.#put(entries, name, converted, [from, name]);
        }
        this.#put(components, to, entries, [from]);
      } else if (section !== undefined) this.#put(components, to, section, [from]);
      this.#moves.add([from], ["components", to]);
    };
    move("definitions", "schemas", (schema) => schema);
    move("parameters", "parameters", (parameter) =>
      isBody({ place: parameter["in"] }) ? undefined : parameter,
    );
    move("responses", "responses", (response) => response);
    move("securityDefinitions", "securitySchemes", securitySchemeOf);
    const servers = serversOf(root, root["schemes"], this.#uri);
    if (servers.length > 0)
      this.#put(root, "servers", servers, root["host"] === undefined ? ["basePath"] : ["host"]);
    for (const key of SWAGGER_FIELDS) delete root[key];
    if (Object.keys(components).length > 0) root["components"] = components;
    root["openapi"] = "3.0.4";
  }

  /** Lets a reference lead to where its target is now. */
  #adapt(holder: JsonObject): void {
    const tokens = typeof holder["$ref"] === "string" ? tokensOf(holder["$ref"]) : undefined;
    if (tokens !== undefined) setChild(holder, "$ref", pointerOf(this.#moves.once(tokens)));
  }

  /** Puts `value` where it is in OpenAPI; in the source it is what stands at `from`. */
  #put(
    holder: JsonObject | JsonValue[],
    key: string,
    value: JsonValue,
    from: readonly string[],
  ): void {
    this.#record(holder, key, from);
    setChild(holder, key, value);
  }

  #record(holder: JsonObject | JsonValue[], key: string, from: readonly string[]): void {
    this.#provenance.recordMove(holder, key, this.#provenance.originOf(this.#root, from));
  }

  #warnOfText(format: string, tokens: readonly string[]): void {
    this.diagnostics.push({
      severity: "warning",
      code: "collection-format",
      message: `OpenAPI has no words for \`collectionFormat: ${format}\` here; the caller writes the value as one text`,
      cure: "use `csv` or `multi` if the API understands it",
      ...this.#provenance.place(this.#root, tokens),
    });
  }
}

/** An entry of a list of parameters, and the parameter that it is or refers to. */
interface Listed extends Placed {
  readonly index: number;
  readonly place: JsonValue | undefined;
  /** What makes parameters the same: name and place. */
  readonly id: string;
}

/** The fields of the root that OpenAPI has in another form. */
const SWAGGER_FIELDS = [
  "swagger",
  "host",
  "basePath",
  "schemes",
  "consumes",
  "produces",
  "definitions",
  "parameters",
  "responses",
  "securityDefinitions",
];

function isBody({ place }: { readonly place: JsonValue | undefined }): boolean {
  return place === "body" || place === "formData";
}

/** A list of texts; undefined if there is none, or nothing in it. */
function texts(value: JsonValue | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  return list.length === 0 ? undefined : list;
}
