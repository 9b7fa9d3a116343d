/** What an address answered, so that it can be asked later whether that is still the same. */

import { contentHash } from "../base/content-hash.ts";
import { NOTHING, type ReadOptions } from "../source.ts";
import { type Fetched, fetchBytes, type HttpLimits, type HttpPolicy } from "./http.ts";

/** Fetches a text and tells `onRead` of it, also if there is no answer; later it is asked for by conditional requests. */
export async function observedFetch(
  from: string,
  policy: HttpPolicy,
  limits: HttpLimits,
  { onRead }: Pick<ReadOptions, "onRead">,
): Promise<Fetched> {
  if (onRead === undefined) return fetchBytes(from, policy, limits);
  let known: Omit<Fetched, "bytes"> | undefined;
  let state = NOTHING;
  const remember = ({ bytes, ...rest }: Fetched): void => {
    known = rest;
    // A redirect may lead to a query that is signed anew for each request.
    const { origin, pathname } = new URL(rest.url);
    state = contentHash(Buffer.concat([Buffer.from(`${origin}${pathname}\n`), bytes]));
  };
  const now = async (signal: AbortSignal): Promise<string> => {
    const changed = await fetchBytes(from, policy, { ...limits, signal }, known);
    if (changed !== undefined) remember(changed);
    return state;
  };
  const fetching = fetchBytes(from, policy, limits);
  await fetching.then(remember, () => undefined);
  onRead({ kind: "address", from, seen: state, now });
  return fetching;
}
