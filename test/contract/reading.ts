import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Files, Reading } from "./case.ts";
import { callable } from "./entries.ts";

/** Whether a value is a download of either kind: it can be read as bytes. */
export function isDownload(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "bytes") === "function"
  );
}

/**
 * Reads a download of the asynchronous layers.
 *
 * @param onChunk - Called with each chunk where the reading is `stream`.
 */
export async function readAsync(
  download: object,
  reading: Reading,
  files: Files,
  onChunk: () => void,
): Promise<unknown> {
  switch (reading) {
    case "bytes":
    case "text":
      return invoke(download, reading);
    case "stream": {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      const stream = invoke(download, "stream") as AsyncIterable<Uint8Array<ArrayBuffer>>;
      for await (const chunk of stream) {
        chunks.push(chunk);
        onChunk();
      }
      return new Uint8Array(await new Blob(chunks).arrayBuffer());
    }
    case "lines": {
      const lines: string[] = [];
      for await (const line of invoke(download, "lines") as AsyncIterable<string>) lines.push(line);
      return lines;
    }
    case "saveTo": {
      const target = join(files.folder, "saved.bin");
      try {
        await invoke(download, "saveTo", target);
      } catch (error) {
        refuseLeftovers(files);
        throw error;
      }
      return new Uint8Array(await readFile(target));
    }
  }
}

/** Reads a download of the blocking layer. */
export function readSync(download: object, reading: Reading, files: Files): unknown {
  switch (reading) {
    case "bytes":
    case "text":
      return invoke(download, reading);
    case "stream": {
      return new Uint8Array(Buffer.concat([...(download as Iterable<Uint8Array>)]));
    }
    case "lines":
      return [...(invoke(download, "lines") as Iterable<string>)];
    case "saveTo": {
      const target = join(files.folder, "saved.bin");
      try {
        invoke(download, "saveTo", target);
      } catch (error) {
        refuseLeftovers(files);
        throw error;
      }
      return new Uint8Array(readFileSync(target));
    }
  }
}

/** A download that failed leaves nothing behind: neither the file nor a part of it. */
function refuseLeftovers(files: Files): void {
  const found = readdirSync(files.folder).filter(
    (name) => join(files.folder, name) !== files.input,
  );
  if (found.length > 0) throw new Error(`A failed download has left ${found.join(", ")}`);
}

function invoke(owner: object, name: string, ...args: readonly unknown[]): unknown {
  return Reflect.apply(callable(Reflect.get(owner, name), name), owner, args);
}
