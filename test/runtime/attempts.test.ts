import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import {
  ApiError,
  ConnectionError,
  TimeoutError,
} from "../../templates/package/src/runtime/errors.ts";
import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { CredentialContext } from "../../templates/package/src/runtime/options.ts";
import {
  type Answer,
  clientFor,
  coreFor,
  fast,
  layers,
  prepareLayers,
  scripted,
} from "./attempts/layers.ts";
import { parameterError, rejection, unusedUrl } from "./serve.ts";

prepareLayers();

const ok: Answer = {};
const busy: Answer = { status: 503, body: { message: "busy" } };
const text: RequestBody = { mediaType: "text/plain", encoding: "binary" };
const post = { method: "POST", retry: "unsafe", body: text } as const;
const names = ["promise", "callback", "sync"] as const;

describe.each(names)("%s", (name) => {
  const run = layers[name];

  test.each([408, 429, 500, 502, 503, 504])("%i is followed by another attempt", async (status) => {
    const { operation, requests } = scripted([{ status, body: { message: "no" } }, ok]);
    const outcome = await run(operation, {});
    expect(outcome).toMatchObject({ value: { n: 2 }, meta: { status: 200, attempts: 2 } });
    expect(outcome.retries).toEqual([
      { attempt: 2, delayMs: expect.any(Number) as number, error: expect.any(ApiError) as Error },
    ]);
    expect(outcome.retries[0]?.error).toMatchObject({ status, attempt: 1 });
    expect(await requests()).toHaveLength(2);
  });

  test.each([400, 401, 404, 409, 422, 501])("%i is final", async (status) => {
    const { operation, requests } = scripted([{ status }, ok]);
    const { error } = await run(operation, {});
    expect(error).toMatchObject({ status, attempt: 1 });
    expect(await requests()).toHaveLength(1);
  });

  test.each(["reset", "cut"] as const)("%s is followed by another attempt", async (answer) => {
    const { operation } = scripted([answer, ok]);
    const { value, retries } = await run(operation, {});
    expect(value).toEqual({ n: 2 });
    expect(retries).toMatchObject([{ attempt: 2, error: { code: "connection", attempt: 1 } }]);
  });

  test.each([
    ["silence", "headers"],
    ["stall", "idle"],
  ] as const)("%s is followed by another attempt", async (answer, phase) => {
    const { operation } = scripted([answer, ok]);
    // A slow machine may be late with the second response too.
    const options = { timeout: { [phase]: 400 }, retry: { ...fast, max: 9 } };
    const { meta, retries } = await run(operation, { options });
    expect(meta).toMatchObject({ status: 200, attempts: retries.length + 1 });
    expect(retries[0]).toMatchObject({ attempt: 2, error: { code: "timeout", phase, attempt: 1 } });
  });

  test("ends with the last error, which says how many requests were sent", async () => {
    const { operation, requests } = scripted([busy, "reset", { status: 500 }, ok]);
    const { error, retries } = await run(operation, {});
    expect(error).toMatchObject({ status: 500, attempt: 3, requestId: "r-3" });
    expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3]);
    expect(await requests()).toHaveLength(3);
    const reset = await run(scripted(["reset"]).operation, {});
    expect(reset.error).toSatisfy(ConnectionError.is);
    expect(reset.error).toMatchObject({ attempt: 3 });
    expect(JSON.parse(JSON.stringify(reset.error))).toMatchObject({ attempt: 3 });
  });

  test("the total time is the time of all attempts", async () => {
    const { operation, requests } = scripted([busy, "silence"]);
    const { error } = await run(operation, { options: { timeout: { total: 1_000 } } });
    expect(error).toSatisfy(TimeoutError.is);
    expect(error).toMatchObject({ phase: "total", attempt: 2 });
    expect(await requests()).toHaveLength(2);
  });

  test("an operation that is not safe is not sent again once the server may have it", async () => {
    for (const answer of [busy, "reset", "cut", "silence"] as const) {
      const { operation, requests } = scripted([answer, ok], post);
      const options = answer === "silence" ? { timeout: { headers: 500 } } : {};
      const { error } = await run(operation, { params: { body: "b" }, options });
      expect(error).toMatchObject({ attempt: 1 });
      expect(await requests()).toHaveLength(1);
    }
  });

  test("an operation that is not safe is sent again if the server cannot have it", async () => {
    const options = { baseUrl: await unusedUrl() };
    const { operation } = scripted([ok], post);
    const { error, retries } = await run(operation, { params: { body: "b" }, options });
    expect(error).toMatchObject({ causeCode: "ECONNREFUSED", mayHaveArrived: false, attempt: 3 });
    expect(retries).toHaveLength(2);
  });

  test("a given key makes an operation safe, and is the same in all attempts", async () => {
    const { operation, requests } = scripted([busy, "reset", ok], post);
    const options = { idempotencyKey: "k-1" };
    const { value } = await run(operation, { params: { body: "all of it" }, options });
    expect(value).toEqual({ n: 3 });
    const sent = await requests();
    expect(sent.map(({ headers }) => headers["idempotency-key"])).toEqual(["k-1", "k-1", "k-1"]);
    expect(sent.map(({ body }) => body)).toEqual(["all of it", "all of it", "all of it"]);
  });

  test("an operation with a header for a key is sent with a new one by each call", async () => {
    const keys: unknown[] = [];
    for (const options of [{}, {}, { idempotencyKey: "own" }, { headers: { "x-key": "set" } }]) {
      const { operation, requests } = scripted([busy, ok], { ...post, idempotency: "X-Key" });
      expect(await run(operation, { params: { body: "b" }, options })).toMatchObject({
        value: { n: 2 },
      });
      const [first, second] = await requests();
      expect(first?.headers["x-key"]).toBe(second?.headers["x-key"]);
      keys.push(first?.headers["x-key"]);
    }
    const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-/);
    expect(keys).toEqual([uuid, uuid, "own", "set"]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  test.each([null, "another"])("a key that a hook turns to %j does not count", async (key) => {
    for (const [more, options] of [
      [post, { idempotencyKey: "k-1" }],
      [{ ...post, idempotency: "Idempotency-Key" }, {}],
    ] as const) {
      const { operation, requests } = scripted([busy, ok], more);
      const hooks = { onRequest: () => ({ headers: { "Idempotency-Key": key } }) };
      const { error } = await run(operation, {
        params: { body: "b" },
        options: { ...options, hooks },
      });
      expect(error).toMatchObject({ status: 503, attempt: 1 });
      expect(await requests()).toHaveLength(1);
    }
  });

  test("retries without end do not end early", async () => {
    const { operation } = scripted(["reset"]);
    const retry = { max: Infinity, minDelay: 0, budget: 1_100 };
    const { retries } = await run(operation, { client: { retry } });
    expect(retries).toHaveLength(1_100);
  });

  test.each(["", " ", "a\nb", 7])("%j is no key", async (idempotencyKey) => {
    const { operation, requests } = scripted([ok], post);
    const { error } = await run(operation, { params: { body: "b" }, options: { idempotencyKey } });
    expect(error).toMatchObject({ name: "ParameterError" });
    expect(await requests()).toEqual([]);
  });

  test.each([
    [{ client: { retry: 0 } }, 1],
    [{ client: { retry: 3 }, options: { retry: 1 } }, 2],
    [{ options: { retry: 4 } }, 5],
    [{ client: { retry: { max: 1, minDelay: 1 } }, options: { retry: { maxDelay: 1 } } }, 2],
    [{ options: { retry: { statuses: [500] } } }, 1],
    [{ options: { retry: { statuses: [503], max: 1 } } }, 2],
  ])("%j: %i requests", async (attempted, count) => {
    const { operation, requests } = scripted([busy]);
    const { error } = await run(operation, attempted);
    expect(error).toMatchObject({ status: 503, attempt: count });
    expect(await requests()).toHaveLength(count);
  });

  test("waits at random, below a bound that doubles up to another", async () => {
    const { operation } = scripted([busy]);
    const retry = { max: 5, minDelay: 4, maxDelay: 10 };
    const { retries } = await run(operation, { client: { retry } });
    const bounds = [4, 8, 10, 10, 10];
    expect(retries).toHaveLength(bounds.length);
    for (const [index, bound] of bounds.entries()) {
      expect(retries[index]?.delayMs).toBeGreaterThanOrEqual(0);
      expect(retries[index]?.delayMs).toBeLessThanOrEqual(bound);
    }
    expect(new Set(retries.map(({ delayMs }) => delayMs)).size).toBeGreaterThan(1);
  });

  test.each([
    ["milliseconds", { "retry-after-ms": "20", "retry-after": "50" }, 20, 22],
    ["seconds", { "retry-after": "0.03" }, 30, 33],
    ["zero seconds", { "retry-after": "0" }, 0, 0],
    ["a date that is over", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, 0, 0],
    ["what is no time", { "retry-after": "soon" }, 0, 5],
    ["a negative number", { "retry-after": "-5" }, 0, 5],
    ["a date of another kind", { "retry-after": "2015-10-21" }, 0, 5],
  ])("waits as long as the server asks: %s", async (_what, headers, least, most) => {
    const { operation } = scripted([{ status: 429, headers }, ok]);
    const { value, retries } = await run(operation, { client: { retry: { ...fast, max: 1 } } });
    expect(value).toEqual({ n: 2 });
    expect(retries[0]?.delayMs).toBeGreaterThanOrEqual(least);
    expect(retries[0]?.delayMs).toBeLessThanOrEqual(most);
  });

  test.each([
    ["more than is allowed", "61", {}],
    ["more than the option allows", "1", { retry: { maxRetryAfter: 900 } }],
    ["more than there is time", "50", { timeout: 40_000 }],
    ["for ever", "9".repeat(400), {}],
    ["until a day far away", "Fri, 31 Dec 9999 23:59:59 GMT", {}],
  ])("ends at once if the server asks for %s", async (_what, after, options) => {
    const { operation, requests } = scripted([
      { status: 503, headers: { "retry-after": after } },
      ok,
    ]);
    const { error, retries } = await run(operation, { options });
    expect(error).toMatchObject({ status: 503, attempt: 1 });
    expect(retries).toEqual([]);
    expect(await requests()).toHaveLength(1);
  });

  test("calls that fail use the client's budget up, calls that succeed fill it", async () => {
    const client = clientFor(name, { retry: { ...fast, max: 3, budget: 4 } });
    const sent = async (answers: readonly Answer[]): Promise<number> => {
      const { operation, requests } = scripted(answers);
      await run(operation, {}, client);
      return (await requests()).length;
    };
    expect(await sent([busy])).toBe(4);
    expect(await sent([busy])).toBe(2);
    expect(await sent([busy])).toBe(1);
    for (let i = 0; i < 11; i++) await sent([ok]);
    expect(await sent([busy])).toBe(2);
    const other = clientFor(name, { retry: { ...fast, max: 3, budget: Infinity } });
    const { operation, requests } = scripted([busy]);
    for (let i = 0; i < 3; i++) await run(operation, {}, other);
    expect(await requests()).toHaveLength(12);
  });

  test("a body that can be read once is not sent again", async () => {
    function* pieces(): Generator<string> {
      yield "a";
      yield "b";
    }
    const { operation, requests } = scripted([busy, ok], { ...post, retry: "safe" });
    const { error } = await run(operation, { params: { body: pieces() } });
    expect(error).toMatchObject({ status: 503, attempt: 1 });
    expect((await requests()).map(({ body }) => body)).toEqual(["ab"]);
    const again = scripted([busy, ok], { ...post, retry: "safe" });
    const replayed = await run(again.operation, {
      params: { body: { [Symbol.iterator]: () => pieces() } },
    });
    expect(replayed.value).toEqual({ n: 2 });
    expect((await again.requests()).map(({ body }) => body)).toEqual(["ab", "ab"]);
  });

  test.skipIf(name === "sync")(
    "a stream of Node is not sent again, as if it were empty",
    async () => {
      const { operation, requests } = scripted([busy, ok], { ...post, retry: "safe" });
      const body = Readable.from([Buffer.from("a"), Buffer.from("b")]);
      const { error } = await run(operation, { params: { body } });
      expect(error).toMatchObject({ status: 503, attempt: 1 });
      expect((await requests()).map(({ body: sent }) => sent)).toEqual(["ab"]);
    },
  );

  test("a download is attempted until its headers are there", async () => {
    const { operation, requests } = scripted([busy, "reset", "cut"], { response: "binary" });
    const { value, meta } = await run(operation, {});
    expect(meta).toMatchObject({ status: 200, attempts: 3 });
    const download = value as { text(): string | Promise<string> };
    const error = await rejection((async () => download.text())());
    expect(error).toSatisfy(ConnectionError.is);
    expect(error).toMatchObject({ attempt: 3 });
    expect(await requests()).toHaveLength(3);
  });

  test("credentials are asked for by each attempt, and renewed beside the retries", async () => {
    const { operation, requests } = scripted([busy, { status: 401 }, busy, ok], {
      security: [["apiKey"]],
    });
    const asked: boolean[] = [];
    const apiKey = ({ refresh }: CredentialContext): string => {
      asked.push(refresh);
      return `key-${asked.length}`;
    };
    const client = clientFor(name, { apiKey, retry: fast });
    const { value, retries } = await run(operation, {}, client);
    expect(value).toEqual({ n: 4 });
    expect(asked).toEqual([false, false, true, false]);
    expect((await requests()).map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer key-1",
      "Bearer key-2",
      "Bearer key-3",
      "Bearer key-4",
    ]);
    expect(retries.map(({ attempt, error }) => [attempt, (error as ApiError).status])).toEqual([
      [2, 503],
      [3, 401],
      [4, 503],
    ]);
    expect(retries[1]?.delayMs).toBe(0);
  });

  test.each([
    ["retry", -1],
    ["retry", Number.NaN],
    ["retry", "2"],
    ["retry", { max: 1.5 }],
    ["retry", { statuses: [200] }],
    ["retry", { statuses: 503 }],
    ["retry", { minDelay: -1 }],
    ["retry", { maxDelay: "5" }],
    ["retry", { maxRetryAfter: Number.NaN }],
    ["hooks", 7],
    ["hooks", [null]],
  ])("%s must not be %j", async (option, value) => {
    const { operation } = scripted([ok]);
    const refused = parameterError(option, /must be/);
    const wrong = { error: expect.objectContaining({ name: "ParameterError" }) as Error };
    expect(await run(operation, { options: { [option]: value } })).toMatchObject(wrong);
    expect(() => clientFor(name, { [option]: value })).toThrow(
      option === "hooks" ? (refused as Error) : /retry\.\w+ must be/,
    );
  });
});

