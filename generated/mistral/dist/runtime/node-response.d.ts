import type { IncomingMessage, StreamModule, ZlibModule } from "./node-http.js";
/** One step of reading a body. */
export type NodeRead =
  | {
      readonly done: false;
      readonly value: Uint8Array;
    }
  | {
      readonly done: true;
      readonly value: undefined;
    };
/** The members of a `ReadableStreamDefaultReader` that reading a body needs. */
export interface NodeBodyReader {
  read(): Promise<NodeRead>;
  cancel(): Promise<void>;
  releaseLock(): void;
}
/** What decoding a body needs. */
export interface DecodingModules {
  readonly stream: StreamModule;
  readonly zlib: ZlibModule;
}
/** The encodings that {@link NodeResponse} decodes, as a value of `accept-encoding`. */
export declare const acceptedEncodings = "gzip, deflate, br";
/** A response of `node:http` in the shape of a `Response`, with the members that reading it once needs. */
export declare class NodeResponse {
  #private;
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  /** By lower-case name. The runtime reads these, and so does without the cost of `Headers`. */
  readonly fields: Readonly<Record<string, string>>;
  /** The decoded body; null where the method or the status allows none. */
  readonly body: NodeBodyStream | null;
  constructor(message: IncomingMessage, method: string, url: string, modules: DecodingModules);
  get headers(): Headers;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
  json(): Promise<unknown>;
}
/** A body as `ReadableStream` gives it out: by a reader, or as an async iterable. It can be read once. */
export declare class NodeBodyStream implements AsyncIterable<Uint8Array> {
  #private;
  locked: boolean;
  constructor(message: IncomingMessage, modules: DecodingModules);
  getReader(): NodeBodyReader;
  /** Closes the connection unless the whole body has arrived. */
  cancel(): Promise<void>;
  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined>;
}
