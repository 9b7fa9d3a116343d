import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";

import type { World } from "../../generator/cli/main.ts";
import type { Stages } from "../../generator/stages.ts";
import { put, read, stagesOf, tree, triptych } from "./cli-world.ts";

describe("exit code 1: the input cannot be used, and nothing is written", () => {
  test("the document: place, lines and cure are shown", async () => {
    const { code, stdout, stderr } = await triptych("generate bad.yaml --out out");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`error dangling-ref: there is no \`#/a\`
  at bad.yaml:3:5
  in #/b
  3 |     $ref: '#/a'
    |     ^
  cure: add it

`);
    expect(tree(".")).toEqual(["package.json"]);
    const { json } = await triptych("generate bad.yaml --out out --json");
    expect(json.clients).toMatchObject([
      { name: null, out: "out", written: [], diagnostics: [{ code: "dangling-ref" }] },
    ]);
  });

  test("one of several clients: the others are not written either", async () => {
    put(
      "triptych.config.json",
      '{ "clients": [{ "spec": "a.yaml", "out": "a" }, { "spec": "bad.yaml", "out": "b" }] }',
    );
    expect(await triptych("generate")).toMatchObject({ code: 1, stdout: "" });
    expect(tree(".")).toEqual(["package.json", "triptych.config.json"]);
  });

  test("two clients in one folder", async () => {
    put("triptych.config.json", '{ "clients": [{ "spec": "a.yaml" }, { "spec": "b.yaml" }] }');
    const { code, stderr } = await triptych("generate");
    expect([code, stderr]).toEqual([1, expect.stringContaining("generated/made-from-title")]);
    expect(tree(".")).toEqual(["package.json", "triptych.config.json"]);
  });

  test("the config", async () => {
    put("triptych.config.json", '{ "specs": "a.yaml" }');
    const { code, stderr } = await triptych("generate");
    expect(code).toBe(1);
    expect(stderr).toContain("error unknown-config-key: triptych.config.json sets `specs`");
    expect(stderr).toContain("did you mean `spec`?");
    const { json } = await triptych("generate --json");
    expect(json).toMatchObject({
      clients: [],
      diagnostics: [{ code: "missing-config-key" }, { code: "unknown-config-key" }],
    });
  });

  test("the disk", async () => {
    put("out", "a file");
    const { code, json } = await triptych("generate api.yaml --out out --json");
    expect(code).toBe(1);
    expect(json.clients).toMatchObject([{ written: [], diagnostics: [{ code: "cannot-write" }] }]);
  });
});

