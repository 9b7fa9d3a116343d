import { nextCall } from "./next-page.js";
import { Pages } from "./pages.js";
/**
 * Goes from page to page of a list, step by step, and without any I/O of its own. Each page after the first is asked for when the
 * one before it has been used.
 *
 * @param params - Of the first page; the others have them too.
 */
export function* walkPages(operation, params, options) {
  const pages = new Pages(operation, params, options?.limit);
  let call = {
    params,
    options,
  };
  for (;;) {
    const { data, meta } = yield {
      kind: "page",
      ...call,
    };
    const step = pages.take(data, meta);
    if (step === undefined) return;
    yield {
      kind: "give",
      value: {
        value: data,
        items: step.items,
      },
    };
    if (step.next === undefined) return;
    call = nextCall(operation, step.next, params, options);
  }
}
