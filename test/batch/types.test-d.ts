/** What the type-checker says of batches; nothing here is run. */

import { createClient } from "mistral-batch-files";
import {
  type BatchCheckpoint,
  type BatchRequestTo,
  type BatchResult,
  resumeBatch,
  runBatch,
} from "mistral-batch-files/batch";
import { runCallbackBatch } from "mistral-batch-files/batch/callback";
import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";

declare function show(...values: unknown[]): void;

const client = createClient({ apiKey: "key" });
const blocking = createSyncClient({ apiKey: "key" });
const calling = createCallbackClient({ apiKey: "key" });
const chat = "/v1/chat/completions";

export async function bodies(): Promise<void> {
  const run = runBatch(client, {
    endpoint: "/v1/ocr",
    model: "m",
    requests: [{ body: { document: { type: "document_url", document_url: "https://…" } } }],
  });
  for await (const result of run) {
    if (result.kind === "success") {
      const markdown: string | undefined = result.output.pages[0]?.markdown;
      show(markdown, result.index.toFixed(), result.request?.body.document.type);
    } else if (result.kind === "error") {
      show(result.error.message, result.raw);
    } else if (result.kind === "missing") {
      show(result.customId?.length, result.reason);
    } else {
      show(result.raw);
      // @ts-expect-error a line that belongs to no request has no number
      show(result.index);
    }
  }
  runBatch(client, {
    endpoint: "/v1/ocr",
    // @ts-expect-error the name of the parameter is table_format
    requests: [{ body: { document: { type: "file", file_id: "f" }, tableFormat: "html" } }],
  });
  // @ts-expect-error the body of an embedding has an input
  runBatch(client, { endpoint: "/v1/embeddings", requests: [{ body: {} }] });
  // @ts-expect-error batches are not streamed
  runBatch(client, { endpoint: chat, requests: [{ body: { messages: [], stream: true } }] });
  // @ts-expect-error there is no such endpoint
  runBatch(client, { endpoint: "/v1/chat", requests: [] });
}

export function sources(
  array: readonly BatchRequestTo<typeof chat>[],
  stream: ReadableStream<BatchRequestTo<typeof chat>> & AsyncIterable<BatchRequestTo<typeof chat>>,
): void {
  async function* made(): AsyncGenerator<BatchRequestTo<typeof chat>> {
    yield* array;
  }
  runBatch(client, { endpoint: chat, requests: array });
  runBatch(client, { endpoint: chat, requests: new Set(array) });
  runBatch(client, { endpoint: chat, requests: made() });
  runBatch(client, { endpoint: chat, requests: stream });
  runSyncBatch(blocking, { endpoint: chat, requests: array.values() });
  // @ts-expect-error a blocking run cannot wait for requests
  runSyncBatch(blocking, { endpoint: chat, requests: made() });
  // @ts-expect-error the client has to fit the style
  runSyncBatch(client, { endpoint: chat, requests: array });
}

export function callbacks(checkpoint: BatchCheckpoint): void {
  const run = runCallbackBatch(
    calling,
    { endpoint: "/v1/embeddings", model: "m", requests: [{ body: { input: "x" } }] },
    {
      sender: { name: "x" },
      onResult: (result, ctx) => show(ctx.sender.name, result.kind),
      onSuccess: (progress) => show(progress.succeeded),
    },
  );
  run.cancel();
  const again = resumeBatch<"/v1/embeddings">(client, checkpoint);
  const first: Promise<IteratorResult<BatchResult<"/v1/embeddings">>> =
    again[Symbol.asyncIterator]().next();
  show(first, JSON.stringify(run.checkpoint()));
}
