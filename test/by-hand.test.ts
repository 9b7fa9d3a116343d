import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));

const files = readdirSync(join(here, "by-hand"), { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts"),
);

/** Everything below the first line, which says where a file comes from. */
const body = (file: string) => readFileSync(file, "utf8").replace(/^.*\n/, "");

test("there are files to compare with", () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
});

test.each(files)("%s is generated as it was written by hand", (file) => {
  const generated = join(here, "../generated/mistral/src", file);
  expect(body(generated)).toBe(body(join(here, "by-hand", file)));
});
