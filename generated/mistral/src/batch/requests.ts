import { ParameterError } from "../runtime/errors.js";
import { isObject } from "../runtime/property.js";
import type { BatchRequest } from "../types.js";
import { IdTable, numberIn } from "./ids.js";
import { Repeatable } from "./repeatable.js";
import { ask, type Steps } from "./steps.js";

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
export class Requests {
  /** All of them, or those that were read and kept; else undefined. */
  readonly #list: readonly unknown[] | undefined;
  /** Undefined if they come one by one and once, or are in the list. */
  readonly #repeatable: Repeatable | undefined;
  /** Whether they are pulled from a source of the run's. */
  readonly isPulled: boolean;
  readonly #needsModel: boolean;
  /** Undefined as long as all ids are the numbers of the requests. */
  #ids: IdTable | undefined;
  /** Requests that come before those that were not read yet; the first is the next one. */
  readonly #waiting: Outgoing[] = [];
  /** The number of the next request. */
  #at = 0;
  #read = 0;
  #pass = 0;
  /** Whether the last request has been read, as far as is known. */
  isOver = false;
  /** What made reading fail: an upload that is cut short by it has an error of its own. */
  failure: { readonly error: unknown } | undefined;

  /** @param needsModel - Whether each body has to name the model or the agent. */
  constructor(requests: unknown, keep: boolean, needsModel: boolean) {
    this.#list = Array.isArray(requests) ? requests : keep ? [] : undefined;
    this.#repeatable = this.#list === undefined ? Repeatable.of(requests) : undefined;
    this.isPulled = !Array.isArray(requests) && this.#repeatable === undefined;
    this.#needsModel = needsModel;
  }

  /** How often was gone back: who began before has nothing more to take. */
  get pass(): number {
    return this.#pass;
  }

  /** How many were read so far. */
  get read(): number {
    return this.#read;
  }

  /** Whether all ids so far are the numbers of the requests. */
  get usesNumbersAsIds(): boolean {
    return this.#ids === undefined;
  }

  /** The next request, which stays the next one until it is taken; undefined after the last, and if was gone back meanwhile. */
  *peek(): Steps<never, Outgoing | undefined> {
    const [waiting] = this.#waiting;
    if (waiting !== undefined) return waiting;
    const pass = this.#pass;
    try {
      const turn = yield* this.#pull();
      if (pass !== this.#pass) return undefined;
      if (this.failure !== undefined) throw this.failure.error;
      this.isOver = turn.done === true;
      if (turn.done === true) return undefined;
      const next = this.#prepare(turn.value, this.#at);
      this.#waiting.push(next);
      this.#read = Math.max(this.#read, this.#at + 1);
      return next;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  take(): void {
    this.#waiting.shift();
    this.#at++;
  }

  /** Makes the requests that were taken last the next ones again. */
  putBack(taken: readonly Outgoing[]): void {
    this.#waiting.unshift(...taken);
    this.#at -= taken.length;
  }

  /** Goes back to a request that was taken. Returns false where that cannot be done. */
  rewind(index: number): boolean {
    if (this.#list === undefined && this.#repeatable?.restart(index) !== true) return false;
    this.#at = index;
    this.#waiting.length = 0;
    this.#pass++;
    return true;
  }

  /** The request with a number, where they are at hand. */
  at(index: number): unknown {
    return this.#list === undefined ? this.#repeatable?.at(index) : this.#list[index];
  }

  /** Says that the results of a job have been read. */
  forget(): void {
    this.#repeatable?.forget();
  }

  /** Says that no more is wanted. */
  close(): void {
    this.#repeatable?.close();
  }

  /** The custom id of a request, where it is known. */
  idAt(index: number): string | undefined {
    if (this.usesNumbersAsIds) return String(index);
    const request = this.at(index);
    if (request === undefined) return undefined;
    return (request as BatchRequest).custom_id ?? String(index);
  }

  /** The number of the request that has a custom id. */
  find(id: string): number | undefined {
    return this.#ids === undefined ? numberIn(id) : this.#ids.find(id);
  }

  *#pull(): Steps<never, IteratorResult<unknown, unknown>> {
    const list = this.#list;
    const index = this.#at;
    if (list !== undefined && index < list.length) return { done: false, value: list[index] };
    if (this.#repeatable !== undefined) return this.#repeatable.next();
    if (!this.isPulled) return { done: true, value: undefined };
    const turn = yield* ask<"next">({ kind: "next" });
    if (turn.done === true || list === undefined) return turn;
    // Another upload, which has failed, may have waited for one before: that is in the list by now.
    (list as unknown[]).push(turn.value);
    return { done: false, value: list[index] };
  }

  #prepare(value: unknown, index: number): Outgoing {
    const name = `requests[${index}]`;
    if (!isObject(value) || !isObject(value["body"])) {
      throw new ParameterError(name, `${name} must be an object with a body`);
    }
    const { custom_id: own, body } = value;
    if (own !== undefined && own !== null && (typeof own !== "string" || own === "")) {
      const message = `${name}.custom_id must be a text that is not empty`;
      throw new ParameterError(`${name}.custom_id`, message);
    }
    if (
      this.#needsModel &&
      typeof body["model"] !== "string" &&
      typeof body["agent_id"] !== "string"
    ) {
      const message = `${name}.body names no model, and neither does the batch: give model`;
      throw new ParameterError("model", message);
    }
    const custom_id = own ?? String(index);
    this.#register(custom_id, index, typeof own === "string");
    const request = { custom_id, body };
    const line = toJson(request, name);
    return { request, line, size: utf8Length(line) + 1 };
  }

  #register(id: string, index: number, isOwn: boolean): void {
    if (index < this.#read) return;
    if (this.#ids === undefined) {
      if (!isOwn) return;
      this.#ids = new IdTable();
      for (let before = 0; before < index; before++) this.#ids.add(String(before));
    }
    const other = this.#ids.add(id);
    if (other === undefined) return;
    const name = `requests[${index}]`;
    const text = JSON.stringify(id);
    throw new ParameterError(
      `${name}.custom_id`,
      isOwn
        ? `${name} has the custom_id ${text}, which requests[${other}] has as well`
        : `${name} has no custom_id, and its number is the custom_id of requests[${other}]: give all of them one`,
    );
  }
}

function toJson(value: unknown, name: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new ParameterError(name, `${name} cannot be written as JSON`, { cause });
  }
}

/** The length of a text in UTF-8. The text has no lone surrogates: JSON escapes them. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Of a pair of surrogates, which takes four bytes, each half adds one.
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return length;
}
