import { isPlainFetch } from "./global-fetch.js";
import { createNodeFetch } from "./node-transport.js";
let nodeFetch;
/**
 * What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. Where
 * that is Node's own and goes over connections of its own, `node:http` takes its place, at half the cost.
 */
export const defaultFetch = (url, init) => {
  const { fetch } = globalThis;
  if (isPlainFetch(fetch)) nodeFetch ??= createNodeFetch();
  else return fetch(url, init);
  return (nodeFetch ?? fetch)(url, init);
};
