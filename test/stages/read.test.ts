import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { textHash } from "../../generator/base/content-hash.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { type Inputs, readInputs } from "../../generator/read.ts";
import { readPrettierConfig, readPrettierIdentity } from "../../generator/read/prettier-config.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { readImportExtension } from "../../generator/read/tsconfig.ts";
import { hashText, readText } from "../../generator/read/text.ts";

let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "read-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array = ""): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function failure(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof DiagnosticError)) throw new Error("no DiagnosticError was thrown");
  return error.diagnostics.map(({ code, message, cure }) => `${code}: ${message} (${cure})`);
}

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

describe("files and standard input", () => {
  test("are read as UTF-8, without a byte order mark, and named relative to the folder", async () => {
    put("spec/a.yaml", "\ufeffa: ü");
    const wanted = { uri: "spec/a.yaml", text: "a: ü" };
    expect(await readText("spec/a.yaml", { cwd: root })).toEqual(wanted);
    expect(await readText(join(root, "spec/a.yaml"), { cwd: root })).toEqual(wanted);
    expect(await readText("-", { stdin: chunks("a", "b") })).toEqual({
      uri: "<stdin>",
      text: "ab",
    });
  });

  test.each([
    ["little", [0xff, 0xfe, 0x61, 0x00, 0xfc, 0x00]],
    ["big", [0xfe, 0xff, 0x00, 0x61, 0x00, 0xfc]],
  ])("are read as UTF-16 if a byte order mark says so: %s endian", async (_, bytes) => {
    put("a.yaml", Uint8Array.from(bytes));
    expect((await readText("a.yaml", { cwd: root })).text).toBe("aü");
  });

  test("that cannot be read are errors with a cure", async () => {
    put("openapi.yaml");
    put("binary", Uint8Array.of(0xff, 0xfe, 0xfd));
    const read = (path: string) => failure(readText(path, { cwd: root, maxBytes: 2 ** 20 }));
    expect(await read("opnapi.yaml")).toEqual([
      "not-found: there is no file opnapi.yaml (did you mean `openapi.yaml`?)",
    ]);
    expect(await read("none/a.yaml")).toEqual([
      "not-found: there is no file none/a.yaml (check the path)",
    ]);
    expect(await read(".")).toEqual([expect.stringMatching(/^not-readable: .*folder/)]);
    expect(await read("binary")).toEqual([expect.stringMatching(/^not-text: binary/)]);
    expect(await read("-")).toEqual([expect.stringMatching(/^not-readable: .*standard input/)]);
    put("large", "x".repeat(2 ** 20 + 1));
    expect(await read("large")).toEqual([
      expect.stringMatching(/^too-large: large is larger than 1 MiB/),
    ]);
    const stdin = chunks("x".repeat(2 ** 20), "x");
    expect(await failure(readText("-", { stdin, maxBytes: 2 ** 20 }))).toEqual([
      expect.stringMatching(/^too-large: <stdin>/),
    ]);
  });
});

