/** An event of a stream (WHATWG HTML, 9.2). */
export interface ServerSentEvent<T = string> {
  /** The event's name; absent if the server gives it none. */
  readonly event?: string;
  readonly data: T;
  readonly id?: string;
  /** How long to wait before the stream is asked for again, in milliseconds. */
  readonly retry?: number;
}
/**
 * Cuts a stream of server-sent events that comes in chunks into events, as WHATWG HTML, 9.2.6 says: comments, unknown
 * fields and events without data are left out, and so is an event that the stream ends in.
 */
export declare class EventSplitter {
  #private;
  /** The beginning of what there is of an event that is not complete. */
  get rest(): string;
  /** The length of what there is of an event that is not complete. */
  get length(): number;
  /** The events that a chunk completes. */
  push(chunk: Uint8Array): ServerSentEvent[];
  /** An event that is not complete is none. */
  end(): ServerSentEvent[];
}
