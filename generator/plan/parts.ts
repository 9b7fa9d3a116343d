/** The parts of a form: which are files, and how each is written. */

import type { BodyPart, Style } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { EncodingFact, MediaTypeFact, Schema } from "../model.ts";
import { type SchemaLookup, schemaMap, schemasIn, textIn } from "../base/schema.ts";
import { kindsOf } from "./kinds.ts";
import { isBinary, isFileType, isJson } from "./media-type.ts";

/** What the parts of a body have in common. */
export interface FormSetting {
  readonly lookup: SchemaLookup;
  /** The version of OpenAPI. */
  readonly openapi: string;
  report(diagnostic: Diagnostic): void;
}

export interface FormParts {
  readonly parts: { readonly [name: string]: BodyPart };
  readonly prefix: readonly BodyPart[];
  readonly items: BodyPart | undefined;
  /** Pointers of the schemas that stand for a file. */
  readonly uploads: readonly string[];
}

interface Place {
  readonly schema: Schema;
  readonly pointer: string;
}

/** The parts of a body in `multipart/…` or `application/x-www-form-urlencoded`. */
export function partsOf(setting: FormSetting, media: MediaTypeFact): FormParts {
  const planner = new Planner(setting, /^\s*multipart\//i.test(media.mediaType));
  const { schema, itemSchema, encoding, prefixEncoding, itemEncoding } = media;
  const parts = new Map<string, BodyPart>();
  let positions: { readonly prefix: readonly BodyPart[]; readonly items: BodyPart | undefined } = {
    prefix: [],
    items: undefined,
  };
  if (itemSchema !== undefined) {
    const place = { schema: itemSchema, pointer: `${media.pointer}/itemSchema` };
    positions = { prefix: [], items: orNone(planner.part("", place, itemEncoding)) };
  }
  if (schema !== undefined) {
    const start = { schema, pointer: `${media.pointer}/schema` };
    for (const [name, place] of propertiesIn(setting.lookup, start, new Set())) {
      const own = Object.hasOwn(encoding, name) ? encoding[name] : undefined;
      parts.set(name, planner.property(name, place, own));
    }
    const rest = planner.rest(start);
    if (rest !== undefined) positions = { prefix: [], items: rest };
    if (kindsOf(setting.lookup, schema).includes("array"))
      positions = planner.positions(start, prefixEncoding, itemEncoding);
  }
  const unusual = [...parts].filter(([, part]) => Object.keys(part).length > 0);
  return { parts: Object.fromEntries(unusual), ...positions, uploads: planner.uploads };
}

/** The properties of a schema and of what it is composed of. */
function* propertiesIn(
  lookup: SchemaLookup,
  start: Place,
  seen: Set<Schema>,
): Generator<readonly [string, Place]> {
  const { schema, pointer } = lookup.resolve(start.schema, start.pointer);
  if (typeof schema === "boolean" || seen.has(schema)) return;
  seen.add(schema);
  for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
    for (const [index, part] of schemasIn(schema, keyword).entries()) {
      yield* propertiesIn(
        lookup,
        { schema: part, pointer: `${pointer}/${keyword}/${index}` },
        seen,
      );
    }
  }
  for (const [name, property] of schemaMap(schema, "properties")) {
    const place = pointer + pointerOf(["properties", name]).slice(1);
    yield [name, { schema: property, pointer: place }];
  }
}

const STYLES: readonly Style[] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

class Planner {
  readonly uploads: string[] = [];
  readonly #setting: FormSetting;
  readonly #isMultipart: boolean;

  constructor(setting: FormSetting, isMultipart: boolean) {
    this.#setting = setting;
    this.#isMultipart = isMultipart;
  }

  /** A property: an array has a part for each of its elements. */
  property(name: string, place: Place, encoding: EncodingFact = {}): BodyPart {
    const styled = styleOf(encoding);
    if (styled !== undefined) return styled;
    const items = this.#itemsOf(place);
    if (items === undefined) return this.part(name, place, encoding);
    const part = this.part(name, items, encoding);
    return part.file === true ? { ...part, many: true } : part;
  }

