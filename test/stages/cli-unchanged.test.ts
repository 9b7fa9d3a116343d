/** A run whose inputs did not change: it reads and hashes, and no stage runs. */

import fs, { mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { textHash } from "../../generator/base/content-hash.ts";
import * as real from "../../generator/generate.ts";
import type { Stages } from "../../generator/stages.ts";
import { at, put, read, type Run, tree, triptych } from "./cli-world.ts";

let generated: string[] = [];
const stages: Stages = {
  ...real,
  generate(client, options) {
    generated.push(client.name ?? "?");
    // The compiler takes its time, and has tests of its own.
    const { verify: _, ...others } = options;
    return real.generate(client, others);
  },
};

const run = (argv: string): Promise<Run> => {
  generated = [];
  return triptych(argv, stages);
};
const generate = (flags = ""): Promise<Run> => run(`generate ${flags}`);
/** What a run says, but for the time it takes. */
const said = ({ code, stdout, stderr }: Run): unknown => ({
  code,
  stdout: stdout.replaceAll(/\d+ ms|"milliseconds": [\d.]+|"timings": \[[^\]]*\]/g, "…"),
  stderr,
});

const document = (title: string, more = ""): string =>
  [
    `openapi: 3.1.0`,
    `info: { title: ${title}, version: 1.0.0 }`,
    `servers: [{ url: "https://example.com" }]`,
    `paths:`,
    `  /things:`,
    `    get:`,
    `      operationId: listThings`,
    `      responses: { "200": { description: ok } }`,
    more,
  ].join("\n");

const config = (changes: object = {}): void =>
  put(
    "triptych.config.json",
    JSON.stringify({
      spec: "api.yaml",
      overlays: ["api.overlay.yaml"],
      templates: ["own"],
      out: "out",
      name: "things",
      kind: "source",
      format: "none",
      layers: ["promise"],
      ...changes,
    }),
  );

const hashOf = (file: string): string => textHash(read(file));

beforeEach(() => {
  mkdirSync(at("node_modules"));
  put("api.yaml", document("Things", "  /more: { $ref: more.yaml }\n  /gone: { $ref: gone.yaml }"));
  put("more.yaml", "get: { responses: { '200': { description: ok } } }\n");
  put(
    "api.overlay.yaml",
    "overlay: 1.0.0\ninfo: { title: o, version: '1' }\nactions: [{ target: \"$.paths['/gone']\", remove: true }]\n",
  );
  put("own/src/extra.ts", "export const extra = 1;\n");
  config();
});

test("says the same as before, and does not touch the disk", async () => {
  const first = await generate();
  expect([first.code, generated]).toEqual([0, ["things"]]);
  expect(first.stdout).toMatch(/^things: 2 operations, \d+ files written, 0 unchanged/);
  const files = tree("out");
  const times = files.map((file) => statSync(at(`out/${file}`)).mtimeMs);

  const second = await generate();
  expect([second.code, generated, second.stderr]).toEqual([0, [], ""]);
  const [, written] = /(\d+) files written/.exec(first.stdout) ?? [];
  expect(second.stdout).toMatch(
    new RegExp(
      `^things: 2 operations, 0 files written, ${written} unchanged, 0 removed, \\d+ ms \\(out\\)\n$`,
    ),
  );
  expect(tree("out")).toEqual(files);
  expect(files.map((file) => statSync(at(`out/${file}`)).mtimeMs)).toEqual(times);

  const { clients } = (await generate("--json")).json;
  expect(clients).toMatchObject([
    { name: "things", out: "out", operations: 2, written: [], unchanged: Number(written) },
  ]);
  await generate("--dry-run");
  expect(generated).toEqual([]);
});

test("a run follows when the options of Prettier or the order of overlays change", async () => {
  put("b.overlay.yaml", read("api.overlay.yaml"));
  const overlays = ["api.overlay.yaml", "b.overlay.yaml"];
  config({ format: "prettier", overlays });
  await generate();
  await generate();
  expect(generated).toEqual([]);
  put(".prettierrc", "semi: false\n");
  await generate();
  expect(generated).toEqual(["things"]);
  config({ format: "prettier", overlays: ["b.overlay.yaml", "api.overlay.yaml"] });
  await generate();
  expect(generated).toEqual(["things"]);
});

