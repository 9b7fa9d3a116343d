// @ts-check
// What the server knows: settings, files, jobs and the requests left to each key.
/** @import { FileRecord, ServerSettings, StoredFile, StoredJob } from "./types.ts" */
import { randomBytes, randomUUID } from "node:crypto";
import { Spool } from "./spool.js";

/** The key that the server accepts unless told otherwise. */
export const defaultKey = "test-key";

/** @type {ServerSettings} */
const defaults = {
  queuedMs: 20,
  requestMs: 2,
  cancelMs: 20,
  hourMs: 3_600_000,
  rateLimit: null,
  maxFileBytes: 512 * 1024 * 1024,
  recordBodyBytes: 64 * 1024 * 1024,
  cors: false,
  keys: {
    [defaultKey]: { user: "first" },
    "other-key": { user: "second" },
    "read-only-key": { user: "third", readOnly: true },
  },
};

/** The state of one server. Its keys all belong to one workspace. */
export class State {
  /** @type {Map<string, StoredFile>} In order of creation. */
  #files = new Map();
  /** @type {Map<string, StoredJob>} In order of creation. */
  jobs = new Map();
  /** @type {Map<string, { used: number, untilMs: number }>} */
  #windows = new Map();
  /** Holds the contents of files. */
  spool = new Spool();
  /** The secret that signs URLs. */
  secret = randomBytes(32);
  #initial;
  /** The origin of signed URLs, known once the storage listens. */
  storageUrl = "";

  /** @param {Partial<ServerSettings>} settings */
  constructor(settings) {
    this.#initial = { ...defaults, ...settings };
    /** @type {ServerSettings} */
    this.settings = this.#initial;
  }

  reset() {
    this.settings = this.#initial;
    this.#files.clear();
    this.jobs.clear();
    this.#windows.clear();
    this.spool.reset();
  }

  /** @param {Partial<ServerSettings>} settings */
  configure(settings) {
    this.settings = { ...this.settings, ...settings };
    this.#windows.clear();
  }

  /**
   * Counts a request of a key.
   *
   * @param {string} key
   * @returns {number} After how many milliseconds the key may send again; 0 if it may now.
   */
  waitMs(key) {
    const limit = this.settings.rateLimit;
    if (limit === null) return 0;
    const now = Date.now();
    let window = this.#windows.get(key);
    if (window === undefined || window.untilMs <= now) {
      window = { used: 0, untilMs: now + limit.windowMs };
      this.#windows.set(key, window);
    }
    window.used += 1;
    return window.used > limit.requests ? window.untilMs - now : 0;
  }

  /** @param {Omit<StoredFile, "record"> & { record: Omit<FileRecord, "id" | "object"> }} file */
  addFile(file) {
    const id = randomUUID();
    const stored = {
      ...file,
      record: { id, object: /** @type {const} */ ("file"), ...file.record },
    };
    this.#files.set(id, stored);
    return stored;
  }

  /**
   * @param {string} id
   * @param {string | null} user Null for whoever has a signed URL.
   * @returns {StoredFile | undefined} Undefined if there is none, it has expired, or it is another user's own.
   */
  file(id, user) {
    const file = this.#files.get(id);
    return file !== undefined && isVisible(file, user) ? file : undefined;
  }

  /**
   * @param {string} user
   * @returns {StoredFile[]} The newest first.
   */
  files(user) {
    const files = [...this.#files.values()].filter((file) => isVisible(file, user));
    files.reverse();
    return files;
  }

  /** @param {string} id */
  deleteFile(id) {
    this.#files.delete(id);
  }
}

/**
 * @param {StoredFile} file
 * @param {string | null} user
 */
function isVisible(file, user) {
  const shared = file.record.visibility !== "user" || user === null || user === file.owner;
  return shared && Date.now() < file.expiresMs;
}
