import { type checkLimits, isPlainObject } from "./limits.js";
import { ParameterError } from "./errors.js";
import { isRange, matchesMediaType } from "./media-type.js";
import type { BodyForm, RequestBody } from "./operation.js";
import { part } from "./part.js";
import { openSent } from "./sent-body.js";
import { checkHeader, isAbsent, scalar, toJson } from "./serialize.js";
import type { BodyWriter, EncodedBody } from "./uses.js";

/** Writes bodies that are text: JSON, JSON lines, JSON text sequences, and plain text. */
export const plainBody: BodyWriter = {
  encode: (body, given, operationId, check) =>
    encodeBy(writePlain, body, given, operationId, check),
  open: openSent,
};

/** Writes a value in one form; undefined if it does not know how. */
export type Write = (
  form: BodyForm,
  mediaType: string,
  value: unknown,
  operationId: string,
) => EncodedBody | undefined;

/** Takes a body out of the params and writes it in the form that the caller asks for. */
export function encodeBy(
  write: Write,
  body: RequestBody,
  given: Map<string, unknown>,
  operationId: string,
  check: typeof checkLimits | undefined,
): EncodedBody | undefined {
  const { form, mediaType } = chooseForm(body, given, operationId);
  const value = takeBody(body, form, given, operationId, check);
  if (value === undefined) return undefined;
  const encoded = write(form, mediaType, value, operationId);
  if (encoded === undefined) throw new TypeError(`${operationId} has no writer for ${mediaType}`);
  return encoded;
}

export const writePlain: Write = ({ encoding }, mediaType, value, operationId) => {
  switch (encoding) {
    case "json":
      return { mediaType, sources: [toJson(value, "body", operationId)] };
    case "json-lines":
    case "json-seq":
      return { mediaType, sources: [toSequence(encoding, value, operationId)] };
    case "text":
      return { mediaType, sources: [scalar(value, "body", operationId)] };
    default:
      return undefined;
  }
};

interface Choice {
  readonly form: BodyForm;
  readonly mediaType: string;
}

/** What stands for a range if the caller does not say more. */
const usual = {
  json: "application/json",
  text: "text/plain",
  urlencoded: "application/x-www-form-urlencoded",
  "json-lines": "application/jsonl",
  "json-seq": "application/json-seq",
  multipart: "multipart/form-data",
} as const;

/** The form that the caller asks for, by its media type; else the first. */
function chooseForm(body: RequestBody, given: Map<string, unknown>, operationId: string): Choice {
  const name = body.contentType;
  const asked = name === undefined ? undefined : given.get(name);
  if (name === undefined || isAbsent(asked)) {
    if (name !== undefined) given.delete(name);
    const { mediaType, encoding } = body;
    const isOpen = isRange(mediaType) && encoding !== "binary";
    return { form: body, mediaType: isOpen ? usual[encoding] : mediaType };
  }
  given.delete(name);
  checkHeader(name, asked, operationId);
  const forms = [body, ...(body.others ?? [])];
  const form =
    forms.find(({ mediaType }) => !isRange(mediaType) && matchesMediaType(mediaType, asked)) ??
    forms.find(({ mediaType }) => matchesMediaType(mediaType, asked));
  if (form !== undefined && !isRange(asked)) return { form, mediaType: asked };
  const types = forms.map(({ mediaType }) => mediaType).join(", ");
  throw new ParameterError(name, `${name} must be one of ${types}`, { operationId });
}

/** The body's value, taken out of the params; undefined if none is sent. */
function takeBody(
  { properties, required, set }: RequestBody,
  { encoding, limits, readOnly = [] }: BodyForm,
  given: Map<string, unknown>,
  operationId: string,
  check: typeof checkLimits | undefined,
): unknown {
  let value: unknown;
  if (properties === undefined) {
    value = without(given.get("body"), readOnly);
    given.delete("body");
    if (value === undefined && required === true)
      throw new ParameterError("body", "body is required", { operationId });
  } else {
    const entries = properties.map((name) => [name, given.get(name)] as const);
    // JSON has a null of its own; in a form nothing is sent for it.
    const present = entries.filter(([, item]) =>
      encoding === "json" ? item !== undefined : !isAbsent(item),
    );
    for (const name of [...properties, ...readOnly]) given.delete(name);
    if (present.length > 0 || required === true) value = Object.fromEntries(present);
  }
  if (set !== undefined && isSettable(value)) value = { ...value, ...set };
  if (limits !== undefined) {
    part(check, "limits", operationId)(
      limits,
      value,
      properties === undefined ? "body" : "",
      operationId,
    );
  }
  return value;
}

/** An object without properties of these names; anything else as it is. */
function without(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** Whether properties can be put into a body: it is an object, or there would be none. */
function isSettable(value: unknown): value is object | undefined {
  return (
    value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}

function toSequence(
  encoding: "json-lines" | "json-seq",
  value: unknown,
  operationId: string,
): string {
  if (!Array.isArray(value))
    throw new ParameterError("body", "body must be an array", { operationId });
  const start = encoding === "json-seq" ? "\u001e" : "";
  return value
    .map((item, index) => `${start}${toJson(item, `body.${index}`, operationId)}\n`)
    .join("");
}
