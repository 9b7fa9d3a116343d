import { TimeoutError } from "./errors.js";
import { fromRecord } from "./error-record.js";
/** Closes the connections of streamed bodies that nobody holds any more. */
const abandoned = /* @__PURE__ */ new FinalizationRegistry(({ session, id, end }) => {
  drop(session, id);
  end.listener?.();
});
/** The streamed body of a call's response. */
export class SessionBody {
  #session;
  #id;
  #operationId;
  #idle;
  #grace;
  #onProgress;
  #end = {};
  #done = false;
  constructor(session, id, operationId, idle, grace, onProgress) {
    this.#session = session;
    this.#id = id;
    this.#operationId = operationId;
    this.#idle = idle;
    this.#grace = grace;
    this.#onProgress = onProgress;
    abandoned.register(
      this,
      {
        session,
        id,
        end: this.#end,
      },
      this,
    );
  }
  get isDone() {
    return this.#done;
  }
  whenDone(listener) {
    if (this.#done) listener();
    else this.#end.listener = listener;
  }
  read() {
    const message = this.#ask(
      {
        type: "read",
        id: this.#id,
        all: false,
      },
      this.#idle + this.#grace,
    );
    const chunk = message?.type === "chunk" ? message.chunk : undefined;
    if (chunk !== undefined) return ownCopy(chunk);
    this.#finish();
    return undefined;
  }
  readAll(maxSize = Infinity) {
    const message = this.#ask(
      {
        type: "read",
        id: this.#id,
        all: true,
        maxSize,
      },
      Infinity,
    );
    this.#finish();
    return (message?.type === "chunk" ? message.chunk : undefined) ?? new Uint8Array();
  }
  save(path, { overwrite }) {
    const message = this.#ask(
      {
        type: "save",
        id: this.#id,
        path,
        options: { overwrite },
      },
      Infinity,
    );
    if (message?.type === "refused") throw fromRecord(message.error);
    this.#finish();
    return message?.type === "saved" ? message.size : 0;
  }
  cancel() {
    if (this.#done) return;
    this.#finish();
    drop(this.#session, this.#id);
  }
  /** Waits for the answer to a question; undefined if the body has ended before. */
  #ask(question, limit) {
    if (this.#done) return undefined;
    const end = performance.now() + limit;
    try {
      this.#session.post(question);
      for (;;) {
        const message = this.#session.receive(this.#id, end - performance.now(), this.#operationId);
        if (message === undefined)
          throw new TimeoutError("idle", this.#idle, { operationId: this.#operationId });
        if (message.type === "error") throw fromRecord(message.error);
        if (message.type === "progress") this.#onProgress?.(message.progress);
        else if (message.type !== "pull") return message;
      }
    } catch (error) {
      this.cancel();
      throw error;
    }
  }
  #finish() {
    this.#done = true;
    this.#session.close(this.#id);
    abandoned.unregister(this);
    this.#end.listener?.();
  }
}
/**
 * A copy in an array that this thread allocates. Memory that is moved here from another thread does not make V8 collect
 * garbage before there are 64 MiB of it; what is allocated here does.
 */
function ownCopy(chunk) {
  return new Uint8Array(chunk);
}
/** Forgets a call, here and in the worker. */
export function drop(session, id) {
  session.close(id);
  session.post({
    type: "cancel",
    id,
  });
}
