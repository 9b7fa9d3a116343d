import type { Diagnostic } from "../diagnostic.ts";
import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  setChild,
  tokensOf,
  valueAt,
} from "../base/json.ts";
import { Moves } from "./moves.ts";
import type { Provenance } from "./provenance.ts";

/** An object of the document, where it stands. */
export interface Placed {
  readonly value: JsonObject;
  readonly tokens: readonly string[];
}

/** A Swagger document that becomes one of OpenAPI, and where in the source its parts stand. */
export class Places {
  readonly root: JsonObject;
  /** From where references lead to where their targets are in OpenAPI. */
  readonly moves = new Moves();
  readonly diagnostics: Diagnostic[] = [];
  readonly #provenance: Provenance;

  constructor(root: JsonObject, provenance: Provenance) {
    this.root = root;
    this.#provenance = provenance;
  }

  /** The node itself, or where the references in its place end. */
  followed(
    node: JsonValue,
    tokens: readonly string[],
  ): { value: JsonValue; tokens: readonly string[] } {
    const passed = new Set<JsonValue>();
    let at = { value: node, tokens };
    while (isObject(at.value) && typeof at.value["$ref"] === "string" && !passed.has(at.value)) {
      passed.add(at.value);
      const next = tokensOf(at.value["$ref"]);
      const value = next === undefined ? undefined : valueAt(this.root, next);
      if (next === undefined || value === undefined) break;
      at = { value, tokens: next };
    }
    return at;
  }

  /** Puts `value` where it is in OpenAPI; in the source it is what stands at `from`. */
  put(
    holder: JsonObject | JsonValue[],
    key: string,
    value: JsonValue,
    from: readonly string[],
  ): void {
    this.record(holder, key, from);
    setChild(holder, key, value);
  }

  replace(tokens: readonly string[], value: JsonValue): void {
    const holder = valueAt(this.root, tokens.slice(0, -1));
    const key = tokens.at(-1);
    if (key !== undefined && typeof holder === "object" && holder !== null)
      this.put(holder, key, value, tokens);
  }

  /** Notes where the schema of a parameter or response has gone: into the content of what it became. */
  placeSchemas(at: readonly string[], body: JsonObject, from: readonly string[]): void {
    const { content } = body;
    for (const type of isObject(content) ? Object.keys(content) : []) {
      const media = child(content, type);
      if (!isObject(media)) continue;
      this.record(media, "schema", [...from, "schema"]);
      this.moves.add([...from, "schema"], [...at, "content", type, "schema"]);
    }
  }

  record(holder: JsonObject | JsonValue[], key: string, from: readonly string[]): void {
    this.#provenance.recordMove(holder, key, this.#provenance.originOf(this.root, from));
  }

  warn(
    { code, message, cure }: Pick<Diagnostic, "code" | "message" | "cure">,
    tokens: readonly string[],
  ): void {
    const place = this.#provenance.place(this.root, tokens);
    this.diagnostics.push({
      severity: "warning",
      code,
      message,
      ...(cure === undefined ? {} : { cure }),
      ...place,
    });
  }
}
