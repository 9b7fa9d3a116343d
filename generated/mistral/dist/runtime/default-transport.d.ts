import { type Transport } from "./transport.js";
/**
 * What sends the requests of a client that was given nothing for it: the global `fetch`, looked up on each request. Where
 * that is Node's own and goes over connections of its own, `node:http` takes its place, at half the cost.
 */
export declare const defaultTransport: Transport;
/** Whether `defaultTransport` sends by `fetch` at present, and so not what that refuses. */
export declare function goesByFetch(): boolean;
