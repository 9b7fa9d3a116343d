import { openCall } from "./call.js";
import { Core } from "./core.js";
import { apply } from "./credentials.js";
import { isBlob, isFilePath } from "./body-sources.js";
import { isMultipart, type Part } from "./multipart.js";
import { matchesMediaType } from "./media-type.js";
import type { Operation } from "./uses.js";
import type { RequestOptions } from "./options.js";
import { redacted, redactHeaders, redactUrl } from "./redact.js";
import type { BodySource } from "./wire.js";

/** One part of a multipart body, described. */
export interface PreviewPart {
  /** Absent where parts are told apart by their order. */
  readonly name?: string;
  readonly filename?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text of a field; of a file, where it comes from, for instance `<12 bytes>`. */
  readonly content: string;
}

/** A request as plain data. */
export interface PreviewRecord {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly PreviewPart[];
}

/** A request that is not sent. Its secrets are replaced by `***`. */
export class Preview implements PreviewRecord {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body; the parts of a multipart one; a description of what is neither, for instance `<stream>`. */
  declare readonly body?: string | readonly PreviewPart[];
  readonly #source: BodySource | undefined;
  /** Whether that is all of the body. */
  readonly #isWhole: boolean;
  readonly #parts: readonly Part[] | undefined;

  constructor(
    request: Omit<PreviewRecord, "body"> & { readonly body?: readonly BodySource[] },
    parts: readonly Part[] | undefined,
  ) {
    this.method = request.method;
    this.url = request.url;
    this.headers = request.headers;
    this.#source = request.body?.[0];
    this.#isWhole = request.body?.length === 1;
    this.#parts = parts;
    if (parts !== undefined) this.body = parts.map(describePart);
    else if (this.#source !== undefined) this.body = describe(this.#source);
  }

  /**
   * The request as a command for a POSIX shell. Put the secrets in the place of `***`. Bytes and streams are read from
   * the standard input, and so is text that is a file of a form.
   */
  toCurl(): string {
    // Told `--request HEAD`, curl would wait for a body.
    const method = this.method === "HEAD" ? ["--head"] : ["--request", this.method];
    const words = ["curl", ...method, quote(this.url)];
    if (/[[\]{}]/.test(this.url)) words.push("--globoff");
    const form = formOf(this.headers["content-type"], this.#parts);
    for (const [name, value] of Object.entries(this.headers)) {
      if (form !== undefined && name === "content-type") continue;
      words.push("--header", quote(value === "" ? `${name};` : `${name}: ${value}`));
    }
    for (const part of form ?? []) words.push(...partWords(part));
    if (form === undefined && this.#source !== undefined)
      words.push(...(this.#isWhole ? bodyWords(this.#source) : ["--data-binary", "@-"]));
    return words.join(" ");
  }

  toJSON(): PreviewRecord {
    const { method, url, headers, body } = this;
    return body === undefined ? { method, url, headers } : { method, url, headers, body };
  }
}

/**
 * The request that an operation would send. Nothing is read and nothing is sent.
 *
 * @throws {ParameterError} If an argument is not acceptable.
 */
export function preview(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: RequestOptions,
): Preview {
  const state = Core.stateOf(core);
  const { bare, uses, parts } = openCall(state, operation, path, params, options);
  const { api } = state;
  const wire = apply(bare, api, Object.fromEntries(uses.map(({ option }) => [option, redacted])));
  const url = redactUrl(api, wire.url);
  return new Preview({ ...wire, url, headers: redactHeaders(api, wire.headers) }, parts);
}

function describePart({ source, ...label }: Part): PreviewPart {
  const content = isMultipart(source) ? `<${source.parts.length} parts>` : describe(source);
  return { ...label, content };
}

function describe(source: BodySource): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return `<${source.byteLength} bytes>`;
  if (isBlob(source)) return `<${source.size} bytes>`;
  return isFilePath(source) ? `<file ${source.path}>` : "<stream>";
}

interface FormPart extends Part {
  readonly name: string;
  readonly source: BodySource;
}

/** The parts as curl can make them, which makes forms alone. */
function formOf(
  contentType: string | undefined,
  parts: readonly Part[] | undefined,
): readonly FormPart[] | undefined {
  if (parts === undefined || !matchesMediaType("multipart/form-data", contentType))
    return undefined;
  const isField = (part: Part): part is FormPart =>
    part.name !== undefined && !isMultipart(part.source);
  return parts.every(isField) ? parts : undefined;
}

function partWords({ name, filename, type, headers = {}, source }: FormPart): string[] {
  const others = Object.entries(headers).map((pair) => `;headers=${inForm(pair.join(": "))}`);
  if (
    filename === undefined &&
    type === undefined &&
    others.length === 0 &&
    typeof source === "string"
  ) {
    return ["--form-string", quote(`${name}=${source}`)];
  }
  const isText = filename === undefined && typeof source === "string";
  const from = isFilePath(source) ? `@${inForm(source.path)}` : isText ? inForm(source) : "@-";
  const label = filename === undefined ? "" : `;filename=${inForm(filename)}`;
  const kind = type === undefined ? "" : `;type=${type}`;
  return ["--form", quote(`${name}=${from}${kind}${label}${others.join("")}`)];
}

function bodyWords(source: BodySource): string[] {
  if (typeof source === "string") return ["--data-raw", quote(source)];
  return ["--data-binary", quote(isFilePath(source) ? `@${source.path}` : "@-")];
}

/** A value inside of curl's `--form`, where `;` and `,` would end it. */
function inForm(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
