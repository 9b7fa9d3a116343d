/** Reads template trees and lays them over one another. */

import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { resolve, sep } from "node:path";

import { BUILTIN_TEMPLATES } from "../builtin.ts";
import type { ReadOptions, TemplateFile } from "../source.ts";
import { decode, failure, isSystemError } from "./bytes.ts";
import { observed } from "./observe.ts";
import { shownPath } from "./text.ts";

/**
 * Reads the folders as one tree: a file of a later folder replaces that of the same path in an earlier one, or adds to it. Names
 * that begin with a dot are left out. The files are sorted by their paths, by code unit.
 *
 * @throws DiagnosticError `not-found`, `not-readable`, `not-text`, or `template-outside` for a link that leads out of its folder.
 */
export async function readTemplates(
  folders: readonly string[],
  options: ReadOptions = {},
): Promise<readonly TemplateFile[]> {
  const tree = new Map<string, TemplateFile>();
  for (const folder of folders)
    for (const file of await readFolder(folder, options)) tree.set(file.path, file);
  const files = [...tree.values()];
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return files;
}

async function readFolder(folder: string, options: ReadOptions): Promise<readonly TemplateFile[]> {
  if (folder === BUILTIN_TEMPLATES) return readTree(folder, options);
  return observed(
    { kind: "folder", from: resolve(options.cwd ?? ".", folder) },
    options,
    async () => readTree(folder, options),
    textOfTree,
  );
}

/** Whatever the order in which a folder names its files. */
function textOfTree(files: readonly TemplateFile[]): string {
  const lines = files.map(({ path, text }) => JSON.stringify([path, text]));
  lines.sort();
  return lines.join("\n");
}

function readTree(folder: string, { cwd = "." }: ReadOptions): readonly TemplateFile[] {
  const shown = shownPath(folder, cwd);
  try {
    const root = realFolder(resolve(cwd, folder), shown);
    return filesIn(root, shown, folder === BUILTIN_TEMPLATES);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw failure(
      "not-readable",
      `the templates in ${shown} cannot be read: ${error.message}`,
      "correct or remove that file",
    );
  }
}

/** @param root without links in its path. */
function filesIn(root: string, shown: string, isBuiltin: boolean): readonly TemplateFile[] {
  const files: TemplateFile[] = [];

  const read = (real: string, path: string): void => {
    const origin = `${shown}/${path}`;
    const bytes = readFileSync(real);
    if (bytes.includes(0)) throw notText(origin);
    const text = decode(bytes, origin);
    files.push({ path, text, origin, ...(isBuiltin && { formatted: true }) });
  };
  const enter = (real: string, path: string, above: readonly string[]): void => {
    for (const entry of readdirSync(real, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const next = path === "" ? entry.name : `${path}/${entry.name}`;
      const own = resolve(real, entry.name);
      if (entry.isFile()) {
        read(own, next);
        continue;
      }
      const target = realpathSync(own);
      if (!target.startsWith(root + sep) || above.includes(target))
        throw outside(`${shown}/${next}`);
      if (statSync(target).isDirectory()) enter(target, next, [...above, target]);
      else read(target, next);
    }
  };
  enter(root, "", [root]);
  return files;
}

function realFolder(folder: string, shown: string): string {
  const found = statsOf(folder);
  if (found?.isDirectory() === true) return realpathSync(folder);
  const message = found === undefined ? `there is no folder ${shown}` : `${shown} is no folder`;
  throw failure("not-found", message, "templates are given as a folder; check the path");
}

/** Undefined if nothing is there, and nothing can be since it would be below a file. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function outside(origin: string) {
  const cure = "copy what it leads to into the folder of templates";
  return failure(
    "template-outside",
    `the link ${origin} leads out of its folder, or in a circle`,
    cure,
  );
}

function notText(origin: string) {
  return failure(
    "not-text",
    `the template ${origin} is not a text`,
    "remove it; templates and what is copied with them are texts",
  );
}
