/**
 * Proof that the suite finds what it is there to find: a copy of the generated package is damaged in one place, and the
 * same cases fail for it.
 */

import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import type { Layer } from "./case.ts";
import { caseNamed } from "./cases.ts";
import { Copies, type Edit } from "./damage.ts";
import { LAYERS } from "./call.ts";
import { type Failure, runCases } from "./run.ts";

const quick = [
  "batch.jobs.list",
  "batch.jobs.create, from a file",
  "files.download",
  "status 404 of a POST",
].map(caseNamed);

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
        part: "package",
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
        part: "package",
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
        part: "worker",
        from: "{ status, headers, setCookie, url, body: bytes }",
        to: "{ headers, setCookie, url, body: bytes }",
      },
    ],
    layers: ["sync"],
    says: /status: expected 404, got undefined/,
  },
  {
    name: "a wrong base path",
    edits: [
      {
        part: "package",
        from: "fillPath(operation.path, paths, id)",
        to: '"/v1" + fillPath(operation.path, paths, id)',
      },
    ],
    layers: LAYERS,
    says: /target of request 1: expected '\/v1\/batch\/jobs', sent '\/v1\/v1\/batch\/jobs'/,
  },
  {
    name: "a POST sent twice",
    edits: (["package", "worker"] as const).map((part) => ({
      part,
      from: "const reply = await transport(request, watch);",
      to: 'if (request.method === "POST") await transport(request, watch); const reply = await transport(request, watch);',
    })),
    layers: LAYERS,
    says: /1 requests expected, 2 arrived: POST \/v1\/batch\/jobs, POST \/v1\/batch\/jobs/,
  },
];

let server: ServerHandle;
let copies: Copies;

beforeAll(async () => {
  server = await startServer();
  copies = await Copies.create();
});

afterAll(async () => {
  await server.close();
  await copies[Symbol.asyncDispose]();
});

function layersOf(failures: readonly Failure[]): Layer[] {
  return LAYERS.filter((layer) => failures.some((failure) => failure.layer === layer));
}

test("a copy without a fault fails no case", async () => {
  expect(await runCases(await copies.import("sound"), server, quick)).toEqual([]);
});

test.each(faults.map((fault) => [fault.name, fault] as const))(
  "%s makes the suite fail",
  async (name, fault) => {
    const failures = await runCases(await copies.import(name, fault.edits), server, quick);
    expect(layersOf(failures)).toEqual(fault.layers);
    expect(failures.flatMap((failure) => failure.messages).join("\n")).toMatch(fault.says);
  },
);
