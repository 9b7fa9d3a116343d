/** What a path leads to, through own properties only. */
export function at(value, path) {
  if (path === undefined) return undefined;
  let found = value;
  for (const name of typeof path === "string" ? [path] : path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name))
      return undefined;
    found = found[name];
  }
  return found;
}
/** Whether a value is an object of JSON. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
