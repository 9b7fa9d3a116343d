import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { write } from "../../generator/write.ts";
import { check } from "../../generator/write/check.ts";
import { diagnosticsOf, generate, out, put, read, root, tree } from "./folder.ts";

describe("what is refused, with nothing written", () => {
  test("edited and foreign files, each named with a cure", async () => {
    await generate({ "a.ts": "a", "b.ts": "b" });
    put("a.ts", "edited");
    put("c.ts", "foreign");
    const report = await generate({ "a.ts": "a2", "b.ts": "b2", "c.ts": "c" });
    expect(report.written).toEqual([]);
    expect(report.refused.map(({ path, reason }) => [path, reason])).toEqual([
      ["a.ts", "edited"],
      ["c.ts", "foreign"],
    ]);
    expect(report.refused[0]?.cure).toContain("a.ts.orig");
    expect([read("a.ts"), read("b.ts"), read("c.ts")]).toEqual(["edited", "b", "foreign"]);
  });

  test("an edit is found also where the output does not change", async () => {
    await generate({ "a.ts": "a" });
    put("a.ts", "edited");
    expect((await generate({ "a.ts": "a" })).refused).toMatchObject([{ reason: "edited" }]);
  });

  test("with force they are replaced, and saved beside without replacing an earlier copy", async () => {
    await generate({ "a.ts": "a", "b.ts": "b" });
    put("a.ts", "edited");
    put("a.ts.orig", "an earlier copy");
    put("c.ts", "foreign");
    expect(
      await generate({ "a.ts": "a2", "b.ts": "b", "c.ts": "c" }, { force: true }),
    ).toMatchObject({
      written: ["a.ts", "c.ts"],
      saved: ["a.ts.orig.2", "c.ts.orig"],
      refused: [],
    });
    expect([read("a.ts"), read("a.ts.orig"), read("a.ts.orig.2")]).toEqual([
      "a2",
      "an earlier copy",
      "edited",
    ]);
    expect(read("c.ts.orig")).toBe("foreign");
  });

  test("a foreign file that is as wanted is adopted", async () => {
    put("a.ts", "a");
    expect(await generate({ "a.ts": "a" })).toMatchObject({ unchanged: ["a.ts"], refused: [] });
    expect(await generate({ "a.ts": "a2" })).toMatchObject({ written: ["a.ts"], refused: [] });
  });

  test.each([{}, { force: true }])(
    "links, and names taken by a folder or a file: %j",
    async (options) => {
      mkdirSync(join(root, "elsewhere"));
      writeFileSync(join(root, "elsewhere/target.ts"), "precious");
      mkdirSync(out);
      symlinkSync(join(root, "elsewhere"), join(out, "src"));
      symlinkSync(join(root, "elsewhere/target.ts"), join(out, "link.ts"));
      symlinkSync(join(root, "nowhere"), join(out, "dangling.ts"));
      mkdirSync(join(out, "folder.ts"));
      put("file", "f");
      const report = await generate(
        {
          "src/target.ts": "1",
          "link.ts": "2",
          "dangling.ts": "3",
          "folder.ts": "4",
          "file/a.ts": "5",
          "ok.ts": "6",
        },
        options,
      );
      expect(report.refused.map(({ path, reason }) => [path, reason])).toEqual([
        ["dangling.ts", "link"],
        ["file/a.ts", "file"],
        ["folder.ts", "folder"],
        ["link.ts", "link"],
        ["src/target.ts", "link"],
      ]);
      expect(existsSync(join(out, "ok.ts"))).toBe(false);
      expect(existsSync(join(root, "nowhere"))).toBe(false);
      expect(readFileSync(join(root, "elsewhere/target.ts"), "utf8")).toBe("precious");
    },
  );

  test.each([
    ["a newer version", '{ "version": 2, "generator": "9.0.0", "files": {} }', "9.0.0"],
    ["no JSON, as after a merge conflict", "<<<<<<< ours", "not JSON"],
    [
      "an entry that is no hash",
      '{ "version": 1, "generator": "1", "files": { "a": 1 } }',
      "no hash",
    ],
  ])("a manifest that cannot be used: %s", async (_, text, reason) => {
    put(".triptych.json", text);
    const { refused } = await generate({ "a.ts": "a" });
    expect(refused).toMatchObject([{ path: ".triptych.json", reason: "manifest" }]);
    expect(refused[0]?.message).toContain(reason);
    expect(await generate({ "a.ts": "a" }, { force: true })).toMatchObject({ written: ["a.ts"] });
    expect(JSON.parse(read(".triptych.json"))).toMatchObject({ version: 1 });
  });
});

