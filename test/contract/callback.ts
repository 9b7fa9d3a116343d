import type { Adapter, LayerCall, Meta, Outcome } from "./case.ts";
import { isSameMeta } from "./compare.ts";
import { type Entries, methodOf } from "./entries.ts";
import { failure } from "./promise.ts";
import { isDownload, readAsync } from "./reading.ts";

type Result =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "cancelled"; readonly reason: unknown };

interface Handle {
  readonly state: string;
  readonly done: Promise<void>;
  cancel(reason?: unknown): boolean;
}

interface Context {
  readonly sender: unknown;
  readonly operation: unknown;
  readonly signal: AbortSignal;
  readonly response: Meta | undefined;
}

/** What is noted of one call. */
class Notes {
  readonly events: string[] = [];
  readonly faults: string[] = [];
  readonly responses: Meta[] = [];
  readonly results: Result[] = [];
  response: Meta | undefined;
}

/** The callback layer with an object of handlers. */
export function callbackAdapter(entries: Entries): Adapter {
  const sender = { name: "the contract suite" };
  return {
    async run(call) {
      const notes = new Notes();
      const outcome = (result: Result, event: string, context: Context): void => {
        notes.events.push(event);
        notes.results.push(result);
        notes.response = context.response;
        check(context);
      };
      const check = (context: Context): void => {
        if (context.sender !== sender) notes.faults.push("ctx.sender is not the sender");
        if (context.signal.aborted !== notes.events.includes("cancel"))
          notes.faults.push("ctx.signal lies");
      };
      const callbacks = {
        sender,
        onStart: (context: Context): void => {
          notes.events.push("start");
          if (context.sender !== sender) notes.faults.push("ctx.sender is not the sender");
        },
        onSuccess: (value: unknown, context: Context) =>
          outcome({ kind: "value", value }, "success", context),
        onError: (error: unknown, context: Context) =>
          outcome({ kind: "error", error }, "error", context),
        onCancel: (reason: unknown, context: Context) =>
          outcome({ kind: "cancelled", reason }, "cancel", context),
        onSettled: (context: Context): void => {
          notes.events.push("settled");
          check(context);
        },
      };
      return conduct(entries, call, callbacks, notes, (result) =>
        checkLifecycle(call, notes, result),
      );
    },
  };
}

/** The callback layer with one function. */
export function errbackAdapter(entries: Entries): Adapter {
  return {
    async run(call) {
      const notes = new Notes();
      const errback = (error: unknown, value: unknown, context: Context): void => {
        notes.events.push("errback");
        notes.response = context.response;
        const failed = error !== null && error !== undefined;
        if (failed && value !== undefined) notes.faults.push("an error comes with a value");
        notes.results.push(failed ? failure(call, error) : { kind: "value", value });
      };
      return conduct(entries, call, errback, notes, () =>
        expectEvents(notes, ["returned", ...request(call), "errback"]),
      );
    },
  };
}

/** Makes the call, cancels it when told, and waits until the handle is done. */
async function conduct(
  entries: Entries,
  call: LayerCall,
  callbacks: unknown,
  notes: Notes,
  checkEvents: (result: Result) => void,
): Promise<Outcome> {
  const { cancel, client, params, path, stem } = call;
  const controller = new AbortController();
  const bySignal = cancel?.by === "signal";
  if (bySignal && cancel.when === "before") controller.abort(cancel.reason);
  const callbackClient = entries.createCallbackClient({
    ...client,
    fetch: (input, init) => {
      // What a redirect asks for belongs to the same request.
      if (notes.events.at(-1) !== "request") notes.events.push("request");
      return fetch(input, init);
    },
  });
  const handle = methodOf(callbackClient, stem)(...path, params, callbacks, {
    ...call.options,
    ...(bySignal && { signal: controller.signal }),
    onResponse: (meta: Meta) => void notes.responses.push(meta),
  }) as Handle;
  notes.events.push("returned");
  const begins = controller.signal.aborted ? "cancelled" : "pending";
  if (handle.state !== begins) notes.faults.push(`the handle begins as ${handle.state}`);
  const stop = (): void => {
    if (bySignal) controller.abort(cancel.reason);
    else if (!handle.cancel(cancel?.reason)) notes.faults.push("cancel did nothing");
  };
  if (cancel?.when === "before" && !bySignal) stop();
  if (cancel?.when === "sent") void call.arrived().then(stop);
  await handle.done;
  if (cancel?.when === "after" && bySignal) controller.abort(cancel.reason);
  if (handle.cancel("too late")) notes.faults.push("a settled call was cancelled");
  await new Promise((resolve) => setTimeout(resolve));
  return conclude(call, notes, handle, checkEvents, () => controller.abort(cancel?.reason));
}

async function conclude(
  call: LayerCall,
  notes: Notes,
  handle: Handle,
  checkEvents: (result: Result) => void,
  abort: () => void,
): Promise<Outcome> {
  const { faults, responses } = notes;
  const [result] = notes.results;
  if (result === undefined || notes.results.length > 1) {
    throw new Error(`The call had ${notes.results.length} outcomes: ${notes.events.join(", ")}`);
  }
  checkEvents(result);
  const state = { value: "success", error: "error", cancelled: "cancelled" }[result.kind];
  if (handle.state !== state) faults.push(`the handle ends as ${handle.state}, not ${state}`);
  if (result.kind !== "cancelled" && !isSameMeta(notes.response, responses.at(-1))) {
    faults.push("ctx.response is not what onResponse was given");
  }
  if (result.kind !== "value" || !isDownload(result.value)) return { ...result, responses, faults };
  const onChunk = (): void => {
    if (call.cancel?.when === "reading") abort();
  };
  try {
    const value = await readAsync(result.value, call.read, call.files, onChunk);
    return { kind: "value", value, responses, faults };
  } catch (error) {
    return { ...failure(call, error), responses, faults };
  }
}

/** Handle first, then start, the request, exactly one outcome, settled. What is cancelled at once does not start. */
function checkLifecycle(call: LayerCall, notes: Notes, result: Result): void {
  const outcome = { value: "success", error: "error", cancelled: "cancel" }[result.kind];
  const start = call.cancel?.when === "before" ? [] : ["start"];
  expectEvents(notes, ["returned", ...start, ...request(call), outcome, "settled"]);
}

function request(call: LayerCall): readonly string[] {
  return call.sends ? ["request"] : [];
}

function expectEvents(notes: Notes, expected: readonly string[]): void {
  const actual = notes.events.join(", ");
  if (actual !== expected.join(", "))
    notes.faults.push(`expected ${expected.join(", ")}; happened ${actual}`);
}
