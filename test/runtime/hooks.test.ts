import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { createLogger } from "../../templates/package/src/runtime/logger.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import {
  CancelledError,
  ConnectionError,
  ResponseParseError,
} from "../../templates/package/src/runtime/errors.ts";
import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { Api } from "../../templates/package/src/runtime/uses.ts";
import type { HookRequest, Hooks } from "../../templates/package/src/runtime/options.ts";
import {
  type Answer,
  clientFor,
  fast,
  layers,
  place,
  prepareLayers,
  scripted,
} from "./attempts/layers.ts";
import { rejection } from "./serve.ts";
import { api } from "./sync/support.ts";

prepareLayers();

const ok: Answer = {};
const busy: Answer = { status: 503, body: { message: "busy" } };
const text: RequestBody = { mediaType: "text/plain", encoding: "binary" };
const names = ["promise", "callback", "sync"] as const;
const secret = "sk-very-secret";

/** Hooks that note what they are called with. */
function noting(notes: string[], mark: string): Required<Hooks> {
  return {
    onRequest: ({ operation, method, attempt }) =>
      void notes.push(`${mark} request ${operation} ${method} ${attempt}`),
    onResponse: ({ status, attempts }, { attempt }) =>
      void notes.push(`${mark} response ${status} ${attempts} ${attempt}`),
    onRetry: ({ attempt, error }, request) =>
      void notes.push(`${mark} retry ${attempt} ${error.name} ${request.attempt}`),
    onError: (error, { attempt }) => void notes.push(`${mark} error ${error.name} ${attempt}`),
  };
}

