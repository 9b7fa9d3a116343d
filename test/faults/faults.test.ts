import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { entries } from "../contract/package.ts";
import { type Behaviour, GET_JOBS, LAYERS, type Layer } from "./behaviour.ts";
import { bodyBehaviours } from "./behaviours/body.ts";
import { connectionBehaviours } from "./behaviours/connection.ts";
import { pagesBehaviours } from "./behaviours/pages.ts";
import { redirectBehaviours } from "./behaviours/redirect.ts";
import { retryBehaviours } from "./behaviours/retry.ts";
import { waitBehaviours } from "./behaviours/wait.ts";
import { checkOutcome, recordOf, renderings } from "./check.ts";
import { KEY, Layers, type Outcome } from "./layers.ts";
import { FaultServer } from "./start.ts";

const behaviours: readonly Behaviour[] = [
  ...connectionBehaviours,
  ...bodyBehaviours,
  ...redirectBehaviours,
  ...retryBehaviours,
  ...pagesBehaviours,
  ...waitBehaviours,
];

let server: FaultServer;
let layers: Layers;
/** An address at which nobody listens. */
let closed: string;

beforeAll(async () => {
  server = await FaultServer.start();
  layers = new Layers(entries);
  closed = await closedPort();
});

afterAll(async () => {
  layers[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

/** Makes the call, and checks what the server has seen of it. */
async function run(behaviour: Behaviour, layer: Layer): Promise<Outcome> {
  const { answers, check } = behaviour;
  const { requests = [GET_JOBS] } = { ...behaviour, ...behaviour.layers?.[layer] };
  if (typeof answers === "string") {
    return layers.run(behaviour, layer, answers === "closed" ? closed : server.resets);
  }
  const url = await server.script(answers);
  const outcome = await layers.run(behaviour, layer, url);
  const account = await server.account(url);
  expect(account.arrivals.map(({ method, target }) => `${method} ${target}`)).toEqual(requests);
  expect(account.unused, "answers that nobody asked for").toBe(0);
  check?.(account);
  await vi.waitFor(async () => {
    const { open } = await server.account(url);
    expect(open, "connections that wait for what nobody reads").toBe(0);
  });
  return outcome;
}

describe.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))(
  "%s",
  (_, behaviour) => {
    const records = new Map<Layer, unknown>();

    const { answers } = behaviour;
    const applicable = LAYERS.filter((layer) => behaviour.layers?.[layer]?.skip !== true);

    test.each(applicable)("%s", async (layer) => {
      const outcome = await run(behaviour, layer);
      const { expect: expected, attempts } = { ...behaviour, ...behaviour.layers?.[layer] };
      checkOutcome(outcome, expected, entries.errors);
      if (attempts !== undefined) expect(attemptsOf(outcome)).toBe(attempts);
      expect("error" in outcome ? renderings(outcome.error) : "").not.toContain(KEY);
      // Whether a reset comes while connecting or just after it is a matter of chance.
      const isAlike =
        answers !== "resets" && layer !== "fetch" && behaviour.layers?.[layer] === undefined;
      if ("error" in outcome && isAlike) records.set(layer, recordOf(outcome.error));
    });

    test("is the same error in all layers", () => {
      const [[, first] = []] = records;
      for (const [layer, record] of records)
        expect({ [layer]: record }).toEqual({ [layer]: first });
    });
  },
);

function attemptsOf(outcome: Outcome): unknown {
  return "error" in outcome ? Reflect.get(outcome.error as object, "attempt") : outcome.attempts;
}

async function closedPort(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return `http://127.0.0.1:${port}`;
}
