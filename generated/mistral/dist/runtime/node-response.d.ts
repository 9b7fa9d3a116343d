import type { IncomingMessage, StreamModule, ZlibModule } from "./node-http.js";
import { type Reply } from "./transport.js";
/** What decoding a body needs. */
export interface DecodingModules {
  readonly stream: StreamModule;
  readonly zlib: ZlibModule;
}
/** The encodings that are decoded, as a value of `accept-encoding`. */
export declare const acceptedEncodings = "gzip, deflate, br";
/** The response that a message of `node:http` is; without a body where the method or the status allows none. */
export declare function replyOf(
  message: IncomingMessage,
  method: string,
  url: string,
  modules: DecodingModules,
): Reply;