describe.each(names)("%s", (name) => {
  const run = layers[name];

  test("hooks follow a call in order, those of the client before those of the call", async () => {
    const notes: string[] = [];
    const { operation } = scripted([busy, "reset", { status: 404 }]);
    const { error } = await run(operation, {
      client: { hooks: noting(notes, "client") },
      options: { hooks: [noting(notes, "call"), {}] },
    });
    expect(error).toMatchObject({ status: 404, attempt: 3 });
    const both = (note: string): string[] => [`client ${note}`, `call ${note}`];
    expect(notes).toEqual(
      [
        "request test GET 1",
        "response 503 1 1",
        "retry 2 InternalServerError 1",
        "request test GET 2",
        "retry 3 ConnectionError 2",
        "request test GET 3",
        "response 404 3 3",
        "error NotFoundError 3",
      ].flatMap(both),
    );
  });

  test("onError sees what is wrong with a response, and what is wrong with the credentials", async () => {
    const notes: string[] = [];
    const hooks = noting(notes, "");
    const { operation } = scripted([{ headers: { "content-type": "text/html" } }]);
    await run(operation, { client: { hooks } });
    const apiKey = (): never => {
      throw new Error("vault closed");
    };
    const secured = scripted([ok], { security: [["apiKey"]] });
    await run(secured.operation, { client: { hooks, apiKey } });
    expect(notes).toEqual([
      " request test GET 1",
      " response 200 1 1",
      " error ResponseParseError 1",
      " request test GET 1",
      " error ParameterError 1",
    ]);
    expect(await secured.requests()).toEqual([]);
  });

  test("onRequest adds, replaces and removes headers, of each attempt anew", async () => {
    const { operation, requests } = scripted([busy, ok], {
      method: "POST",
      body: text,
    });
    const hooks: Hooks[] = [
      {
        onRequest: ({ attempt, headers }) => ({
          headers: { "X-New": `${headers["x-old"]}-${attempt}`, "x-old": null, "x-gone": null },
        }),
      },
      { onRequest: () => ({ headers: { "content-type": "a/b", "content-length": "1" } }) },
      { onRequest: (() => 7) as unknown as NonNullable<Hooks["onRequest"]> },
    ];
    const headers = { "x-old": "old", "x-gone": "1" };
    const outcome = await run(operation, { params: { body: "abc" }, options: { hooks, headers } });
    expect(outcome.value).toEqual({ n: 2 });
    const sent = await requests();
    expect(sent.map((each) => each.headers["x-new"])).toEqual(["old-1", "old-2"]);
    for (const each of sent) {
      expect(each.headers).not.toHaveProperty("x-old");
      expect(each.headers).not.toHaveProperty("x-gone");
      expect(each.headers).toMatchObject({ "content-type": "text/plain", "content-length": "3" });
      expect(each.body).toBe("abc");
    }
  });

  test("a header that cannot be sent is refused", async () => {
    const { operation, requests } = scripted([ok]);
    const hooks: Hooks = { onRequest: () => ({ headers: { "x-a": "1\r\nx-b: 2" } }) };
    const { error } = await run(operation, { options: { hooks } });
    expect(error).toMatchObject({ name: "ParameterError" });
    expect(await requests()).toEqual([]);
  });

  test("a header of a hook stands in the place of a credential", async () => {
    const { operation, requests } = scripted([ok], { security: [["apiKey"]] });
    const hooks: Hooks = { onRequest: () => ({ headers: { authorization: "Bearer own" } }) };
    await run(operation, { client: { hooks, apiKey: secret } });
    expect((await requests())[0]?.headers["authorization"]).toBe("Bearer own");
  });

  test.each(["onRequest", "onResponse", "onRetry", "onError"] as const)(
    "an exception in %s ends the call with it",
    async (hook) => {
      const own = new Error("mine");
      const hooks: Hooks = {
        [hook]: () => {
          throw own;
        },
      };
      const { operation, requests } = scripted(hook === "onError" ? [{ status: 404 }] : [busy, ok]);
      const { error } = await run(operation, { options: { hooks } });
      expect(error).toBe(own);
      expect(await requests()).toHaveLength(hook === "onRequest" ? 0 : 1);
    },
  );

  test.each(["onRequest", "onResponse", "onRetry", "onError"] as const)(
    "an error of another client in %s is not taken for the call's own",
    async (hook) => {
      const seen: Error[] = [];
      const own = Object.freeze(new ConnectionError("of another client"));
      const hooks: Hooks[] = [
        {
          [hook]: () => {
            throw own;
          },
        },
        { onError: (error) => void seen.push(error) },
      ];
      const { operation, requests } = scripted(hook === "onError" ? [{ status: 404 }] : [busy, ok]);
      const { error } = await run(operation, { options: { hooks } });
      expect(error).toBe(own);
      expect(seen).toEqual([]);
      expect(await requests()).toHaveLength(hook === "onRequest" ? 0 : 1);
    },
  );

  test("an error of another client in the source of a body is that of reading it", async () => {
    const own = new ConnectionError("of another client");
    const body = {
      *[Symbol.iterator](): Generator<string> {
        yield "a";
        throw own;
      },
    };
    const { operation, requests } = scripted([ok], { method: "PUT", retry: "safe", body: text });
    const { error, retries } = await run(operation, { params: { body } });
    expect(error).toMatchObject({ name: "ParameterError", parameter: "body", cause: own });
    expect(retries).toEqual([]);
    expect((await requests()).length).toBeLessThanOrEqual(1);
  });

  test("an exception in onResponse gives a download up", async () => {
    const own = new Error("mine");
    const { operation } = scripted(["stall"], { response: "binary" });
    const hooks: Hooks = {
      onResponse: () => {
        throw own;
      },
    };
    expect((await run(operation, { options: { hooks } })).error).toBe(own);
  });

  test("onError can put another error in the place of the last", async () => {
    const seen: string[] = [];
    const own = Object.freeze(new ConnectionError("mine"));
    const hooks: Hooks[] = [
      { onError: () => own },
      { onError: (error) => void seen.push(error.name) },
    ];
    const { error } = await run(scripted([{ status: 404 }]).operation, { options: { hooks } });
    expect(error).toBe(own);
    expect(seen).toEqual(["ConnectionError"]);
  });

  test("hooks and the log see no secret", async () => {
    const seen: unknown[] = [];
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const all: Hooks = {
      onRequest: (request) => void seen.push(request),
      onResponse: (...args) => void seen.push(args),
      onRetry: (...args) => void seen.push(args),
      onError: (...args) => void seen.push(args),
    };
    const { operation } = scripted(
      [busy, { status: 404, body: { message: "gone\nERROR forged" } }],
      {
        security: [["apiKey"]],
      },
    );
    const hooks = [all, createLogger({ debug: log, warn: log, error: log })];
    const headers = { "x-api-key": secret, cookie: `a=${secret}` };
    await run(operation, { client: { hooks, apiKey: secret }, options: { headers } });
    const shown = inspect(seen, { depth: 9, showHidden: true }) + JSON.stringify(seen);
    expect(shown + lines.join("\n")).not.toContain(secret);
    expect((seen[0] as HookRequest).headers).toMatchObject({ "x-api-key": "***", cookie: "***" });
    const request = expect.stringMatching(/^test GET http\S+ \(attempt 1\) is sent$/) as unknown;
    expect(lines).toEqual([
      request,
      expect.stringMatching(/\(attempt 1\): HTTP 503 after \d+ ms, request r-1$/),
      expect.stringMatching(
        /\(attempt 1\): attempt 2 follows in \d+ ms, after InternalServerError: test: HTTP 503: busy/,
      ),
      expect.stringMatching(/\(attempt 2\) is sent$/),
      expect.stringMatching(/\(attempt 2\): HTTP 404 after \d+ ms, request r-2$/),
      expect.stringMatching(
        /\(attempt 2\) failed: NotFoundError: test: HTTP 404: gone ERROR forged/,
      ),
    ]);
  });
});