describe("exit code 2: the command line makes no sense", () => {
  test.each([
    ["generate a.yaml --ouput x", "unknown option '--ouput'", "did you mean `--out`?"],
    ["genrate", "unknown command 'genrate'", "did you mean `generate`?"],
    ["generate a.yaml --kind pkg", "Allowed choices are package, source", "triptych --help"],
    ["generate a.yaml b.yaml", "too many arguments", "triptych --help"],
    ["generate a.yaml --out", "argument missing", "triptych --help"],
    ["generate a.yaml --out --force", "That is another option", "triptych --help"],
    ["generate a.yaml --name Not/A/Name", "is no name for an npm package", "triptych --help"],
    ["generate", "there is no SPEC", "triptych --help"],
    ["inspect", "there is no SPEC", "triptych --help"],
  ])("%s", async (argv, message, cure) => {
    const { code, stdout, stderr } = await triptych(argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error usage: ");
    expect(stderr).toContain(message);
    expect(stderr).toContain(cure);
    const { json } = await triptych(`${argv} --json`);
    expect(json.clients).toEqual([]);
    expect(tree(".")).toEqual(["package.json"]);
  });

  test.each([
    ["generate --out x", "--out is for one client, and there are 2"],
    ["generate --name thre", "no client is named thre: there are one, two"],
    ["generate --name twoo", "did you mean `two`?"],
    ["inspect", "inspect shows one client, and there are 2"],
    ["generate c.yaml --config triptych.config.json", "several clients, and none of c.yaml"],
  ])("with several clients: %s", async (argv, message) => {
    put(
      "triptych.config.json",
      '{ "clients": [{ "spec": "a.yaml", "name": "one" }, { "spec": "b.yaml", "name": "two" }] }',
    );
    const { code, stderr } = await triptych(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test("no command: the help, on stderr", async () => {
    const { code, stdout, stderr } = await triptych("");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: triptych");
  });
});

describe("exit code 3: files stand in the way", () => {
  test("each is listed with what to do, and nothing is written; --force goes on", async () => {
    await triptych("generate api.yaml --out out");
    put("out/a.ts", "edited");
    put("out/b.ts", "foreign");
    const stages = stagesOf(() => ({ "a.ts": "a2\n", "b.ts": "b", "c.ts": "c" }));
    const { code, stdout, stderr } = await triptych("generate api.yaml --out out", stages);
    expect(code).toBe(3);
    expect(stderr).toContain("error refused-edited: in out, a.ts was edited");
    expect(stderr).toContain("error refused-foreign: in out, b.ts exists");
    expect(stderr).toContain("--force");
    expect(stdout).toContain("2 files refused, nothing written");
    expect(tree("out")).toEqual([".triptych.json", "a.ts", "b.ts"]);

    const { code: again, json } = await triptych("generate api.yaml --out out --json", stages);
    expect(again).toBe(3);
    expect(json.clients).toMatchObject([
      { written: [], refused: [{ path: "a.ts" }, { path: "b.ts" }] },
    ]);

    const forced = await triptych("generate api.yaml --out out --force", stages);
    expect(forced.code).toBe(0);
    expect(forced.stderr).toContain(
      "info edited-file-saved: out/a.ts.orig holds what was replaced",
    );
    expect([read("out/a.ts"), read("out/a.ts.orig")]).toEqual(["a2\n", "edited"]);
  });

  test("an edited file that is no longer generated stays, with a warning", async () => {
    await triptych("generate api.yaml --out out");
    put("out/a.ts", "edited");
    const { code, stderr } = await triptych(
      "generate api.yaml --out out",
      stagesOf(() => ({})),
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("warning edited-file-kept: out/a.ts"),
    ]);
    expect(read("out/a.ts")).toBe("edited");
  });
});

describe("faults and signals", () => {
  test("a fault of the generator is called that, with a stack only when asked for", async () => {
    const { code, stdout, stderr } = await triptych("generate bug.yaml --out out");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "error internal-error: this is a fault of triptych, not of your input: x is not a function\n",
    );
    expect(stderr).not.toContain("    at ");
    const debug = await triptych("generate bug.yaml --json", undefined, {
      env: { TRIPTYCH_DEBUG: "1" },
    });
    expect(debug.stderr).toContain("    at ");
    expect(debug.json).toMatchObject({ clients: [], diagnostics: [{ code: "internal-error" }] });
  });

  test("a signal before files are replaced: nothing is written, and the exit code is 130", async () => {
    const signals = new EventEmitter();
    signals.on("newListener", (name, listener: () => void) => {
      if (name === "SIGINT") queueMicrotask(listener);
    });
    const { code, stderr } = await triptych("generate api.yaml --out out", undefined, { signals });
    expect([code, stderr]).toEqual([130, expect.stringContaining("interrupted")]);
    expect(tree(".")).toEqual(["package.json"]);
    expect(signals.listenerCount("SIGINT") + signals.listenerCount("SIGTERM")).toBe(0);
  });
});

const terminal = (columns = 80): { written: string; world: Partial<World> } => {
  const seen = { written: "", world: {} as Partial<World> };
  const stream = {
    isTTY: true,
    columns,
    write: (text: string) => void (seen.written += text),
  };
  seen.world = { stderr: stream };
  return seen;
};
const slow = (): Stages => {
  const stages = stagesOf(() => ({ "a.ts": "a" }));
  return {
    ...stages,
    async generate(client, options) {
      options.onStage?.("resolving");
      await new Promise((resolve) => setTimeout(resolve, 350));
      options.onStage?.("formatting");
      return stages.generate(client, {});
    },
  };
};

describe("the terminal", () => {
  test("a progress line for what is slow, gone at the end", async () => {
    const seen = terminal();
    const { stdout } = await triptych("generate odd.yaml --name n", slow(), seen.world);
    expect(seen.written).toContain("\r\u001b[2Kn: resolving…");
    expect(seen.written).toContain("\r\u001b[2Kn: formatting…\r\u001b[2K");
    expect(seen.written.lastIndexOf("…")).toBeLessThan(seen.written.lastIndexOf("\r\u001b[2K"));
    expect(stdout).not.toContain("\u001b");
  });

  test.each([
    [10, "n: resol…"],
    [0, "n: resolving…"],
  ])("%i columns: %s", async (columns, line) => {
    const seen = terminal(columns);
    await triptych("generate odd.yaml --name n", slow(), seen.world);
    expect(seen.written).toContain(`\r\u001b[2K${line}`);
  });

  test("and none elsewhere", async () => {
    expect((await triptych("generate api.yaml", slow())).stderr).toBe("");
  });

  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [true, { TERM: "dumb" }, false],
  ])("terminal %s, %j: colours %s", async (isTTY, env, colours) => {
    let written = "";
    const stderr = { isTTY, write: (text: string) => void (written += text) };
    await triptych("generate bad.yaml", undefined, { stderr, env });
    expect(written.includes("\u001b[3")).toBe(colours);
  });
});
