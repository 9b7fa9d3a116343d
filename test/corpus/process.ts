/** The program of a process that checks documents for another one. */

import { check } from "./check.ts";
import type { Answer, Task } from "./worker.ts";

/** Bytes of memory above which a process has had its day. */
const WORN = 1.5 * 1024 ** 3;

process.on("message", async ({ folder, document, wanted }: Task) => {
  const row = await check(folder, document, wanted);
  const answer: Answer = { row, worn: process.memoryUsage().rss > WORN };
  process.send?.(answer);
});
