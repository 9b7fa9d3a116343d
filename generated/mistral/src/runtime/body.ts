import { isServer } from "./node.js";
import {
  type BodyError,
  encode,
  isBlob,
  isBytes,
  readAll,
  sizeOf,
  unreadable,
} from "./body-sources.js";
import { collect } from "./bytes.js";
import type { BodySource } from "./wire.js";

/** A request's body, opened for one request. */
export interface OpenBody {
  readonly content: string | Uint8Array | Blob | ReadableStream<Uint8Array>;
  /** The number of bytes of a stream, if it is known before it is read. */
  readonly length?: number | undefined;
  /** Why a source could not be read, once that has happened. */
  error?: BodyError | undefined;
  /** Stops reading the sources. */
  release(): void;
}

/** Is told how the stream of a body flows. */
export interface BodyFlow {
  /** The next piece is wanted, and the source is asked for it. */
  onPull?(): void;
  /** A piece has left; undefined at the end of the stream. */
  onPiece?(piece: Uint8Array | undefined): void;
}

/** Up to this many bytes (1 MiB), what is in memory is sent in one piece. */
const smallBody = 1_048_576;

/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export function openBody(
  sources: readonly BodySource[],
  flow: BodyFlow,
): OpenBody | Promise<OpenBody> {
  const [first] = sources;
  if (sources.length === 1 && typeof first === "string" && first.length <= smallBody) {
    return { content: first, release: () => {} };
  }
  return openSources(sources, flow);
}

async function openSources(sources: readonly BodySource[], flow: BodyFlow): Promise<OpenBody> {
  const encoded = sources.map((source) => (typeof source === "string" ? encode(source) : source));
  const sizes = await Promise.all(encoded.map(sizeOf));
  const length = sizes.reduce<number | undefined>(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const end = new AbortController();
  const pieces = readAll(encoded, sizes, end.signal);
  const release = (): void => {
    end.abort();
    pieces.return().catch(() => {});
  };
  if (
    length !== undefined &&
    length <= smallBody &&
    encoded.every((source) => isBytes(source) || isBlob(source))
  ) {
    const [only] = encoded;
    return {
      content: encoded.length === 1 && isBytes(only) ? only : await collect(pieces),
      release,
    };
  }
  if (isServer()) {
    const fail = (error: BodyError): void => {
      body.error = error;
    };
    const stream = streamOf(pieces, flow, fail, release);
    readCopiesAnew(stream, () => streamOf(readAll(encoded, sizes, end.signal), {}, fail, release));
    const body: OpenBody = { content: stream, length, release };
    return body;
  }
  const parts: BlobPart[] = [];
  for (const [index, source] of encoded.entries()) {
    if (isBytes(source) || source instanceof Blob) parts.push(source as BlobPart);
    else
      for await (const piece of readAll([source], [sizes[index]], end.signal))
        parts.push(piece as BlobPart);
  }
  return { content: new Blob(parts), release };
}

/**
 * Node's `fetch` makes a copy of each request by `tee`, lest it has to send it again, and so keeps all that it has sent of a
 * body. This copy is read from the sources, if it ever is.
 */
function readCopiesAnew(
  stream: ReadableStream<Uint8Array>,
  open: () => ReadableStream<Uint8Array>,
): void {
  Object.defineProperty(stream, "tee", { value: () => [open(), stream] });
}

/** A stream of what a generator makes, each piece when it is asked for. */
function streamOf(
  pieces: AsyncGenerator<Uint8Array, void>,
  flow: BodyFlow,
  fail: (error: BodyError) => void,
  release: () => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        flow.onPull?.();
        const next = await pieces.next().catch((error: unknown) => {
          fail(unreadable(error));
          throw error;
        });
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
        flow.onPiece?.(next.value ?? undefined);
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}

/** The number of bytes of a body that is sent in one piece; undefined for a stream. */
export function contentSize(content: OpenBody["content"]): number | undefined {
  if (typeof content === "string") return encode(content).byteLength;
  if (content instanceof Uint8Array) return content.byteLength;
  return isBlob(content) ? content.size : undefined;
}