const changes: readonly (readonly [what: string, change: () => void])[] = [
  ["the document", () => put("api.yaml", document("Things"))],
  [
    "what it refers to",
    () => put("more.yaml", "put: { responses: { '200': { description: ok } } }\n"),
  ],
  ["what it refers to, and is gone", () => rmSync(at("more.yaml"))],
  ["what it refers to, and was not there", () => put("gone.yaml", "get: {}\n")],
  ["an overlay", () => put("api.overlay.yaml", `${read("api.overlay.yaml")}\n# more\n`)],
  ["a template", () => put("own/src/extra.ts", "export const extra = 2;\n")],
  ["a new template", () => put("own/src/more.ts", "export const more = 2;\n")],
  ["a template that is gone", () => rmSync(at("own/src/extra.ts"))],
  ["the name lock, which is gone", () => rmSync(at("triptych.lock.json"))],
  ["an option", () => config({ naming: "path" })],
  [
    "an overlay that is applied twice",
    () => config({ overlays: ["api.overlay.yaml", "api.overlay.yaml"] }),
  ],
  [
    "how imports end",
    () => put("tsconfig.json", '{ "compilerOptions": { "module": "preserve" } }'),
  ],
  ["an output file that was removed", () => rmSync(at("out/extra.ts"))],
  [
    "an output file that is a link now",
    () => {
      renameSync(at("out/extra.ts"), at("extra.ts"));
      symlinkSync(at("extra.ts"), at("out/extra.ts"));
    },
  ],
  [
    "an output folder that is a link now",
    () => {
      renameSync(at("out/runtime"), at("elsewhere"));
      symlinkSync(at("elsewhere"), at("out/runtime"));
    },
  ],
  ["an output file that was edited", () => put("out/extra.ts", "export const extra = 3;\n")],
  [
    "an output file that was edited, to the same size and time",
    () => {
      const { atime, mtime } = statSync(at("out/extra.ts"));
      put("out/extra.ts", read("out/extra.ts").replace("1", "2"));
      utimesSync(at("out/extra.ts"), atime, mtime);
    },
  ],
  ["the manifest", () => put("out/.triptych.json", `${read("out/.triptych.json")}\n`)],
  [
    "what is remembered, which is gone",
    () => rmSync(at("node_modules/.cache"), { recursive: true }),
  ],
  [
    "what is remembered, which is damaged",
    () => put(remembered(), read(remembered()).slice(0, -20)),
  ],
  [
    "the generator",
    () => put(remembered(), read(remembered()).replace(/"stamp":"[0-9a-f]+"/, '"stamp":"0"')),
  ],
  [
    "a run of another version",
    () =>
      put(
        "out/.triptych.json",
        read("out/.triptych.json").replace(/("generator": )"[^"]+"/, '$1"0.0.1"'),
      ),
  ],
  ["a run that was interrupted", () => mkdirSync(at(".out.triptych"))],
];

const remembered = (): string => {
  const [path = ""] = tree("node_modules").filter((each) => each.endsWith(".json"));
  return `node_modules/${path}`;
};

test.each(changes)("a run follows when something changed: %s", async (_what, change) => {
  await generate();
  // By then it is remembered what the files look like.
  await generate();
  expect(generated).toEqual([]);
  change();
  const { code } = await generate();
  expect([code === 0 || code === 1 || code === 3, generated]).toEqual([true, ["things"]]);
});

test("line ends that a checkout changed are no change", async () => {
  await generate();
  for (const file of ["api.yaml", "own/src/extra.ts", "out/extra.ts", "out/.triptych.json"])
    put(file, read(file).replaceAll("\n", "\r\n"));
  await generate();
  expect(generated).toEqual([]);
});

