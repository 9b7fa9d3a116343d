/** The program of a thread that makes clients. */

import type { MessagePort } from "node:worker_threads";

import { makeClient, type MadeClient, type Order, type Unmade } from "./make-client.ts";

export interface ThreadOrder extends Order {
  /** Gets the name of each stage as it begins. */
  readonly port: MessagePort;
}

export default async function make({ port, ...order }: ThreadOrder): Promise<MadeClient | Unmade> {
  const onStage = (stage: string): void => port.postMessage(stage);
  try {
    return await makeClient(order, () => import("../generate.ts"), { onStage });
  } finally {
    port.close();
  }
}
