/** What stands in the place of a secret. */
export const redacted = "***";
const secretName = /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|[-_]key$/i;
/** A request's headers without secrets: those of the API's credentials, and all whose name says that they are one. */
export function redactHeaders(api, headers) {
  const own = new Set();
  for (const scheme of Object.values(api.security)) {
    if (scheme.type === "apiKey" && scheme.in === "header") own.add(scheme.name.toLowerCase());
  }
  const clean = Object.entries(headers).map(([name, value]) => {
    if (own.has(name)) return [name, redacted];
    if (name === "authorization") return [name, value.replace(/^(\S+ )?.*$/s, `$1${redacted}`)];
    return [name, secretName.test(name) ? redacted : value];
  });
  return Object.fromEntries(clean);
}
/** A URL without the secrets that the API's credentials put into its query. */
export function redactUrl(api, url) {
  const names = new Set();
  for (const scheme of Object.values(api.security)) {
    if (scheme.type === "apiKey" && scheme.in === "query") names.add(scheme.name);
  }
  const start = url.indexOf("?");
  if (names.size === 0 || start === -1) return url;
  const pairs = url
    .slice(start + 1)
    .split("&")
    .map((pair) => {
      const [name = ""] = pair.split("=", 1);
      return names.has(decode(name)) ? `${name}=${redacted}` : pair;
    });
  return `${url.slice(0, start)}?${pairs.join("&")}`;
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
