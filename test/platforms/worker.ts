/** What runs in a module worker of the page: a blocking call, and one that is not. */

import { createClient } from "mistral-batch-files";
import { createSyncClient } from "mistral-batch-files/sync";

/** The members of a worker's global scope that are needed here; the types of the page's are in force. */
interface Scope {
  addEventListener(
    type: "message",
    listener: (event: MessageEvent<{ readonly baseUrl: string; readonly apiKey: string }>) => void,
  ): void;
  postMessage(value: unknown): void;
}

const scope = globalThis as unknown as Scope;

scope.addEventListener("message", async ({ data: connection }) => {
  const answers: Record<string, unknown> = {};
  try {
    answers["sync"] = createSyncClient(connection).batch.jobs.list();
  } catch (error) {
    answers["sync"] = { name: (error as Error).name, message: (error as Error).message };
  }
  answers["promise"] = await createClient(connection).batch.jobs.list();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that of a worker has none
  scope.postMessage(answers);
});
