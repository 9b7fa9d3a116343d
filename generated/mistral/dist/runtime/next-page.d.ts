import type { NextPage } from "./page-styles.js";
import type { Operation } from "./uses.js";
/**
 * The params and the options with which the next page is asked for. The other params are those of the first; an idempotency
 * key is not, since it belongs to one request.
 */
export declare function nextCall<O extends object>(
  { id, uses }: Operation,
  { params: changed, url }: NextPage,
  params: object | undefined,
  options: O | undefined,
): {
  readonly params: object;
  readonly options: O & {
    urlFor?(own: string): string;
  };
};
