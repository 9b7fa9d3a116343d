/** What runs in the page: the promise and the callback layer, put to the cases of the contract. */

import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import * as errors from "mistral-batch-files/errors";
import * as operations from "mistral-batch-files/operations";
import { createPreviewClient } from "mistral-batch-files/preview";
import { createSyncClient } from "mistral-batch-files/sync";
import { callbackAdapter, errbackAdapter } from "../contract/callback.ts";
import type { Adapter } from "../contract/case.ts";
import { caseNamed } from "../contract/cases.ts";
import { compareOutcome } from "../contract/compare.ts";
import { operationsAdapter, promiseAdapter } from "../contract/promise.ts";
import { layerCall } from "../contract/call.ts";
import type { RecordedRequest } from "../server/types.ts";
import { expectationInPage } from "./expect.ts";

/** The layers that a page can use. */
export type PageLayer = "promise" | "operations" | "callback" | "errback";

/** What the page asks the test. */
interface Test {
  /** The requests that have arrived at the server, without their bodies. */
  arrivals(): Promise<readonly Pick<RecordedRequest, "status" | "target">[]>;
}

const entries = {
  createClient,
  createCallbackClient,
  createSyncClient,
  createPreviewClient,
  operations,
  errors,
};

const adapters: Readonly<Record<PageLayer, Adapter>> = {
  promise: promiseAdapter(entries),
  operations: operationsAdapter(entries),
  callback: callbackAdapter(entries),
  errback: errbackAdapter(entries),
};

const { arrivals } = globalThis as unknown as Test;

/** Makes the call of a case, and says how its outcome differs from the expected one. */
async function check(
  name: string,
  layer: PageLayer,
  baseUrl: string,
  serverUrl: string,
): Promise<string[]> {
  const each = caseNamed(name);
  const expected = expectationInPage(each, layer);
  if ("notApplicable" in expected) return [];
  const outcome = await adapters[layer].run({
    ...(await layerCall(each, baseUrl, { folder: "", input: "" })),
    sends: expected.requests.length > 0 || each.answer === "refused",
    async arrived() {
      while ((await arrivals()).length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  });
  const recorded = (await arrivals()) as readonly RecordedRequest[];
  return [...outcome.faults, ...compareOutcome(outcome, expected, recorded, serverUrl, errors)];
}

/** What the tests reach from outside. */
const page = { check, createClient, createCallbackClient, createSyncClient, operations, errors };
export type Page = typeof page;

Object.assign(globalThis, { page });
