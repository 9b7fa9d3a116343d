/**
 * Makes an OpenAPI 3.0 document of a Swagger 2.0 document, in place: all of it, the mounted files included. What the document
 * says keeps its place in the source; references are adapted. Examples and extensions stay as they are.
 */

import type { Diagnostic } from "../diagnostic.ts";
import { isObject, type JsonObject, pointerOf, setChild, tokensOf, valueAt } from "../base/json.ts";
import { pathOf, tokensTo } from "../base/path.ts";
import type { Shape } from "../base/shapes.ts";
import { walk } from "../base/walk.ts";
import type { Provenance } from "./provenance.ts";
import { PathItems } from "./swagger-operations.ts";
import {
  convertSchema,
  isBody,
  responseOf,
  securitySchemeOf,
  serversOf,
  texts,
} from "./swagger-parts.ts";
import { type Placed, Places } from "./swagger-places.ts";

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
  return new Conversion(root, uri, provenance).run();
}

class Conversion {
  readonly #places: Places;
  readonly #items: PathItems;
  readonly #uri: string;
  readonly #references: JsonObject[] = [];
  readonly #byKind = new Map<string, Placed[]>();

  constructor(root: JsonObject, uri: string, provenance: Provenance) {
    this.#places = new Places(root, provenance);
    this.#items = new PathItems(this.#places, uri);
    this.#uri = uri;
  }

  /** @returns warnings. */
  run(): readonly Diagnostic[] {
    this.#collect();
    for (const { value } of this.#found("Schema")) convertSchema(value);
    for (const item of this.#found("SwaggerPathItem")) this.#items.convert(item);
    for (const shared of this.#found("SwaggerParameter")) this.#sharedParameter(shared);
    for (const shared of this.#found("SwaggerResponse")) this.#sharedResponse(shared);
    this.#sections();
    for (const holder of this.#references) this.#adapt(holder);
    return this.#places.diagnostics;
  }

  /** Finds all objects that the document leads to, the references among them apart. */
  #collect(): void {
    const seen = new Set<JsonObject>();
    const open: { tokens: readonly string[]; shape: Shape }[] = [
      { tokens: [], shape: { is: "object", kind: "SwaggerRoot" } },
    ];
    for (const { tokens, shape } of open) {
      walk(valueAt(this.#places.root, tokens), shape, pathOf(tokens), true, (visit) => {
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

  #sharedParameter({ value, tokens }: Placed): void {
    if (this.#items.done.has(value) || typeof value["$ref"] === "string") return;
    if (value["in"] === "body" || value["in"] === "formData") return;
    this.#places.replace(tokens, this.#items.parameter(value, tokens));
  }

  #sharedResponse({ value, tokens }: Placed): void {
    if (this.#items.done.has(value) || typeof value["$ref"] === "string") return;
    const response = responseOf(value, texts(this.#places.root["produces"]));
    const section = tokens[0] === "responses" ? ["components", ...tokens] : tokens;
    this.#places.placeSchemas(section, response, tokens);
    this.#places.replace(tokens, response);
  }

  /** Moves what belongs to the whole document to where OpenAPI has it. */
  #sections(): void {
    const root = this.#places.root;
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
          if (converted !== undefined) this.#places.put(entries, name, converted, [from, name]);
        }
        this.#places.put(components, to, entries, [from]);
      } else if (section !== undefined) this.#places.put(components, to, section, [from]);
      this.#places.moves.add([from], ["components", to]);
    };
    move("definitions", "schemas", (schema) => schema);
    move("parameters", "parameters", (parameter) =>
      isBody({ place: parameter["in"] }) ? undefined : parameter,
    );
    move("responses", "responses", (response) => response);
    move("securityDefinitions", "securitySchemes", securitySchemeOf);
    const servers = serversOf(root, root["schemes"], this.#uri);
    if (servers.length > 0)
      this.#places.put(
        root,
        "servers",
        servers,
        root["host"] === undefined ? ["basePath"] : ["host"],
      );
    for (const key of SWAGGER_FIELDS) delete root[key];
    if (Object.keys(components).length > 0) root["components"] = components;
    root["openapi"] = "3.0.4";
  }

  /** Lets a reference lead to where its target is now. */
  #adapt(holder: JsonObject): void {
    const tokens = typeof holder["$ref"] === "string" ? tokensOf(holder["$ref"]) : undefined;
    if (tokens !== undefined) setChild(holder, "$ref", pointerOf(this.#places.moves.once(tokens)));
  }
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
