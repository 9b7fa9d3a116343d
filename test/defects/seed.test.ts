/** Defects of the library that this one takes after (`seed-parity` 2.8, by number), and what happens here instead. */

import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import * as errors from "mistral-batch-files/errors";
import { createSyncClient } from "mistral-batch-files/sync";
import type { BatchJob } from "mistral-batch-files/types";
import { expect, test } from "vitest";
import { answers, FILE_ID, JOB_ID, QUEUED_JOB } from "../contract/values.ts";
import { runModule, failuresOf, useServer } from "./shared.ts";

const server = useServer();

test("1: a list that fails keeps its status, its body and the issues of a 422", async () => {
  expect(
    await failuresOf(
      server(),
      "an error body with a text as detail",
      "a 429 with the seconds to wait",
      "params that the live API refuses",
    ),
  ).toEqual([]);
});

test("2: an unknown enum value in one row does not spoil the list", async () => {
  expect(
    await failuresOf(
      server(),
      "unknown enum values in one row do not spoil a list of jobs",
      "unknown enum values in one row do not spoil a list of files",
    ),
  ).toEqual([]);
});

test("3: arrays repeat their key, spaces survive and booleans are lower case", async () => {
  expect(
    await failuresOf(
      server(),
      "values with commas, spaces and ampersands stay apart",
      "booleans are lower case",
    ),
  ).toEqual([]);
});

test("4: a download is byte for byte what the server sent, empty files included", async () => {
  expect(
    await failuresOf(
      server(),
      "a download byte for byte",
      "a download to a file",
      "an empty file",
      "an empty file to a file",
    ),
  ).toEqual([]);
});

test("5: without a sender there is no sender, and a sender is given back as it is", async () => {
  const client = createCallbackClient({ apiKey: server().apiKey, baseUrl: server().url });
  const senders: unknown[] = [];
  const sender = { label: "window" };
  await client.batch.jobs.list({}, { onSuccess: (_list, ctx) => void senders.push(ctx.sender) })
    .done;
  await client.batch.jobs.list(
    {},
    { sender, onSuccess: (_list, ctx) => void senders.push(ctx.sender) },
  ).done;
  expect(senders[0]).toBeUndefined();
  expect(senders[1]).toBe(sender);
});

test("6: a value can be kept after the handlers, and a promise awaited late and again", async () => {
  await server().script([answers(QUEUED_JOB), answers(QUEUED_JOB)]);
  const options = { apiKey: server().apiKey, baseUrl: server().url };
  let kept: BatchJob | undefined;
  await createCallbackClient(options).batch.jobs.get(
    JOB_ID,
    {},
    { onSuccess: (job) => void (kept = job) },
  ).done;
  expect(kept).toEqual(QUEUED_JOB);
  const promise = createClient(options).batch.jobs.get(JOB_ID);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await promise).toEqual(QUEUED_JOB);
  expect(await promise).toBe(await promise);
  expect(await server().requests()).toHaveLength(2);
});

test("7: the class and the status of an error are the same in all styles", async () => {
  expect(
    await failuresOf(
      server(),
      "status 403 of a POST",
      "status 422 of a POST",
      "status 500 of a POST",
      "a connection that is refused",
    ),
  ).toEqual([]);
});

test("8: an error that nobody listens to is uncaught, and so is an exception in a handler; the call still ends", async () => {
  await server().script([
    { status: 403, body: { detail: "no" } },
    answers({ total: 0 }),
    { status: 403, body: { detail: "no" } },
  ]);
  const output = await runModule(
    `
    import { createCallbackClient } from "mistral-batch-files/callback";
    import { createClient } from "mistral-batch-files";
    const uncaught = [];
    process.on("uncaughtException", (error) => uncaught.push(error.name + ": " + error.message));
    const options = { apiKey: process.env.KEY, baseUrl: process.env.URL };
    const client = createCallbackClient(options);
    const settled = [];
    const unheard = client.batch.jobs.list({}, { onSettled: () => settled.push("first") });
    await unheard.done;
    const throwing = client.batch.jobs.list({}, {
      onSuccess: () => { throw new RangeError("from the handler"); },
      onError: () => settled.push("the handler's exception is no error of the call"),
      onSettled: () => settled.push("second"),
    });
    await throwing.done;
    const recovered = await createClient(options).batch.jobs.list().then(() => "value", (error) => error.code);
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log(JSON.stringify({ states: [unheard.state, throwing.state], settled, recovered, uncaught }));
    `,
    { KEY: server().apiKey, URL: server().url },
  );
  expect(JSON.parse(output)).toEqual({
    states: ["error", "success"],
    settled: ["first", "second"],
    recovered: "permission_denied",
    uncaught: [
      expect.stringMatching(/^PermissionDeniedError: .*no/),
      "RangeError: from the handler",
    ],
  });
});

test("9: the object field of a job is there", async () => {
  expect(await failuresOf(server(), "batch.jobs.get")).toEqual([]);
});

test("10: metadata comes back as it is, and is sent as it is", async () => {
  expect(
    await failuresOf(
      server(),
      "metadata with braces, quotes, backticks and commas comes back as it is",
      "metadata is sent as JSON and collides with no parameter",
    ),
  ).toEqual([]);
});

