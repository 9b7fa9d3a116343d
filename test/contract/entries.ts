/** The entries of a generated package that the suite is put to: the real ones, or those of a damaged copy. */

interface Connection {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly headers?: Record<string, string>;
}

interface Sending extends Connection {
  fetch?(input: string, init: RequestInit): Promise<Response>;
}

export interface Entries {
  createClient(options: Sending): object;
  createCallbackClient(options: Sending): object;
  createSyncClient(options: Connection): Disposable;
  createPreviewClient(options: Sending): object;
  /** The plain functions, and `createCore`. */
  readonly operations: Readonly<Record<string, unknown>>;
  /** The error classes, by name. */
  readonly errors: Readonly<Record<string, unknown>>;
}

type Method = (...args: readonly unknown[]) => unknown;

/** A method of a client by its stem, for instance `batch.jobs.list`, bound to its resource. */
export function methodOf(client: object, stem: string): Method {
  let owner: object = client;
  let value: unknown = client;
  for (const name of stem.split(".")) {
    if (typeof value !== "object" || value === null)
      throw new TypeError(`The client has no ${stem}`);
    owner = value;
    value = Reflect.get(owner, name);
  }
  return (...args) => Reflect.apply(callable(value, stem), owner, args);
}

/** The plain function of a stem, for instance `batchJobsList`. */
export function functionOf(entries: Entries, stem: string): Method {
  const [first = "", ...rest] = stem.split(".");
  const name = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return callable(entries.operations[name], name);
}

/** Checks that a value is a function. */
export function callable(value: unknown, name: string): Method {
  if (typeof value !== "function") throw new TypeError(`${name} is not a function`);
  return value as Method;
}