  /** A part that is one value. */
  part(name: string, place: Place, encoding: EncodingFact = {}): BodyPart {
    const { contentType } = encoding;
    if (!this.#isMultipart) return isJson(contentType ?? "") ? { contentType: contentType! } : {};
    if (this.#isFile(place.schema, contentType)) {
      this.uploads.push(place.pointer);
      return {
        file: true,
        ...(contentType === undefined ? {} : { contentType }),
        ...headersOf(encoding),
      };
    }
    const nested = this.#nested(place, encoding);
    this.#tell(name, place, encoding, nested !== undefined);
    const implied = contentType === undefined ? this.#encoded(place.schema) : { contentType };
    const headers = { ...implied.headers, ...encoding.headers };
    return {
      ...(implied.contentType === undefined ? {} : { contentType: implied.contentType }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...nested,
    };
  }

  positions(
    start: Place,
    prefixEncoding: readonly EncodingFact[],
    itemEncoding: EncodingFact | undefined,
  ): { readonly prefix: readonly BodyPart[]; readonly items: BodyPart | undefined } {
    const { schema, pointer } = this.#setting.lookup.resolve(start.schema, start.pointer);
    const first = typeof schema === "boolean" ? [] : schemasIn(schema, "prefixItems");
    const length = Math.max(first.length, prefixEncoding.length);
    const rest = this.#itemsOf({ schema, pointer }) ?? {
      schema: true,
      pointer: `${pointer}/items`,
    };
    const prefix = Array.from({ length }, (_, index) => {
      const own = first[index];
      const place =
        own === undefined ? rest : { schema: own, pointer: `${pointer}/prefixItems/${index}` };
      return this.part(String(index), place, prefixEncoding[index] ?? itemEncoding);
    });
    return { prefix, items: orNone(this.part("", rest, itemEncoding)) };
  }

  /** The part that a property makes which the schema does not name. */
  rest(start: Place): BodyPart | undefined {
    const { schema, pointer } = this.#setting.lookup.resolve(start.schema, start.pointer);
    const others = typeof schema === "boolean" ? undefined : schema["additionalProperties"];
    if (!isRecord(others)) return undefined;
    return orNone(
      this.property("", { schema: others, pointer: `${pointer}/additionalProperties` }),
    );
  }

  #itemsOf(place: Place): Place | undefined {
    const { schema, pointer } = this.#setting.lookup.resolve(place.schema, place.pointer);
    if (typeof schema === "boolean") return undefined;
    if (!kindsOf(this.#setting.lookup, schema).includes("array")) return undefined;
    const { items } = schema;
    return { schema: isRecord(items) ? items : true, pointer: `${pointer}/items` };
  }

  /** A schema without a type stands for bytes since OpenAPI 3.1 (Encoding Object), a text does if its media type is no text. */
  #isFile(schema: Schema, contentType: string | undefined): boolean {
    const { lookup, openapi } = this.#setting;
    const target = lookup.follow(schema);
    if (typeof target === "boolean") return false;
    if (isBinary(lookup, schema)) return true;
    const hasFileType = contentType !== undefined && isFileType(contentType);
    const kinds = kindsOf(lookup, schema);
    if (kinds.length === 0)
      return hasFileType || (contentType === undefined && !/^3\.0(?:\.|$)/.test(openapi));
    const isText = target["type"] === "string" && target["enum"] === undefined;
    return hasFileType && isText && !isEncoded(target);
  }

  /** What a text that is encoded bytes is sent as: OpenAPI 3.2, Encoding Object and `Content-Transfer-Encoding`. */
  #encoded(schema: Schema): BodyPart {
    const target = this.#setting.lookup.follow(schema);
    if (typeof target === "boolean" || !isEncoded(target)) return {};
    const encoding = textIn(target, "contentEncoding");
    return {
      contentType: "application/octet-stream",
      ...(encoding === undefined ? {} : { headers: { "content-transfer-encoding": encoding } }),
    };
  }

  #nested(place: Place, { prefix = [], items }: EncodingFact): Partial<BodyPart> | undefined {
    if (prefix.length === 0 && items === undefined) return undefined;
    const parts = this.positions(place, prefix, items);
    return { prefix: parts.prefix, ...(parts.items === undefined ? {} : { items: parts.items }) };
  }

  #tell(name: string, { schema, pointer }: Place, encoding: EncodingFact, isNested: boolean): void {
    const { contentType, openHeaders = [] } = encoding;
    const types = contentType?.split(",") ?? [];
    const kinds = kindsOf(this.#setting.lookup, schema);
    const isStructured = kinds.length > 0 && !kinds.includes("primitive");
    if (
      isStructured &&
      !isNested &&
      types.length > 0 &&
      !types.some((type) => isJson(type.trim()))
    ) {
      this.#setting.report({
        severity: "warning",
        code: "part-as-json",
        message: `the part \`${name}\` is declared as ${contentType}, which cannot be made of its schema; it is sent as JSON`,
        pointer,
        cure: "declare a text or a file, and give it in that media type",
      });
    }
    for (const header of openHeaders) {
      this.#setting.report({
        severity: "warning",
        code: "part-header",
        message: `the header \`${header}\` of the part \`${name}\` has no value in the document and is not sent`,
        pointer,
        cure: "give it a `const` or a `default`",
      });
    }
  }
}

function orNone(part: BodyPart): BodyPart | undefined {
  return Object.keys(part).length === 0 ? undefined : part;
}

/** What counts instead of the content type, if the document says any of it. */
function styleOf({ style, explode, allowReserved }: EncodingFact): BodyPart | undefined {
  if (style === undefined && explode === undefined && allowReserved === undefined) return undefined;
  const known = STYLES.find((each) => each === style) ?? "form";
  return {
    style: known,
    ...(explode === undefined || explode === (known === "form") ? {} : { explode }),
    ...(allowReserved === true ? { allowReserved } : {}),
  };
}

function headersOf({ headers }: EncodingFact): Pick<BodyPart, "headers"> {
  return headers === undefined ? {} : { headers };
}

/** `contentEncoding` (OpenAPI 3.1), or `format: byte` (3.0). */
function isEncoded(schema: Exclude<Schema, boolean>): boolean {
  return textIn(schema, "contentEncoding") !== undefined || textIn(schema, "format") === "byte";
}
