import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries } from "../contract/package.ts";
import { type Behaviour, LAYERS, type Layer } from "./behaviour.ts";
import { bodyBehaviours } from "./behaviours/body.ts";
import { connectionBehaviours } from "./behaviours/connection.ts";
import { pagesBehaviours } from "./behaviours/pages.ts";
import { redirectBehaviours } from "./behaviours/redirect.ts";
import { retryBehaviours } from "./behaviours/retry.ts";
import { waitBehaviours } from "./behaviours/wait.ts";
import { recordOf } from "./check.ts";
import { Suite } from "./suite.ts";

const behaviours: readonly Behaviour[] = [
  ...connectionBehaviours,
  ...bodyBehaviours,
  ...redirectBehaviours,
  ...retryBehaviours,
  ...pagesBehaviours,
  ...waitBehaviours,
];

let suite: Suite;

beforeAll(async () => {
  suite = await Suite.start(entries);
});

afterAll(() => suite[Symbol.asyncDispose]());

describe.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))(
  "%s",
  (_, behaviour) => {
    const records = new Map<Layer, unknown>();

    const { answers } = behaviour;
    const applicable = LAYERS.filter((layer) => behaviour.layers?.[layer]?.skip !== true);

    // oxlint-disable-next-line vitest/expect-expect -- the suite expects
    test.each(applicable)("%s", async (layer) => {
      const outcome = await suite.check(behaviour, layer);
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
