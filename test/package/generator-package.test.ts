import { cpSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../generator/cli/report.ts";
import { folder, install, pack, root, succeed } from "./workspace.ts";

const spec = `
openapi: 3.1.0
info: { title: Tiny, version: 1.0.0 }
servers: [{ url: "http://127.0.0.1:9" }]
paths:
  /pets/{id}:
    get:
      tags: [pets]
      operationId: getPet
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: A pet.
          content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } }
`;

let project: string;
let triptych: string;

beforeAll(async () => {
  const tarball = await pack(root);
  project = folder({
    "package.json": { name: "project", private: true, type: "module" },
    "tiny.yaml": spec,
  });
  await install(project, tarball, "typescript@7");
  triptych = join(project, "node_modules/.bin/triptych");
}, 300_000);

describe("the generator's own package, beside TypeScript 7", () => {
  test("generates a client that type-checks there", async () => {
    const output = await succeed(
      triptych,
      ["generate", "tiny.yaml", "--out", "client", "--kind", "source"],
      {
        cwd: project,
      },
    );
    expect(output).toContain("1 operation");
    await install(project, "openapi-fetch@0.17.0");
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--lib",
      "es2022,dom",
    ];
    await succeed(
      join(project, "node_modules/.bin/tsc"),
      [
        ...flags,
        "--types",
        "",
        "--allowImportingTsExtensions",
        "client/promise/index.ts",
        "client/sync/index.ts",
      ],
      { cwd: project },
    );
  });

  test("loads nothing of what generates where nothing changed", async () => {
    const argv = ["generate", "tiny.yaml", "--out", "again", "--kind", "source", "--json"];
    const run = async (): Promise<Result> =>
      JSON.parse(await succeed(triptych, argv, { cwd: project })) as Result;
    const [first] = (await run()).clients;
    expect(first?.timings.map(({ stage }) => stage)).toContain("formatting");

    const coverage = join(project, "coverage");
    const output = await succeed(triptych, argv, {
      cwd: project,
      env: { ...process.env, NODE_V8_COVERAGE: coverage },
    });
    const [again] = (JSON.parse(output) as Result).clients;
    expect(again?.timings.map(({ stage }) => stage)).toEqual(["checking"]);
    expect(again).toMatchObject({ operations: 1, written: [], unchanged: first?.written.length });
    const loaded = readdirSync(coverage).flatMap((name) => {
      const text = readFileSync(join(coverage, name), "utf8");
      return (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url);
    });
    const ours = loaded.filter((url) => url.includes("/openapi-triptych/dist/"));
    expect(ours.length).toBeGreaterThan(0);
    const bytes = ours.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
    expect(bytes).toBeLessThan(250_000);
    expect(loaded.filter((url) => /node_modules\/(?!openapi-triptych\/)/.test(url))).toEqual([]);
    // Each takes a few milliseconds.
    const texts = ours.map((url) => readFileSync(fileURLToPath(url), "utf8"));
    const imported = texts.flatMap((text) => [...text.matchAll(/\bfrom\s*"node:(\w+)"/g)]);
    const names = imported.map(([, name]) => name);
    expect(names).toContain("crypto");
    for (const name of ["util", "worker_threads", "zlib"]) expect(names).not.toContain(name);
  });

  test("its library has declarations that need no others", async () => {
    const library = folder({
      "package.json": { type: "module" },
      "main.ts": `
        import { defineConfig, generate, type Config, type Plan } from "openapi-triptych";
        export const config: Config = defineConfig({ spec: "openapi.yaml", layers: ["preview"] });
        export const plan: Promise<Plan> = generate({ spec: "-" }).then((made) => made.plan);
        // @ts-expect-error: a spec is a text
        export const wrong: Config = { spec: 1 };
      `,
      "tsconfig.json": {
        compilerOptions: {
          strict: true,
          module: "nodenext",
          target: "es2022",
          lib: ["es2022"],
          types: [],
          noEmit: true,
        },
      },
    });
    symlinkSync(join(project, "node_modules"), join(library, "node_modules"));
    const said = await succeed(join(project, "node_modules/.bin/tsc"), ["-p", library]);
    expect(said).toBe("");
  });

  test("adds a layer from a folder of templates alone", async () => {
    cpSync(join(root, "test/custom-templates"), join(project, "templates"), { recursive: true });
    await succeed(
      triptych,
      [
        "generate",
        "tiny.yaml",
        "--out",
        "packed-client",
        "--name",
        "tiny-client",
        "--templates",
        "templates",
      ],
      { cwd: project },
    );
    const consumer = folder({
      "package.json": { name: "consumer", private: true, type: "module" },
      "main.js": `
        import { createResultClient } from "tiny-client/result";
        const client = createResultClient({});
        const result = await client.pets.getPet("1");
        console.log(result.ok, result.error.code);
      `,
    });
    await install(consumer, await pack(join(project, "packed-client")));
    const output = await succeed(process.execPath, [join(consumer, "main.js")]);
    expect(output.trim()).toBe("false connection");
  });
});
