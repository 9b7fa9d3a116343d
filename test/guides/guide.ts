/** The files that a guide shows: a block after a paragraph that is but a path, or names a part of a file that was shown before. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../package/workspace.ts";

const BLOCK =
  /^(?:`(?<path>[^`\n]+)`|In `(?<file>[^`\n]+)`, among the `(?<part>\w+)`):\n\n```\w+\n(?<text>.*?)^```$/gms;

export interface Guide {
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  /** Members to be added to an object of a JSON file. */
  readonly additions: readonly Addition[];
}

export interface Addition {
  readonly file: string;
  readonly part: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** @param name of a file in `docs`. */
export function readGuide(name: string): Guide {
  const files: Record<string, string> = {};
  const additions: Addition[] = [];
  for (const { groups = {} } of readFileSync(join(root, "docs", name), "utf8").matchAll(BLOCK)) {
    const { path, file, part, text = "" } = groups;
    if (path !== undefined) files[path] = text;
    else if (file !== undefined && part !== undefined)
      additions.push({ file, part, members: JSON.parse(text) });
  }
  return { files, additions };
}

/** The files of a guide with the additions made. */
export function withAdditions({ files, additions }: Guide): Readonly<Record<string, string>> {
  const result = { ...files };
  for (const { file, part, members } of additions) {
    const whole = JSON.parse(result[file] ?? "{}");
    Object.assign(whole[part], members);
    result[file] = JSON.stringify(whole, null, 2);
  }
  return result;
}
