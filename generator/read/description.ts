/** Reads an API description: the document that was named, and those that its references lead to. */

import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { isAddress } from "../base/address.ts";
import { type Bundle, hasIdentifiers, rootShape } from "../base/bundle.ts";
import { child, isObject, type JsonValue } from "../base/json.ts";
import { type LinkNote, Links } from "../base/links.ts";
import { parse, type Parsed } from "../base/parse.ts";
import type { ReferencesConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { ReadOptions, SourceText } from "../source.ts";
import { type Policy, policyFor } from "./policy.ts";
import { failure } from "./bytes.ts";
import { readText, shownPath } from "./text.ts";

/** The most documents that one description may consist of. */
const MAX_DOCUMENTS = 10_000;

/** The most bytes that all documents of a description may have together. */
const MAX_TOTAL_BYTES = 256 * 2 ** 20;

/** How long all downloads of a description may take together, in milliseconds. */
const MAX_FETCHING = 120_000;

/** How many documents are read at the same time. */
const CONCURRENCY = 16;

/**
 * @param overlays may bring references of their own, relative to the entry.
 * @param references what they may lead to beside the folder or the origin of the entry.
 * @throws DiagnosticError if the entry cannot be read, if a file is no JSON or YAML, or if there is too much to read.
 */
export async function readDescription(
  spec: string,
  overlays: readonly SourceText[],
  references: ReferencesConfig,
  options: ReadOptions,
): Promise<Bundle> {
  const { cwd = "." } = options;
  const policy = await policyFor(spec, references, cwd);
  const source = await readText(spec, options, policy.entry);
  const entry = await parse(source);
  const uri = source.base ?? uriOf(spec, cwd);
  const reader = new Reader(policy, options);
  const links = new Links(
    { uri, value: entry.value },
    rootShape(entry.value),
    hasIdentifiers(entry.value),
  );
  for (;;) {
    const missing = links.follow().flatMap((link) => link.missing ?? []);
    const read = await reader.read(missing);
    if (read.length === 0) break;
    for (const [
      each,
      {
        value,
        source: { base },
      },
    ] of read)
      links.add({ uri: each, value, base });
  }
  await readLoosely(overlays, uri, reader);
  reader.throwErrors();
  const { documents } = reader;
  return { entry, uri, others: documents, ...(documents.size === 0 ? { links } : {}) };
}

function uriOf(spec: string, cwd: string): string {
  return isAddress(spec) ? new URL(spec).href : pathToFileURL(resolve(cwd, spec)).href;
}

class Reader {
  readonly documents = new Map<string, Parsed | LinkNote>();
  readonly #policy: Policy;
  readonly #options: ReadOptions;
  /** By the URIs of the documents. */
  readonly #errors = new Map<string, readonly Diagnostic[]>();
  readonly #deadline = AbortSignal.timeout(MAX_FETCHING);
  #bytes = 0;

  constructor(policy: Policy, options: ReadOptions) {
    this.#policy = policy;
    this.#options = options;
  }

  throwErrors(): void {
    const errors = [...this.documents.keys()].flatMap((uri) => this.#errors.get(uri) ?? []);
    if (errors.length > 0) throw new DiagnosticError(errors);
  }

  /** Reads the documents that were not read yet. @returns those that could be. */
  async read(uris: readonly string[]): Promise<(readonly [string, Parsed])[]> {
    const open = [...new Set(uris)].filter((uri) => !this.documents.has(uri));
    if (this.documents.size + open.length > MAX_DOCUMENTS) {
      const message = `the references lead to more than ${MAX_DOCUMENTS.toLocaleString("en")} documents`;
      throw failure("too-many-files", message, "bundle the document first");
    }
    const read: (readonly [string, Parsed])[] = [];
    for (let at = 0; at < open.length; at += CONCURRENCY) {
      const some = open.slice(at, at + CONCURRENCY);
      const results = await Promise.all(some.map((uri) => this.#readOne(uri)));
      for (const [index, result] of results.entries()) {
        const uri = some[index]!;
        this.documents.set(uri, result);
        if ("value" in result) read.push([uri, result]);
      }
    }
    return read;
  }

  async #readOne(uri: string): Promise<Parsed | LinkNote> {
    const refusal = await this.#policy.refusal(uri);
    if (refusal !== undefined) return refusal;
    const { cwd } = this.#options;
    const from = uri.startsWith("file:") ? shownPath(fileURLToPath(uri), cwd) : uri;
    let source: SourceText;
    try {
      source = await readText(from, this.#options, this.#policy.references, this.#deadline);
    } catch (error) {
      return noteOf(error);
    }
    this.#bytes += source.bytes?.length ?? source.text.length;
    if (this.#bytes > MAX_TOTAL_BYTES) {
      const size = `${MAX_TOTAL_BYTES / 2 ** 20} MiB`;
      throw failure(
        "too-large",
        `the documents of the description have more than ${size} together`,
        "bundle what is needed of them",
      );
    }
    try {
      return await parse(source);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      if (from !== uri) this.#errors.set(uri, error.diagnostics);
      // What was fetched is not quoted: it may be anything.
      const message = `${uri} is neither JSON nor YAML, or more than can be read`;
      return { code: "external-ref", message, cure: "check where the reference leads" };
    }
  }
}

function noteOf(error: unknown): LinkNote {
  const [diagnostic] = error instanceof DiagnosticError ? error.diagnostics : [];
  if (diagnostic === undefined) throw error;
  const { code, message, cure = "correct the reference" } = diagnostic;
  return { code, message, cure };
}

/** Reads what overlays refer to. What their parts mean is not known here, so that every `$ref` counts. */
async function readLoosely(
  overlays: readonly SourceText[],
  uri: string,
  reader: Reader,
): Promise<void> {
  const values = await Promise.all(
    overlays.map(async (overlay) => (await parse(overlay).catch(() => undefined))?.value),
  );
  let open = values.flatMap((value) => referencesIn(child(value, "actions"), uri));
  while (open.length > 0) {
    const read = await reader.read(open);
    open = read.flatMap(([each, { value, source }]) => referencesIn(value, source.base ?? each));
  }
}

const VALUES = /^(?:const|default|enum|example|examples)$|^x-/;

/** The URIs of the documents that anything in `value` may refer to. */
function referencesIn(value: JsonValue | undefined, base: string): string[] {
  const found = new Set<string>();
  const stack = [value];
  for (let next = stack.pop(); stack.length > 0 || next !== undefined; next = stack.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const reference = child(next, "$ref");
    if (
      typeof reference === "string" &&
      !reference.startsWith("#") &&
      URL.canParse(reference, base)
    ) {
      const target = new URL(reference, base);
      target.hash = "";
      found.add(target.href);
    }
    for (const key of Object.keys(next))
      if (!isObject(next) || !VALUES.test(key)) stack.push(child(next, key));
  }
  return [...found];
}
