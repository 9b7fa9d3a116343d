/** What stands in the way of a file, and what to do about it. */

import { MANIFEST_FILE } from "./manifest.ts";

/**
 * - `edited`: generated once, changed since by someone else;
 * - `foreign`: never written by the generator;
 * - `link`, `folder`, `file`: a symbolic link, a folder in place of the file, a file in place of one of its folders;
 * - `case`: a file or folder that was not generated and is the same one where case does not count;
 * - `manifest`: the manifest cannot be used.
 */
export type RefusalReason = "edited" | "foreign" | "link" | "folder" | "file" | "case" | "manifest";

export interface Refusal {
  /** Relative to the output folder. */
  readonly path: string;
  readonly reason: RefusalReason;
  /** Names the path. */
  readonly message: string;
  /** What to do. */
  readonly cure: string;
}

export function refusal(
  path: string,
  reason: Exclude<RefusalReason, "case" | "manifest">,
): Refusal {
  const force = `pass --force, which saves it as ${path}.orig and replaces it`;
  switch (reason) {
    case "edited":
      return {
        path,
        reason,
        message: `${path} was edited after it was generated`,
        cure: `move the change into a template or the overlay and undo it here, or ${force}`,
      };
    case "foreign":
      return {
        path,
        reason,
        message: `${path} exists and was not generated`,
        cure: `move it away, choose another output folder with --out, or ${force}`,
      };
    case "link":
      return {
        path,
        reason,
        message: `${path} is, or lies behind, a symbolic link`,
        cure: "replace the link by a file or folder, or choose another output folder with --out",
      };
    case "folder":
      return {
        path,
        reason,
        message: `a folder is called ${path}`,
        cure: "move the folder away",
      };
    case "file":
      return {
        path,
        reason,
        message: `a file is called as a folder of ${path} must be`,
        cure: "move that file away",
      };
  }
}

export function caseRefusal(path: string, twin: string): Refusal {
  return {
    path,
    reason: "case",
    message: `${path} and ${twin}, which was not generated or was edited, are one where case does not count`,
    cure: `rename ${twin}, or choose another output folder with --out`,
  };
}

export function manifestRefusal(problem: string): Refusal {
  return {
    path: MANIFEST_FILE,
    reason: "manifest",
    message: `${MANIFEST_FILE}, the record of what was generated, cannot be used: ${problem}`,
    cure: "restore it from version control, or pass --force to go on without it",
  };
}

export function newerRefusal(generator: string, running: string): Refusal {
  return {
    path: MANIFEST_FILE,
    reason: "manifest",
    message: `triptych ${generator} wrote this output, and this is the older ${running}`,
    cure: `update triptych to ${generator} or later, or pass --force to go back to ${running}`,
  };
}
