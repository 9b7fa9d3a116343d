/** Proof that the behaviours find what they are there to find: each fails for a package that is broken where it looks. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { Copies, type Edit } from "../contract/damage.ts";
import type { Behaviour, Layer } from "./behaviour.ts";
import { bodyBehaviours } from "./behaviours/body.ts";
import { connectionBehaviours } from "./behaviours/connection.ts";
import { pagesBehaviours } from "./behaviours/pages.ts";
import { redirectBehaviours } from "./behaviours/redirect.ts";
import { retryBehaviours } from "./behaviours/retry.ts";
import { waitBehaviours } from "./behaviours/wait.ts";
import { Suite } from "./suite.ts";

const layers: readonly Layer[] = ["promise", "callback", "sync"];

const behaviours = [
  ...connectionBehaviours,
  ...bodyBehaviours,
  ...redirectBehaviours,
  ...retryBehaviours,
  ...pagesBehaviours,
  ...waitBehaviours,
];

function behaviourNamed(name: string): Behaviour {
  const found = behaviours.find((behaviour) => behaviour.name === name);
  if (found === undefined) throw new Error(`There is no behaviour "${name}".`);
  return found;
}

/** The same edit of the runtime and of the worker's program, into which it is bundled. */
const inBoth = (from: string, to: string): readonly Edit[] => [
  { part: "package", from, to },
  { part: "worker", from, to },
];

const faults: readonly (readonly [string, readonly Edit[], string])[] = [
  [
    "a POST is sent again after a failure",
    [{ part: "package", from: "if (!isSafe) return false;", to: "" }],
    "a POST that failed is final",
  ],
  [
    "one retry too many",
    [{ part: "package", from: "retries < retry.max", to: "retries <= retry.max" }],
    "three failures are the end",
  ],
  [
    "attempts are not counted",
    [
      {
        part: "package",
        from: "const attempt = state.sent + 1;",
        to: "const attempt = 1;",
      },
    ],
    "two failures, then a success",
  ],
  [
    "a redirect takes the credentials along",
    inBoth("!(isAway && isBound(request, name))", "true"),
    "a redirect to another origin takes no credential along",
  ],
  [
    "a redirected POST stays one",
    inBoth('status <= 302 && method === "POST"', "false"),
    "a POST that is redirected with 302 becomes a GET",
  ],
  [
    "a page comes twice",
    [{ part: "package", from: "position += 1;", to: "" }],
    "pages until the total is there",
  ],
  [
    "a wait ends too early",
    [
      {
        part: "package",
        from: "polling.terminal.some((end) => end === state)",
        to: "true",
      },
    ],
    "a wait until SUCCESS",
  ],
  [
    "a sign-in page counts as JSON",
    [{ part: "package", from: 'type !== "" && !isJson(type)', to: "false" }],
    "HTML with status 200",
  ],
];

let copies: Copies;

beforeAll(async () => {
  copies = await Copies.create();
});

afterAll(() => copies[Symbol.asyncDispose]());

/** The layers in which a behaviour is not as expected. */
async function failing(suite: Suite, behaviour: Behaviour): Promise<Layer[]> {
  const found: Layer[] = [];
  for (const layer of layers) {
    const isSound = await suite.check(behaviour, layer).then(
      () => true,
      () => false,
    );
    if (!isSound) found.push(layer);
  }
  return found;
}

test("a sound copy is as expected", async () => {
  await using suite = await Suite.start(await copies.import("sound"));
  for (const [, , name] of faults) expect(await failing(suite, behaviourNamed(name))).toEqual([]);
});

test.each(faults)("%s: noticed in every layer", async (fault, edits, name) => {
  await using suite = await Suite.start(await copies.import(fault, edits));
  expect(await failing(suite, behaviourNamed(name))).toEqual(layers);
});
