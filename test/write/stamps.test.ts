/** What a run remembers of the files that it wrote, and of those that it found as they were to be. */

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { type FileStatus, lastingStampOf, stampOf } from "../../generator/base/file-stamp.ts";
import type { Comparison } from "../../generator/write/compare.ts";
import { openFolder } from "../../generator/write/folder.ts";
import { stampsOf } from "../../generator/write/stamps.ts";
import { generate, out, put, read, root } from "./folder.ts";

const none: Comparison = {
  changes: [],
  unchanged: [],
  remove: [],
  kept: [],
  refused: [],
  manifest: undefined,
  manifestText: undefined,
};

describe("a file that was staged", () => {
  const at = (name: string): string => join(root, name);
  let staged: FileStatus;

  /** Puts a file that was written at a second. */
  const put = (name: string, text: string, second: number): void => {
    writeFileSync(at(name), text);
    utimesSync(at(name), second, second);
  };
  const stamps = () => stampsOf(root, none, new Map([["a.ts", staged]]));

  beforeEach(() => {
    put("0", "one", 1);
    staged = lstatSync(at("0"));
    renameSync(at("0"), at("a.ts"));
  });

  test("is remembered as it is in its place", () => {
    expect(stamps()).toEqual({ "a.ts": stampOf(lstatSync(at("a.ts"))) });
  });

  test.each<[what: string, change: () => void]>([
    ["was edited", () => writeFileSync(at("a.ts"), "two")],
    ["was edited to another size, and has its time", () => put("a.ts", "three", 1)],
    [
      "was replaced by one of the same size and time",
      () => {
        put("b.ts", "two", 1);
        renameSync(at("b.ts"), at("a.ts"));
      },
    ],
    ["is gone", () => rmSync(at("a.ts"))],
  ])("is not remembered if it %s", (_what, change) => {
    change();
    expect(stamps()).toEqual({});
  });

  test("is not remembered if the clock stood still from its writing to its renaming", () => {
    // Later than the time of its status, as far as can be set.
    utimesSync(at("a.ts"), 4e9, 4e9);
    staged = lstatSync(at("a.ts"));
    expect(stamps()).toEqual({});
  });
});

test("a file that was as wanted is remembered as it was before it was compared", () => {
  const unchanged = [
    { path: "a.ts", hash: "1", lastingStamp: "as it was" },
    { path: "b.ts", hash: "2", lastingStamp: undefined },
  ];
  expect(stampsOf(root, { ...none, unchanged }, new Map())).toEqual({ "a.ts": "as it was" });
});

describe("a file that has the stamp which the last run remembers", () => {
  const summary = { name: "a", operations: 0, diagnostics: [], cwd: "", verified: false };
  const memory = { stamp: "this generator", summary };
  const remembered = (): string => {
    const folder = join(root, "node_modules/.cache/openapi-triptych");
    return join(folder, readdirSync(folder)[0]!);
  };
  const remember = (changes: object): void => {
    const record = JSON.parse(readFileSync(remembered(), "utf8")) as object;
    writeFileSync(remembered(), JSON.stringify({ ...record, ...changes }));
  };

  beforeEach(async () => {
    mkdirSync(join(root, "node_modules"));
    await generate({ "a.ts": "one" }, { memory });
    // As no change really is: it has the stamp of what was generated.
    put("a.ts", "two");
    const stamps = { "a.ts": stampOf(lstatSync(join(out, "a.ts"))) };
    remember({ stamps, time: Date.now() + 60_000 });
  });

  test("is not read where the same is wanted, and stays remembered", async () => {
    for (let count = 0; count < 2; count++) {
      const report = await generate({ "a.ts": "one" }, { memory });
      expect([report.unchanged, report.refused]).toEqual([["a.ts"], []]);
      remember({ time: Date.now() + 60_000 });
    }
  });

  test("is read before it would be replaced or removed", async () => {
    const replaced = await generate({ "a.ts": "three" }, { memory });
    expect(replaced.refused).toMatchObject([{ path: "a.ts", reason: "edited" }]);
    const removed = await generate({ "b.ts": "b" }, { memory });
    expect(removed.kept).toEqual(["a.ts"]);
  });

  test.each<[what: string, change: () => void]>([
    ["another generator ran", () => remember({ stamp: "another" })],
    [
      "it was written at the moment of looking",
      () => remember({ time: lstatSync(join(out, "a.ts")).ctimeMs }),
    ],
    [
      "somebody else wrote the manifest",
      () => put(".triptych.json", read(".triptych.json").replace("{", "{ ")),
    ],
  ])("is read if %s", async (_what, change) => {
    change();
    const report = await generate({ "a.ts": "one" }, { memory });
    expect(report.refused).toMatchObject([{ path: "a.ts", reason: "edited" }]);
  });
});

test("what is below a link has no stamp: it is not in the output", async () => {
  mkdirSync(join(root, "elsewhere"));
  writeFileSync(join(root, "elsewhere/a.ts"), "one");
  mkdirSync(out);
  symlinkSync(join(root, "elsewhere"), join(out, "src"), "junction");
  const folder = openFolder(out);
  const stamps = await Promise.all(
    ["src/a.ts", "src/b.ts", "b.ts"].map((path) => folder.stamp(path)),
  );
  expect(stamps).toEqual(["link", "link", undefined]);
});

test("a stamp lasts if a later change is certain to give another one", () => {
  const now = Date.now();
  const status = (mtimeMs: number, ctimeMs: number): FileStatus => {
    const others = { ino: 1, size: 2, isFile: () => true };
    return { ...others, mtimeMs, ctimeMs };
  };
  const old = now - 60_000;
  expect(lastingStampOf(status(old, old))).toBe(`1 2 ${old} ${old}`);
  expect(lastingStampOf(status(now - 1_000, old))).toBeUndefined();
  expect(lastingStampOf(status(old, now - 1_000))).toBeUndefined();
  expect(lastingStampOf(status(now + 60_000, old))).toBeUndefined();
});