test("a run follows when it is asked for, and where nothing can be remembered", async () => {
  await generate();
  await generate("--force");
  expect(generated).toEqual(["things"]);
  rmSync(at("node_modules"), { recursive: true });
  await generate();
  await generate();
  expect(generated).toEqual(["things"]);
});

test("what is to be type-checked is passed over only if it was", async () => {
  const ci = { env: { CI: "true" } };
  const target = fileURLToPath(new URL("../../node_modules/typescript", import.meta.url));
  symlinkSync(target, at("node_modules/typescript"), "junction");
  await generate();
  generated = [];
  await triptych("generate", stages, ci);
  expect(generated).toEqual(["things"]);
  generated = [];
  await triptych("generate", stages, ci);
  expect(generated).toEqual([]);
  await generate("--no-verify");
  expect(generated).toEqual([]);
  await generate("--verify");
  expect(generated).toEqual(["things"]);
});

test("a file that was written at the moment of looking is looked into again", async () => {
  await generate();
  const file = at("out/extra.ts");
  const record = JSON.parse(read(remembered())) as Record<string, unknown>;
  const text = read("out/extra.ts");
  put("out/extra.ts", text.replace("1", "2"));
  const { ino, size, mtimeMs, ctimeMs } = statSync(file);
  const stamps = { "extra.ts": [ino, size, mtimeMs, ctimeMs].join(" ") };
  put(remembered(), JSON.stringify({ ...record, stamps, time: Math.max(mtimeMs, ctimeMs) }));
  expect((await generate()).code).toBe(3);
});

const stampOf = (file: string): string => {
  const { ino, size, mtimeMs, ctimeMs } = statSync(at(file));
  return [ino, size, mtimeMs, ctimeMs].join(" ");
};

describe("what a run read and wrote", () => {
  interface Remembered {
    readonly time: number;
    readonly stamps: Readonly<Record<string, string>>;
    readonly inputs: Readonly<Record<string, unknown>>;
  }
  const record = (): Remembered => JSON.parse(read(remembered())) as Remembered;
  const inputs = ["api.yaml", "more.yaml", "api.overlay.yaml"];
  const outputs = (): string[] => {
    const { files } = JSON.parse(read("out/.triptych.json")) as { files: object };
    return Object.keys(files);
  };
  /** Whether the clock of the disk went on from its writing to its renaming, and from that to the record. */
  const isCertain = (file: string): boolean => {
    const { mtimeMs, ctimeMs } = statSync(at(`out/${file}`));
    return mtimeMs < ctimeMs && ctimeMs < record().time;
  };
  const change = (file: string): void => {
    const { atime, mtime } = statSync(at(file));
    put(
      file,
      read(file).replace(/Things|extra = 1/, (text) => text.replace(/.$/, "2")),
    );
    utimesSync(at(file), atime, mtime);
  };

  // The inputs were not written just now.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 }));
  afterEach(() => void vi.useRealTimers());

  test("is remembered", async () => {
    await generate();
    const { stamps, inputs: seen } = record();
    const certain = outputs().filter(isCertain);
    const expected = certain.map((file) => [file, stampOf(`out/${file}`)]);
    expect(stamps).toMatchObject(Object.fromEntries(expected));
    const entries = inputs.map((file) => [at(file), { stamp: stampOf(file), hash: hashOf(file) }]);
    expect(seen).toEqual(Object.fromEntries(entries));
    await generate("--force");
    expect(outputs().filter((file) => !(file in record().stamps))).toEqual([]);
  });

  test("is not opened by the next one", async () => {
    await generate();
    const unopened = outputs().filter(isCertain);
    const opened = new Set<unknown>();
    const { readFileSync, openSync, promises } = fs;
    const { open, readFile } = promises;
    const watched = <Args extends unknown[], R>(real: (...args: Args) => R) =>
      ((...args) => (opened.add(args[0]), real(...args))) as typeof real;
    Object.assign(fs, { readFileSync: watched(readFileSync), openSync: watched(openSync) });
    Object.assign(promises, { open: watched(open), readFile: watched(readFile) });
    syncBuiltinESMExports();
    try {
      await generate();
    } finally {
      Object.assign(fs, { readFileSync, openSync });
      Object.assign(promises, { open, readFile });
      syncBuiltinESMExports();
    }
    expect(generated).toEqual([]);
    // What is opened is seen.
    expect(opened).toContain(at("out/.triptych.json"));
    const files = [...inputs.map(at), ...unopened.map((file) => at(`out/${file}`))];
    expect(files.filter((file) => opened.has(file))).toEqual([]);
  });

  test.each([...inputs.slice(0, 1), "out/extra.ts"])(
    "is looked into if it was changed at once, to the same size and time: %s",
    async (file) => {
      await generate();
      change(file);
      await generate();
      expect(generated).toEqual(["things"]);
    },
  );

  test("is what it was before it was read", async () => {
    generated = [];
    await triptych("generate", {
      ...stages,
      async generate(client, options) {
        const made = await stages.generate(client, options);
        change("api.yaml");
        return made;
      },
    });
    await generate();
    expect(generated).toEqual(["things"]);
  });
});

