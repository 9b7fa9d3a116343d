/** JSON values and JSON Pointers (RFC 6901) into them. */

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `value` has under `key`, own properties only. */
export function child(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as JsonObject)[key];
}

/** Sets `key` as plain data, whatever its name: `__proto__` is no exception. */
export function setChild(container: JsonValue[] | JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(container, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** `["paths", "/v1/files"]` becomes `#/paths/~1v1~1files`. Only what the notation itself needs is escaped. */
export function pointerOf(tokens: readonly string[]): string {
  return ["#", ...tokens.map(encodeToken)].join("/");
}

function encodeToken(token: string): string {
  if (!/[~/%]/.test(token)) return token;
  return token.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25");
}

/** The reverse of {@link pointerOf}; understands percent-encoding. `undefined` if the text is no JSON Pointer in a fragment. */
export function tokensOf(pointer: string): string[] | undefined {
  if (pointer === "#") return [];
  if (!pointer.startsWith("#/")) return undefined;
  const tokens = pointer.slice(2).split("/");
  return /[~%]/.test(pointer) ? tokens.map(decodeToken) : tokens;
}

function decodeToken(token: string): string {
  let decoded = token;
  try {
    decoded = decodeURIComponent(token);
  } catch {
    // A stray `%` stands for itself.
  }
  return decoded.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The value at `tokens` below `root`. */
export function valueAt(root: JsonValue, tokens: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const token of tokens) value = child(value, token);
  return value;
}

const BRIEF = 60;

/** A value for a message: a text as it is, anything else as JSON; cut where it is long. */
export function briefOf(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text;
}
