import { isBlob, isFilePath } from "./body.js";
/** A request that is not sent. Its secrets are replaced by `***`. */
export class Preview {
  method;
  url;
  /** By lower-case name. */
  headers;
  #source;
  #parts;
  constructor(request, parts) {
    this.method = request.method;
    this.url = request.url;
    this.headers = request.headers;
    this.#source = request.body?.[0];
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
    for (const [name, value] of Object.entries(this.headers)) {
      if (this.#parts !== undefined && name === "content-type") continue;
      words.push("--header", quote(value === "" ? `${name};` : `${name}: ${value}`));
    }
    for (const part of this.#parts ?? []) words.push(...partWords(part));
    if (this.#parts === undefined && this.#source !== undefined)
      words.push(...bodyWords(this.#source));
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
function describePart({ name, filename, type, source }) {
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
    content: describe(source),
  };
}
function describe(source) {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return `<${source.byteLength} bytes>`;
  if (isBlob(source)) return `<${source.size} bytes>`;
  return isFilePath(source) ? `<file ${source.path}>` : "<stream>";
}
function partWords({ name, filename, type, source }) {
  if (filename === undefined && type === undefined && typeof source === "string") {
    return ["--form-string", quote(`${name}=${source}`)];
  }
  const isText = filename === undefined && typeof source === "string";
  const from = isFilePath(source) ? `@${inForm(source.path)}` : isText ? inForm(source) : "@-";
  const label = filename === undefined ? "" : `;filename=${inForm(filename)}`;
  return ["--form", quote(`${name}=${from}${type === undefined ? "" : `;type=${type}`}${label}`)];
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