test("a document that was written just now is hashed by the next run", async () => {
  await generate();
  const { inputs } = JSON.parse(read(remembered())) as { inputs: unknown };
  expect(inputs).toEqual({});
});

describe("a document that was hashed", () => {
  interface Seen {
    readonly stamp: string;
    readonly hash: string;
  }
  const record = (): { inputs: Record<string, Seen> } =>
    JSON.parse(read(remembered())) as { inputs: Record<string, Seen> };
  /** Puts another text of the same size. */
  const change = (file: string): void => put(file, read(file).replace("Things", "Thinks"));

  beforeEach(async () => {
    await generate();
    await generate();
    generated = [];
  });

  test("is remembered with all that it refers to, and with overlays", () => {
    const files = ["api.yaml", "more.yaml", "api.overlay.yaml"];
    const entries = files.map((file) => [at(file), { stamp: stampOf(file), hash: hashOf(file) }]);
    expect(record().inputs).toEqual(Object.fromEntries(entries));
  });

  test("is not read again", async () => {
    const { inputs, ...others } = record();
    const other = { ...inputs[at("api.yaml")], hash: hashOf("more.yaml") };
    put(
      remembered(),
      JSON.stringify({ ...others, inputs: { ...inputs, [at("api.yaml")]: other } }),
    );
    await generate();
    expect(generated).toEqual(["things"]);
  });

  test("is hashed where it was touched, and then remembered again", async () => {
    utimesSync(at("api.yaml"), new Date(0), new Date(1));
    put("more.yaml", read("more.yaml"));
    await generate();
    expect(generated).toEqual([]);
    expect(record().inputs).toMatchObject({
      [at("api.yaml")]: { stamp: stampOf("api.yaml"), hash: hashOf("api.yaml") },
      [at("more.yaml")]: { stamp: stampOf("more.yaml") },
    });
  });

  test("is hashed where another one of the same size and time is in its place", async () => {
    const { atime, mtime } = statSync(at("api.yaml"));
    change("api.yaml");
    utimesSync(at("api.yaml"), atime, mtime);
    await generate();
    expect(generated).toEqual(["things"]);
  });

  test("is hashed where it was written at the moment of looking, or later", async () => {
    const { inputs, ...others } = record();
    const { hash } = inputs[at("api.yaml")]!;
    change("api.yaml");
    const seen = { stamp: stampOf("api.yaml"), hash };
    const { mtimeMs, ctimeMs } = statSync(at("api.yaml"));
    const time = Math.max(mtimeMs, ctimeMs);
    const all = { ...inputs, [at("api.yaml")]: seen };
    put(remembered(), JSON.stringify({ ...others, inputs: all, time }));
    await generate();
    expect(generated).toEqual(["things"]);
  });

  test("is what a link leads to now", async () => {
    put("other.yaml", read("api.yaml"));
    change("other.yaml");
    renameSync(at("api.yaml"), at("first.yaml"));
    symlinkSync(at("first.yaml"), at("api.yaml"));
    await generate();
    expect(generated).toEqual([]);
    rmSync(at("api.yaml"));
    symlinkSync(at("other.yaml"), at("api.yaml"));
    await generate();
    expect(generated).toEqual(["things"]);
  });
});

