/** What to say when the disk refuses. */

import type { Diagnostic } from "../diagnostic.ts";

const MAKE_ROOM = "make room, and try again";
const ANOTHER = "choose another output folder with --out";

const DISK_PROBLEMS: Readonly<Record<string, readonly [problem: string, cure?: string]>> = {
  EACCES: ["permission denied"],
  EPERM: ["the operation is not permitted"],
  EROFS: ["the file system is read-only"],
  EBUSY: ["a file is in use", "close what uses it, and try again"],
  ENOSPC: ["the disk is full", MAKE_ROOM],
  EDQUOT: ["the disk quota is used up", MAKE_ROOM],
  EFBIG: ["a file would be larger than the system permits", "raise the limit of file sizes"],
  EIO: ["the disk cannot be read or written", "check the disk, and try again"],
  ENOTDIR: ["a part of the path is a file", ANOTHER],
  EEXIST: ["a part of the path is a file", ANOTHER],
  EISDIR: ["a folder is in the way", "move the folder away"],
  ENAMETOOLONG: ["the path is too long", "choose an output folder with a shorter path with --out"],
  EMFILE: ["too many files are open", "raise the limit of open files, and try again"],
  ENOENT: ["the folder vanished", "try again when nothing else removes it"],
};

/** @param access what was tried. */
export function diskProblem(
  error: NodeJS.ErrnoException,
  outDir: string,
  access: "read" | "write" = "write",
): Diagnostic {
  const code = error.code ?? "";
  const path =
    "dest" in error && typeof error.dest === "string" ? error.dest : (error.path ?? outDir);
  const [problem, cure] = DISK_PROBLEMS[code] ?? [error.message];
  const [verb, able] = access === "read" ? ["read", "readable"] : ["write to", "writable"];
  return {
    severity: "error",
    code: `cannot-${access}`,
    message: `cannot ${verb} ${outDir}: ${problem} (${code}, ${path})`,
    cure: cure ?? `make the output folder ${able}, or choose another one with --out`,
  };
}
