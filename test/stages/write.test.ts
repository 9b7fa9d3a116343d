import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { contentHash } from "../../generator/manifest.ts";
import { write, type WriteOptions, type WriteReport } from "../../generator/write.ts";

let root = "";
let out = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "write-"));
  out = join(root, "out");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const generate = (
  files: Readonly<Record<string, string>>,
  options: Partial<WriteOptions> = {},
): Promise<WriteReport> =>
  write(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    out,
    { generator: "1.2.3", ...options },
  );

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
};
const read = (path: string): string => readFileSync(join(out, path), "utf8");
const tree = (): string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .filter((path) => statSync(join(root, path)).isFile())
    .sort();
const diagnosticsOf = async (run: Promise<unknown>): Promise<DiagnosticError["diagnostics"]> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics;
};

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
    expect(read("a.ts")).toBe("a");
  });

  test("a failure half-way leaves whole files, a record of them and no temporary folder", async () => {
    await generate({ "a.ts": "a", "z.ts": "z" });
    const { signal } = new AbortController();
    signal.throwIfAborted = () => void mkdirSync(join(out, "m.ts"), { recursive: true });
    const files = { "a.ts": "a2", "m.ts": "m", "z.ts": "z2" };
    expect(await diagnosticsOf(generate(files, { signal }))).toMatchObject([
      { code: "cannot-write" },
    ]);
    expect(tree()).toEqual(["out/.triptych.json", "out/a.ts", "out/z.ts"]);
    expect([read("a.ts"), read("z.ts")]).toEqual(["a2", "z"]);
    expect(await generate({ "a.ts": "a3", "z.ts": "z3" })).toMatchObject({
      written: ["a.ts", "z.ts"],
      refused: [],
    });
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
