import { excerpt, requestIdIn } from "./error-body.js";
import { ResponseParseError } from "./errors.js";
import { bodySize, type Meter } from "./progress.js";
import { withoutSecrets } from "./redact.js";
import type { Reply, ReplyBody } from "./transport.js";
import type { Watchdog } from "./watchdog.js";
import type { WireResponse } from "./wire.js";

/** What has to be done when a body has been read, or cannot be. */
interface BodyEnd {
  release(): void;
  /** The error that stands for what stopped the reading. */
  failure(error: unknown): unknown;
}

/** The chunks of a response's body, each awaited under the idle deadline. It can be read once. */
export class ResponseBody implements AsyncIterableIterator<Uint8Array> {
  readonly #body: ReplyBody | undefined;
  readonly #watchdog: Watchdog;
  readonly #end: BodyEnd;
  readonly #meter: Meter | undefined;
  #done = false;

  constructor(response: Reply, watchdog: Watchdog, end: BodyEnd, meter: Meter | undefined) {
    this.#body = response.body;
    this.#watchdog = watchdog;
    this.#end = end;
    this.#meter = meter;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#done) return { done: true, value: undefined };
    try {
      if (this.#body !== undefined) {
        this.#watchdog.arm("idle");
        const { done, value } = await this.#watchdog.race(this.#body.read());
        this.#watchdog.disarm();
        this.#meter?.take(value);
        this.#watchdog.throwIfAborted();
        if (!done) return { done, value };
      }
    } catch (error) {
      this.#done = true;
      this.#body?.cancel().catch(() => {});
      throw this.#end.failure(error);
    }
    this.#done = true;
    this.#end.release();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#done) {
      this.#done = true;
      this.#end.release();
      await this.#body?.cancel().catch(() => {});
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** The body of an error is cut after this many bytes (1 MiB). */
const longestError = 1_048_576;

/**
 * Reads a response's body into memory, up to a number of bytes; then the connection is closed. What is longer and belongs
 * to an error is cut.
 *
 * @throws {ResponseParseError} If that of a 2xx response is longer.
 */
export async function readWhole(
  { status, headers, secrets }: Omit<WireResponse, "url" | "body">,
  chunks: AsyncIterable<Uint8Array>,
  maxSize: number,
  operationId: string,
): Promise<Uint8Array> {
  const isGood = status >= 200 && status < 300;
  const limit = isGood ? maxSize : Math.min(maxSize, longestError);
  const announced = bodySize(headers) ?? 0;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const left = limit - length;
    length += chunk.byteLength;
    if (length <= limit && !(isGood && announced > limit)) {
      parts.push(chunk);
      continue;
    }
    if (isGood) {
      const begin = parts[0] ?? chunk;
      throw new ResponseParseError(`HTTP ${status} with more than ${limit} bytes`, {
        status,
        excerpt: excerpt(withoutSecrets(textOf(begin.subarray(0, 1_000)), secrets)),
        requestId: withoutSecrets(requestIdIn(headers) ?? "", secrets) || undefined,
        operationId,
      });
    }
    parts.push(chunk.subarray(0, left));
    break;
  }
  return join(parts);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Puts chunks together. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return join(parts);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