test("a budget is a number", () => {
  expect(() => coreFor({ retry: { budget: -1 } })).toThrow(parameterError("retry.budget") as Error);
});

test.each(["promise", "callback"] as const)(
  "%s: a call that waits for its next attempt is cancelled at once",
  async (name) => {
    const { operation, requests } = scripted([{ status: 503, headers: { "retry-after": "50" } }]);
    const controller = new AbortController();
    const hooks = { onRetry: () => void setTimeout(() => controller.abort("enough"), 5) };
    const { error } = await layers[name](operation, {
      options: { signal: controller.signal, hooks, timeout: Infinity },
    });
    if (name === "promise")
      expect(error).toMatchObject({ name: "CancelledError", reason: "enough", attempt: 1 });
    else expect(error).toBeUndefined();
    expect(await requests()).toHaveLength(1);
    const timers = process.getActiveResourcesInfo().filter((each) => each === "Timeout");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(timers.length).toBeLessThan(4);
  },
);

test.each(["CERT_HAS_EXPIRED", "ERR_REDIRECT"])("%s does not pass", async (code) => {
  let count = 0;
  const fetch = (): Promise<Response> => {
    count++;
    return Promise.reject(Object.assign(new Error("no"), { code }));
  };
  const { operation } = scripted([ok]);
  const { error } = await layers.promise(operation, { client: { fetch } });
  expect(error).toMatchObject({ causeCode: code });
  expect(count).toBe(1);
});
