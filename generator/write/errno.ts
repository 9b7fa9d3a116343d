/** Errors of the file system. */

import { platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export function isErrno(
  error: unknown,
  ...codes: readonly string[]
): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    "code" in error &&
    "syscall" in error &&
    (codes.length === 0 || codes.includes(String(error.code)))
  );
}

/** What `promise` resolves to; undefined if it fails with one of the codes. */
export async function ignoring<T>(
  promise: Promise<T>,
  ...codes: readonly string[]
): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isErrno(error, ...codes)) return undefined;
    throw error;
  }
}

/** Milliseconds before each further try. */
const PAUSES = [10, 30, 100, 300, 1_000, 2_000];

/**
 * Windows refuses to replace or delete a file as long as somebody has it open, which virus scanners and editors do for
 * moments: there a refusal is tried again. Elsewhere it is final.
 */
export async function patiently<T>(
  run: () => Promise<T>,
  pauses: readonly number[] = platform() === "win32" ? PAUSES : [],
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await run();
    } catch (error) {
      if (!isErrno(error, "EPERM", "EACCES", "EBUSY")) throw error;
      await sleep(pause);
    }
  }
  return run();
}
