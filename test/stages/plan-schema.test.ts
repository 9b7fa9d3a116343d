import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { schemaOfTypes } from "./plan-schema.ts";

const generator = fileURLToPath(new URL("../../generator/", import.meta.url));

/** Run with `--update` after a change of the types. */
test("plan.schema.json says what plan.ts says", async () => {
  const schema = schemaOfTypes(`${generator}plan.ts`, "Plan");
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    `${generator}plan.schema.json`,
  );
});
