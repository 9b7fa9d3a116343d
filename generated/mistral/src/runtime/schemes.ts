import { encodeText } from "./serialize.js";
import type { WireRequest } from "./wire.js";

/** The parts of a request that credentials can be put into. */
export interface OpenRequest {
  url: string;
  /** By lower-case name. */
  readonly headers: Record<string, string>;
}

/** How the credentials of one kind of security scheme are sent. */
export interface CredentialWriter<Scheme = object> {
  /**
   * The text of a secret; of a login, `user:password`.
   *
   * @param refuse Throws, since the secret must be something else.
   */
  check(value: unknown, refuse: (rule: string) => never): string;
  /** Whether its place in a request is taken. */
  isSet(request: Pick<WireRequest, "url" | "headers">, scheme: Scheme): boolean;
  /** Puts a secret that is acceptable into a request, and returns it as it stands there. */
  put(request: OpenRequest, scheme: Scheme, secret: string): string;
}

/** RFC 6750, 2.1. */
export const bearer: CredentialWriter = {
  check: checkLatin1,
  isSet: isAuthorized,
  put: (request, _scheme, secret) => authorize(request, "Bearer", secret),
};

/** RFC 7617. */
export const basic: CredentialWriter = {
  check: checkLogin,
  isSet: isAuthorized,
  put: (request, _scheme, secret) => authorize(request, "Basic", base64(secret)),
};

/** Any other scheme of HTTP: RFC 9110, 11.1. */
export const http: CredentialWriter<{ readonly scheme: string }> = {
  check: checkLatin1,
  isSet: isAuthorized,
  put: (request, { scheme }, secret) => authorize(request, scheme, secret),
};

export const headerKey: CredentialWriter<{ readonly name: string }> = {
  check: checkLatin1,
  isSet: ({ headers }, { name }) => headers[name.toLowerCase()] !== undefined,
  put: ({ headers }, { name }, secret) => (headers[name.toLowerCase()] ??= secret),
};

export const queryKey: CredentialWriter<{ readonly name: string }> = {
  check: checkUnicode,
  isSet: ({ url }, { name }) => new URL(url).searchParams.has(name),
  put(request, { name }, secret) {
    const text = encodeText(secret);
    request.url += `${request.url.includes("?") ? "&" : "?"}${encodeText(name)}=${text}`;
    return text;
  },
};

export const cookieKey: CredentialWriter<{ readonly name: string }> = {
  check: checkUnicode,
  isSet({ headers }, { name }) {
    const pairs = headers["cookie"]?.split(";") ?? [];
    return pairs.some((pair) => pair.trim().startsWith(`${name}=`));
  },
  put({ headers }, { name }, secret) {
    // What a cookie can have (RFC 6265, 4.1.1) is sent as it is, so that a cookie of the server's comes back unchanged.
    const text = secret.replace(/[^!#-+\--:<-[\]-~]/gu, encodeText);
    const before = headers["cookie"];
    headers["cookie"] = `${before === undefined ? "" : `${before}; `}${name}=${text}`;
    return text;
  },
};

function isAuthorized({ headers }: Pick<WireRequest, "headers">): boolean {
  return headers["authorization"] !== undefined;
}

function authorize({ headers }: OpenRequest, scheme: string, text: string): string {
  headers["authorization"] ??= `${scheme} ${text}`;
  return text;
}

function checkLatin1(value: unknown, refuse: (rule: string) => never): string {
  const text = checkText(value, refuse);
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
    ? text
    : refuse("be text in Latin-1 without line breaks and other control characters");
}

function checkUnicode(value: unknown, refuse: (rule: string) => never): string {
  const text = checkText(value, refuse);
  return /\p{Surrogate}/u.test(text) ? refuse("not have half of a surrogate pair") : text;
}

function checkText(value: unknown, refuse: (rule: string) => never): string {
  return typeof value === "string" && value.trim() !== ""
    ? value
    : refuse("be a text that is not empty");
}

function checkLogin(value: unknown, refuse: (rule: string) => never): string {
  const text = typeof value === "object" && value !== null ? joinLogin(value) : value;
  if (typeof text !== "string" || !text.includes(":") || text === ":")
    return refuse("be user:password, or an object with username (without a colon) and password");
  return /[\0-\x1f\x7f]/.test(text) ? refuse("have no control characters") : text;
}

function joinLogin(login: object): string | undefined {
  const { username, password } = login as Readonly<Record<string, unknown>>;
  const isLogin =
    typeof username === "string" && typeof password === "string" && !username.includes(":");
  return isLogin ? `${username}:${password}` : undefined;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
