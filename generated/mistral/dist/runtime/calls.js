import { ClientError } from "./errors.js";
import { guard } from "./guard.js";
/** The calls of a core that are in flight; a `Monitor` shows them. */
export class Calls {
  tracked = new Set();
  /** Called whenever a call has begun or ended. */
  listeners = new Set();
  /** Whether new calls are refused. */
  isClosed = false;
  /** @throws {ClientError} If new calls are refused. */
  add(call) {
    if (this.isClosed)
      throw new ClientError("the client is closed", { operationId: call.operation });
    this.tracked.add(call);
    this.#changed();
  }
  delete(call) {
    if (this.tracked.delete(call)) this.#changed();
  }
  clear() {
    this.tracked.clear();
    this.#changed();
  }
  #changed() {
    for (const listener of this.listeners) guard(listener);
  }
}
