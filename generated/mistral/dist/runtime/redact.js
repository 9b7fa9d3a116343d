/** What stands in the place of a secret. */
export const redacted = "***";
const secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|(?<!idempotency)[-_]key$/i;
/** Whether a header, or another name, says that its value is a secret. */
export function isSecretName(name) {
  return secretName.test(name);
}
/** The names of the headers that carry a credential of the API, or whose name says that they are a secret. */
export function secretHeaders(api, headers) {
  const own = new Set();
  for (const scheme of Object.values(api.security)) {
    if (scheme.type === "apiKey" && scheme.in === "header") own.add(scheme.name.toLowerCase());
  }
  return Object.keys(headers).filter((name) => own.has(name) || isSecretName(name));
}
/** A request's headers without secrets. */
export function redactHeaders(api, headers) {
  const clean = { ...headers };
  for (const name of secretHeaders(api, headers)) {
    const scheme = name === "authorization" ? /^\S+ /.exec(headers[name] ?? "") : null;
    clean[name] = `${scheme?.[0] ?? ""}${redacted}`;
  }
  return clean;
}
/** Shorter texts are part of too many words. */
const shortestSecret = 6;
/** A text that somebody else wrote, without the secrets that it repeats, also as they stand in JSON. */
export function withoutSecrets(text, secrets = []) {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    clean = clean.replaceAll(secret, redacted);
    const quoted = JSON.stringify(secret).slice(1, -1);
    if (quoted !== secret) clean = clean.replaceAll(quoted, redacted);
  }
  return clean;
}
/** The secrets in the value of a header: the whole, and what follows the name of a scheme or of a cookie. */
export function secretsIn(name, value) {
  if (name === "cookie")
    return [value, ...value.split(/;\s*/).map((pair) => pair.replace(/^[^=]*=/, ""))];
  return name === "authorization" ? [value, value.replace(/^\S+ +/, "")] : [value];
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
