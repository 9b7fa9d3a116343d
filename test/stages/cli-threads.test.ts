/** Clients that are made at a time, by the command as it is built. */

import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

import type { Result } from "../../generator/cli/report.ts";
import { at, put, tree, triptych } from "./cli-world.ts";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** With an id that two operations have, of which there is something to say. */
const api = (title: string, id: string): string => `openapi: 3.1.0
info: { title: ${title}, version: 1.0.0 }
servers: [{ url: "https://api.example" }]
paths:
  /items:
    get: { operationId: ${id}, responses: { 200: { description: "" } } }
    post: { operationId: ${id}, responses: { 200: { description: "" } } }
`;
const NAMES = ["one", "two", "three"];
const configOf = (names: readonly string[]): string =>
  JSON.stringify({
    clients: names.map((name) => ({ spec: `${name}.yaml`, out: `out/${name}`, name, lock: false })),
  });

function run(argv: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const words = [CLI, ...argv.split(" ")];
    execFile(process.execPath, words, { cwd: at(".") }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test("writes and says what it does where one is made after another", async () => {
  put("triptych.config.json", configOf(NAMES));
  for (const name of NAMES) put(`${name}.yaml`, api(name, `list${name}`));
  const inTurn = await run("generate --concurrency 1 --json");
  expect(inTurn.code).toBe(0);
  expect(inTurn.stderr).toMatch(/duplicate-operation-id[^]*one\.yaml[^]*two\.yaml[^]*three\.yaml/);
  cpSync(at("out"), at("expected"), { recursive: true });

  const together = await run("generate --concurrency 2 --force --json");
  expect(together.code).toBe(0);
  expect(together.stderr).toBe(inTurn.stderr);
  const { clients } = JSON.parse(together.stdout) as Result;
  expect(clients.map(({ name, written }) => [name, written])).toEqual(
    NAMES.map((name) => [name, []]),
  );
  expect(tree("out")).toEqual(tree("expected"));
  const [stages] = clients.map(({ timings }) => timings.map(({ stage }) => stage));
  expect(stages).toEqual([
    "loading",
    "reading",
    "resolving",
    "planning",
    "emitting",
    "rendering",
    "formatting",
    "writing",
  ]);
});

test("says what changed for callers in each, and makes only those that changed", async () => {
  put("node_modules/.keep", "");
  put("triptych.config.json", configOf(NAMES));
  for (const name of NAMES) put(`${name}.yaml`, api(name, `list${name}`));
  expect((await run("generate --concurrency 3")).code).toBe(0);
  for (const name of ["one", "three"]) {
    put(`${name}.yaml`, api(name, `list${name}`).replace("/items:", `/${name}:`));
  }
  const { clients } = JSON.parse((await run("generate --concurrency 3 --json")).stdout) as Result;
  const counted = clients.map(({ changes, written, timings }) => ({
    bump: changes?.bump,
    writes: written.length > 0,
    loads: timings.some(({ stage }) => stage === "loading"),
  }));
  const changed = { bump: "major", writes: true, loads: true };
  const same = { bump: undefined, writes: false, loads: false };
  expect(counted).toEqual([changed, same, changed]);
});

test("writes none where one cannot be made, whichever ends first", async () => {
  put("triptych.config.json", configOf(NAMES));
  put("one.yaml", api("one", "listOne"));
  put("two.yaml", "openapi: 3.1.0\npaths: 7\n");
  put("three.yaml", api("three", "listThree"));
  const { code, stdout, stderr } = await run("generate --concurrency 3");
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/error [^]*at two\.yaml:2:8/);
  expect(stderr).not.toContain("fault of triptych");
  expect(tree(".").filter((path) => path.startsWith("out"))).toEqual([]);

  const checked = await run("check --concurrency 3 --json");
  expect(checked.code).toBe(1);
  const { clients } = JSON.parse(checked.stdout) as { clients: { status: string }[] };
  expect(clients.map(({ status }) => status)).toEqual(["stale", "failed", "stale"]);
});

test.each(["0", "1.5", "many", "257"])("refuses %s at a time", async (count) => {
  const { code, stderr } = await triptych(`generate a.yaml --concurrency ${count}`);
  expect(code).toBe(2);
  expect(stderr).toContain("It is a whole number, from 1 to 256.");
});
