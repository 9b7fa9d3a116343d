/** What a caller may and may not write. Compiled, never run: an error that does not come is an error itself. */

import { expectTypeOf } from "vitest";
import { createClient, type Client } from "mistral-batch-files";
import { createCallbackClient, type CallbackClient } from "mistral-batch-files/callback";
import {
  type ApiError,
  ClientError,
  type ErrorCode,
  NotFoundError,
  TimeoutError,
} from "mistral-batch-files/errors";
import { batchJobsList, createCore } from "mistral-batch-files/operations";
import { createSyncClient, type SyncClient } from "mistral-batch-files/sync";
import type { BatchJob, BatchJobList, DeletedFile, FileObject } from "mistral-batch-files/types";

declare const client: Client;
declare const callback: CallbackClient;
declare const sync: SyncClient;
declare const signal: AbortSignal;

export function argumentsOfCalls(): void {
  void client.batch.jobs.list();
  void client.batch.jobs.list({
    page: 0,
    status: ["QUEUED", "RUNNING"],
    metadata: { run: "nightly" },
  });
  void client.batch.jobs.get("id");
  void client.batch.jobs.get(
    "id",
    { inline: true },
    { signal, timeout: { headers: 100, idle: 5, total: 7 } },
  );
  void client.files.get("id", {});
  void client.files.get("id", undefined, {
    timeout: 100,
    headers: { "x-run": "7", "x-app": null },
  });

  // @ts-expect-error: a path parameter is required
  void client.batch.jobs.get();
  // @ts-expect-error: params are required where something in them is
  void client.batch.jobs.create();
  // @ts-expect-error: the file is required
  void client.files.upload({ purpose: "batch" });
  // @ts-expect-error: there is no such param
  void client.batch.jobs.list({ pageSize: 4 });
  // @ts-expect-error: a param of another type
  void client.batch.jobs.list({ page: "0" });
  // @ts-expect-error: an operation without params takes none
  void client.files.get("id", { inline: true });
  // @ts-expect-error: there is no such option
  void client.files.get("id", {}, { timeoutMs: 100 });
}

export function enumsOfRequests(): void {
  // @ts-expect-error: several statuses are an array
  void client.batch.jobs.list({ status: "RUNNING" });
  // @ts-expect-error: an endpoint that the document does not list
  void client.batch.jobs.create({ endpoint: "/v1/unheard-of", input_files: ["id"] });
  // @ts-expect-error: an order that the document does not list
  void client.batch.jobs.list({ order_by: "updated" });
}

export function exactlyOne(): void {
  void client.batch.jobs.create({
    endpoint: "/v1/ocr",
    input_files: ["id"],
    timeout_hours: 48,
    model: null,
  });
  void client.batch.jobs.create({
    endpoint: "/v1/ocr",
    requests: [{ custom_id: "1", body: { pages: [1] } }],
  });
  // @ts-expect-error: neither input_files nor requests
  void client.batch.jobs.create({ endpoint: "/v1/ocr", model: "m" });
  // @ts-expect-error: both input_files and requests
  void client.batch.jobs.create({
    endpoint: "/v1/ocr",
    input_files: ["id"],
    requests: [{ body: {} }],
  });
  // @ts-expect-error: a request has a body
  void client.batch.jobs.create({ endpoint: "/v1/ocr", requests: [{ custom_id: "1" }] });
  // @ts-expect-error: a default in the document requires nothing, the endpoint does
  void client.batch.jobs.create({ input_files: ["id"] });
}

