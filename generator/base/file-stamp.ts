/** What tells whether a file was written to without reading it, as git's index does. */

/** The longest time, in milliseconds, for which the clock of a file system stands still: that of FAT. */
const COARSEST_TICK = 2_000;

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
 * The stamp of a file that is about to be read; undefined if it was written to so recently that it may be written to again, after it
 * was read, without another stamp.
 */
export function lastingStampOf(status: FileStatus): string | undefined {
  return isSettled(status, Date.now() - COARSEST_TICK) ? stampOf(status) : undefined;
}

/**
 * Whether a stamp that was kept at a time, in milliseconds by the clock of the disk, says what is in the file. A file that was
 * written to at that moment or later may have been written to again without another stamp.
 */
export function isSettled({ mtimeMs, ctimeMs }: FileStatus, time: number): boolean {
  return Math.max(mtimeMs, ctimeMs) < time;
}
