import { ParameterError } from "../runtime/errors.js";
import { isObject } from "../runtime/property.js";
import { IdTable, numberIn } from "./ids.js";
import { Repeatable } from "./repeatable.js";
import { ask } from "./steps.js";
/**
 * The requests of a batch, one by one: checked, with a custom id each, and written as lines. Of the ids it remembers just
 * enough to tell which request has one; of the requests nothing, unless they are an array or are to be kept, or can be iterated
 * again: see `Repeatable`.
 */
export class Requests {
  /** All of them, or those that were read and kept; else undefined. */
  #list;
  /** Undefined if they come one by one and once, or are in the list. */
  #repeatable;
  /** Whether they are pulled from a source of the run's. */
  isPulled;
  #needsModel;
  /** Undefined as long as all ids are the numbers of the requests. */
  #ids;
  /** Requests that come before those that were not read yet; the first is the next one. */
  #waiting = [];
  /** The number of the next request. */
  #at = 0;
  #read = 0;
  /** Whether the last request has been read, as far as is known. */
  isOver = false;
  /** What made reading fail: an upload that is cut short by it has an error of its own. */
  failure;
  /** @param needsModel - Whether each body has to name the model or the agent. */
  constructor(requests, keep, needsModel) {
    this.#list = Array.isArray(requests) ? requests : keep ? [] : undefined;
    this.#repeatable = this.#list === undefined ? Repeatable.of(requests) : undefined;
    this.isPulled = !Array.isArray(requests) && this.#repeatable === undefined;
    this.#needsModel = needsModel;
  }
  /** How many were read so far. */
  get read() {
    return this.#read;
  }
  /** Whether all ids so far are the numbers of the requests. */
  get usesNumbersAsIds() {
    return this.#ids === undefined;
  }
  /** The next request, which stays the next one until it is taken. */
  *peek() {
    const [waiting] = this.#waiting;
    if (waiting !== undefined) return waiting;
    try {
      const turn = yield* this.#pull();
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
  take() {
    this.#waiting.shift();
    this.#at++;
  }
  /** Makes the requests that were taken last the next ones again. */
  putBack(taken) {
    this.#waiting.unshift(...taken);
    this.#at -= taken.length;
  }
  /** Goes back to a request that was taken. Returns false where that cannot be done. */
  rewind(index) {
    if (this.#list === undefined && this.#repeatable?.restart(index) !== true) return false;
    this.#at = index;
    this.#waiting.length = 0;
    return true;
  }
  /** The request with a number, where they are at hand. */
  at(index) {
    return this.#list === undefined ? this.#repeatable?.at(index) : this.#list[index];
  }
  /** Says that the results of a job have been read. */
  forget() {
    this.#repeatable?.forget();
  }
  /** Says that no more is wanted. */
  close() {
    this.#repeatable?.close();
  }
  /** The custom id of a request, where it is known. */
  idAt(index) {
    if (this.usesNumbersAsIds) return String(index);
    const request = this.at(index);
    if (request === undefined) return undefined;
    return request.custom_id ?? String(index);
  }
  /** The number of the request that has a custom id. */
  find(id) {
    return this.#ids === undefined ? numberIn(id) : this.#ids.find(id);
  }
  *#pull() {
    const list = this.#list;
    const index = this.#at;
    if (list !== undefined && index < list.length)
      return {
        done: false,
        value: list[index],
      };
    if (this.#repeatable !== undefined) return this.#repeatable.next();
    if (!this.isPulled)
      return {
        done: true,
        value: undefined,
      };
    const turn = yield* ask({ kind: "next" });
    if (turn.done !== true && list !== undefined) list.push(turn.value);
    return turn;
  }
  #prepare(value, index) {
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
    const request = {
      custom_id,
      body,
    };
    const line = toJson(request, name);
    return {
      request,
      line,
      size: utf8Length(line) + 1,
    };
  }
  #register(id, index, isOwn) {
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
function toJson(value, name) {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new ParameterError(name, `${name} cannot be written as JSON`, { cause });
  }
}
/** The length of a text in UTF-8. The text has no lone surrogates: JSON escapes them. */
function utf8Length(text) {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Of a pair of surrogates, which takes four bytes, each half adds one.
    if (unit > 127) length += unit > 2047 && (unit < 55296 || unit > 57343) ? 2 : 1;
  }
  return length;
}
