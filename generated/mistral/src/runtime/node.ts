import type { HttpModule, StreamModule, ZlibModule } from "./node-http.js";
import type { ProcessModule, SyncFileModule, ThreadsModule, UrlModule } from "./sync-node.js";

/**
 * The modules of Node that the file helpers use, as structural types. They are asked for when they are needed, so that
 * nothing here imports `node:*` and bundles for browsers stay clean.
 */

interface FileStats {
  readonly size: number;
  isFile(): boolean;
}

export interface FileHandle {
  write(
    data: Uint8Array,
    offset: number,
    length: number,
  ): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface FileReader extends AsyncIterable<Uint8Array> {
  destroy(error?: Error): unknown;
}

export interface FileModule {
  readonly promises: {
    stat(path: string): Promise<FileStats>;
    lstat(path: string): Promise<FileStats>;
    open(path: string, flags: string): Promise<FileHandle>;
    link(existing: string, path: string): Promise<void>;
    rename(from: string, to: string): Promise<void>;
    unlink(path: string): Promise<void>;
  };
  createReadStream(
    path: string,
    options: { readonly highWaterMark: number; readonly end?: number },
  ): FileReader;
}

export interface PathModule {
  basename(path: string): string;
  dirname(path: string): string;
  join(...parts: string[]): string;
}

interface Modules {
  readonly "node:diagnostics_channel": {
    channel(name: string): { readonly hasSubscribers: boolean };
  };
  readonly "node:fs": FileModule & SyncFileModule;
  readonly "node:http": HttpModule;
  readonly "node:https": HttpModule;
  readonly "node:path": PathModule;
  readonly "node:process": ProcessModule;
  readonly "node:stream": StreamModule;
  readonly "node:url": UrlModule;
  readonly "node:worker_threads": ThreadsModule;
  readonly "node:zlib": ZlibModule;
}

interface ProcessLike {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: string): unknown;
}

function processOf(): ProcessLike | undefined {
  return (globalThis as { readonly process?: ProcessLike }).process;
}

/**
 * A module of Node, or of a runtime that has the same ones; undefined elsewhere.
 *
 * Source: `process.getBuiltinModule`, Node 20.16 and 22.3.
 */
export function builtin<Name extends keyof Modules>(name: Name): Modules[Name] | undefined {
  return processOf()?.getBuiltinModule?.(name) as Modules[Name] | undefined;
}

/** Whether this is Node or a runtime like it, whose `fetch` sends a stream as it is read; browsers may not. */
export function isServer(): boolean {
  return processOf()?.versions?.node !== undefined;
}