export async function values(): Promise<void> {
  expectTypeOf(await client.batch.jobs.list()).toEqualTypeOf<BatchJobList>();
  expectTypeOf(await client.files.delete("id")).toEqualTypeOf<DeletedFile>();
  expectTypeOf(sync.batch.jobs.get("id")).toEqualTypeOf<BatchJob>();
  expectTypeOf(await batchJobsList(createCore({ apiKey: "k" }))).toEqualTypeOf<BatchJobList>();

  const job = await client.batch.jobs.get("id");
  expectTypeOf(job.output_file).toEqualTypeOf<string | null | undefined>();
  expectTypeOf(job.outputs?.[0]?.custom_id).toEqualTypeOf<string | null | undefined>();
  const file: FileObject = await client.files.upload({ file: new Uint8Array() });
  expectTypeOf(file.bytes).toEqualTypeOf<number | null>();

  const { data, status, headers, requestId, attempts } = await client.batch.jobs
    .get("id")
    .withResponse();
  expectTypeOf(data).toEqualTypeOf<BatchJob>();
  expectTypeOf({ status, headers, requestId, attempts }).toEqualTypeOf<{
    status: number;
    headers: Headers;
    requestId: string | undefined;
    attempts: number;
  }>();
}

/** A response may hold values that were not known when the client was made, and says so. */
export function openEnums(job: BatchJob, file: FileObject): boolean {
  const known: BatchJob["status"] = "SUCCESS";
  const unheardOf: BatchJob["status"] = "PAUSED";
  const text: string = job.status;
  return (
    job.status === known ||
    job.status === unheardOf ||
    file.purpose === "audio" ||
    text === job.status
  );
}

export async function lists(): Promise<void> {
  const list = client.batch.jobs.list({ page_size: 4 }, { limit: 10, signal });
  for await (const job of list) expectTypeOf(job).toEqualTypeOf<BatchJob>();
  for await (const page of list.pages()) expectTypeOf(page).toEqualTypeOf<BatchJobList>();
  for (const job of sync.batch.jobs.listAll({ page_size: 4 }, { limit: 10 }))
    expectTypeOf(job).toEqualTypeOf<BatchJob>();
  for (const page of sync.files.listAll().pages())
    expectTypeOf(page.data[0]?.id).toEqualTypeOf<string | undefined>();
  callback.batch.jobs.list(
    {},
    {
      sender: 7,
      onItem: (job, ctx) => {
        expectTypeOf(job).toEqualTypeOf<BatchJob>();
        expectTypeOf(ctx.sender).toEqualTypeOf<number>();
      },
      onPage: (page) => expectTypeOf(page).toEqualTypeOf<BatchJobList>(),
      onSuccess: (page) => expectTypeOf(page).toEqualTypeOf<BatchJobList>(),
    },
    { limit: 10 },
  );

  // @ts-expect-error: only a list has a limit
  void client.batch.jobs.get("id", {}, { limit: 10 });
  // @ts-expect-error: what returns no list has no items
  callback.batch.jobs.get("id", {}, { onItem: () => undefined });
}

export function callbacks(): void {
  const handle = callback.batch.jobs.list<{ label: string }>(undefined, {
    sender: { label: "window" },
    onStart: (ctx) => expectTypeOf(ctx.sender).toEqualTypeOf<{ label: string }>(),
    onSuccess: (value, ctx) => {
      expectTypeOf(value).toEqualTypeOf<BatchJobList>();
      expectTypeOf(ctx.sender.label).toEqualTypeOf<string>();
      expectTypeOf(ctx.response?.status).toEqualTypeOf<number | undefined>();
    },
    onError: (error) => {
      expectTypeOf(error).toEqualTypeOf<Error>();
      // @ts-expect-error: what a hook throws has no code
      void error.code;
      if (ClientError.is(error)) expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
    },
    onCancel: (reason) => expectTypeOf(reason).toEqualTypeOf<unknown>(),
    onSettled: (ctx) => expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>(),
  });
  expectTypeOf(handle.done).toEqualTypeOf<Promise<void>>();
  expectTypeOf(handle.cancel("reason")).toEqualTypeOf<boolean>();
  expectTypeOf(handle.state).toEqualTypeOf<"pending" | "success" | "error" | "cancelled">();

  callback.batch.jobs.get(
    "id",
    { inline: true },
    { sender: 7, onSuccess: (_job, ctx) => expectTypeOf(ctx.sender).toEqualTypeOf<number>() },
  );
  callback.files.get("id", undefined, (error, value) => {
    if (error) expectTypeOf(error).toEqualTypeOf<Error>();
    else expectTypeOf(value?.filename).toEqualTypeOf<string | undefined>();
  });

  // @ts-expect-error: the callbacks are required
  callback.batch.jobs.list(undefined);
  // @ts-expect-error: params are required where something in them is
  callback.batch.jobs.create(undefined, {});
  // @ts-expect-error: there is no such handler
  callback.batch.jobs.list({}, { onFailure: () => undefined });
  // @ts-expect-error: callbacks are no function that makes them
  callback.batch.jobs.list({}, () => ({ onSuccess: () => undefined }), "options");
  // @ts-expect-error: the value is a job
  callback.batch.jobs.get("id", {}, { onSuccess: (value: DeletedFile) => value });
}

