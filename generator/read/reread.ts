/** Reads again what an earlier run was made from, and parses nothing. */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { isAddress, shownAddress } from "../base/address.ts";
import { nearestOutputFolder } from "../base/output-folder.ts";
import type { ClientConfig } from "../config.ts";
import { DiagnosticError } from "../diagnostic.ts";
import type { InputOptions, InputRecord, ReadOptions } from "../source.ts";
import { lockRecord, readNameLocks } from "./name-lock.ts";
import type { Policy } from "./policy.ts";
import { readPrettierIdentity } from "./prettier-config.ts";
import { recordOf } from "./record.ts";
import { readTemplates } from "./templates.ts";
import { type HashedText, type HashOptions, hashText } from "./text.ts";
import { readImportExtension } from "./tsconfig.ts";

/** What an earlier run recorded. */
interface Earlier {
  /** The folder that names of files are relative to. */
  readonly folder: string;
  /** Of the documents, as the record has them: the one that the client names comes first. */
  readonly documents: readonly string[];
  /** The name of the package. */
  readonly name: string;
}

/** Whether the client names the document that the earlier run had. */
export function isSameDocument(
  { spec }: ClientConfig,
  { folder, documents }: Earlier,
  cwd: string,
): boolean {
  const [first = "-"] = documents;
  if (!isAddress(spec)) return !isAddress(first) && resolve(folder, first) === resolve(cwd, spec);
  if (!URL.canParse(spec)) return false;
  return first === shownAddress(spec);
}

/**
 * The inputs of a client under the assumption that they are those of an earlier run: what the document refers to is known from
 * there. As long as no input changed, none is missing here.
 *
 * @returns undefined if that cannot be told without a run: for standard input, and where references or redirects lead to
 *   addresses.
 */
export async function rereadInputs(
  client: ClientConfig,
  { folder, documents, name }: Earlier,
  options: InputOptions & HashOptions = {},
): Promise<readonly InputRecord[] | undefined> {
  const { spec, overlays = [], templates = [], kind, format = "prettier" } = client;
  const others = documents.slice(1);
  if ([spec, ...overlays].includes("-") || others.some(isAddress)) return undefined;
  const out = nearestOutputFolder(client.out, options);
  try {
    const [entry, overlaid, read, tree, prettier, importExtension, lock] = await Promise.all([
      readEntry(client, options),
      Promise.all(overlays.map((overlay) => hashText(overlay, options))),
      readOthers(
        client,
        others.map((other) => resolve(folder, other)),
        options,
      ),
      readTemplates(templates, options),
      format === "prettier" ? readPrettierIdentity(out) : undefined,
      kind === "source" ? (client.importExtension ?? readImportExtension(out)) : ".js",
      rereadLock(client, name, options),
    ]);
    if ([entry, ...overlaid].some(({ base }) => base !== undefined)) return undefined;
    const texts = { spec: entry, others: read, overlays: overlaid };
    const found = { ...texts, templates: tree, prettier, importExtension };
    return [...recordOf(client, found, options.cwd), ...lock];
  } catch (error) {
    // A run says what is wrong, and of all that is.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

async function readEntry(
  { spec, refs = {} }: ClientConfig,
  options: HashOptions,
): Promise<HashedText> {
  if (!isAddress(spec)) return hashText(spec, options);
  const { policyFor } = await import("./policy.ts");
  const { entry } = await policyFor(spec, refs, options.cwd ?? ".");
  return hashText(spec, options, entry);
}

async function rereadLock(
  { lock }: ClientConfig,
  name: string,
  options: ReadOptions,
): Promise<readonly InputRecord[]> {
  if (typeof lock !== "string") return [];
  const locks = await readNameLocks(lock, options);
  const own = Object.hasOwn(locks, name) ? locks[name] : undefined;
  return [lockRecord(lock, name, own, options.cwd)];
}

type HashedOther = [uri: string, text: HashedText | undefined];

/** The earlier run has recorded what it was forbidden to read as well. */
async function readOthers(
  { spec, refs = {} }: ClientConfig,
  paths: readonly string[],
  options: HashOptions,
): Promise<readonly HashedOther[]> {
  if (paths.length === 0) return [];
  const { policyFor } = await import("./policy.ts");
  const policy = await policyFor(spec, refs, options.cwd ?? ".");
  return Promise.all(paths.map((path) => readOther(path, policy, options)));
}

/** Without a hash if it cannot or must not be read, as for an earlier run that did not read it. */
async function readOther(path: string, policy: Policy, options: HashOptions): Promise<HashedOther> {
  const uri = pathToFileURL(path).href;
  if ((await policy.refusal(uri)) !== undefined) return [uri, undefined];
  try {
    return [uri, await hashText(path, options)];
  } catch (error) {
    if (error instanceof DiagnosticError) return [uri, undefined];
    throw error;
  }
}
