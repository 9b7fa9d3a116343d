import type { NextPage } from "./page-styles.js";
import { part } from "./part.js";
import type { Operation } from "./uses.js";

/**
 * The params and the options with which the next page is asked for. The other params are those of the first; an idempotency
 * key is not, since it belongs to one request.
 */
export function nextCall<O extends object>(
  { id, uses }: Operation,
  { params: changed, url }: NextPage,
  params: object | undefined,
  options: O | undefined,
): { readonly params: object; readonly options: O & { urlFor?(own: string): string } } {
  return {
    params: { ...params, ...changed },
    options: {
      ...(options as O),
      idempotencyKey: undefined,
      ...(url === undefined
        ? {}
        : { urlFor: (own: string) => part(uses?.pages?.urlOf, "pages", id)(url, own, id) }),
    },
  };
}
