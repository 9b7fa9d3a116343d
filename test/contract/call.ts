import type { Case, Expectation, Files, Layer, LayerCall } from "./case.ts";
import { KEY } from "./values.ts";

export const LAYERS: readonly Layer[] = ["promise", "operations", "callback", "errback", "sync"];

/** A layer that is like another unless a case says otherwise. */
const LIKE: Partial<Record<Layer, Layer>> = { operations: "promise", errback: "callback" };

/** What a case expects of a layer, or why it cannot be put to it. */
export function expectationOf(
  each: Case,
  layer: Layer,
): Expectation | { readonly notApplicable: string } {
  const like = LIKE[layer];
  return each.layers?.[layer] ?? (like && each.layers?.[like]) ?? each.expect;
}

/** A case's call, without what only whoever makes it can say. */
export async function layerCall(
  each: Case,
  baseUrl: string,
  files: Files,
): Promise<Omit<LayerCall, "sends" | "arrived">> {
  const { stem, path = [], params, options } = each.call;
  const { apiKey = KEY, headers, retry = 0 } = each.client ?? {};
  return {
    stem,
    path,
    params: typeof params === "function" ? await params(files) : params,
    options,
    client: { apiKey, baseUrl, retry, ...(headers && { headers }) },
    cancel: each.cancel,
    read: each.read ?? "bytes",
    files,
  };
}
