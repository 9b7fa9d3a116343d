import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { writeNames } from "../../generator/write/name-lock.ts";
import { folder } from "../package/workspace.ts";

const list = { operations: { "users.list": "GET /users" } };
const get = { operations: { "users.get": "GET /users/{id}" } };

const clientsIn = (path: string): unknown =>
  (JSON.parse(readFileSync(path, "utf8")) as { clients: unknown }).clients;

test("a client changes its own part, and nothing is touched where nothing changes", async () => {
  const root = folder({});
  const path = join(root, "locks/triptych.lock.json");
  expect(await writeNames(path, "b", list)).toBe(true);
  expect(await writeNames(path, "a", get)).toBe(true);
  expect(clientsIn(path)).toEqual({ a: get, b: list });
  const { mtimeMs, ino } = statSync(path);
  expect(await writeNames(path, "a", get)).toBe(false);
  expect(statSync(path)).toMatchObject({ mtimeMs, ino });
  expect(await writeNames(path, "b", get)).toBe(true);
  expect(clientsIn(path)).toEqual({ a: get, b: get });
  expect(readdirSync(join(root, "locks"))).toEqual(["triptych.lock.json"]);
});

test("a checkout on Windows, or a formatter, changes nothing", async () => {
  const path = join(folder({}), "triptych.lock.json");
  await writeNames(path, "a", list);
  const text = readFileSync(path, "utf8").replaceAll("\n", "\r\n\t");
  writeFileSync(path, text);
  expect(await writeNames(path, "a", list)).toBe(false);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("clients that are written at the same time lose nothing", async () => {
  const root = folder({});
  const path = join(root, "triptych.lock.json");
  const names = Array.from("abcdefgh");
  await Promise.all(names.map((name) => writeNames(path, name, list)));
  expect(clientsIn(path)).toEqual(Object.fromEntries(names.map((name) => [name, list])));
  expect(readdirSync(root)).toEqual(["triptych.lock.json"]);
});

test("what is no name lock is not replaced", async () => {
  const root = folder({ "triptych.lock.json": "<<<<<<< mine" });
  const path = join(root, "triptych.lock.json");
  await expect(writeNames(path, "a", list)).rejects.toThrow("bad-name-lock");
  expect(readFileSync(path, "utf8")).toBe("<<<<<<< mine");
});

test("a folder in its place is said to be one", async () => {
  const root = folder({});
  const path = join(root, "triptych.lock.json");
  mkdirSync(path);
  const problem = writeNames(path, "a", list);
  await expect(problem).rejects.toThrow(DiagnosticError);
  await expect(problem).rejects.toThrow("a folder is in the way");
  expect(existsSync(path)).toBe(true);
});
