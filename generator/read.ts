/** The only stage that reads the disk or the network. */

import { BUILTIN_TEMPLATES } from "./builtin.ts";
import type { Bundle } from "./base/bundle.ts";
import { nearestOutputFolder } from "./base/output-folder.ts";
import type { ClientConfig } from "./config.ts";
import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { ImportExtension } from "./compile/import-extension.ts";
import { readDescription } from "./read/description.ts";
import { readPrettierConfig, type StyleOptions } from "./read/prettier-config.ts";
import { readImportExtension } from "./read/tsconfig.ts";
import { readTemplates } from "./read/templates.ts";
import { failure } from "./read/bytes.ts";
import type { NameLocks } from "./base/name-lock.ts";
import { readNameLocks } from "./read/name-lock.ts";
import { recordOf } from "./read/record.ts";
import { type HashedText, hashOf, readText } from "./read/text.ts";
import type { InputOptions, InputRecord, SourceText, TemplateFile } from "./source.ts";

/** All that a run of the generator depends on. */
export interface Inputs {
  readonly spec: Bundle;
  readonly overlays: readonly SourceText[];
  /** One tree, sorted by path. */
  readonly templates: readonly TemplateFile[];
  /** What configs near the output say of its style; `undefined` if nothing or if `format` leaves them aside. */
  readonly style: StyleOptions | undefined;
  readonly importExtension: ImportExtension;
  /** The names of the last run; empty if no name lock is kept. */
  readonly locks: NameLocks;
  /** All of this but the name lock by hashes. */
  readonly record: readonly InputRecord[];
}

/**
 * Reads what a client is made from, concurrently.
 *
 * @throws DiagnosticError with everything that cannot be read.
 */
export async function readInputs(
  client: ClientConfig,
  options: InputOptions = {},
): Promise<Inputs> {
  const { spec, refs = {}, overlays = [], templates = [], kind, format = "prettier" } = client;
  if ([spec, ...overlays].filter((from) => from === "-").length > 1) {
    throw failure(
      "not-readable",
      "standard input can be read only once",
      "give all but one as files",
    );
  }
  const out = nearestOutputFolder(client.out, options);
  const overlaid = all(overlays.map((overlay) => readText(overlay, options)));
  const [read, overlayTexts, tree, prettier, importExtension, locks] = await all([
    overlaid.catch(() => []).then((texts) => readDescription(spec, texts, refs, options)),
    overlaid,
    readTemplates([BUILTIN_TEMPLATES, ...templates], options),
    format === "prettier" ? readPrettierConfig(out) : Promise.resolve(undefined),
    kind === "source" ? (client.importExtension ?? readImportExtension(out)) : ".js",
    typeof client.lock === "string" ? readNameLocks(client.lock, options) : Promise.resolve({}),
  ]);
  const found = { overlays: overlayTexts, templates: tree, importExtension };
  const record = recordOf(
    client,
    {
      ...found,
      spec: hashed(read.entry.source),
      others: othersOf(read),
      overlays: overlayTexts.map(hashed),
      prettier: prettier?.identity,
    },
    options.cwd,
  );
  return { ...found, locks, spec: read, style: prettier?.style, record };
}

function othersOf({ others }: Bundle): [uri: string, text: HashedText | undefined][] {
  const texts = [...others].map(([uri, other]): [string, HashedText | undefined] => [
    uri,
    "value" in other ? hashed(other.source) : undefined,
  ]);
  texts.sort(([a], [b]) => (a < b ? -1 : 1));
  return texts;
}

function hashed(source: SourceText): HashedText {
  return { hash: hashOf(source), stamp: source.stamp };
}

/** `Promise.all` that waits for all and throws the diagnostics of all that failed. */
async function all<const T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  const failures = results
    .filter((result) => result.status === "rejected")
    .map((result): unknown => result.reason);
  const other = failures.find((reason) => !(reason instanceof DiagnosticError));
  if (other !== undefined) throw other;
  if (failures.length > 0) {
    throw new DiagnosticError(
      failures.flatMap((reason): readonly Diagnostic[] => (reason as DiagnosticError).diagnostics),
    );
  }
  return Promise.all(promises);
}
