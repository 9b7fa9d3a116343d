/** Reads what Prettier would be told about the output, and without Prettier whether that is still the same. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Options } from "prettier";

import { isRecord } from "../base/is-record.ts";
import { failure } from "./bytes.ts";
import { shownPath } from "./text.ts";

/** Prettier's options, by where they are from: with a config of its own, it has both. */
export type StyleOptions = { readonly prettier: Options } | { readonly editorconfig: Options };

export interface PrettierConfig {
  /** Undefined if nothing is said about TypeScript in that folder. */
  readonly style: StyleOptions | undefined;
  /** The same as long as the style is; for a record, as JSON. */
  readonly identity: unknown;
}

/** The files from which Prettier makes its options. */
interface Sources {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Whether they say everything, and lead to no code. */
  readonly isData: boolean;
  /** Whether there is more than an `.editorconfig`. */
  readonly hasConfig: boolean;
}

/**
 * The Prettier options for TypeScript in the folder `out`, which need not exist; `undefined` if no config is near. An
 * `.editorconfig` counts. Prettier is loaded only if there is one.
 *
 * @throws DiagnosticError `prettier-config` if it cannot be used.
 */
export async function readPrettierConfig(out: string): Promise<PrettierConfig | undefined> {
  const sources = findSources(resolve(out));
  if (sources === undefined) return undefined;
  const options = await readOptions(out);
  return { style: styleOf(sources, options), identity: identityOf(sources, out, options) };
}

/** The identity of the options alone; Prettier is loaded only if their sources are code. */
export async function readPrettierIdentity(out: string): Promise<unknown> {
  const sources = findSources(resolve(out));
  if (sources === undefined) return undefined;
  return identityOf(sources, out, sources.isData ? undefined : await readOptions(out));
}

function styleOf({ hasConfig }: Sources, options: Options | undefined): StyleOptions | undefined {
  if (options === undefined) return undefined;
  return hasConfig ? { prettier: options } : { editorconfig: options };
}

async function readOptions(out: string): Promise<Options | undefined> {
  const { resolveConfig } = await import("prettier");
  try {
    const options = await resolveConfig(join(out, "src", "index.ts"), {
      editorconfig: true,
      useCache: false,
    });
    return options ?? undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(
      "prettier-config",
      `the Prettier config near ${shownPath(out)} cannot be used: ${reason}`,
      'correct it, or set `format: "oxfmt"`',
    );
  }
}

/** Where the files stand counts as well, for `overrides` and sections name paths. */
function identityOf(
  { files, isData }: Sources,
  out: string,
  options: Options | undefined,
): unknown {
  if (isData) {
    const placeOf = (path: string): string => relative(resolve(out), path).replaceAll("\\", "/");
    return files.map(({ path, text }) => [placeOf(path), text.replaceAll("\r\n", "\n")]);
  }
  const values = Object.entries(options ?? {}).filter(([, value]) => typeof value !== "object");
  values.sort(([a], [b]) => (a < b ? -1 : 1));
  return values;
}

const DATA = /^(?:\.prettierrc(?:\.(?:json5?|ya?ml|toml))?|package\.json)$/;
const CODE = /^(?:\.prettierrc|prettier\.config)\.[cm]?[jt]s$/;

/**
 * The config files of the nearest folder that has any, and each `.editorconfig` up to the root of the repository, as Prettier
 * looks for them.
 */
function findSources(out: string): Sources | undefined {
  const files: Sources["files"][number][] = [];
  let isData = true;
  let hasConfig = false;
  let isInside = true;
  for (let folder = out; ; folder = dirname(folder)) {
    const names = namesIn(folder);
    if (!hasConfig) {
      for (const name of names) {
        const path = join(folder, name);
        const found = CODE.test(name) || name === "package.yaml" || DATA.test(name);
        const text = found ? configIn(name, textOf(path)) : undefined;
        if (text === undefined) continue;
        hasConfig = true;
        isData &&= DATA.test(name) && !isReference(text);
        files.push({ path, text });
      }
    }
    if (isInside && names.includes(".editorconfig")) {
      const path = join(folder, ".editorconfig");
      const text = textOf(path);
      files.push({ path, text });
      if (/^\s*root\s*=\s*true\s*$/im.test(text)) isInside = false;
    }
    if (names.includes(".git") || names.includes(".hg")) isInside = false;
    if (dirname(folder) === folder) {
      return files.length === 0 ? undefined : { files, isData, hasConfig };
    }
  }
}

/** What in the text of a file is config for Prettier; undefined if nothing is. */
function configIn(name: string, text: string): string | undefined {
  if (name === "package.yaml") return /^prettier:/m.test(text) ? text : undefined;
  if (name !== "package.json") return text;
  try {
    const manifest: unknown = JSON.parse(text);
    const config = isRecord(manifest) ? manifest["prettier"] : undefined;
    return config === undefined ? undefined : JSON.stringify(config);
  } catch {
    return undefined;
  }
}

/** Whether it is the name of a module rather than a mapping. */
function isReference(text: string): boolean {
  const statements = text.replaceAll(/^\s*(?:#|\/\/).*$/gm, "").trim();
  return statements !== "" && (/^["'][^"']*["']$/.test(statements) || !/[:={]/.test(statements));
}

function namesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder);
    names.sort();
    return names;
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
