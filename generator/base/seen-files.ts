import { type FileStatus, isSettled, stampOf } from "./file-stamp.ts";

/** What the content of a file was when it had the stamp. */
export interface SeenFile {
  readonly stamp: string;
  readonly hash: string;
}

/** Hashes of files which were made before and hold as long as the files have the stamps that they had then. */
export class SeenFiles {
  readonly #before: ReadonlyMap<string, SeenFile>;
  readonly #time: number;
  readonly #now = new Map<string, SeenFile>();
  #isNew = false;

  /**
   * @param before by absolute path.
   * @param time when they were kept; see {@link isSettled}.
   */
  constructor(before: Readonly<Record<string, SeenFile>>, time: number) {
    this.#before = new Map(Object.entries(before));
    this.#time = time;
  }

  /** Those that were asked for and hold, and those that were noted. */
  get files(): Readonly<Record<string, SeenFile>> {
    return Object.fromEntries(this.#now);
  }

  /** Whether any was noted. */
  get isNew(): boolean {
    return this.#isNew;
  }

  hashOf(file: string, status: FileStatus): string | undefined {
    const seen = this.#before.get(file);
    if (seen?.stamp !== stampOf(status) || !isSettled(status, this.#time)) return undefined;
    this.#now.set(file, seen);
    return seen.hash;
  }

  /** @param status as it was before the file was read. */
  note(file: string, status: FileStatus, hash: string): void {
    if (!status.isFile()) return;
    this.#now.set(file, { stamp: stampOf(status), hash });
    this.#isNew = true;
  }
}
