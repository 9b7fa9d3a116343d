/** What tells whether a file was written to without reading it, as git's index does. */

/** The part of `fs.Stats` that counts. */
export interface FileStatus {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  isFile(): boolean;
}

/** Changes when the file is replaced or written to. */
export function stampOf({ ino, size, mtimeMs, ctimeMs }: FileStatus): string {
  return [ino, size, mtimeMs, ctimeMs].join(" ");
}

/**
 * Whether a stamp that was kept at a time, in milliseconds by the clock of the disk, says what is in the file. A file that was
 * written to at that moment or later may have been written to again without another stamp.
 */
export function isSettled({ mtimeMs, ctimeMs }: FileStatus, time: number): boolean {
  return Math.max(mtimeMs, ctimeMs) < time;
}
