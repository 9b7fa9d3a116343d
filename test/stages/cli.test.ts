import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";

import type { ClientConfig } from "../../generator/config.ts";
import packageJson from "../../package.json" with { type: "json" };
import { at, put, read, stagesOf, tree, triptych } from "./cli-world.ts";

describe("the result", () => {
  test("a line per client: operations, files, time", async () => {
    const first = await triptych("generate odd.yaml --out out --name a");
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^a: 3 operations, 1 file written, 0 unchanged, 0 removed, \d+ ms \(out\)\n$/,
    );
    expect(first.stderr).toBe("warning odd: this is odd\n\ninfo renamed: this was renamed\n\n");
    expect(tree("out")).toEqual([".triptych.json", "a.ts"]);

    const again = await triptych(
      "generate api.yaml --out out --name a",
      stagesOf(() => ({ "b.ts": "b" })),
    );
    expect(again.stdout).toContain("a: 3 operations, 1 file written, 0 unchanged, 1 removed");
    const third = await triptych(
      "generate api.yaml --out out --name a",
      stagesOf(() => ({ "b.ts": "b" })),
    );
    expect(third).toMatchObject({ code: 0, stderr: "" });
    expect(third.stdout).toContain("0 files written, 1 unchanged, 0 removed");
  });

  test("many informative diagnostics of one kind are summed up, unless all are asked for", async () => {
    const line = (code: string, number: number) => `info ${code}: this is ${code} ${number}\n\n`;
    put("many.yaml", "openapi: 3.1.0");
    const { stderr, json } = await triptych("generate many.yaml --out out --json");
    expect(stderr).toBe(
      `${line("few", 1)}${line("few", 2)}${line("few", 3)}${line("many", 1)}info many: there are 3 more of this kind\n  cure: see them all with \`--verbose\`\n\n`,
    );
    expect(json.clients[0]?.diagnostics).toHaveLength(7);
    const all = await triptych("generate many.yaml --out other --verbose");
    expect(all.stderr).toContain(line("many", 4));
    expect(all.stderr).not.toContain("more of this kind");
  });

  test("nothing informative is said where nothing changed", async () => {
    await triptych("generate odd.yaml --out out");
    const { stderr } = await triptych("generate odd.yaml --out out");
    expect(stderr).toBe("warning odd: this is odd\n\n");
  });

  test("as JSON", async () => {
    const { code, stdout, json } = await triptych("generate odd.yaml --out ./out/ --json");
    expect(code).toBe(0);
    expect(json).toEqual({
      clients: [
        {
          name: "made-from-title",
          out: "out",
          operations: 3,
          written: ["a.ts"],
          unchanged: 0,
          removed: [],
          kept: [],
          saved: [],
          refused: [],
          changes: null,
          milliseconds: expect.any(Number),
          timings: [
            { stage: "checking", milliseconds: expect.any(Number) },
            { stage: "loading", milliseconds: expect.any(Number) },
            { stage: "resolve", milliseconds: expect.any(Number) },
            { stage: "writing", milliseconds: expect.any(Number) },
          ],
          diagnostics: [
            { severity: "warning", code: "odd", message: "this is odd" },
            { severity: "info", code: "renamed", message: "this was renamed" },
          ],
        },
      ],
      timings: [
        { stage: "starting", milliseconds: expect.any(Number) },
        { stage: "configuring", milliseconds: expect.any(Number) },
        { stage: "other", milliseconds: expect.any(Number) },
      ],
      diagnostics: [],
    });
    expect(stdout.endsWith("}\n")).toBe(true);
  });

  test("where the time goes, if it is asked for", async () => {
    const { stdout } = await triptych("generate api.yaml --out out --name a --timings");
    const [line, empty, ...rows] = stdout.trimEnd().split("\n");
    expect([line?.startsWith("a: 3 operations"), empty]).toEqual([true, ""]);
    expect(rows.map((row) => row.replace(/ +\d+\.\d ms$/, " …"))).toEqual([
      "starting …",
      "configuring …",
      "other …",
      "a",
      "  checking …",
      "  loading …",
      "  resolve …",
      "  writing …",
      "all …",
    ]);
    const times = rows.flatMap((row) => Number(/(\d+\.\d) ms$/.exec(row)?.[1] ?? []));
    const sum = times.slice(0, -1).reduce((all, time) => all + time, 0);
    expect(times.at(-1)).toBeCloseTo(sum, 0);
  });

  test("a dry run writes nothing", async () => {
    const { code, stdout } = await triptych("generate api.yaml --out out --dry-run");
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining("1 file to write, 0 unchanged, 0 to remove"),
    ]);
    expect(tree(".")).toEqual(["package.json"]);
  });

  test("inspect prints the plan, and writes nothing", async () => {
    const { code, stdout } = await triptych("inspect api.yaml --name b");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ planVersion: 1, package: { name: "b" } });
    expect(tree(".")).toEqual(["package.json"]);
  });
});

const clientsOf = async (argv: string): Promise<ClientConfig[]> => {
  const seen: ClientConfig[] = [];
  const { code, stderr } = await triptych(
    argv,
    stagesOf(() => ({ "a.ts": "a" }), seen),
  );
  expect([code, stderr.replace(/^info config-unused[^]*?\n\n/, "")]).toEqual([0, ""]);
  return seen;
};

