import type { Outgoing, Reply, Transport, Watch } from "./transport.js";
/** Sends one request as it is. The body of the response is left unread, whatever the status. */
export declare function send(transport: Transport, request: Outgoing, watch: Watch): Promise<Reply>;