test("a logger shows nothing of a body, and a cancelled call is no error", () => {
  const lines: string[] = [];
  const note = (level: string) => (line: string) => void lines.push(`${level}: ${line}`);
  const { onError } = createLogger({
    debug: note("debug"),
    warn: note("warn"),
    error: note("error"),
  });
  const request = { operation: "a.get", method: "GET", url: "http://h/", headers: {}, attempt: 1 };
  const details = { status: 200, excerpt: "<html>Jane Doe", operationId: "a.get" };
  onError(new ResponseParseError("HTTP 200 with malformed JSON", details), request);
  onError(new CancelledError("enough", { operationId: "a.get" }), request);
  expect(lines).toEqual([
    "error: a.get GET http://h/ (attempt 1) failed: ResponseParseError: a.get: HTTP 200 with malformed JSON",
    "debug: a.get GET http://h/ (attempt 1): CancelledError: a.get: cancelled: enough",
  ]);
});

test.each(["promise", "callback"] as const)("%s: promises of hooks are awaited", async (name) => {
  const notes: string[] = [];
  const later = (what: string) => async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    notes.push(what);
  };
  const hooks: Hooks = {
    async onRequest({ attempt }) {
      await later("request")();
      return { headers: { "x-attempt": String(attempt) } };
    },
    onResponse: later("response"),
    onRetry: later("retry"),
    async onError() {
      await later("error")();
      return new RangeError("mine");
    },
  };
  const { operation, requests } = scripted([busy, { status: 404 }]);
  const { error } = await layers[name](operation, { client: { hooks } });
  expect(error).toBeInstanceOf(RangeError);
  expect(notes).toEqual(["request", "response", "retry", "request", "response", "error"]);
  expect((await requests()).map(({ headers }) => headers["x-attempt"])).toEqual(["1", "2"]);
});

test.each(["promise", "sync"] as const)(
  "%s: an error of another client in onProgress or onResponse is not taken for the call's own",
  async (name) => {
    const own = Object.freeze(new ConnectionError("of another client"));
    const fail = (): never => {
      throw own;
    };
    const client = clientFor(name, {});
    for (const options of [{ onProgress: fail }, { onResponse: fail }]) {
      const { operation, requests } = scripted([ok]);
      const call = (async () => client.send(operation, [], {}, options))();
      expect(await rejection(call)).toBe(own);
      expect(await requests()).toHaveLength(1);
    }
    const download = scripted([ok], { response: "binary" }).operation;
    const { value } = await layers[name](download, { options: { onProgress: fail } });
    const reading = (async () => (value as { bytes(): unknown }).bytes())();
    expect(await rejection(reading)).toBe(own);
  },
);

