import { ConnectionError } from "./errors.js";
import type { Operation } from "./uses.js";
import type { NextPage } from "./pages.js";

/**
 * The params and the options with which the next page is asked for. The other params are those of the first; an idempotency
 * key is not, since it belongs to one request.
 */
export function nextCall<O extends object>(
  { id }: Operation,
  { params: changed, url }: NextPage,
  params: object | undefined,
  options: O | undefined,
): { readonly params: object; readonly options: O & { urlFor?(own: string): string } } {
  return {
    params: { ...params, ...changed },
    options: {
      ...(options as O),
      idempotencyKey: undefined,
      ...(url === undefined ? {} : { urlFor: (own: string) => urlOfPage(url, own, id) }),
    },
  };
}

/**
 * The URL of a page to which the one before it had a link. The request has the credentials of the call, so it must go where
 * the call itself goes.
 *
 * @throws {ConnectionError} If the link leads to another origin.
 */
function urlOfPage(link: string, own: string, operationId: string): string {
  const [target, base] = [new URL(link), new URL(own)];
  // Behind a proxy that ends TLS, servers take themselves for plain HTTP.
  if (base.protocol === "https:" && target.protocol === "http:" && target.host === base.host)
    target.protocol = "https:";
  if (target.origin !== base.origin) {
    throw new ConnectionError(
      `the next page is at ${target.origin}, and the credentials for ${base.origin} are not sent there`,
      { operationId, mayHaveArrived: false },
    );
  }
  target.username = "";
  target.password = "";
  return target.href;
}