describe("addresses", () => {
  let server: Server;
  let origin = "";

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      if (url === "/spec") response.end("openapi: 3.1.0");
      else if (url === "/moved") response.writeHead(302, { location: "/spec" }).end();
      else if (url === "/loop") response.writeHead(302, { location: "/loop" }).end();
      else if (url === "/away")
        response.writeHead(302, { location: "http://other.example/" }).end();
      else if (url === "/large") response.end("x".repeat(2 ** 20 + 1));
      else if (url !== "/silent") response.writeHead(404).end("secret");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each(["/spec", "/moved"])("%s is read", async (path) => {
    const { uri, text } = await readText(origin + path);
    expect([uri, text]).toEqual([origin + path, "openapi: 3.1.0"]);
  });

  test.each([
    ["/none", /^fetch-failed: .*\/none answered 404 Not Found/],
    ["/loop", /^fetch-failed: .*\/loop redirects more than 5 times/],
    ["/away", /^redirect-refused: .*\/away redirects to another host: http:\/\/other\.example\//],
    ["/silent", /^fetch-failed: .*\/silent cannot be fetched: no answer within 0\.2 s/],
    ["/large", /^too-large: /],
  ])("%s is an error", async (path, message) => {
    const timeout = path === "/silent" ? 200 : 20_000;
    const run = readText(origin + path, { timeout, maxBytes: 2 ** 20 });
    expect(await failure(run)).toEqual([expect.stringMatching(message)]);
  });

  test("without a server behind them, or with credentials, are errors", async () => {
    expect(await failure(readText("http://127.0.0.1:1/spec"))).toEqual([
      expect.stringMatching(/^fetch-failed: .*ECONNREFUSED|^fetch-failed: .*bad port/),
    ]);
    const [message = ""] = await failure(readText("http://me:secret@127.0.0.1/spec"));
    expect(message).toMatch(/^fetch-failed: /);
    expect(message).not.toContain("secret");
  });
});

const readTrees = (...folders: string[]) => readTemplates(folders, { cwd: root });

describe("templates", () => {
  test("folders are laid over one another, sorted, without names that begin with a dot", async () => {
    put("a/src/index.ts", "a");
    put("a/README.md.hbs", "a");
    put("a/.DS_Store", "a");
    put("a/.cache/x", "a");
    put("b/README.md.hbs", "b");
    put("b/src/Extra.ts", "b");
    expect(await readTrees("a", "b")).toEqual([
      { path: "README.md.hbs", text: "b", origin: "b/README.md.hbs" },
      { path: "src/Extra.ts", text: "b", origin: "b/src/Extra.ts" },
      { path: "src/index.ts", text: "a", origin: "a/src/index.ts" },
    ]);
  });

  test("links may lead within the folder, but not out of it or in circles", async () => {
    put("a/one.ts", "1");
    symlinkSync("one.ts", join(root, "a/two.ts"));
    expect((await readTrees("a")).map(({ path }) => path)).toEqual(["one.ts", "two.ts"]);
    put("outside.ts", "2");
    symlinkSync("../outside.ts", join(root, "a/three.ts"));
    expect(await failure(readTrees("a"))).toEqual([
      expect.stringMatching(/^template-outside: .*a\/three\.ts/),
    ]);
    put("b/c/one.ts", "1");
    symlinkSync("../../b/c", join(root, "b/c/again"));
    expect(await failure(readTrees("b"))).toEqual([
      expect.stringMatching(/^template-outside: .*b\/c\/again/),
    ]);
  });

  test("must be folders of texts", async () => {
    put("a/image.png", Uint8Array.of(137, 80, 78, 71, 0));
    put("file");
    expect(await failure(readTrees("a"))).toEqual([
      expect.stringMatching(/^not-text: .*a\/image\.png/),
    ]);
    expect(await failure(readTrees("none"))).toEqual([
      expect.stringMatching(/^not-found: there is no folder none/),
    ]);
    expect(await failure(readTrees("file"))).toEqual([
      expect.stringMatching(/^not-found: file is no folder/),
    ]);
  });
});

test.each([
  ["plain", Buffer.from("openapi: é\n")],
  ["with a mark", Buffer.from("\ufeffopenapi: é\n")],
  ["with line ends of Windows", Buffer.from("openapi: é\r\n")],
  ["UTF-16", Buffer.from("\ufeffopenapi: é\n", "utf16le")],
])("the hash of a text can be had without it: %s", async (_what, bytes) => {
  put("a.yaml", bytes);
  const hash = textHash("openapi: é\n");
  expect((await hashText(join(root, "a.yaml"))).hash).toBe(hash);
  const read = await readText(join(root, "a.yaml"));
  expect([textHash(read.text), read.hash ?? hash]).toEqual([hash, hash]);
  put("a.yaml", Buffer.from([0xc3, 0x28]));
  expect(await failure(hashText(join(root, "a.yaml")))).toEqual([
    expect.stringMatching(/^not-text: /),
  ]);
});

describe("surroundings of the output", () => {
  test("a Prettier config near it is read, also of a folder that does not exist yet", async () => {
    const style = async () => (await readPrettierConfig(join(root, "generated/x")))?.style;
    put("package.json", '{ "name": "x", "prettier": { "semi": false } }');
    expect(await style()).toEqual({ prettier: { semi: false } });
    put("generated/.prettierrc", "printWidth: 90");
    expect(await style()).toEqual({ prettier: { printWidth: 90 } });
    put("generated/.editorconfig", "root = true\n[*]\nindent_style = tab");
    expect(await style()).toEqual({ prettier: { printWidth: 90, useTabs: true } });
    put("generated/.prettierrc", "a: b: c");
    expect(await failure(style())).toEqual([expect.stringMatching(/^prettier-config: /)]);
  });

  test("an `.editorconfig` alone is no Prettier config, and counts", async () => {
    const style = async () => (await readPrettierConfig(join(root, "generated/x")))?.style;
    put("package.json", '{ "name": "x" }');
    put(".editorconfig", "root = true\n[*.py]\nindent_size = 4\n");
    expect(await style()).toBeUndefined();
    put(".editorconfig", "root = true\n[*]\nindent_style = space\nindent_size = 2\n");
    expect(await style()).toEqual({ editorconfig: { useTabs: false, tabWidth: 2 } });
    put("generated/.editorconfig", "[*.ts]\nmax_line_length = 120\nend_of_line = crlf\n");
    expect(await style()).toEqual({
      editorconfig: { useTabs: false, tabWidth: 2, printWidth: 120, endOfLine: "crlf" },
    });
    put(".prettierrc", "{}");
    expect(await style()).toMatchObject({ prettier: { tabWidth: 2 } });
  });

  test("Prettier is asked whether its options are the same only where they are code", async () => {
    const out = join(root, "generated/x");
    const identity = async (): Promise<unknown> => {
      const [alone, found] = await Promise.all([
        readPrettierIdentity(out),
        readPrettierConfig(out),
      ]);
      expect(alone).toEqual(found?.identity);
      return alone;
    };
    put("package.json", '{ "prettier": { "semi": false } }');
    put("generated/.editorconfig", "root = true\n[*]\nindent_size = 3\n");
    expect(await identity()).toEqual([
      ["../.editorconfig", "root = true\n[*]\nindent_size = 3\n"],
      ["../../package.json", '{"semi":false}'],
    ]);
    put("generated/.prettierrc.json", '{ "printWidth": 90 }\r\n');
    expect(await identity()).toEqual([
      ["../.prettierrc.json", '{ "printWidth": 90 }\n'],
      ["../.editorconfig", "root = true\n[*]\nindent_size = 3\n"],
    ]);
    put("generated/x/prettier.config.mjs", 'export default { semi: !"code" };');
    expect(await identity()).toEqual([
      ["semi", false],
      ["tabWidth", 3],
    ]);
    put("generated/x/package.json", '{ "prettier": "shared-config" }');
    put("node_modules/shared-config/index.js", "module.exports = { singleQuote: true };");
    expect(await identity()).toEqual([
      ["singleQuote", true],
      ["tabWidth", 3],
    ]);
  });

  test.each(["shared-config", '"shared-config"', "# a: comment\nshared-config\n"])(
    "%j as .prettierrc names code",
    async (text) => {
      put("generated/.prettierrc", text);
      put("node_modules/shared-config/index.js", "module.exports = { singleQuote: true };");
      expect(await readPrettierIdentity(join(root, "generated/x"))).toEqual([
        ["singleQuote", true],
      ]);
    },
  );

  test.each([
    ["{}", ".js"],
    ['{ "compilerOptions": { "allowImportingTsExtensions": true } } // comment', ".ts"],
    ['{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }', ".ts"],
    ['{ "compilerOptions": { "moduleResolution": "Bundler" } }', ""],
    ['{ "compilerOptions": { "module": "preserve" } }', ""],
    ['{ "compilerOptions": { "module": "nodenext" } }', ".js"],
    ['{ "extends": "./base.json" }', ""],
  ])("with the tsconfig %s imports end in %j", async (tsconfig, extension) => {
    put("tsconfig.json", tsconfig);
    put("base.json", '{ "compilerOptions": { "moduleResolution": "bundler" } }');
    expect(await readImportExtension(join(root, "src/client"))).toBe(extension);
  });

  test("a tsconfig that cannot be read is an error", async () => {
    put("tsconfig.json", '{ "extends": "./none.json" }');
    expect(await failure(readImportExtension(root))).toEqual([
      expect.stringMatching(/^tsconfig: /),
    ]);
  });
});

describe("readInputs", () => {
  test("reads all that a client is made from", async () => {
    put("spec.yaml", "a: 1");
    put("overlay.yaml", "b: 1");
    put("templates/extra.md", "c");
    put("tsconfig.json", '{ "compilerOptions": { "moduleResolution": "bundler" } }');
    const client = { spec: "spec.yaml", overlays: ["overlay.yaml"], templates: ["templates"] };
    const inputs: Inputs = await readInputs({ ...client, kind: "source" }, { cwd: root });
    expect(inputs.spec.entry.source.text).toBe("a: 1");
    expect(inputs.overlays).toMatchObject([
      { uri: "overlay.yaml", text: "b: 1", hash: textHash("b: 1") },
    ]);
    expect(inputs.templates.map(({ path }) => path)).toContain("extra.md");
    expect(inputs.importExtension).toBe("");
    expect((await readInputs(client, { cwd: root })).importExtension).toBe(".js");
  });

  test("reports everything that cannot be read", async () => {
    const client = { spec: "spec.yaml", overlays: ["a.yaml", "b.yaml"], templates: ["c"] };
    const found = await failure(readInputs(client, { cwd: root }));
    expect(found.map((message) => message.replace(/ \(.*/, ""))).toEqual([
      "not-found: there is no file spec.yaml",
      "not-found: there is no file a.yaml",
      "not-found: there is no file b.yaml",
      "not-found: there is no folder c",
    ]);
    expect(await failure(readInputs({ spec: "-", overlays: ["-"] }))).toEqual([
      expect.stringMatching(/^not-readable: standard input/),
    ]);
  });
});