export function blocking(): void {
  sync.files.upload({ file: { path: "requests.jsonl" }, purpose: "batch" });
  sync.batch.jobs.list(
    {},
    { timeout: 100, onResponse: (meta) => expectTypeOf(meta.status).toEqualTypeOf<number>() },
  );
  // @ts-expect-error: a blocking call cannot be cancelled by a signal
  sync.batch.jobs.list({}, { signal });
  // @ts-expect-error: the transport is a module
  createSyncClient({ apiKey: "k", fetch });
  // @ts-expect-error: nothing asynchronous runs during a blocking call
  createSyncClient({ apiKey: async () => "k" });
  // @ts-expect-error: a value, not a promise
  void sync.batch.jobs.list().then;
}

export function clients(): void {
  createClient({ apiKey: "k" });
  createClient({
    apiKey: async () => "k",
    baseUrl: "https://api.mistral.ai",
    timeout: 5_000,
    fetch,
  });
  createClient(createCore({ apiKey: "k" }));
  createCallbackClient(createCore({ apiKey: "k" }));
  createSyncClient({ apiKey: () => "k", transport: new URL("file:///transport.mjs") });
  // @ts-expect-error: the key is required
  createClient({});
  // @ts-expect-error: options are required
  createClient();
  // @ts-expect-error: batch jobs are not offered on regional hosts, so there is no choice of one
  createClient({ apiKey: "k", server: "eu" });
}

export function uploads(): void {
  void client.files.upload({ file: { path: "a" } });
  void client.files.upload({ file: new Blob([]) });
  void client.files.upload({ file: new File([], "a") });
  void client.files.upload({ file: new ArrayBuffer(1) });
  void client.files.upload({ file: new ReadableStream<Uint8Array>() });
  void client.files.upload({
    file: (async function* () {
      yield "a";
    })(),
  });
  void client.files.upload({ file: ["a", new Uint8Array()] });
  void client.files.upload({
    file: { content: "a", name: "b", type: "text/plain" },
    purpose: "batch",
    expiry: null,
  });
  // @ts-expect-error: a number is no file
  void client.files.upload({ file: 7 });
  // @ts-expect-error: a path is text
  void client.files.upload({ file: { path: 7 } });
}

export function errors(error: unknown): string {
  if (NotFoundError.is(error)) expectTypeOf(error.code).toEqualTypeOf<"not_found">();
  if (TimeoutError.is(error)) return error.phase satisfies "headers" | "idle" | "total" | "wait";
  return "";
}

export function errorFields(error: ApiError): void {
  expectTypeOf(error.status).toEqualTypeOf<number>();
  expectTypeOf(error.headers).toEqualTypeOf<Headers>();
  expectTypeOf(error.body).toEqualTypeOf<unknown>();
  expectTypeOf(error.issues[0]?.message).toEqualTypeOf<string | undefined>();
}
