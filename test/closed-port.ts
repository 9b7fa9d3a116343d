/** An address at which nobody listens. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * The port of a connection's own end: as long as the connection lasts the system gives it to nobody, while one that was merely
 * free a moment ago may be another test's by the time it is called.
 */
export class ClosedPort implements Disposable {
  readonly url: string;
  readonly #ends: readonly Socket[];

  private constructor(port: number | undefined, ends: readonly Socket[]) {
    this.url = `http://127.0.0.1:${port}`;
    this.#ends = ends;
  }

  static async take(): Promise<ClosedPort> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const [[far]] = await Promise.all([once(server, "connection"), once(near, "connect")]);
    server.close();
    return new ClosedPort(near.localPort, [near, far as Socket]);
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends) end.destroy();
  }
}
