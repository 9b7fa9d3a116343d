import { isServer } from "./node.js";
import { encode, isBlob, isBytes, readAll, sizeOf, unreadable } from "./body-sources.js";
/** Up to this many bytes (1 MiB), what is in memory is sent in one piece. */
const smallBody = 1048576;
/**
 * Opens a body. What is small and in memory becomes one string or array; all else is a stream that holds one piece
 * at a time. Where `fetch` cannot be relied on to send a stream (in browsers) the pieces are collected in a `Blob`.
 *
 * @throws {BodyError} If a file cannot be found, or a source cannot be read.
 */
export function openBody(sources, flow) {
  const [first] = sources;
  if (sources.length === 1 && typeof first === "string" && first.length <= smallBody) {
    return {
      content: first,
      release: () => {},
    };
  }
  return openSources(sources, flow);
}
async function openSources(sources, flow) {
  const encoded = sources.map((source) => (typeof source === "string" ? encode(source) : source));
  const sizes = await Promise.all(encoded.map(sizeOf));
  const length = sizes.reduce(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  const end = new AbortController();
  const pieces = readAll(encoded, sizes, end.signal);
  const release = () => {
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
      content: encoded.length === 1 && isBytes(only) ? only : await join(pieces, length),
      release,
    };
  }
  if (isServer()) {
    const fail = (error) => {
      body.error = error;
    };
    const stream = streamOf(pieces, flow, fail, release);
    readCopiesAnew(stream, () => streamOf(readAll(encoded, sizes, end.signal), {}, fail, release));
    const body = {
      content: stream,
      length,
      release,
    };
    return body;
  }
  const parts = [];
  for (const [index, source] of encoded.entries()) {
    if (isBytes(source) || source instanceof Blob) parts.push(source);
    else for await (const piece of readAll([source], [sizes[index]], end.signal)) parts.push(piece);
  }
  return {
    content: new Blob(parts),
    release,
  };
}
/**
 * Node's `fetch` makes a copy of each request by `tee`, lest it has to send it again, and so keeps all that it has sent of a
 * body. This copy is read from the sources, if it ever is.
 */
function readCopiesAnew(stream, open) {
  Object.defineProperty(stream, "tee", { value: () => [open(), stream] });
}
/** A stream of what a generator makes, each piece when it is asked for. */
function streamOf(pieces, flow, fail, release) {
  return new ReadableStream(
    {
      async pull(controller) {
        flow.onPull?.();
        const next = await pieces.next().catch((error) => {
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
async function join(pieces, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
/** The number of bytes of a body that is sent in one piece; undefined for a stream. */
export function contentSize(content) {
  if (typeof content === "string") return encode(content).byteLength;
  if (content instanceof Uint8Array) return content.byteLength;
  return isBlob(content) ? content.size : undefined;
}
