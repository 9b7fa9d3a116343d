import { METHODS } from "../document.ts";
import { child, isObject, type JsonObject, type JsonValue, valueAt } from "../base/json.ts";
import {
  bodyOf,
  formOf,
  isBody,
  parameterOf,
  responseOf,
  serversOf,
  texts,
} from "./swagger-parts.ts";
import type { Placed, Places } from "./swagger-places.ts";

/** An entry of a list of parameters, and the parameter that it is or refers to. */
interface Listed extends Placed {
  readonly index: number;
  readonly place: JsonValue | undefined;
  /** What makes parameters the same: name and place. */
  readonly id: string;
}

/** Converts path items and their operations, in place. */
export class PathItems {
  /** Objects that were converted where they are used. */
  readonly done = new Set<JsonObject>();
  readonly #places: Places;
  readonly #uri: string;

  /** @param uri of the document. */
  constructor(places: Places, uri: string) {
    this.#places = places;
    this.#uri = uri;
  }

  convert({ value: item, tokens }: Placed): void {
    const list = this.#listed(item["parameters"], [...tokens, "parameters"]);
    for (const method of METHODS) {
      const operation = child(item, method);
      if (isObject(operation))
        this.#operation({ value: operation, tokens: [...tokens, method] }, list);
    }
    this.#keepParameters({ value: item, tokens }, list);
  }

  /** A parameter as OpenAPI has it; a reference stays one. */
  parameter(entry: JsonValue, tokens: readonly string[]): JsonValue {
    if (!isObject(entry) || typeof entry["$ref"] === "string") return entry;
    this.done.add(entry);
    const { part, asText } = parameterOf(entry);
    if (asText !== undefined) this.#warnOfText(asText, tokens);
    return part;
  }

  #operation(operation: Placed, ofPath: readonly Listed[]): void {
    const { value, tokens } = operation;
    const consumes = texts(value["consumes"]) ?? texts(this.#places.root["consumes"]);
    const list = this.#listed(value["parameters"], [...tokens, "parameters"]);
    const own = new Set(list.map(({ id }) => id));
    const all = [...list, ...ofPath.filter(({ id }) => !own.has(id))];
    const [body, ...others] = all.filter(({ place }) => place === "body");
    const fields = all.filter(({ place }) => place === "formData");
    if (body !== undefined) for (const other of [...others, ...fields]) this.#warnOfBody(other);
    if (body !== undefined) this.#body(operation, body, consumes);
    else if (fields.length > 0) this.#form(operation, fields, consumes);
    this.#keepParameters(operation, list);
    this.#responses(operation);
    if (value["schemes"] !== undefined && this.#places.root["host"] !== undefined)
      value["servers"] = serversOf(this.#places.root, value["schemes"], this.#uri);
    for (const key of ["consumes", "produces", "schemes"]) delete value[key];
  }

  /** The entries of a list of parameters, what they refer to followed. */
  #listed(list: JsonValue | undefined, tokens: readonly string[]): Listed[] {
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry, index) => {
      const at = [...tokens, String(index)];
      const target = this.#places.followed(entry, at);
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

  #body(
    operation: Placed,
    { value, tokens }: Listed,
    consumes: readonly string[] | undefined,
  ): void {
    const body = bodyOf(value, consumes);
    this.#places.placeSchemas([...operation.tokens, "requestBody"], body, tokens);
    this.#places.put(operation.value, "requestBody", body, tokens);
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
    this.#places.put(operation.value, "requestBody", body, fields[0]?.tokens ?? operation.tokens);
    const properties = valueAt(body, [
      "content",
      Object.keys(body["content"] ?? {})[0] ?? "",
      "schema",
      "properties",
    ]);
    for (const { value, tokens } of fields) {
      if (isObject(properties)) this.#places.record(properties, String(value["name"]), tokens);
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
      this.#places.put(kept, at, this.parameter(entry, from), from);
      this.#places.moves.add(from, [...tokens, "parameters", at]);
    }
    if (kept.length > 0) this.#places.put(holder, "parameters", kept, [...tokens, "parameters"]);
    else delete holder["parameters"];
  }

  /** Responses of an operation: also shared ones, if the operation produces something of its own. */
  #responses({ value: operation, tokens }: Placed): void {
    const { responses } = operation;
    if (!isObject(responses)) return;
    const own = texts(operation["produces"]);
    const produces = own ?? texts(this.#places.root["produces"]);
    for (const status of Object.keys(responses)) {
      if (status.startsWith("x-")) continue;
      const at = [...tokens, "responses", status];
      const entry = responses[status]!;
      const isReference = isObject(entry) && typeof entry["$ref"] === "string";
      if (isReference && own === undefined) continue;
      const target = this.#places.followed(entry, at);
      if (!isObject(target.value) || typeof target.value["$ref"] === "string") continue;
      if (!isReference) this.done.add(target.value);
      const response = responseOf(target.value, produces);
      this.#places.placeSchemas(at, response, target.tokens);
      this.#places.put(responses, status, response, target.tokens);
    }
  }

  /** OpenAPI 2.0, Parameter Object: there is one body, and no form beside it. */
  #warnOfBody({ value, place, tokens }: Listed): void {
    const name = typeof value["name"] === "string" ? ` \`${value["name"]}\`` : "";
    const what = place === "body" ? "a second body" : "a field of a form beside a body";
    const message = `the parameter${name} is ${what}; it is ignored`;
    const cure = "declare one parameter in `body`, or all of them in `formData`";
    this.#places.warn({ code: "ignored-parameter", message, cure }, tokens);
  }

  #warnOfText(format: string, tokens: readonly string[]): void {
    const message = `OpenAPI has no words for \`collectionFormat: ${format}\` here; the caller writes the value as one text`;
    const cure = "use `csv` or `multi` if the API understands it";
    this.#places.warn({ code: "collection-format", message, cure }, tokens);
  }
}
