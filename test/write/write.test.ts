import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { contentHash } from "../../generator/base/content-hash.ts";
import { generate, out, put, read, root, tree } from "./folder.ts";

describe("what is written", () => {
  test("files and a manifest with a sorted line and a hash for each", async () => {
    const report = await generate({ "src/b.ts": "b\n", "a.md": "a\n" });
    expect(report).toEqual({
      written: ["a.md", "src/b.ts"],
      unchanged: [],
      removed: [],
      kept: [],
      saved: [],
      refused: [],
      recovered: null,
    });
    expect(tree()).toEqual(["out/.triptych.json", "out/a.md", "out/src/b.ts"]);
    expect(read(".triptych.json")).toBe(`{
  "version": 1,
  "generator": "1.2.3",
  "files": {
    "a.md": "${contentHash("a\n")}",
    "src/b.ts": "${contentHash("b\n")}"
  }
}
`);
  });

  test("only what differs; the rest keeps its time of change, and so does the manifest", async () => {
    await generate({ "a.ts": "a", "b.ts": "b" });
    const past = new Date(1_000_000_000_000);
    for (const path of ["a.ts", "b.ts", ".triptych.json"]) utimesSync(join(out, path), past, past);

    expect(await generate({ "a.ts": "a", "b.ts": "b" })).toMatchObject({
      written: [],
      unchanged: ["a.ts", "b.ts"],
    });
    expect(statSync(join(out, ".triptych.json")).mtime).toEqual(past);

    expect(await generate({ "a.ts": "a", "b.ts": "b2" })).toMatchObject({
      written: ["b.ts"],
      unchanged: ["a.ts"],
    });
    expect(statSync(join(out, "a.ts")).mtime).toEqual(past);
    expect(read("b.ts")).toBe("b2");
  });

  test("a file that someone deleted comes back", async () => {
    await generate({ "a.ts": "a" });
    rmSync(join(out, "a.ts"));
    expect(await generate({ "a.ts": "a" })).toMatchObject({ written: ["a.ts"] });
  });

  test("line ends that a checkout on Windows changed are no edit", async () => {
    await generate({ "a.ts": "1\n2\n" });
    put("a.ts", "1\r\n2\r\n");
    expect(await generate({ "a.ts": "1\n2\n" })).toMatchObject({
      unchanged: ["a.ts"],
      refused: [],
    });
    expect(await generate({ "a.ts": "3\n" })).toMatchObject({ written: ["a.ts"], refused: [] });
  });

  test("a dry run says the same and does nothing", async () => {
    await generate({ "a.ts": "a", "old.ts": "old" });
    const before = tree();
    expect(await generate({ "a.ts": "a2", "new.ts": "n" }, { dryRun: true })).toMatchObject({
      written: ["a.ts", "new.ts"],
      removed: ["old.ts"],
    });
    expect(tree()).toEqual(before);
    expect(read("a.ts")).toBe("a");
  });
});

describe("what is removed", () => {
  test("files of an earlier run, and the folders that they leave empty", async () => {
    await generate({ "src/deep/down/a.ts": "a", "src/b.ts": "b" });
    expect(await generate({ "src/b.ts": "b" })).toMatchObject({ removed: ["src/deep/down/a.ts"] });
    expect(existsSync(join(out, "src/deep"))).toBe(false);
    expect(tree()).toEqual(["out/.triptych.json", "out/src/b.ts"]);
  });

  test("neither foreign files nor the folders that hold them", async () => {
    await generate({ "src/a.ts": "a", "b.ts": "b" });
    put("src/mine.txt", "mine");
    put("notes/mine.txt", "mine");
    await generate({ "b.ts": "b" });
    expect(tree()).toEqual([
      "out/.triptych.json",
      "out/b.ts",
      "out/notes/mine.txt",
      "out/src/mine.txt",
    ]);
  });

  test("no file that was edited; it is reported", async () => {
    await generate({ "a.ts": "a", "b.ts": "b" });
    put("a.ts", "edited");
    expect(await generate({ "b.ts": "b" })).toMatchObject({ removed: [], kept: ["a.ts"] });
    expect(read("a.ts")).toBe("edited");
  });

  test("nothing outside the folder, whatever the manifest claims", async () => {
    writeFileSync(join(root, "precious.txt"), "p");
    mkdirSync(join(root, "elsewhere"));
    writeFileSync(join(root, "elsewhere/x.ts"), "x");
    mkdirSync(out);
    symlinkSync(join(root, "elsewhere"), join(out, "link"));
    const files = {
      "../precious.txt": contentHash("p"),
      [join(root, "precious.txt")]: contentHash("p"),
      "link/x.ts": contentHash("x"),
    };
    put(".triptych.json", JSON.stringify({ version: 1, generator: "0", files }));
    expect(await generate({ "a.ts": "a" })).toMatchObject({ removed: [], written: ["a.ts"] });
    expect(existsSync(join(root, "precious.txt"))).toBe(true);
    expect(existsSync(join(root, "elsewhere/x.ts"))).toBe(true);
  });
});

test("a link to a folder is a good output folder", async () => {
  mkdirSync(join(root, "real"));
  symlinkSync(join(root, "real"), out);
  await generate({ "src/a.ts": "a" });
  expect(readFileSync(join(root, "real/src/a.ts"), "utf8")).toBe("a");
});

test("a rename that changes case alone keeps the file", async () => {
  await generate({ "file.ts": "a" });
  await generate({ "File.ts": "a" });
  expect(read("File.ts")).toBe("a");
  expect(await generate({ "File.ts": "a" })).toMatchObject({ unchanged: ["File.ts"], removed: [] });
});

const git = (...args: string[]): number | null =>
  spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: out })
    .status;

test("the manifest merges in git where two branches add different files", async () => {
  const common = { "a.ts": "a", "b.ts": "b", "c.ts": "c", "d.ts": "d", "e.ts": "e" };
  await generate(common);
  for (const args of [
    ["init", "-q", "-b", "main"],
    ["add", "."],
    ["commit", "-qm", "1"],
    ["checkout", "-qb", "other"],
  ]) {
    expect(git(...args)).toBe(0);
  }
  await generate({ ...common, "a1.ts": "1" });
  git("add", ".");
  git("commit", "-qm", "2");
  git("checkout", "-q", "main");
  await generate({ ...common, "d1.ts": "2" });
  git("add", ".");
  git("commit", "-qm", "3");
  expect(git("merge", "-q", "other", "-m", "4")).toBe(0);
  expect(await generate({ ...common, "a1.ts": "1", "d1.ts": "2" })).toMatchObject({
    written: [],
    refused: [],
  });
});
