/** Reads template trees and lays them over one another. */

import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";

import { BUILTIN_TEMPLATES } from "../builtin.ts";
import type { ReadOptions, TemplateFile } from "../source.ts";
import { decode, failure, isSystemError } from "./bytes.ts";
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
    for (const file of await readTree(folder, options)) tree.set(file.path, file);
  const files = [...tree.values()];
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return files;
}

async function readTree(
  folder: string,
  { cwd = "." }: ReadOptions,
): Promise<readonly TemplateFile[]> {
  const shown = shownPath(folder, cwd);
  const root = await realFolder(resolve(cwd, folder), shown);
  const isBuiltin = folder === BUILTIN_TEMPLATES;
  const files: TemplateFile[] = [];

  const read = async (real: string, path: string): Promise<void> => {
    const origin = `${shown}/${path}`;
    const bytes = await readFile(real);
    if (bytes.includes(0)) throw notText(origin);
    const text = decode(bytes, origin);
    files.push({ path, text, origin, ...(isBuiltin && { formatted: true }) });
  };
  const enter = async (real: string, path: string, above: readonly string[]): Promise<void> => {
    const entries = await readdir(real, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const next = path === "" ? entry.name : `${path}/${entry.name}`;
      const target = await realpath(resolve(real, entry.name));
      if (!target.startsWith(root + sep) || above.includes(target))
        throw outside(`${shown}/${next}`);
      if ((await stat(target)).isDirectory()) await enter(target, next, [...above, target]);
      else await read(target, next);
    }
  };
  try {
    await enter(root, "", [root]);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw failure(
      "not-readable",
      `the templates in ${shown} cannot be read: ${error.message}`,
      "correct or remove that file",
    );
  }
  return files;
}

async function realFolder(folder: string, shown: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return realpath(folder);
  const message = found === undefined ? `there is no folder ${shown}` : `${shown} is no folder`;
  throw failure("not-found", message, "templates are given as a folder; check the path");
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
