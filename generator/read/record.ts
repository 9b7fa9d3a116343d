/** What the output depends on, by hashes: for the record that is kept with it. */

import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { isAddress } from "../base/address.ts";
import { isFolder } from "../base/allowed.ts";
import { contentHash, textHash } from "../base/content-hash.ts";
import type { ClientConfig } from "../config.ts";
import type { InputRecord, TemplateFile } from "../source.ts";
import type { HashedText } from "./text.ts";

/** Stands for a document that a reference leads to and that could not be had: if it can be, the input has changed. */
const MISSING = "missing";

export interface Recorded {
  /** The document. */
  readonly spec: HashedText;
  /** What it refers to, by URI, in the order of the record; undefined for what could not be had. */
  readonly others: readonly (readonly [uri: string, text: HashedText | undefined])[];
  readonly overlays: readonly HashedText[];
  readonly templates: readonly TemplateFile[];
  /** Of the Prettier config. */
  readonly prettier: unknown;
  readonly importExtension: string;
}

/**
 * The document that was named comes first, then what it refers to; overlays in their order. Built-in templates belong to the
 * generator.
 */
export function recordOf(
  client: ClientConfig,
  { spec, others, overlays, templates, prettier, importExtension }: Recorded,
  cwd = ".",
): readonly InputRecord[] {
  const documents = [[uriOf(client.spec, cwd), spec] as const, ...others];
  const options = Object.entries(optionsOf(client, { prettier, importExtension }, cwd));
  options.sort(([a], [b]) => (a < b ? -1 : 1));
  const ofKind = (
    kind: string,
    entries: readonly Omit<InputRecord, "kind">[],
  ): readonly InputRecord[] => entries.map((entry) => ({ kind, ...entry }));
  return [
    ...ofKind(
      "document",
      documents.map(([name, text]) => ({ name, ...identityOf(text) })),
    ),
    ...ofKind(
      "overlays",
      overlays.map((text, index) => ({
        name: uriOf(client.overlays?.[index] ?? "", cwd),
        ...identityOf(text),
      })),
    ),
    ...ofKind(
      "templates",
      templates
        .filter(({ formatted }) => formatted !== true)
        .map(({ origin, text }) => ({ name: uriOf(origin, cwd), hash: textHash(text) })),
    ),
    ...ofKind(
      "config",
      options.flatMap(([name, value]) =>
        value === undefined ? [] : { name, hash: contentHash(JSON.stringify(value)) },
      ),
    ),
  ];
}

function identityOf(text: HashedText | undefined): Omit<InputRecord, "kind" | "name"> {
  if (text === undefined) return { hash: MISSING };
  const { hash, stamp } = text;
  return { hash, ...(stamp === undefined ? {} : { stamp }) };
}

function uriOf(from: string, cwd: string): string {
  return from === "-" || isAddress(from) ? from : pathToFileURL(resolve(cwd, from)).href;
}

/**
 * What has a say in the output besides the texts, without what is secret (headers) and what differs between machines (absolute
 * paths).
 */
function optionsOf(
  client: ClientConfig,
  { prettier, importExtension }: Pick<Recorded, "prettier" | "importExtension">,
  cwd: string,
): Readonly<Record<string, unknown>> {
  const {
    spec,
    refs,
    out: _out,
    overlays: _overlays,
    templates: _templates,
    lock: _lock,
    ...options
  } = client;
  const folder = /^https?:/i.test(spec) ? resolve(cwd) : dirname(resolve(cwd, spec));
  const allow = refs?.allow?.map((each) =>
    isFolder(each) ? `${relative(folder, resolve(cwd, each)).replaceAll("\\", "/")}/` : each,
  );
  return {
    ...options,
    importExtension: client.kind === "source" ? importExtension : undefined,
    prettier,
    refs: allow,
  };
}
