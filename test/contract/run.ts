import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClosedPort } from "../closed-port.ts";
import type { ServerHandle } from "../server/types.ts";
import { callbackAdapter, errbackAdapter } from "./callback.ts";
import { expectationOf, layerCall, LAYERS } from "./call.ts";
import type { Adapter, Case, Expectation, Files, Layer } from "./case.ts";
import { compareOutcome } from "./compare.ts";
import type { Entries } from "./entries.ts";
import { checkPreview } from "./preview.ts";
import { operationsAdapter, promiseAdapter } from "./promise.ts";
import { syncAdapter } from "./sync.ts";
import { INPUT, KEY } from "./values.ts";
import { compareRequests } from "./wire.ts";

export interface Failure {
  readonly case: string;
  readonly layer: Layer;
  readonly messages: readonly string[];
}

/** Puts cases to layers, one call at a time. */
export class Suite implements Disposable {
  readonly #server: ServerHandle;
  readonly #entries: Entries;
  readonly #adapters: Readonly<Record<Layer, Adapter>>;

  constructor(entries: Entries, server: ServerHandle) {
    this.#server = server;
    this.#entries = entries;
    this.#adapters = {
      promise: promiseAdapter(entries),
      operations: operationsAdapter(entries),
      callback: callbackAdapter(entries),
      errback: errbackAdapter(entries),
      sync: syncAdapter(entries),
    };
  }

  /** Says in which ways a layer fails a case; an empty array if it does not. */
  async check(each: Case, layer: Layer): Promise<string[]> {
    const expected = expectationOf(each, layer);
    if ("notApplicable" in expected) return [];
    const folder = await mkdtemp(join(tmpdir(), "contract-"));
    try {
      const files: Files = { folder, input: join(folder, "requests.jsonl") };
      await writeFile(files.input, INPUT);
      return await this.#compare(each, layer, expected, files);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #compare(each: Case, layer: Layer, expected: Expectation, files: Files): Promise<string[]> {
    const server = this.#server;
    const { answer } = each;
    await server.reset();
    await server.configure({ keys: { [KEY]: { user: "contract" } } });
    if (typeof answer === "object") await server.script(answer);
    using closed = answer === "refused" ? await ClosedPort.take() : undefined;
    const baseUrl = closed?.url ?? server.url + (each.client?.basePath ?? "");
    const outcome = await this.#adapters[layer].run({
      ...(await layerCall(each, baseUrl, files)),
      sends: expected.requests.length > 0 || answer === "refused",
      arrived: () => arrived(server),
    });
    const recorded = await server.requests();
    const violations = await server.violations();
    return [
      ...outcome.faults,
      ...(await compareRequests(recorded, expected.requests)),
      ...compareOutcome(outcome, expected, recorded, server.url, this.#entries.errors),
      ...violations.map((violation) => `breaks the spec: ${JSON.stringify(violation)}`),
    ];
  }

  /** Says how the preview of a case differs from the request that is expected. */
  async preview(each: Case): Promise<string[]> {
    const [expected] = each.expect.requests;
    if (expected === undefined) return [];
    const folder = await mkdtemp(join(tmpdir(), "contract-"));
    try {
      const files: Files = { folder, input: join(folder, "requests.jsonl") };
      await writeFile(files.input, INPUT);
      const baseUrl = this.#server.url + (each.client?.basePath ?? "");
      const call = await layerCall(each, baseUrl, files);
      return checkPreview(this.#entries, call, this.#server.url, expected);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  [Symbol.dispose](): void {
    for (const adapter of Object.values(this.#adapters)) adapter.close?.();
  }
}

/** Puts every case to every layer; the failures are what a sound package does not have. */
export async function runCases(
  entries: Entries,
  server: ServerHandle,
  cases: readonly Case[],
  layers: readonly Layer[] = LAYERS,
): Promise<Failure[]> {
  const suite = new Suite(entries, server);
  const failures: Failure[] = [];
  try {
    for (const each of cases) {
      for (const layer of layers) {
        const messages = await suite.check(each, layer).catch((error: unknown) => [String(error)]);
        if (messages.length > 0) failures.push({ case: each.name, layer, messages });
      }
    }
  } finally {
    suite[Symbol.dispose]();
  }
  return failures;
}

/** Resolves once the server has a request. */
async function arrived(server: ServerHandle): Promise<void> {
  while ((await server.requests()).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}
