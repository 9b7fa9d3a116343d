/**
 * What a bundle for a page has in place of Node's modules, which the helpers of the contract import. Only the two functions of
 * `node:util` are called there; the others belong to what the server is told and to files.
 */

/** As `isDeepStrictEqual` of `node:util`, for the kinds of values that cases have. */
export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const keys = Reflect.ownKeys(one);
  return (
    keys.length === Reflect.ownKeys(other).length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isDeepStrictEqual(Reflect.get(one, key), Reflect.get(other, key)),
    )
  );
}

/** As `inspect` of `node:util`, in so far as a message of a failing test needs it. */
export function inspect(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message} ${inspect({ ...value })}`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

const none = (): Uint8Array => new Uint8Array();

export {
  none as brotliCompressSync,
  none as deflateSync,
  none as gzipSync,
  none as join,
  none as openAsBlob,
  none as readdirSync,
  none as readFile,
  none as readFileSync,
  none as writeFileSync,
};
