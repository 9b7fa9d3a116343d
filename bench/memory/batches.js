// @ts-check
// Batches of 1,000,000 requests with ids of their own, one in a hundred of which fails.
/** @import { BatchRequestTo, BatchResult } from "mistral-batch-files/batch" */
/** @import { Suite } from "./suite.ts" */
import { createClient } from "mistral-batch-files";
import { runBatch } from "mistral-batch-files/batch";
import { runCallbackBatch } from "mistral-batch-files/batch/callback";
import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";
import { startServer } from "../../test/server/start.js";

/**
 * @typedef {object} Context
 * @property {string} apiKey
 * @property {string} baseUrl
 * @property {number} count
 */

const interval = 200;

/** @type {Suite} */
export const suite = {
  title: "Batches",
  limit: 250,
  start,
  cases: {
    "promise: runBatch": async (/** @type {Context} */ context) => {
      const tally = new Tally(context.count);
      const run = runBatch(createClient(context), paramsOf(context), { interval });
      for await (const result of run) tally.add(result);
      return tally.result();
    },
    "callback: runCallbackBatch": (/** @type {Context} */ context) =>
      new Promise((resolve, reject) => {
        const tally = new Tally(context.count);
        runCallbackBatch(
          createCallbackClient(context),
          paramsOf(context),
          {
            onResult: (result) => tally.add(result),
            onSuccess: () => resolve(tally.result()),
            onError: reject,
          },
          { interval },
        );
      }),
    "sync: runSyncBatch": (/** @type {Context} */ context) => {
      const tally = new Tally(context.count);
      const client = createSyncClient(context);
      for (const result of runSyncBatch(client, paramsOf(context), { interval })) tally.add(result);
      client.close();
      return tally.result();
    },
  },
};

/** @param {number} scale */
async function start(scale) {
  const count = Math.round(scale * 1_000_000);
  const server = await startServer({ requestMs: 0, recordBodyBytes: 0 });
  /** @type {Context} */
  const context = { apiKey: server.apiKey, baseUrl: server.url, count };
  const failed = Math.ceil(count / 100);
  const expected = JSON.stringify({ success: count - failed, error: failed });
  return {
    amount: `${count.toLocaleString("en")} requests`,
    context,
    check: (/** @type {unknown} */ result) =>
      JSON.stringify(result) === expected
        ? undefined
        : `the results are others: ${JSON.stringify(result)}`,
    close: server.close,
  };
}

/** @param {Context} context */
function paramsOf({ count }) {
  return {
    endpoint: /** @type {const} */ ("/v1/chat/completions"),
    model: "small",
    requests: requestsOf(count),
  };
}

/**
 * @param {number} count
 * @returns {Generator<BatchRequestTo<"/v1/chat/completions">>}
 */
function* requestsOf(count) {
  for (let index = 0; index < count; index++) {
    const content = `What is ${index} times ${index + 1}?`;
    const fault = index % 100 === 0 ? { simulate_error: { status: 400 } } : {};
    yield {
      custom_id: `request-${index}`,
      body: { max_tokens: 60, ...fault, messages: [{ role: "user", content }] },
    };
  }
}

/** Counts results, and sees to it that they are those of the requests, each once. */
class Tally {
  #seen;
  #kinds = { success: 0, error: 0 };

  /** @param {number} count */
  constructor(count) {
    this.#seen = new Uint8Array(count);
  }

  /** @param {BatchResult<"/v1/chat/completions">} result */
  add(result) {
    if (result.kind === "missing" || result.kind === "unmatched")
      throw new Error(`a result that nobody expects: ${JSON.stringify(result)}`);
    const { index, customId, kind } = result;
    const answer = kind === "success" ? result.output.choices[0]?.message.content : undefined;
    const isRight =
      customId === `request-${index}` &&
      this.#seen[index] === 0 &&
      (kind === "error" || answer === `You wrote: What is ${index} times ${index + 1}?`);
    if (!isRight) throw new Error(`a wrong result: ${JSON.stringify(result)}`);
    this.#seen[index] = 1;
    this.#kinds[kind] += 1;
  }

  result() {
    return this.#kinds;
  }
}
