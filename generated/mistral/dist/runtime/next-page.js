import { part } from "./part.js";
/**
 * The params and the options with which the next page is asked for. The other params are those of the first; an idempotency
 * key is not, since it belongs to one request.
 */
export function nextCall({ id, uses }, { params: changed, url }, params, options) {
  return {
    params: {
      ...params,
      ...changed,
    },
    options: {
      ...options,
      idempotencyKey: undefined,
      ...(url === undefined
        ? {}
        : { urlFor: (own) => part(uses?.pages?.urlOf, "pages", id)(url, own, id) }),
    },
  };
}