test("a run after which files are missing is not remembered", async () => {
  await generate();
  put("out/extra.ts", "// edited");
  put("own/src/extra.ts", "export const extra = 2;\n");
  expect((await generate()).code).toBe(3);
  put("own/src/extra.ts", "export const extra = 1;\n");
  put("out/extra.ts", "export const extra = 1;\n");
  await generate("--dry-run");
  expect(generated).toEqual([]);
});

test("a merge of two runs is none, though each line of it is of one of them", async () => {
  await generate();
  const manifest = read("out/.triptych.json");
  // One branch changes a template, the other adds one: both lines and both files are as their runs left them.
  put("own/src/extra.ts", "export const extra = 2;\n");
  await generate();
  const [changed, file] = [read("out/.triptych.json"), read("out/extra.ts")];
  put("own/src/extra.ts", "export const extra = 1;\n");
  put("own/src/more.ts", "export const more = 1;\n");
  await generate();
  const line = (text: string): string => / "extra\.ts".*/.exec(text)![0];
  const input = (text: string): string => /"\.\.\/own\/src\/extra\.ts".*/.exec(text)![0];
  const merged = read("out/.triptych.json")
    .replace(line(manifest), line(changed))
    .replace(input(manifest), input(changed));
  put("out/.triptych.json", merged);
  put("out/extra.ts", file);
  put("own/src/extra.ts", "export const extra = 2;\n");
  await generate();
  expect(generated).toEqual(["things"]);
});

test.each([
  ["generate", 0],
  ["generate --json", 0],
  ["generate --verbose --json", 0],
  ["generate --dry-run", 0],
  ["check", 0],
  ["check --json", 0],
  ["check --verbose", 0],
])("%s says what a run would say, warnings and all", async (argv, code) => {
  put(
    "api.yaml",
    document("Things", "  /things/{id}: { get: { responses: { '200': { description: ok } } } }"),
  );
  config({ overlays: [] });
  const first = await generate();
  expect(first.stderr).toMatch(/^warning /m);
  const passed = await run(argv);
  expect([generated, passed.code]).toEqual([[], code]);
  rmSync(at("node_modules/.cache"), { recursive: true });
  const made = await run(argv);
  expect(generated).toEqual(["things"]);
  expect(said(passed)).toEqual(said(made));
});

test("warnings name files as they are called from the current folder", async () => {
  put(
    "api.yaml",
    document("Things", "  /things/{id}: { get: { responses: { '200': { description: ok } } } }"),
  );
  await generate();
  mkdirSync(at("below"));
  generated = [];
  const below = await triptych("generate", stages, { cwd: at("below") });
  expect(generated).toEqual(["things"]);
  expect(below.stderr).not.toContain(" api.yaml:");
});

test.each(["generate", "check"])(
  "%s fails as a run would where two clients share names",
  async (command) => {
    put("api.yaml", document("Things"));
    put("other.yaml", document("Other"));
    const shared = { name: "things", kind: "source", format: "none", layers: ["promise"] };
    const clients = [
      { spec: "api.yaml", out: "one", ...shared },
      { spec: "other.yaml", out: "two", ...shared },
    ];
    put("triptych.config.json", JSON.stringify({ clients }));
    expect((await generate()).code).toBe(0);
    put("other.yaml", document("Other").replace("/things:", "/others:"));
    const { code, stderr } = await run(command);
    expect(stderr).toContain("error shared-names");
    expect(code).toBe(1);
  },
);

test("a client without a folder is as fresh from whatever folder one looks", async () => {
  put(".prettierrc", "semi: false\n");
  put("below/.prettierrc", "tabWidth: 8\n");
  config({ out: undefined, format: "prettier" });
  await generate();
  expect(read("generated/things/extra.ts")).toBe("export const extra = 1\n");
  const check = (): Promise<Run> => triptych("check", stages, { cwd: at("below") });
  generated = [];
  expect((await check()).code).toBe(0);
  expect(generated).toEqual([]);
  rmSync(at("node_modules/.cache"), { recursive: true });
  expect((await check()).code).toBe(0);
  expect(generated).toEqual(["things"]);
});

