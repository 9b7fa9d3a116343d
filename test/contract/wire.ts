import { isDeepStrictEqual } from "node:util";
import { Busboy } from "@fastify/busboy";
import type { RecordedRequest } from "../server/types.ts";
import type { ExpectedPart, ExpectedRequest } from "./case.ts";
import { show } from "./show.ts";

/** Headers that belong to the connection or name the agent: they may differ between transports. */
export const IGNORED_HEADERS: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "user-agent",
  "accept-encoding",
  "accept-language",
  "sec-fetch-mode",
]);

/** A request as it is compared. */
interface ComparedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly ExpectedPart[];
}

/** Says how the requests that arrived differ from the expected ones. */
export async function compareRequests(
  recorded: readonly RecordedRequest[],
  expected: readonly ExpectedRequest[],
): Promise<string[]> {
  const faults: string[] = [];
  if (recorded.length !== expected.length) {
    const lines = recorded.map((request) => `${request.method} ${request.target}`);
    faults.push(
      `${expected.length} requests expected, ${recorded.length} arrived: ${lines.join(", ")}`,
    );
  }
  for (const [index, wanted] of expected.entries()) {
    const request = recorded[index];
    if (request === undefined) continue;
    const actual = await readRequest(request);
    for (const field of ["method", "target", "headers", "body"] as const) {
      if (!isDeepStrictEqual(comparable(actual[field]), comparable(wanted[field]))) {
        faults.push(
          `${field} of request ${index + 1}: expected ${show(wanted[field])}, sent ${show(actual[field])}`,
        );
      }
    }
  }
  return faults;
}

/** Text and bytes alike, so that a part may be expected in either form. */
function comparable(value: ComparedRequest[keyof ComparedRequest]): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((part: ExpectedPart) => ({
    ...part,
    content: Buffer.from(part.content).toString("latin1"),
  }));
}

async function readRequest(request: RecordedRequest): Promise<ComparedRequest> {
  const headers = readHeaders(request);
  const type = headers["content-type"];
  const base = { method: request.method, target: request.target };
  if (type?.startsWith("multipart/form-data") === true) {
    const parts = await readParts(type, request.body);
    const length = headers["content-length"];
    headers["content-type"] = "multipart/form-data";
    if (length === String(request.bodyLength)) headers["content-length"] = "known";
    return { ...base, headers, body: parts };
  }
  return {
    ...base,
    headers,
    ...(request.bodyLength > 0 && { body: Buffer.from(request.body).toString() }),
  };
}

function readHeaders(request: RecordedRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (IGNORED_HEADERS.has(key)) continue;
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

function readParts(type: string, body: Uint8Array): Promise<ExpectedPart[]> {
  return new Promise((resolve, reject) => {
    const parts: ExpectedPart[] = [];
    const parser = new Busboy({ headers: { "content-type": type }, preservePath: true });
    parser.on("field", (name, value, _nameCut, _valueCut, _encoding, mimeType) => {
      parts.push({ name, type: mimeType, content: value });
    });
    parser.on("file", (name, stream, filename, _encoding, mimeType) => {
      const at = parts.length;
      const chunks: Buffer[] = [];
      parts.push({ name, filename, type: mimeType, content: "" });
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        parts[at] = { name, filename, type: mimeType, content: Buffer.concat(chunks) };
      });
    });
    parser.on("error", reject);
    parser.on("finish", () => resolve(parts));
    parser.end(Buffer.from(body));
  });
}
