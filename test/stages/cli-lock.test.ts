/** The name lock as a user meets it: beside the config, and kept by the commands. */

import { rmSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";

import * as stages from "../../generator/generate.ts";
import type { Comparison } from "../../generator/changes.ts";
import type { Plan } from "../../generator/plan.ts";
import { at, put, read, tree, triptych } from "./cli-world.ts";

const PEOPLE = `  /people: { get: { tags: [users], operationId: listAll, responses: { 204: { description: "" } } } }\n`;
const ADMINS = `  /admins: { get: { tags: [users], operationId: listAll, responses: { 204: { description: "" } } } }\n`;

function putSpec(...paths: string[]): void {
  put(
    "api.yaml",
    `openapi: 3.1.0\ninfo: { title: Users, version: 1.0.0 }\nservers: [{ url: "https://users.example" }]\npaths:\n${paths.join("")}`,
  );
}

const config = (more: object = {}) =>
  put(
    "triptych.config.json",
    JSON.stringify({
      spec: "api.yaml",
      out: "out",
      kind: "source",
      layers: ["promise"],
      format: "none",
      ...more,
    }),
  );

const run = (argv: string) => triptych(argv, stages);

async function stems(argv = "inspect"): Promise<Record<string, string>> {
  const { stdout } = await run(argv);
  const operations = (JSON.parse(stdout) as Plan).resources.flatMap(
    (resource) => resource.operations,
  );
  return Object.fromEntries(operations.map(({ path, stem }) => [path, stem]));
}

interface Lock {
  readonly clients: Readonly<Record<string, { readonly operations: object }>>;
}

const lockedNames = (path = "triptych.lock.json"): Lock["clients"] =>
  (JSON.parse(read(path)) as Lock).clients;

describe("generate", () => {
  test("keeps the names beside the config, and lets nothing take them", async () => {
    config();
    putSpec(PEOPLE);
    const first = await run("generate");
    expect(first.code).toBe(0);
    expect(first.stderr).toContain(
      "info names-locked: the names of users are in triptych.lock.json",
    );
    expect(lockedNames()["users"]?.operations).toEqual({ "users.listAll": "GET /people" });

    putSpec(ADMINS, PEOPLE);
    expect(await stems()).toEqual({ "/admins": "admins.list", "/people": "users.listAll" });
    const second = await run("generate");
    expect(second.code).toBe(0);
    expect(second.stdout).toContain("admins.list");
    expect(second.stdout).not.toContain("users.listAll");
    expect(lockedNames()["users"]?.operations).toEqual({
      "admins.list": { of: "GET /admins", instead: "users.listAll" },
      "users.listAll": "GET /people",
    });

    putSpec(ADMINS);
    expect(await stems()).toEqual({ "/admins": "admins.list" });
  });

  test("touches nothing the second time, and names the lock as an input", async () => {
    config();
    putSpec(PEOPLE);
    await run("generate");
    const files = ["triptych.lock.json", "out/.triptych.json"];
    const before = files.map((file) => [read(file), statSync(at(file)).mtimeMs]);
    expect((await run("generate")).stdout).toContain("0 files written");
    expect(files.map((file) => [read(file), statSync(at(file)).mtimeMs])).toEqual(before);
    const { inputs } = JSON.parse(read("out/.triptych.json")) as { inputs: Record<string, object> };
    expect(Object.keys(inputs["lock"] ?? {})).toEqual(["../triptych.lock.json#users"]);
    expect(Object.keys(inputs["config"] ?? {})).not.toContain("lock");
  });

  test("makes a lock that was lost again, of what it can know", async () => {
    config();
    putSpec(PEOPLE);
    await run("generate");
    const text = read("triptych.lock.json");
    rmSync(at("triptych.lock.json"));
    expect((await run("generate")).stdout).toContain("0 files written");
    expect(read("triptych.lock.json")).toBe(text);
  });

  test("keeps none without a config, in a dry run, where files are refused, and where none is wanted", async () => {
    putSpec(PEOPLE);
    await run("generate api.yaml --out out --kind source");
    expect(tree(".")).not.toContain("triptych.lock.json");
    config();
    await run("generate --dry-run");
    expect(tree(".")).not.toContain("triptych.lock.json");
    put("out/promise/index.ts", "mine");
    expect((await run("generate")).code).toBe(3);
    expect(tree(".")).not.toContain("triptych.lock.json");
    config({ lock: false });
    expect((await run("generate --force")).code).toBe(0);
    expect(tree(".")).not.toContain("triptych.lock.json");
  });

  test("is only read by runs whose flags select operations or another folder", async () => {
    config();
    putSpec(PEOPLE);
    await run("generate");
    const text = read("triptych.lock.json");
    putSpec(ADMINS, PEOPLE);
    for (const flags of ["--out other", "--only path:/admins"]) {
      expect((await run(`generate ${flags}`)).code).toBe(0);
      expect(await stems(`inspect ${flags}`)).toMatchObject({ "/admins": "admins.list" });
      expect(read("triptych.lock.json")).toBe(text);
    }
  });

  test("of several clients each has its own names, in the file that the config names", async () => {
    putSpec(PEOPLE);
    const client = {
      spec: "api.yaml",
      kind: "source",
      layers: ["promise"],
      format: "none",
      lock: "names.json",
    };
    put(
      "triptych.config.json",
      JSON.stringify({
        clients: [
          { ...client, name: "b", out: "b" },
          { ...client, name: "a", out: "a" },
        ],
      }),
    );
    expect((await run("generate")).code).toBe(0);
    expect(Object.keys(lockedNames("names.json"))).toEqual(["a", "b"]);
    expect((await run("generate")).stdout).toMatch(/0 files written[^]*0 files written/);
  });

  test("two clients of one name cannot have different names in one lock", async () => {
    putSpec(PEOPLE, ADMINS);
    const client = {
      spec: "api.yaml",
      kind: "source",
      layers: ["promise"],
      format: "none",
      name: "a",
    };
    const clients = (more: object) =>
      JSON.stringify({
        clients: [
          { ...client, out: "b" },
          { ...client, out: "a", ...more },
        ],
      });
    put("triptych.config.json", clients({ only: ["path:/admins"] }));
    const { code, stderr } = await run("generate");
    expect([code, tree(".").includes("triptych.lock.json")]).toEqual([1, false]);
    expect(stderr).toContain(
      "error shared-names: two clients are called a, and have different names in triptych.lock.json",
    );
    put("triptych.config.json", clients({}));
    expect((await run("generate")).code).toBe(0);
  });

  test("says what is wrong with a lock, and where, and writes nothing", async () => {
    config();
    putSpec(PEOPLE);
    put("triptych.lock.json", `{\n<<<<<<< HEAD\n  "version": 1,\n=======\n`);
    const merge = await run("generate");
    expect(merge.code).toBe(1);
    expect(merge.stderr).toContain(
      "error bad-name-lock: triptych.lock.json, the name lock, holds a merge that was not resolved",
    );
    put(
      "triptych.lock.json",
      `{\n  "version": 1,\n  "clients": {\n    "users": { "operations": { "list": "GET /people" } }\n  }\n}\n`,
    );
    const bad = await run("generate");
    expect(bad.stderr).toContain("`list` is no name of operations\n  at triptych.lock.json:4:40\n");
    put("triptych.lock.json", `{ "version": 1, }`);
    expect((await run("generate")).stderr).toContain("error json-syntax");
    expect(tree(".")).not.toContain("out");
  });
});

test("diff gives the operations of the new document the names that generate would", async () => {
  config();
  putSpec(PEOPLE);
  await run("generate");
  put("old.yaml", read("api.yaml"));
  putSpec(ADMINS, PEOPLE);
  const diff = async (flags: string) => {
    const { stdout } = await run(`diff old.yaml api.yaml --json ${flags}`);
    return (JSON.parse(stdout) as Comparison).changes.map(
      ({ rule, subject }) => `${rule} ${subject}`,
    );
  };
  expect(await diff("--config triptych.config.json")).toEqual(["operation-added admins.list"]);
  rmSync(at("triptych.config.json"));
  expect((await diff("")).length).toBeGreaterThan(1);
});
