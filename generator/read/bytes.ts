/** Bytes and texts, and what to say of those that cannot be read. */

import { DiagnosticError } from "../diagnostic.ts";

export async function collect(
  chunks: AsyncIterable<Uint8Array | string>,
  uri: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const part = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(uri, maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** UTF-8, or UTF-16 with a byte order mark; the mark is dropped. */
export function decode(bytes: Uint8Array, uri: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw failure("not-text", `${uri} is not a text in UTF-8`, "save it as UTF-8");
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

export function tooLarge(uri: string, maxBytes: number): DiagnosticError {
  const size = `${Math.round(maxBytes / 2 ** 20)} MiB`;
  return failure(
    "too-large",
    `${uri} is larger than ${size}`,
    "check that this is the file you meant",
  );
}

export function failure(code: string, message: string, cure: string): DiagnosticError {
  return new DiagnosticError([{ severity: "error", code, message, cure }]);
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