describe("paths that no file may have", () => {
  test.each([
    ["../a.ts"],
    ["src/../../a.ts"],
    ["/etc/a.ts"],
    ["C:/a.ts"],
    ["c:a.ts"],
    ["src\\a.ts"],
    ["src//a.ts"],
    ["./a.ts"],
    [""],
    ["a\u0000.ts"],
    [".triptych.json"],
    [".Triptych.json"],
  ])("%j", async (path) => {
    const [diagnostic] = await diagnosticsOf(generate({ [path]: "x", "ok.ts": "ok" }));
    expect(diagnostic).toMatchObject({ severity: "error", code: "output-path" });
    expect(tree()).toEqual([]);
  });

  test.each([
    [["src/File.ts", "src/file.ts"]],
    [["é.ts", "e\u0301.ts"]],
    [["a", "a/b.ts"]],
    [["A", "a/b.ts"]],
  ])("%j clash", async (paths) => {
    const diagnostics = await diagnosticsOf(
      generate(Object.fromEntries(paths.map((path) => [path, "x"]))),
    );
    expect(diagnostics).toMatchObject([{ code: "output-path" }]);
    for (const path of paths) expect(diagnostics[0]?.message).toContain(path);
    expect(tree()).toEqual([]);
  });
});

describe("when the disk does not permit it", () => {
  test("a file in place of the output folder, or of one above it", async () => {
    writeFileSync(out, "a file");
    expect(await diagnosticsOf(generate({ "a.ts": "a" }))).toMatchObject([
      { code: "cannot-write" },
    ]);
    const below = write([{ path: "a.ts", text: "a" }], join(out, "deep"), { generator: "1" });
    expect(await diagnosticsOf(below)).toMatchObject([{ code: "cannot-write" }]);
    expect(tree()).toEqual(["out"]);
  });

  test("a path that is too long: nothing is written", async () => {
    await generate({ "a.ts": "a" });
    const tooLong = `${"n".repeat(300)}.ts`;
    const [diagnostic] = await diagnosticsOf(generate({ "a.ts": "a2", [tooLong]: "x" }));
    expect(diagnostic).toMatchObject({ code: "cannot-write" });
    expect(diagnostic?.message).toContain("too long");
    expect(diagnostic?.cure).toContain("shorter path");
    expect(read("a.ts")).toBe("a");
    const wanted = [{ path: tooLong, text: "x", source: "" }];
    const checked = await diagnosticsOf(check(wanted, out, { generator: "1.0.0", inputs: [] }));
    expect(checked).toMatchObject([{ code: "cannot-read" }]);
    expect(checked[0]?.message).toMatch(/^cannot read .*: the path is too long \(ENAMETOOLONG, /);
  });

  test("a file that appears while new content is being prepared: nothing is written", async () => {
    await generate({ "a.ts": "a" });
    const { signal } = new AbortController();
    signal.throwIfAborted = () => put("m.ts", "mine");
    const [diagnostic] = await diagnosticsOf(generate({ "a.ts": "a2", "m.ts": "m" }, { signal }));
    expect(diagnostic).toMatchObject({ code: "changed-meanwhile" });
    expect([read("a.ts"), read("m.ts")]).toEqual(["a", "mine"]);
    expect(tree()).toEqual(["out/.triptych.json", "out/a.ts", "out/m.ts"]);
  });

  test.skipIf(process.getuid?.() === 0)("a read-only folder", async () => {
    await generate({ "a.ts": "a" });
    chmodSync(out, 0o555);
    try {
      const [diagnostic] = await diagnosticsOf(generate({ "a.ts": "a2" }));
      expect(diagnostic?.message).toContain("permission denied");
    } finally {
      chmodSync(out, 0o755);
    }
    expect(read("a.ts")).toBe("a");
    expect(tree()).toEqual(["out/.triptych.json", "out/a.ts"]);
  });

  test("an aborted signal: nothing is written, nothing left beside", async () => {
    await generate({ "a.ts": "a" });
    const run = generate({ "a.ts": "a2", "b.ts": "b" }, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(tree()).toEqual(["out/.triptych.json", "out/a.ts"]);
    expect(read("a.ts")).toBe("a");
  });
});

describe("names that differ only in case from what is there", () => {
  test.each([
    ["src/File.ts", "src/file.ts", "src/file.ts"],
    ["src/a.ts", "Src/mine.txt", "Src"],
  ])("%s beside %s, which is not ours: refused", async (path, foreign, named) => {
    put(foreign, "mine");
    const { refused } = await generate({ [path]: "x" }, { force: true });
    expect(refused).toMatchObject([{ path, reason: "case" }]);
    expect(refused[0]?.message).toContain(named);
    expect(tree()).toEqual([`out/${foreign}`]);
  });
});

test("a compressed file is compared by what is in it", async () => {
  const files = { "a.json.gz": "content" };
  await generate(files);
  writeFileSync(join(out, "a.json.gz"), gzipSync("content", { level: 1 }));
  expect(await generate(files)).toMatchObject({ unchanged: ["a.json.gz"], refused: [] });
  writeFileSync(join(out, "a.json.gz"), gzipSync("edited"));
  expect((await generate(files)).refused).toMatchObject([{ reason: "edited" }]);
});
