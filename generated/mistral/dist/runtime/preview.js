import { isBlob, isFilePath } from "./body-sources.js";
import { isMultipart } from "./multipart.js";
import { matchesMediaType } from "./media-type.js";
/** A request that is not sent. Its secrets are replaced by `***`. */
export class Preview {
  method;
  url;
  /** By lower-case name. */
  headers;
  #source;
  /** Whether that is all of the body. */
  #isWhole;
  #parts;
  constructor(request, parts) {
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
  toCurl() {
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
  toJSON() {
    const { method, url, headers, body } = this;
    return body === undefined
      ? {
          method,
          url,
          headers,
        }
      : {
          method,
          url,
          headers,
          body,
        };
  }
}
/**
 * The request that an operation would send. Nothing is read and nothing is sent.
 *
 * @throws {ParameterError} If an argument is not acceptable.
 */
export function preview(core, operation, path, params, options) {
  const { wire, parts } = core.preview(operation, path, params, options);
  return new Preview(wire, parts);
}
function describePart({ source, ...label }) {
  const content = isMultipart(source) ? `<${source.parts.length} parts>` : describe(source);
  return {
    ...label,
    content,
  };
}
function describe(source) {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return `<${source.byteLength} bytes>`;
  if (isBlob(source)) return `<${source.size} bytes>`;
  return isFilePath(source) ? `<file ${source.path}>` : "<stream>";
}
/** The parts as curl can make them, which makes forms alone. */
function formOf(contentType, parts) {
  if (parts === undefined || !matchesMediaType("multipart/form-data", contentType))
    return undefined;
  const isField = (part) => part.name !== undefined && !isMultipart(part.source);
  return parts.every(isField) ? parts : undefined;
}
function partWords({ name, filename, type, headers = {}, source }) {
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
function bodyWords(source) {
  if (typeof source === "string") return ["--data-raw", quote(source)];
  return ["--data-binary", quote(isFilePath(source) ? `@${source.path}` : "@-")];
}
/** A value inside of curl's `--form`, where `;` and `,` would end it. */
function inForm(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
function quote(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
