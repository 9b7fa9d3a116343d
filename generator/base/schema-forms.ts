/** Schemas in the form in which openapi-typescript makes the right type of them, and the constructors of that form. */

import { typedValue } from "./schema.ts";

/** One of the few keywords each, nothing that is only said for people, references by the names of types. */
export interface SchemaForm {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  $ref?: string;
  allOf?: (SchemaForm | boolean)[];
  anyOf?: (SchemaForm | boolean)[];
  items?: SchemaForm | boolean;
  prefixItems?: (SchemaForm | boolean)[];
  /** How many elements of a tuple are required. */
  minItems?: number;
  properties?: { [name: string]: SchemaForm | boolean };
  required?: string[];
  additionalProperties?: SchemaForm | boolean;
  readOnly?: true;
}

export type Form = SchemaForm | boolean;

/** Types that no schema can describe, under names that no schema can have. */
export const SPECIAL = {
  /** What an upload can be made of. */
  uploadable: ":uploadable",
  /** Any string, in a union that editors still complete: `string & {}`. */
  anyString: ":any-string",
  /** An object without properties. */
  emptyObject: ":empty-object",
  /** Followed by a range of media types, with a bar for its slash since a slash ends a name: the texts that it stands for. */
  mediaRange: ":media-range ",
} as const;

/** Makes references of which openapi-typescript makes the name of the type and nothing around it. */
const PREFIX = "#/";

export function reference(name: string): SchemaForm {
  return { $ref: PREFIX + name };
}

/** The texts that a range of media types stands for, for instance of `image/*`. */
export function mediaRange(range: string): SchemaForm {
  return reference(SPECIAL.mediaRange + range.replaceAll("/", "|"));
}

/** All of the parts: an intersection. */
export function all(parts: readonly Form[]): Form {
  if (parts.includes(false)) return false;
  const useful = parts.filter((part) => !isUnknown(part));
  const [only] = useful;
  if (only === undefined) return {};
  return useful.length === 1 ? only : { allOf: useful };
}

/** Any of the branches: a union. */
export function any(branches: readonly Form[]): Form {
  const [only] = branches;
  if (only === undefined) return {};
  return branches.length === 1 ? only : { anyOf: [...branches] };
}

/** An object with these properties; without any, `required` does not count. */
export function object(
  properties: readonly (readonly [string, Form])[],
  required: readonly string[],
): SchemaForm {
  if (properties.length === 0) return { type: "object" };
  const keyed = properties.map(([name, form]) => [propertyKey(name), form] as const);
  return {
    type: "object",
    properties: Object.fromEntries(keyed),
    ...(required.length > 0 ? { required: required.map(propertyKey) } : {}),
  };
}

const PERCENT = "\ue000p";
const MARK = "\ue000m";

/**
 * openapi-typescript takes the names of nested properties for a pointer that it decodes at each level, and fails at a `%` that
 * encodes nothing; so forms have none in their keys.
 */
function propertyKey(name: string): string {
  return /[\ue000%]/.test(name) ? name.replaceAll("\ue000", MARK).replaceAll("%", PERCENT) : name;
}

/** The name of the property that a form has under `key`. */
export function propertyName(key: string): string {
  return key.includes("\ue000") ? key.replaceAll(PERCENT, "%").replaceAll(MARK, "\ue000") : key;
}

export function isUnknown(form: Form): boolean {
  return form === true || (form !== false && Object.keys(form).length === 0);
}

export function orNull(form: Form): Form {
  if (isUnknown(form)) return form;
  return any([form, { type: "null" }]);
}

export function constForm(value: unknown): Form {
  return value === null ? { type: "null" } : { const: value };
}

/**
 * @param options.type of all values, although some are written like those of another.
 * @param options.open whether there may be others.
 */
export function enumForm(
  values: readonly unknown[],
  { type, open }: { readonly type: string | undefined; readonly open: boolean },
): Form {
  const literals = new Set(values.map((value) => typedValue(value, type)));
  const rest = [...literals].filter((value) => value !== null);
  if (rest.length === 0) return { type: "null" };
  const form = open ? any([{ enum: rest }, reference(SPECIAL.anyString)]) : { enum: rest };
  return literals.has(null) ? orNull(form) : form;
}
