import { concat } from "./bytes.js";
import { excerpt, requestIdIn } from "./error-body.js";
import { ResponseParseError } from "./errors.js";
import { bodySize, type Meter } from "./progress.js";
import { withoutSecrets } from "./redact.js";
import { isSuccess, type Reply, type ReplyBody, type ReplyRead } from "./transport.js";
import type { Watchdog } from "./watchdog.js";
import type { WireResponse } from "./wire.js";

/** What has to be done when a body has been read, or cannot be. */
interface BodyEnd {
  release(): void;
  /** The error that stands for what stopped the reading. */
  failure(error: unknown): unknown;
}

type Chunked = IteratorResult<Uint8Array, undefined>;

const nothing = { done: true, value: undefined } as const;

/** The chunks of a response's body, each awaited under the idle deadline. It can be read once. */
export class ResponseBody implements AsyncIterableIterator<Uint8Array> {
  readonly #body: ReplyBody | undefined;
  readonly #watchdog: Watchdog;
  readonly #end: BodyEnd;
  readonly #meter: Meter | undefined;
  #pending: Promise<Chunked> | undefined;
  #done = false;

  constructor(response: Reply, watchdog: Watchdog, end: BodyEnd, meter: Meter | undefined) {
    this.#body = response.body;
    this.#watchdog = watchdog;
    this.#end = end;
    this.#meter = meter;
  }

  /** While one call waits, later ones are queued, as those of a generator are. */
  next(): Promise<Chunked> {
    const pending = this.#pending;
    if (pending !== undefined) {
      const goOn = (): Promise<Chunked> => this.next();
      return pending.then(goOn, goOn);
    }
    if (this.#done) return Promise.resolve(nothing);
    try {
      const read = this.#body?.read() ?? nothing;
      if (!(read instanceof Promise)) return Promise.resolve(this.#take(read));
      this.#pending = this.#wait(read);
      return this.#pending;
    } catch (error) {
      return Promise.reject(this.#fail(error));
    }
  }

  async #wait(read: Promise<ReplyRead>): Promise<Chunked> {
    try {
      this.#watchdog.arm("idle");
      const chunk = await this.#watchdog.race(read);
      this.#watchdog.disarm();
      return this.#take(chunk);
    } catch (error) {
      throw this.#fail(error);
    } finally {
      this.#pending = undefined;
    }
  }

  #take(read: ReplyRead): Chunked {
    const isOver = read.done || read.isLast === true;
    if (!read.done) this.#meter?.take(read.value);
    if (isOver) this.#meter?.take(undefined);
    this.#watchdog.throwIfAborted();
    if (isOver) {
      this.#done = true;
      this.#end.release();
    }
    return read.done ? nothing : { done: false, value: read.value };
  }

  /** Gives the rest up. Comes to the error that stands for what stopped the reading. */
  #fail(error: unknown): unknown {
    this.#done = true;
    this.#body?.cancel().catch(() => {});
    return this.#end.failure(error);
  }

  async return(): Promise<Chunked> {
    if (!this.#done) {
      this.#done = true;
      this.#end.release();
      await this.#body?.cancel().catch(() => {});
    }
    return nothing;
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
  const isGood = isSuccess({ status });
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
  return concat(parts);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