test("only the clients whose inputs changed are generated", async () => {
  put("api.yaml", document("Things"));
  put("other.yaml", document("Other"));
  const shared = { kind: "source", format: "none", layers: ["promise"] };
  const clients = [
    { spec: "api.yaml", name: "one", out: "one", ...shared },
    { spec: "other.yaml", name: "two", out: "two", ...shared },
  ];
  put("triptych.config.json", JSON.stringify({ clients }));
  await generate();
  expect(generated).toEqual(["one", "two"]);
  put("other.yaml", document("Other", "# more"));
  const { stdout } = await generate();
  expect(generated).toEqual(["two"]);
  expect(stdout.split("\n").map((line) => line.split(":")[0])).toEqual(["one", "two", ""]);
});

test("a client without a folder or a name is found by what it was made from", async () => {
  rmSync(at("triptych.config.json"));
  put("other.yaml", document("Other"));
  const flags = "--kind source --layers promise";
  await generate(`api.yaml ${flags}`);
  await generate(`other.yaml ${flags}`);
  const again = await generate(`other.yaml ${flags}`);
  expect([generated, again.stdout]).toEqual([[], expect.stringContaining("(generated/other)")]);
  await generate(`other.yaml ${flags} --name @acme/other`);
  expect(generated).toHaveLength(1);
  renameSync(at("generated/other"), at("generated/moved"));
  await generate(`other.yaml ${flags}`);
  expect(generated).toHaveLength(1);
});

test.each([
  ["a file beside the outputs", "generated/.gitignore", 0],
  ["a file in place of their folder", "generated", 1],
])("a client without a folder or a name meets %s", async (_what, path, wanted) => {
  rmSync(at("triptych.config.json"));
  put(path, "*\n");
  const { code, stderr } = await generate("api.yaml --overlay api.overlay.yaml --kind source");
  expect(stderr).not.toContain("internal-error");
  expect(code).toBe(wanted);
});

test("what must not be read is not read where nothing changed, either", async () => {
  put("specs/api.yaml", document("Things", "  /more: { $ref: ../more.yaml }"));
  config({ spec: "specs/api.yaml", overlays: [], only: ["path:/things"] });
  const first = await generate();
  expect([first.code, generated]).toEqual([0, ["things"]]);
  expect(read("out/.triptych.json")).toContain('"../more.yaml": "missing"');
  // Read, it would have a hash that is another than none.
  await generate();
  expect(generated).toEqual([]);
  config({ spec: "specs/api.yaml", overlays: [], only: ["path:/things"], refs: { allow: ["./"] } });
  await generate();
  expect(generated).toEqual(["things"]);
});

test("an address that is none is refused as if there were no output yet", async () => {
  await generate();
  config({ spec: "https://exa mple.com/api.yaml" });
  const { code, stderr } = await generate();
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("https://exa mple.com/api.yaml is no valid address"),
  ]);
});

describe("a document at an address", () => {
  let server: Server;
  let text = "";
  let asked = 0;
  beforeEach(async () => {
    text = document("Things");
    asked = 0;
    server = createServer((_request, response) => {
      asked++;
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    config({ spec: `http://127.0.0.1:${port}/api.yaml`, overlays: [] });
    return () => server.close();
  });

  test("is fetched, and compared", async () => {
    await generate();
    await generate();
    expect([generated, asked]).toEqual([[], 2]);
    text = document("Things", "# more");
    await generate();
    expect(generated).toEqual(["things"]);
  });
});

test("an error in what is there says what a run says", async () => {
  await generate();
  put("api.yaml", "openapi: [");
  const { code, stderr } = await generate();
  expect([code, generated]).toEqual([1, ["things"]]);
  expect(stderr).toContain("error yaml-syntax");
});
