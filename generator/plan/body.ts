/** How a request body reaches the wire, and whether its properties stand beside the parameters. */

import type { BodyForm, RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { BodyPlace } from "../base/name-lock.ts";
import { routeOf } from "../base/nameable.ts";
import type { OperationFact, Schema } from "../model.ts";
import { isRange } from "../base/media-range.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { bodyLimitsOf, limitsOf } from "./limits.ts";
import { type Choice, choicesOf, type Encoding, isPlainJson } from "./media-type.ts";
import { type FormParts, type FormSetting, partsOf } from "./parts.ts";
import { type Shape, shapeOf } from "./shape.ts";

export interface Body {
  readonly facts: RequestBody;
  /** What the body can be, the preferred first. */
  readonly groups: readonly BodyGroup[];
  readonly description: string | undefined;
  /** Whether the properties of the body, which has one shape alone, are arguments of their own. */
  readonly joins: boolean;
  /** Pointers of the schemas that stand for a file. */
  readonly uploads: readonly string[];
}

/** Media types in which a body means the same: it has one schema, and is encoded alike. */
export interface BodyGroup {
  readonly mediaTypes: readonly string[];
  readonly encoding: Encoding;
  readonly schema: Schema | undefined;
  /** Of the schema. */
  readonly pointer: string;
  /** Whether the schema is that of an element. */
  readonly isList: boolean;
  readonly example: unknown;
  /** The properties of an object. */
  readonly shape: Shape | undefined;
}

export interface BodySurroundings {
  /** The names of the parameters beside the path. */
  readonly taken: ReadonlySet<string>;
  /** Where the properties were when the client was last generated. */
  readonly before: BodyPlace | undefined;
}

export function bodyOf(
  setting: FormSetting,
  operation: OperationFact,
  { taken, before }: BodySurroundings,
): Body | undefined {
  const { requestBody } = operation;
  if (requestBody === undefined) return undefined;
  const { lookup } = setting;
  const { required } = requestBody;
  const grouped = groupsOf(choicesOf(lookup, requestBody.content));
  const groups = grouped.map((choices) => groupOf(lookup, choices));
  const [group] = groups;
  if (group === undefined) return undefined;
  const { shape } = group;
  for (const each of groups) reportUndeclared(setting, each);
  const canJoin =
    shape !== undefined &&
    groups.length === 1 &&
    (required || shape.required.length === 0) &&
    !shape.properties.some(({ name }) => taken.has(name));
  const joins = canJoin && before !== "body";
  if (before === "params" && !canJoin) reportMoved(setting, operation);
  const names = joins ? shape.properties.map(({ name }) => name) : undefined;
  const written = grouped.flatMap((choices, index) =>
    choices.map((choice) => formOf(setting, choice, groups[index]!)),
  );
  const [form, ...others] = written.map(({ facts }) => facts);
  const isOpen = isRange(group.mediaTypes[0] ?? "") && group.encoding !== "json";
  const contentType =
    others.length > 0 || isOpen
      ? freeName("contentType", [...taken, ...(names ?? ["body"])])
      : undefined;
  return {
    facts: {
      ...form!,
      ...(required ? { required: true } : {}),
      ...(names === undefined ? {} : { properties: names }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(others.length === 0 ? {} : { others }),
    },
    groups,
    description: requestBody.description,
    joins,
    uploads: written.flatMap(({ uploads }) => uploads),
  };
}

function reportMoved({ report }: FormSetting, operation: OperationFact): void {
  report({
    severity: "warning",
    code: "body-moved",
    message: `the properties of the body of \`${routeOf(operation)}\` were among the params, and are in \`params.body\` now: it has other media types or alternatives, may be left out, or shares a name with a parameter`,
    pointer: `${operation.pointer}/requestBody`,
    cure: "tell callers, or undo the change in an overlay",
  });
}

function reportUndeclared({ report }: FormSetting, { shape, pointer }: BodyGroup): void {
  const [first, ...more] = shape?.undeclared ?? [];
  if (first === undefined) return;
  const names = [first, ...more].map((name) => `\`${name}\``).join(", ");
  report({
    severity: "warning",
    code: "undeclared-property",
    message: `${names} ${more.length === 0 ? "is" : "are"} required in the body, but no property is called so; it is not asked for`,
    cure: "declare it under `properties`, or remove it from `required`",
    pointer,
  });
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}_`, taken) : name;
}

/** Media types that mean the same are together; of those that say nothing but JSON, one stands for all. */
function groupsOf(choices: readonly Choice[]): Choice[][] {
  if (choices.length === 1) return [[...choices]];
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const { media, encoding } = choice;
    const isOpaque = encoding === "text" || encoding === "binary";
    const key = isOpaque ? encoding : JSON.stringify([encoding, media.schema, media.itemSchema]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const isKnown = group.some(({ media: { mediaType } }) => {
      const both = isPlainJson(mediaType) && isPlainJson(media.mediaType);
      return both || essenceOf(mediaType) === essenceOf(media.mediaType);
    });
    if (!isKnown) group.push(choice);
  }
  return [...groups.values()];
}

function essenceOf(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** The encodings of which the properties of an object can be written. */
const OBJECTS: readonly Encoding[] = ["json", "multipart", "urlencoded"];

function groupOf(lookup: SchemaLookup, choices: readonly Choice[]): BodyGroup {
  const { media, encoding } = choices[0]!;
  const isList = media.schema === undefined && media.itemSchema !== undefined;
  const schema = isList ? media.itemSchema : media.schema;
  const pointer = `${media.pointer}/${isList ? "itemSchema" : "schema"}`;
  const isObject = schema !== undefined && !isList && OBJECTS.includes(encoding);
  return {
    mediaTypes: choices.map((choice) => choice.media.mediaType),
    encoding,
    schema,
    pointer,
    isList,
    example: media.example,
    shape: isObject ? shapeOf(lookup, schema, pointer) : undefined,
  };
}

interface WrittenForm {
  readonly facts: BodyForm;
  readonly uploads: readonly string[];
}

function formOf(setting: FormSetting, { media, encoding }: Choice, group: BodyGroup): WrittenForm {
  const isForm = encoding === "multipart" || encoding === "urlencoded";
  const form: FormParts | undefined = isForm ? partsOf(setting, media) : undefined;
  const limits = limitsIn(setting.lookup, group);
  const readOnly = group.shape?.readOnly ?? [];
  const facts: BodyForm = {
    mediaType: media.mediaType,
    encoding,
    ...(form === undefined || Object.keys(form.parts).length === 0 ? {} : { parts: form.parts }),
    ...(form === undefined || form.prefix.length === 0 ? {} : { prefix: form.prefix }),
    ...(form?.items === undefined ? {} : { items: form.items }),
    ...(readOnly.length === 0 ? {} : { readOnly }),
    ...limits,
  };
  return { facts, uploads: form?.uploads ?? [] };
}

function limitsIn(lookup: SchemaLookup, group: BodyGroup): Pick<RequestBody, "limits"> {
  const { schema, shape, isList, encoding } = group;
  if (schema === undefined || isList || encoding === "binary") return {};
  const limits =
    shape === undefined ? limitsOf(lookup, schema) : bodyLimitsOf(lookup, schema, shape);
  return limits === undefined ? {} : { limits };
}