test("11: calls at the same time share nothing: each has its own headers, answer and response", async () => {
  const client = createClient({ apiKey: server().apiKey, baseUrl: server().url });
  const other = createClient({ apiKey: "another-key", baseUrl: server().url });
  const ids = Array.from({ length: 40 }, (_, index) => `job-${index}`);
  await server().script(
    ids.map((id, index) => ({
      match: { path: `/v1/batch/jobs/${id}` },
      status: index % 4 === 3 ? 404 : 200,
      headers: { "x-request-id": id, "content-type": "application/json" },
      body: JSON.stringify({ ...QUEUED_JOB, id }),
      delayHeadersMs: (index * 7) % 30,
      requestCheck: "skip" as const,
    })),
  );
  const results = await Promise.all(
    ids.map(async (id, index) => {
      const sender = index % 2 === 0 ? client : other;
      const call = sender.batch.jobs.get(id, {}, { headers: { "x-run": id } });
      return call.withResponse().then(
        ({ data, requestId, status }) => ({ id: data.id, requestId, status }),
        (error: errors.ApiError) => ({
          id: Reflect.get(Object(error.body), "id") as unknown,
          requestId: error.requestId,
          status: error.status,
        }),
      );
    }),
  );
  expect(results).toEqual(
    ids.map((id, index) => ({ id, requestId: id, status: index % 4 === 3 ? 404 : 200 })),
  );
  for (const { target, headers } of await server().requests()) {
    const id = target.split("/").at(-1) ?? "";
    const sent = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
    const key = Number(id.slice(4)) % 2 === 0 ? server().apiKey : "another-key";
    expect([sent.get("x-run"), sent.get("authorization")]).toEqual([id, `Bearer ${key}`]);
  }
});

test("12: all errors have one root, and each API error is an ApiError", () => {
  const classes = Object.entries(errors).filter(([name]) => /^[A-Z].*Error$/.test(name));
  expect(new Set(classes.map(([name]) => name))).toEqual(
    new Set([
      "ApiError",
      "AuthenticationError",
      "BadRequestError",
      "CancelledError",
      "ClientError",
      "ConflictError",
      "ConnectionError",
      "InternalServerError",
      "NotFoundError",
      "ParameterError",
      "PermissionDeniedError",
      "RateLimitError",
      "ResponseParseError",
      "TimeoutError",
      "UnprocessableEntityError",
      "UnsupportedMediaTypeError",
    ]),
  );
  const roots = classes.map(([, kind]) => {
    let root: unknown = kind;
    while (Object.getPrototypeOf(root) !== Error) root = Object.getPrototypeOf(root);
    return root;
  });
  expect(new Set(roots)).toEqual(new Set([errors.ClientError]));
});

test("13: 500, 502, 503 and 504 can be told apart, and the wait that a server asks for is known", async () => {
  expect(
    await failuresOf(
      server(),
      "status 500 of a POST",
      "status 502 of a POST",
      "status 503 of a POST",
      "status 504 of a POST",
      "a 429 with the seconds to wait",
    ),
  ).toEqual([]);
});

test("14: the body of an error is never taken for a file's content, and a broken download leaves no file", async () => {
  expect(
    await failuresOf(
      server(),
      "an error of a download",
      "a download to a file whose connection is reset leaves no file",
    ),
  ).toEqual([]);
});

test("15: ranges are checked and empty ids are refused before anything is sent", async () => {
  expect(
    await failuresOf(
      server(),
      "timeout_hours above 168 is refused before anything is sent",
      "an expiry of 0 hours is refused before anything is sent",
      'the id "" of batch.jobs.get is refused before anything is sent',
    ),
  ).toEqual([]);
});

test("16: an endpoint is written as the API writes it, and the blocking create works as documented", async () => {
  await server().script(answers(QUEUED_JOB));
  using client = createSyncClient({ apiKey: server().apiKey, baseUrl: server().url });
  const job = client.batch.jobs.create({
    endpoint: "/v1/chat/completions",
    model: "mistral-small-latest",
    input_files: [FILE_ID],
    metadata: { run: "nightly" },
  });
  expect(job.status).toBe("QUEUED");
});

test("17: an id is one segment of the path, whatever it contains", async () => {
  expect(
    await failuresOf(
      server(),
      'the id "a/b" is one segment of the path',
      'the id "a/../b" is one segment of the path',
      'the id "%2e%2e" is one segment of the path',
      'the id "a?b#c" is one segment of the path',
    ),
  ).toEqual([]);
});

test("18: an upload under way can be cancelled, and the server sees it end", async () => {
  const client = createClient({ apiKey: server().apiKey, baseUrl: server().url });
  const controller = new AbortController();
  let pulled = 0;
  let closed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        pulled += 1;
        if (pulled === 20) controller.abort("enough");
        yield new Uint8Array(16_384);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      closed = true;
    }
  }
  const upload = client.files.upload(
    { file: { content: endless(), name: "endless.bin" } },
    { signal: controller.signal },
  );
  await expect(upload).rejects.toSatisfy(errors.CancelledError.is);
  await expect.poll(() => closed).toBe(true);
  await expect
    .poll(async () => (await server().requests()).every((request) => request.aborted))
    .toBe(true);
});
