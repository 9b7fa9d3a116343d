/**
 * Proof that the suite finds what it is there to find: a copy of the generated package is damaged in one place, and the
 * same cases fail for it. The copies are beside the repository's modules, so that they find `openapi-fetch`.
 */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import type { Layer } from "./case.ts";
import { caseNamed } from "./cases.ts";
import type { Entries } from "./entries.ts";
import { LAYERS } from "./call.ts";
import { type Failure, runCases } from "./run.ts";

const generated = fileURLToPath(new URL("../../generated/mistral", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

const quick = [
  "batch.jobs.list",
  "batch.jobs.create, from a file",
  "files.download",
  "status 404 of a POST",
].map(caseNamed);

interface Edit {
  /** In the package's folder. */
  readonly file: string;
  /** Found in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

interface Fault {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The layers in which it shows. */
  readonly layers: readonly Layer[];
  /** What a failure says. */
  readonly says: RegExp;
}

const faults: readonly Fault[] = [
  {
    name: "a dropped header",
    edits: [
      {
        file: "dist/runtime/request.js",
        from: 'headers["accept"] ??=',
        to: 'headers["x-lost"] ??=',
      },
    ],
    layers: LAYERS,
    says: /headers of request 1: expected .*accept: 'application\/json'/,
  },
  {
    name: "success reported twice",
    edits: [
      {
        file: "dist/runtime/callback.js",
        from: "this.#callbacks.onSuccess?.(outcome.value, this.#ctx)",
        to: "[1, 2].forEach(() => this.#callbacks.onSuccess?.(outcome.value, this.#ctx))",
      },
    ],
    layers: ["callback", "errback"],
    says: /The call had 2 outcomes/,
  },
  {
    name: "a status lost across the bridge",
    edits: [
      {
        file: "dist/sync/worker.js",
        from: "{ status, headers, url, body: bytes }",
        to: "{ headers, url, body: bytes }",
      },
    ],
    layers: ["sync"],
    says: /status: expected 404, got undefined/,
  },
  {
    name: "a wrong base path",
    edits: [
      {
        file: "dist/runtime/request.js",
        from: "fillPath(operation.path, paths, id)",
        to: '"/v1" + fillPath(operation.path, paths, id)',
      },
    ],
    layers: LAYERS,
    says: /target of request 1: expected '\/v1\/batch\/jobs', sent '\/v1\/v1\/batch\/jobs'/,
  },
  {
    name: "a POST sent twice",
    edits: ["dist/runtime/http.js", "dist/sync/worker.js"].map((file) => ({
      file,
      from: "const response = await fetch(url, init);",
      to: 'if (init.method === "POST") await fetch(url, init); const response = await fetch(url, init);',
    })),
    layers: LAYERS,
    says: /1 requests expected, 2 arrived: POST \/v1\/batch\/jobs, POST \/v1\/batch\/jobs/,
  },
];

let server: ServerHandle;
let folder: string;

beforeAll(async () => {
  server = await startServer();
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, "contract-faults-"));
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Copies the package, damages the copy if told to, and imports it. */
async function importCopy(name: string, fault?: Fault): Promise<Entries> {
  const copy = join(folder, name.replaceAll(/\W+/g, "-"));
  await cp(generated, copy, { recursive: true });
  for (const edit of fault?.edits ?? []) {
    const file = join(copy, edit.file);
    const source = await readFile(file, "utf8");
    expect(source.split(edit.from), `${edit.file}, cut at the one place to damage`).toHaveLength(2);
    await writeFile(
      file,
      source.replace(edit.from, () => edit.to),
    );
  }
  const { exports } = JSON.parse(await readFile(join(copy, "package.json"), "utf8")) as {
    exports: Record<string, { default: string }>;
  };
  const load = async (entry: string): Promise<Entries> => {
    const target = exports[entry]?.default;
    if (target === undefined) throw new Error(`The package has no entry ${entry}`);
    return (await import(/* @vite-ignore */ pathToFileURL(join(copy, target)).href)) as Entries;
  };
  const modules = await Promise.all([".", "./callback", "./sync", "./preview"].map(load));
  const [operations, errors] = await Promise.all([load("./operations"), load("./errors")]);
  return Object.assign({}, ...modules, { operations, errors }) as Entries;
}

function layersOf(failures: readonly Failure[]): Layer[] {
  return LAYERS.filter((layer) => failures.some((failure) => failure.layer === layer));
}

test("a copy without a fault fails no case", async () => {
  expect(await runCases(await importCopy("sound"), server, quick)).toEqual([]);
});

test.each(faults.map((fault) => [fault.name, fault] as const))(
  "%s makes the suite fail",
  async (name, fault) => {
    const failures = await runCases(await importCopy(name, fault), server, quick);
    expect(layersOf(failures)).toEqual(fault.layers);
    expect(failures.flatMap((failure) => failure.messages).join("\n")).toMatch(fault.says);
  },
);
