import { join } from "node:path";
import { expect, test } from "vitest";
import { root, succeed } from "./package/workspace.ts";

test("generating in a clean checkout changes nothing", async () => {
  const output = await succeed("npx", ["triptych", "generate", "--dry-run", "--json"]);
  const { clients } = JSON.parse(output);
  expect(clients).toHaveLength(1);
  expect(clients[0]).toMatchObject({ operations: 11, written: [], removed: [], refused: [] });
});

test("the demo runs a batch in each style and joins its results", async () => {
  const output = await succeed(process.execPath, [join(root, "demo/main.js")]);
  const [, ...styles] = output.split(/^(?=Promise|Callback|Sync)/m);
  expect(styles.map((style) => style.split("\n")[0])).toEqual(["Promise", "Callback", "Sync"]);
  for (const style of styles) {
    expect(style).toMatch(/^  5\/5 requests over \(1 failed\), 1\/1 jobs over, 5 results read$/m);
    expect(style).toMatch(/^greeting +ok +You wrote: Say hello in Breton\.$/m);
    expect(style).toMatch(/^broken +error 400 +temperature is out of range$/m);
  }
});

test("the demo does not talk to the real API without a key", async () => {
  const env = { MISTRAL_API_KEY: "" };
  await expect(
    succeed(process.execPath, [join(root, "demo/main.js"), "--live"], { env }),
  ).rejects.toThrow("set MISTRAL_API_KEY");
});
