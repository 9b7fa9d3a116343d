import type { Adapter, LayerCall, Meta } from "./case.ts";
import { isSameMeta } from "./compare.ts";
import { type Entries, callable, functionOf, methodOf } from "./entries.ts";
import { isDownload, readAsync } from "./reading.ts";

/** How a layer makes a call: the arguments are those of the operation, up to the options. */
type Send = (call: LayerCall, args: readonly unknown[]) => unknown;

/** The promise layer. */
export function promiseAdapter(entries: Entries): Adapter {
  return adapter(({ client, stem }, args) => methodOf(entries.createClient(client), stem)(...args));
}

/** The plain functions with a core. */
export function operationsAdapter(entries: Entries): Adapter {
  const createCore = callable(entries.operations["createCore"], "createCore");
  return adapter(({ client, stem }, args) =>
    functionOf(entries, stem)(createCore(client), ...args),
  );
}

function adapter(send: Send): Adapter {
  return {
    async run(call) {
      const responses: Meta[] = [];
      const faults: string[] = [];
      try {
        const value = await settle(send, call, responses, faults);
        return { kind: "value", value, responses, faults };
      } catch (error) {
        return { ...failure(call, error), responses, faults };
      }
    },
  };
}

async function settle(
  send: Send,
  call: LayerCall,
  responses: Meta[],
  faults: string[],
): Promise<unknown> {
  const { cancel, params, path, read, files } = call;
  const controller = new AbortController();
  const abort = (): void => controller.abort(cancel?.reason);
  if (cancel?.when === "before") abort();
  const options = {
    ...call.options,
    ...(cancel !== undefined && { signal: controller.signal }),
    onResponse: (meta: Meta) => void responses.push(meta),
  };
  let promise: unknown;
  try {
    promise = send(call, [...path, params, options]);
  } catch (error) {
    faults.push("the call threw instead of returning a promise");
    throw error;
  }
  if (!(promise instanceof Promise)) throw new TypeError("The call gave no promise");
  if (cancel?.when === "sent") void call.arrived().then(abort);
  const details: unknown = await Reflect.apply(
    callable(Reflect.get(promise, "withResponse"), "withResponse"),
    promise,
    [],
  );
  const { data, ...meta } = details as { data: unknown } & Meta;
  if (data !== (await promise)) faults.push("withResponse gives another value than the promise");
  if (!isSameMeta(meta, responses.at(-1)))
    faults.push("withResponse gives another response than onResponse");
  const onChunk = (): void => {
    if (cancel?.when === "reading") abort();
  };
  const value = isDownload(data) ? await readAsync(data, read, files, onChunk) : data;
  if (cancel?.when === "after") abort();
  return value;
}

/** A call cancelled before its outcome is a `CancelledError` in this layer, and nothing else is. */
export function failure(
  call: LayerCall,
  error: unknown,
): { kind: "error"; error: unknown } | { kind: "cancelled"; reason: unknown } {
  const { cancel } = call;
  const early = cancel?.when === "before" || cancel?.when === "sent";
  if (!early || !(error instanceof Error) || error.name !== "CancelledError")
    return { kind: "error", error };
  return { kind: "cancelled", reason: Reflect.get(error, "reason") };
}
