import type { Api } from "./uses.js";
import type { WireRequest } from "./wire.js";

/** What stands in the place of a secret. */
export const redacted = "***";

const secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|(?<!idempotency)[-_]key$/i;

/** Whether a header, or another name, says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const secretParam =
  /(?<!(?:page|next|prev|previous|continue|continuation|cursor|delta|resume|skip|start|starting|sync)[-_]?)token$|secret$|passw(?:or)?d$|signature$|(?:^|[-_])sig$|(?:access|account|api|auth|client|private|secret|subscription)[-_]?key$/i;

/** The same of a parameter in a query, where a token may as well be the place in a list. */
function isSecretParam(name: string): boolean {
  return secretParam.test(name);
}

/** The names of the headers that carry a credential of the API, or whose name says that they are a secret. */
export function secretHeaders(api: Api, headers: Readonly<Record<string, string>>): string[] {
  const schemes = Object.values(api.security);
  const isOwn = (name: string): boolean =>
    schemes.some(
      (each) => each.type === "apiKey" && each.in === "header" && each.name.toLowerCase() === name,
    );
  return Object.keys(headers).filter((name) => isSecretName(name) || isOwn(name));
}

/** A request's headers without secrets. */
export function redactHeaders(
  api: Api,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const clean: Record<string, string> = { ...headers };
  for (const name of secretHeaders(api, headers)) {
    const scheme = name === "authorization" ? /^\S+ /.exec(headers[name] ?? "") : null;
    clean[name] = `${scheme?.[0] ?? ""}${redacted}`;
  }
  return clean;
}

/** Shorter texts are part of too many words. */
const shortestSecret = 6;

/** A text that somebody else wrote, without the secrets that it repeats. */
export function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  const lower = text.toLowerCase();
  return scrubber(secrets.filter((secret) => mayBeIn(lower, secret)))(text);
}

/** Whether what no spelling changes of a secret is in a text: mostly it is not, and there is no pattern to make. */
function mayBeIn(lower: string, secret: string): boolean {
  return secret.split(/\W+/).every((piece) => lower.includes(piece.toLowerCase()));
}

/**
 * Makes a function that takes secrets out of a text, whatever wrote them: as they are, or with characters that are escaped
 * as in JSON, in URLs or in HTML.
 */
export function scrubber(secrets: readonly string[] = []): (text: string) => string {
  const patterns = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .map((secret) => Array.from(secret, spellings).join(""));
  if (patterns.length === 0) return (text) => text;
  const all = new RegExp(patterns.join("|"), "gi");
  return (text) => text.replace(all, redacted);
}

/** Makes a function that takes the query and the secrets of a request out of what was said about it. */
export function requestScrubber({
  url,
  secrets,
}: Pick<WireRequest, "url" | "secrets">): (text: string) => string {
  const query = new URL(url).search;
  const scrub = scrubber(secrets);
  return (text) => scrub(query === "" ? text : text.replaceAll(query, ""));
}

/** The ways to write a character, as a pattern. They are bounded, since a server may answer whatever it likes. */
function spellings(char: string): string {
  if (/\w/.test(char)) return char;
  const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
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

/**
 * A JSON value without the secrets that its texts and names repeat.
 *
 * @throws {RangeError} If it is nested too deeply.
 */
export function scrubbed(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "number") return scrub(String(value)) === String(value) ? value : redacted;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => scrubbed(each, scrub));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [scrub(name), scrubbed(each, scrub)]),
  );
}

/** The secrets in the value of a header: the whole, and what follows the name of a scheme or of a cookie. */
export function secretsIn(name: string, value: string): string[] {
  if (name === "cookie")
    return [value, ...value.split(/;\s*/).map((pair) => pair.replace(/^[^=]*=/, ""))];
  const parts = name.endsWith("authorization") ? /^(\S+) +(.*)$/.exec(value) : null;
  const [, scheme = "", rest = ""] = parts ?? [];
  return parts === null
    ? [value]
    : [value, rest, ...(/^basic$/i.test(scheme) ? loginIn(rest) : [])];
}

/** A login that is written in base64 (RFC 7617, 2), and its password. */
function loginIn(text: string): string[] {
  let login: string;
  try {
    login = new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    return [];
  }
  return [login, login.slice(login.indexOf(":") + 1)];
}

const pair = /([?&])([^=&]+)=([^&]+)/g;

/** The secrets in the query of a URL, as they stand there and as what they mean. */
export function secretsInUrl(url: string): string[] {
  const { query } = cut(url);
  if (query === "") return [];
  return Array.from(query.matchAll(pair), ([, , name = "", value = ""]) =>
    isSecretParam(decode(name)) ? [value, decode(value)] : [],
  ).flat();
}

/** A URL without the secrets in its query: credentials of the API, and what a name says to be a secret. */
export function redactUrl(api: Api, url: string): string {
  const { base, query } = cut(url);
  if (query === "") return url;
  const schemes = Object.values(api.security);
  const isSecret = (name: string): boolean =>
    isSecretParam(name) ||
    schemes.some((each) => each.type === "apiKey" && each.in === "query" && each.name === name);
  const clean = query.replace(pair, (whole, mark: string, name: string) =>
    isSecret(decode(name)) ? `${mark}${name}=${redacted}` : whole,
  );
  return base + clean;
}

function cut(url: string): { readonly base: string; readonly query: string } {
  const at = url.indexOf("?");
  return at === -1 ? { base: url, query: "" } : { base: url.slice(0, at), query: url.slice(at) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
