/** Makes several clients at a time, each in a thread. */

import type { MadeClient, Order, Unmade } from "./make-client.ts";

/**
 * @param count of threads.
 * @param onStage called with the index of an order and the name of each stage as it begins, at last with none.
 * @returns what is made of the orders, one after another.
 */
export async function* inThreads(
  orders: readonly Order[],
  count: number,
  onStage: (index: number, stage?: string) => void,
): AsyncGenerator<MadeClient | Unmade> {
  // Imported here: this file is part of the command's one, whose imports are all loaded at once.
  const [{ Tinypool }, { MessageChannel }] = await Promise.all([
    import("tinypool"),
    import("node:worker_threads"),
  ]);
  const pool = new Tinypool({
    filename: new URL("./thread.js", import.meta.url).href,
    minThreads: count,
    maxThreads: count,
  });
  const make = async (order: Order, index: number): Promise<MadeClient | Unmade> => {
    const { port1, port2: port } = new MessageChannel();
    port1.on("message", (stage: string) => onStage(index, stage));
    try {
      return await pool.run({ ...order, port }, { transferList: [port] });
    } finally {
      port1.close();
      onStage(index);
    }
  };
  try {
    const made = orders.map(make);
    // One that fails while another is waited for is no unhandled rejection.
    void Promise.allSettled(made);
    for (const each of made) yield await each;
  } finally {
    await pool.destroy();
  }
}
