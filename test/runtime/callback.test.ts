import { promisify } from "node:util";
import { getEventListeners } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  call,
  type CallContext,
  type Callbacks,
  type CallHandle,
  type Errback,
} from "../../templates/package/src/runtime/callback.ts";
import { ClientError } from "../../templates/package/src/runtime/client-error.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import type { Fetch, RequestOptions } from "../../templates/package/src/runtime/options.ts";
import { coreFor, getItem } from "./sample.ts";
import { answer, parameterError, serve, unusedUrl } from "./serve.ts";

interface Item {
  readonly id: string;
}

function get<S>(
  url: string,
  callbacks: Callbacks<Item, S> | Errback<Item>,
  options?: RequestOptions,
  id: string = "a",
): CallHandle {
  return call<Item, S>(coreFor(url), getItem as Operation, [id], {}, callbacks, options);
}

const fetchItem: Fetch = async () => Response.json({ id: "i" });

/** Makes a handler that throws. */
function fail(text: string): () => never {
  return () => {
    throw new Error(text);
  };
}

/** Handlers that write down what happens, in its order. */
function recorder(log: string[] = []): { log: string[]; callbacks: Callbacks<Item, string> } {
  const note = (text: string) => (): void => void log.push(text);
  const callbacks: Callbacks<Item, string> = {
    sender: "me",
    onStart: note("start"),
    onSuccess: (value) => log.push(`success ${value.id}`),
    onError: (error) => log.push(`error ${ClientError.is(error) ? error.code : error.message}`),
    onCancel: (reason) => log.push(`cancel ${String(reason)}`),
    onSettled: note("settled"),
  };
  return { log, callbacks };
}

/** Catches what would be uncaught exceptions of the process. */
function uncaught(): unknown[] {
  const errors: unknown[] = [];
  const original = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => errors.push(error));
  onTestFinished(() => {
    process.removeAllListeners("uncaughtException");
    for (const listener of original) process.on("uncaughtException", listener);
  });
  return errors;
}

async function serveItem(): Promise<string> {
  return serve((_, response) => answer(response, 200, { id: "i1" }, { "x-request-id": "r1" }));
}

test("returns the handle, starts, succeeds, settles", async () => {
  const url = await serveItem();
  const log: string[] = [];
  const fetch: Fetch = (input, init) => {
    log.push("fetch");
    return globalThis.fetch(input, init);
  };
  const { callbacks } = recorder(log);
  const handle = call<Item, string>(coreFor(url, { fetch }), getItem, ["a"], {}, callbacks);
  log.push("returned");
  expect(handle.state).toBe("pending");
  expect(await handle.done).toBeUndefined();
  expect(handle.state).toBe("success");
  expect(log).toEqual(["returned", "start", "fetch", "success i1", "settled"]);
  expect(handle.cancel()).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(log).toHaveLength(5);
});

test("gives every handler the context", async () => {
  const contexts: CallContext<{ label: string }>[] = [];
  const responses: unknown[] = [];
  const sender = { label: "x" };
  const note = (ctx: CallContext<{ label: string }>): void => {
    contexts.push(ctx);
    responses.push(ctx.response?.requestId);
  };
  const callbacks = {
    sender,
    onStart: note,
    onSuccess: (_: Item, ctx: CallContext<{ label: string }>) => note(ctx),
    onSettled: note,
  };
  const seen = vi.fn<() => void>();
  await get(await serveItem(), callbacks, { onResponse: seen }).done;
  expect(contexts).toHaveLength(3);
  for (const ctx of contexts) {
    expect(ctx).toMatchObject({ operation: "items.get", sender });
    expect(ctx.signal.aborted).toBe(false);
  }
  expect(responses).toEqual([undefined, "r1", "r1"]);
  expect(seen).toHaveBeenCalledTimes(1);
});

test("reports an error with its response", async () => {
  const url = await serve((_, response) => answer(response, 429, { message: "slow" }));
  const { log, callbacks } = recorder();
  let status: number | undefined;
  const handle = get(url, { ...callbacks, onSettled: (ctx) => (status = ctx.response?.status) });
  await handle.done;
  expect(handle.state).toBe("error");
  expect(log).toEqual(["start", "error rate_limit"]);
  expect(status).toBe(429);
});

test("a wrong argument is an error like any other", async () => {
  const { log, callbacks } = recorder();
  await get("https://h", callbacks, undefined, "..").done;
  expect(log).toEqual(["start", "error parameter", "settled"]);
});

test("is cancelled before it starts, in onStart, and under way", async () => {
  const aborted = vi.fn<() => void>();
  const arrived = vi.fn<() => void>();
  const url = await serve((request) => {
    request.socket.on("close", aborted);
    arrived();
  });
  const first = recorder();
  const before = get(url, first.callbacks);
  expect(before.cancel("early")).toBe(true);
  expect(before.state).toBe("cancelled");
  expect(before.cancel("again")).toBe(false);
  expect(first.log).toEqual([]);
  await before.done;
  expect(first.log).toEqual(["cancel early", "settled"]);

  const second = recorder();
  const inStart: CallHandle = get(url, {
    ...second.callbacks,
    onStart: () => {
      second.log.push("start");
      inStart.cancel("at once");
      second.log.push("start ends");
    },
  });
  await inStart.done;
  expect(second.log).toEqual(["start", "start ends", "cancel at once", "settled"]);
  expect(arrived).not.toHaveBeenCalled();

  const third = recorder();
  const during = get(url, third.callbacks);
  await expect.poll(() => arrived).toHaveBeenCalled();
  during.cancel();
  await during.done;
  expect(third.log).toEqual(["start", "cancel undefined", "settled"]);
  await expect.poll(() => aborted).toHaveBeenCalled();
});

