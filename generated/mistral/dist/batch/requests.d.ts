import type { BatchRequest } from "../types.js";
import { type Steps } from "./steps.js";
/** A request that is about to be sent. */
export interface Outgoing {
  readonly request: BatchRequest;
  /** The request as a line of JSON, without its end. */
  readonly line: string;
  /** The length of the line in bytes, with its end. */
  readonly size: number;
}
/**
 * The requests of a batch, one by one: checked, with a custom id each, and written as lines. Of the ids it remembers just
 * enough to tell which request has one; of the requests nothing, unless they are an array or are to be kept, or can be iterated
 * again: see `Repeatable`.
 */
export declare class Requests {
  #private;
  /** Whether they are pulled from a source of the run's. */
  readonly isPulled: boolean;
  /** Whether the last request has been read, as far as is known. */
  isOver: boolean;
  /** What made reading fail: an upload that is cut short by it has an error of its own. */
  failure:
    | {
        readonly error: unknown;
      }
    | undefined;
  /** @param needsModel - Whether each body has to name the model or the agent. */
  constructor(requests: unknown, keep: boolean, needsModel: boolean);
  /** How often was gone back: who began before has nothing more to take. */
  get pass(): number;
  /** How many were read so far. */
  get read(): number;
  /** Whether all ids so far are the numbers of the requests. */
  get usesNumbersAsIds(): boolean;
  /** The next request, which stays the next one until it is taken; undefined after the last, and if was gone back meanwhile. */
  peek(): Steps<never, Outgoing | undefined>;
  take(): void;
  /** Makes the requests that were taken last the next ones again. */
  putBack(taken: readonly Outgoing[]): void;
  /** Goes back to a request that was taken. Returns false where that cannot be done. */
  rewind(index: number): boolean;
  /** The request with a number, where they are at hand. */
  at(index: number): unknown;
  /** Says that the results of a job have been read. */
  forget(): void;
  /** Says that no more is wanted. */
  close(): void;
  /** The custom id of a request, where it is known. */
  idAt(index: number): string | undefined;
  /** The number of the request that has a custom id. */
  find(id: string): number | undefined;
}
