// src/runtime/redact.ts
var redacted = "***";
var secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|(?<!idempotency)[-_]key$/i;
function isSecretName(name) {
  return secretName.test(name);
}
var secretParam =
  /(?<!(?:page|next|prev|previous|continue|continuation|cursor|delta|resume|skip|start|starting|sync)[-_]?)token$|secret$|passw(?:or)?d$|signature$|(?:^|[-_])sig$|(?:access|account|api|auth|client|private|secret|subscription)[-_]?key$/i;
function isSecretParam(name) {
  return secretParam.test(name);
}
function secretHeaders(api, headers) {
  const schemes = Object.values(api.security);
  const isOwn = (name) =>
    schemes.some(
      (each) => each.type === "apiKey" && each.in === "header" && each.name.toLowerCase() === name,
    );
  return Object.keys(headers).filter((name) => isSecretName(name) || isOwn(name));
}
function redactHeaders(api, headers) {
  const clean = { ...headers };
  for (const name of secretHeaders(api, headers)) {
    const scheme = name === "authorization" ? /^\S+ /.exec(headers[name] ?? "") : null;
    clean[name] = `${scheme?.[0] ?? ""}${redacted}`;
  }
  return clean;
}
var shortestSecret = 6;
function withoutSecrets(text, secrets = []) {
  return scrubber(secrets)(text);
}
function scrubber(secrets = []) {
  const patterns = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .map((secret) => Array.from(secret, spellings).join(""));
  if (patterns.length === 0) return (text) => text;
  const all = new RegExp(patterns.join("|"), "gi");
  return (text) => text.replace(all, redacted);
}
function requestScrubber({ url, secrets }) {
  const query = new URL(url).search;
  const scrub = scrubber(secrets);
  return (text) => scrub(query === "" ? text : text.replaceAll(query, ""));
}
function spellings(char) {
  if (/\w/.test(char)) return char;
  const hex = (code, digits) => code.toString(16).padStart(digits, "0");
  const units = Array.from({ length: char.length }, (_, at) => hex(char.charCodeAt(at), 4));
  const bytes = Array.from(new TextEncoder().encode(char), (byte) => `%(?:25){0,3}${hex(byte, 2)}`);
  const ways = [
    `\\\\{0,7}${char.replace(/[$()*+./?[\\\]^{|}]/, "\\$&")}`,
    units.map((unit) => `\\\\{1,7}u${unit}`).join(""),
    bytes.join(""),
    "&#?\\w{1,8};",
    ...(char === " " ? ["\\+"] : []),
  ];
  return `(?:${ways.join("|")})`;
}
function scrubbed(value, scrub) {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "number") return scrub(String(value)) === String(value) ? value : redacted;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, scrub));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [scrub(name), scrubbed(each, scrub)]),
  );
}
function secretsIn(name, value) {
  if (name === "cookie")
    return [value, ...value.split(/;\s*/).map((pair2) => pair2.replace(/^[^=]*=/, ""))];
  const parts = name.endsWith("authorization") ? /^(\S+) +(.*)$/.exec(value) : null;
  const [, scheme = "", rest = ""] = parts ?? [];
  return parts === null
    ? [value]
    : [value, rest, ...(/^basic$/i.test(scheme) ? loginIn(rest) : [])];
}
function loginIn(text) {
  let login;
  try {
    login = new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    return [];
  }
  return [login, login.slice(login.indexOf(":") + 1)];
}
var pair = /([?&])([^=&]+)=([^&]+)/g;
function secretsInUrl(url) {
  const { query } = cut(url);
  if (query === "") return [];
  return Array.from(query.matchAll(pair), ([, , name = "", value = ""]) =>
    isSecretParam(decode(name)) ? [value, decode(value)] : [],
  ).flat();
}
function redactUrl(api, url) {
  const { base, query } = cut(url);
  if (query === "") return url;
  const schemes = Object.values(api.security);
  const isSecret = (name) =>
    isSecretParam(name) ||
    schemes.some((each) => each.type === "apiKey" && each.in === "query" && each.name === name);
  const clean = query.replace(pair, (whole, mark, name) =>
    isSecret(decode(name)) ? `${mark}${name}=${redacted}` : whole,
  );
  return base + clean;
}
function cut(url) {
  const at = url.indexOf("?");
  return at === -1 ? { base: url, query: "" } : { base: url.slice(0, at), query: url.slice(at) };
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export {
  redacted,
  isSecretName,
  secretHeaders,
  redactHeaders,
  withoutSecrets,
  scrubber,
  requestScrubber,
  scrubbed,
  secretsIn,
  secretsInUrl,
  redactUrl,
};
