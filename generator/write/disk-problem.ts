/** What to say when the disk refuses. */

import type { Diagnostic } from "../diagnostic.ts";

const PERMIT = "make the output folder writable, or choose another one with --out";
const MAKE_ROOM = "make room, and generate again";
const ANOTHER = "choose another output folder with --out";

const DISK_PROBLEMS: Readonly<Record<string, readonly [problem: string, cure: string]>> = {
  EACCES: ["permission denied", PERMIT],
  EPERM: ["the operation is not permitted", PERMIT],
  EROFS: ["the file system is read-only", PERMIT],
  EBUSY: ["a file is in use", "close what uses it, and generate again"],
  ENOSPC: ["the disk is full", MAKE_ROOM],
  EDQUOT: ["the disk quota is used up", MAKE_ROOM],
  EFBIG: ["a file would be larger than the system permits", "raise the limit of file sizes"],
  EIO: ["the disk cannot be read or written", "check the disk, and generate again"],
  ENOTDIR: ["a part of the path is a file", ANOTHER],
  EEXIST: ["a part of the path is a file", ANOTHER],
  EISDIR: ["a folder is in the way", "move the folder away"],
  ENAMETOOLONG: ["the path is too long", "choose an output folder with a shorter path with --out"],
  EMFILE: ["too many files are open", "raise the limit of open files, and generate again"],
  ENOENT: ["the folder vanished", "generate again when nothing else removes it"],
};

export function diskProblem(error: NodeJS.ErrnoException, outDir: string): Diagnostic {
  const code = error.code ?? "";
  const path =
    "dest" in error && typeof error.dest === "string" ? error.dest : (error.path ?? outDir);
  const [problem, cure] = DISK_PROBLEMS[code] ?? [error.message, PERMIT];
  return {
    severity: "error",
    code: "cannot-write",
    message: `cannot write to ${outDir}: ${problem} (${code}, ${path})`,
    cure,
  };
}