const names = async (argv: string): Promise<unknown[]> =>
  (await clientsOf(argv)).map(({ name }) => name);

describe("what is run", () => {
  test("a SPEC alone: the folder and the name come from the document", async () => {
    expect(await clientsOf("generate api.yaml")).toEqual([{ spec: at("api.yaml") }]);
    expect(tree("generated")).toContain("made-from-title/a.ts".slice(0, 15));
    await clientsOf("generate api.yaml --name @acme/client");
    expect(read("generated/client/a.ts")).toBe("a");
  });

  test("every flag", async () => {
    const flags =
      "--out o --overlay 1.yaml --overlay https://example.org/2.yaml --templates t --allow-ref ../shared --allow-ref example.org --layers promise,sync --layers extra --name n --kind source --only a.* --only b";
    expect(await clientsOf(`generate https://example.org/api.json ${flags}`)).toEqual([
      {
        spec: "https://example.org/api.json",
        out: at("o"),
        overlays: [at("1.yaml"), "https://example.org/2.yaml"],
        templates: [at("t")],
        refs: { allow: [at("../shared"), "example.org"] },
        layers: ["promise", "sync", "extra"],
        name: "n",
        kind: "source",
        only: ["a.*", "b"],
      },
    ]);
  });

  test("what it allows is added to what the config allows", async () => {
    put(
      "triptych.config.json",
      '{ "spec": "api.yaml", "refs": { "allow": ["a.org"], "headers": { "a.org": { "b": "c" } } } }',
    );
    expect(await clientsOf("generate --allow-ref d.org")).toMatchObject([
      { refs: { allow: ["a.org", "d.org"], headers: { "a.org": { b: "c" } } } },
    ]);
  });

  test("standard input", async () => {
    const stdin = (async function* () {
      yield "from-";
      yield Buffer.from("stdin");
    })();
    const { json } = await triptych("generate - --json", undefined, { stdin });
    expect(json.clients).toMatchObject([{ name: "from-stdin", out: "generated/from-stdin" }]);
  });

  test("the config, found or named; flags win; paths are relative to where they stand", async () => {
    put(
      "triptych.config.json",
      '{ "spec": "api.yaml", "out": "lib", "name": "a", "layers": ["sync"] }',
    );
    mkdirSync(at("sub"));
    const lock = at("triptych.lock.json");
    expect(await clientsOf("generate")).toEqual([
      { spec: at("api.yaml"), out: at("lib"), name: "a", layers: ["sync"], lock },
    ]);
    expect(await clientsOf("generate --name b --out c --layers promise")).toEqual([
      { spec: at("api.yaml"), out: at("c"), name: "b", layers: ["promise"], lock },
    ]);
    expect(await clientsOf("generate api.yaml --kind source --out d")).toEqual([
      { spec: at("api.yaml"), out: at("d"), name: "a", layers: ["sync"], kind: "source", lock },
    ]);
    expect(await clientsOf("generate other.yaml --out e --config triptych.config.json")).toEqual([
      { spec: at("other.yaml"), out: at("e"), name: "a", layers: ["sync"], lock },
    ]);
  });

  test("a config that was found and is for other documents is not used, and that is said", async () => {
    put("triptych.config.json", '{ "spec": "api.yaml", "out": "lib", "overlays": ["a.yaml"] }');
    expect(await clientsOf("generate other.yaml")).toEqual([{ spec: at("other.yaml") }]);
    const { stderr } = await triptych("generate other.yaml");
    expect(stderr).toContain(
      "info config-unused: triptych.config.json has no client of other.yaml",
    );
  });

  test("several clients, or those that SPEC or --name selects", async () => {
    const clients = [
      { spec: "a.yaml", name: "one", out: "one" },
      { spec: "a.yaml", name: "two", out: "two" },
      { spec: "b.yaml", name: "three", out: "three" },
    ];
    put("triptych.config.json", JSON.stringify({ clients }));
    expect(await names("generate")).toEqual(["one", "two", "three"]);
    expect(await names("generate a.yaml")).toEqual(["one", "two"]);
    expect(await names("generate --name two")).toEqual(["two"]);
    expect(await names("inspect --name three")).toEqual(["three"]);
    expect(await names("generate b.yaml --out elsewhere")).toEqual(["three"]);
    expect(read("elsewhere/a.ts")).toBe("a");
  });
});

test("version and help", async () => {
  expect(await triptych("--version")).toMatchObject({
    code: 0,
    stdout: `${packageJson.version}\n`,
    stderr: "",
  });
  const { code, stdout } = await triptych("generate --help");
  expect(code).toBe(0);
  for (const option of [
    "--out",
    "--config",
    "--overlay",
    "--templates",
    "--allow-ref",
    "--layers",
    "--name",
    "--kind",
    "--only",
    "--dry-run",
    "--force",
    "--timings",
    "--concurrency",
    "--json",
    "Exit codes",
  ]) {
    expect(stdout).toContain(option);
  }
});