test("the signal of the options cancels", async () => {
  const url = await serve(() => {});
  const controller = new AbortController();
  const { log, callbacks } = recorder();
  const handle = get(url, callbacks, { signal: controller.signal });
  setTimeout(() => controller.abort("by signal"), 20);
  await handle.done;
  expect(log).toEqual(["start", "cancel by signal", "settled"]);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  const again = recorder();
  const dead = get(url, again.callbacks, { signal: controller.signal });
  expect(dead.state).toBe("cancelled");
  expect(again.log).toEqual([]);
  await dead.done;
  expect(again.log).toEqual(["cancel by signal", "settled"]);
});

test("cancelling wins over an answer that nobody has seen", async () => {
  const { log, callbacks } = recorder();
  const handle: CallHandle = call<Item, string>(
    coreFor("https://h", { fetch: fetchItem }),
    getItem,
    ["a"],
    {},
    callbacks,
    {
      onResponse: () => void handle.cancel("late"),
    },
  );
  await handle.done;
  expect(log).toEqual(["start", "cancel late", "settled"]);
});

test("exceptions in handlers are uncaught ones, and change nothing", async () => {
  const errors = uncaught();
  const url = await serveItem();
  const onSuccess = vi.fn<() => void>(fail("success"));
  const onError = vi.fn<() => void>();
  const handle = get(
    url,
    { onStart: fail("start"), onSuccess, onError, onSettled: fail("settled") },
    { onResponse: fail("response") },
  );
  await handle.done;
  expect(handle.state).toBe("success");
  expect(onSuccess).toHaveBeenCalledTimes(1);
  expect(onError).not.toHaveBeenCalled();
  await expect.poll(() => errors).toHaveLength(4);
  expect(errors.map((error) => (error as Error).message)).toEqual([
    "start",
    "response",
    "success",
    "settled",
  ]);
});

test("an error that nobody listens to is uncaught, a cancel is silent", async () => {
  const errors = uncaught();
  const settled = vi.fn<() => void>();
  const handle = get(await unusedUrl(), { onSettled: settled });
  await handle.done;
  expect(settled).toHaveBeenCalledTimes(1);
  await expect.poll(() => errors).toEqual([expect.objectContaining({ name: "ConnectionError" })]);
  const quiet = get("https://h", {});
  quiet.cancel();
  await quiet.done;
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(errors).toHaveLength(1);
});

test.each<[string, unknown, unknown]>([
  ["an error", new RangeError("mine"), { name: "RangeError", message: "mine" }],
  ["a text", "mine", { message: "mine", cause: "mine" }],
  ["an object", Object.create(null), { message: "what was thrown is no error: object" }],
])("what a hook throws is an error, whatever it is: %s", async (_name, thrown, wanted) => {
  const errors: unknown[] = [];
  const hooks = {
    onRequest: () => {
      throw thrown;
    },
  };
  const url = await serveItem();
  const note = (error: Error | null): void => void errors.push(error);
  await get(url, { onError: note }, { hooks }).done;
  await call<Item, undefined>(coreFor(url), getItem, ["a"], {}, note, { hooks }).done;
  expect(errors).toMatchObject([wanted, wanted]);
  expect(errors[0]).toBeInstanceOf(Error);
});

test("an errback gets error, value and context", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/v1/items/no") answer(response, 404, {});
    else if (request.url !== "/v1/items/wait") answer(response, 200, { id: "i1" });
  });
  const errback = vi.fn<Errback<Item>>();
  await get(url, errback).done;
  expect(errback).toHaveBeenLastCalledWith(
    null,
    { id: "i1" },
    expect.objectContaining({ operation: "items.get", sender: undefined }),
  );
  await get(url, errback, {}, "no").done;
  expect(errback).toHaveBeenLastCalledWith(
    expect.objectContaining({ code: "not_found" }),
    undefined,
    expect.anything(),
  );
  const handle = get(url, errback, {}, "wait");
  setTimeout(() => handle.cancel("enough"), 20);
  await handle.done;
  expect(errback).toHaveBeenLastCalledWith(
    expect.objectContaining({ code: "cancelled", reason: "enough", operationId: "items.get" }),
    undefined,
    expect.anything(),
  );
  expect(errback).toHaveBeenCalledTimes(3);
  const item = await promisify((done: (error: Error | null, value?: Item) => void) =>
    get(url, done),
  )();
  expect(item).toEqual({ id: "i1" });
});

test("handlers keep their `this`", async () => {
  class Panel implements Callbacks<Item> {
    shown = "";
    onSuccess(value: Item): void {
      this.shown = value.id;
    }
  }
  const panel = new Panel();
  await get(await serveItem(), panel).done;
  expect(panel.shown).toBe("i1");
});

test("refuses a call without callbacks, which could report nothing", () => {
  for (const none of [undefined, null, "done"]) {
    expect(() => get("http://127.0.0.1:1", none as never)).toThrow(
      parameterError("callbacks", /must be a function or an object/),
    );
  }
});

test("a signal that many calls share keeps nothing of them", async () => {
  const any = vi.spyOn(AbortSignal, "any");
  onTestFinished(() => any.mockRestore());
  const controller = new AbortController();
  const { log, callbacks } = recorder();
  const url = await serveItem();
  await get(url, callbacks, { signal: controller.signal }).done;
  expect(log).toEqual(["start", "success i1", "settled"]);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  // A composite signal would stay on the list of the shared one for as long as that lives.
  expect(any).not.toHaveBeenCalled();
});
