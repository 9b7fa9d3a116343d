/** How deep the data of an error is searched, and how much of it. */
const deepest = 8;
const most = 1_000;

/** An error as a cause: another that says the same, if a console that prints it would show what `scrub` takes out. */
export function cleanCause(error: unknown, said: string, scrub: (text: string) => string): unknown {
  return shows(error, (text) => scrub(text) !== text) ? new Error(scrub(said)) : error;
}

/**
 * Whether a console that prints an error would show a text like this: in its message and its stack, and in whatever hangs
 * on it, such as the request that some libraries put there. True as well of what is too large to tell.
 */
function shows(error: unknown, isSecret: (text: string) => boolean): boolean {
  const seen = new Set<unknown>();
  const look = (value: unknown, depth: number): boolean => {
    if (typeof value === "string") return isSecret(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
    if (seen.has(value)) return false;
    seen.add(value);
    if (depth > deepest || seen.size > most) return true;
    if (ArrayBuffer.isView(value)) return isSecret(new TextDecoder().decode(value));
    const entries = value instanceof Map || value instanceof Set ? [...value] : [];
    const own = Reflect.ownKeys(value).flatMap((key) => {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      return [String(key), property?.value as unknown];
    });
    const stack = value instanceof Error ? [value.stack] : [];
    return [...entries, ...own, ...stack].some((each) => look(each, depth + 1));
  };
  return look(error, 0);
}