test.each(["promise", "callback"] as const)(
  "%s: promises of onError are awaited when the time of the call is over",
  async (name) => {
    const seen: unknown[] = [];
    const own = new RangeError("mine");
    const hooks: Hooks[] = [
      {
        async onError(error) {
          await new Promise((resolve) => setImmediate(resolve));
          seen.push(error);
          return own;
        },
      },
      { onError: (error) => void seen.push(error) },
    ];
    const { operation } = scripted(["silence"]);
    const { error } = await layers[name](operation, { options: { hooks, timeout: 300 } });
    expect(error).toBe(own);
    expect(seen).toEqual([
      expect.objectContaining({ name: "TimeoutError", phase: "total", attempt: 1 }) as unknown,
      own,
    ]);
  },
);

test("promise: promises of onError are awaited when the call has been cancelled", async () => {
  const controller = new AbortController();
  const seen: unknown[] = [];
  const hooks: Hooks[] = [
    { onResponse: () => controller.abort("enough") },
    { onError: (error) => new Promise((resolve) => setImmediate(() => resolve(error))) },
    { onError: async (error) => void seen.push(error) },
  ];
  const options = { hooks, signal: controller.signal };
  const { error } = await layers.promise(scripted([busy, ok]).operation, { options });
  expect(error).toMatchObject({ name: "CancelledError", reason: "enough", attempt: 1 });
  expect(seen).toEqual([error]);
});

test("promise: a promise of onError that does not come is given up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const hooks: Hooks[] = [
      {
        onError() {
          setImmediate(() => vi.advanceTimersByTime(10_000));
          return new Promise(() => {});
        },
      },
      { onError: () => new RangeError("mine") },
    ];
    const { error } = await layers.promise(scripted([{ status: 404 }]).operation, {
      options: { hooks },
    });
    expect(error).toMatchObject({ name: "RangeError" });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("promise: a call that waits for a hook is cancelled at once", async () => {
  const controller = new AbortController();
  const hooks: Hooks = {
    onRequest: () => {
      setImmediate(() => controller.abort("enough"));
      return new Promise(() => {});
    },
  };
  const { operation, requests } = scripted([ok]);
  const options = { hooks, signal: controller.signal };
  const { error } = await layers.promise(operation, { options });
  expect(error).toMatchObject({ name: "CancelledError", reason: "enough", attempt: undefined });
  expect(await requests()).toEqual([]);
});

test.each(["onRequest", "onResponse", "onRetry", "onError"] as const)(
  "sync: a promise of %s is refused",
  async (hook) => {
    const hooks: Hooks = { [hook]: () => Promise.reject(new Error("unheard")) };
    const { operation } = scripted(hook === "onError" ? [{ status: 404 }] : [busy, ok]);
    const { error } = await layers.sync(operation, { options: { hooks } });
    expect(error).toMatchObject({
      name: "ParameterError",
      parameter: `hooks.${hook}`,
      message: expect.stringContaining("returned a promise") as unknown,
    });
  },
);

describe("user agent", () => {
  const named: Api = { ...api, userAgent: "files/1.2.3" };
  const sent = async (client: object, call?: object): Promise<string | undefined> => {
    const { operation, requests } = scripted([ok]);
    await new Core(named, { ...place(), retry: fast, ...client }).send(operation, [], {}, call);
    return (await requests())[0]?.headers["user-agent"];
  };

  test("names the package, unless the caller names another", async () => {
    expect(await sent({})).toBe("files/1.2.3");
    expect(await sent({ headers: { "User-Agent": "mine/1" } })).toBe("mine/1");
    expect(await sent({}, { headers: { "user-agent": "mine/2" } })).toBe("mine/2");
    expect(await sent({}, { headers: { "user-agent": null } })).not.toBe("files/1.2.3");
  });
});
