import { describe, expect, test } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { tokensOf, valueAt } from "../../generator/base/json.ts";
import { applyOverlay } from "../../generator/resolve/overlay.ts";
import { parse } from "../../generator/base/parse.ts";
import { Provenance } from "../../generator/resolve/provenance.ts";

const SPEC = `
servers:
  - url: https://a.example
  - url: https://b.example
  - url: https://c.example
tags: [one]
paths:
  /files:
    get:
      operationId: list
      parameters:
        - { name: page, in: query }
        - { name: size, in: query, schema: { type: integer } }
`;

const head = (version: string) =>
  `overlay: ${version}\ninfo: { title: T, version: '1' }\nactions:\n`;

/** Applies the actions to the spec; `at` reads the result, `from` says which line made a node. */
async function apply(actions: string, version = "1.0.0") {
  const parsed = await parse({ uri: "spec.yaml", text: SPEC });
  const provenance = new Provenance(parsed);
  const overlay = await parse({ uri: "overlay.yaml", text: head(version) + actions });
  const diagnostics = await applyOverlay(parsed.value, overlay, provenance);
  return {
    diagnostics,
    at: (pointer: string) => valueAt(parsed.value, tokensOf(pointer) ?? []),
    from: (pointer: string) => {
      const { location } = provenance.place(parsed.value, tokensOf(pointer) ?? []);
      return `${location.file}:${location.line}`;
    },
  };
}

async function failure(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof DiagnosticError)) throw new Error("no DiagnosticError was thrown");
  return error.diagnostics.map(({ code, location }) => `${code} ${location?.line}`);
}

describe("update", () => {
  test("merges objects recursively, concatenates arrays, replaces primitives", async () => {
    const { at } = await apply(`
  - target: $
    update:
      tags: [two, three]
      paths:
        /files:
          get: { operationId: listFiles, deprecated: true }
`);
    expect(at("#/tags")).toEqual(["one", "two", "three"]);
    expect(at("#/paths/~1files/get")).toMatchObject({ operationId: "listFiles", deprecated: true });
    expect(at("#/paths/~1files/get/parameters")).toHaveLength(2);
  });

  test("appends a value to an array that it selects, and concatenates a list", async () => {
    const { at } = await apply(`
  - target: $.paths.*.get.parameters
    update: { name: limit, in: query }
  - target: $.tags
    update: [two, three]
`);
    expect(at("#/paths/~1files/get/parameters/2")).toEqual({ name: "limit", in: "query" });
    expect(at("#/tags")).toEqual(["one", "two", "three"]);
  });

  test("gives each of several targets a copy of its own", async () => {
    const { at } = await apply(`
  - target: $.servers[*]
    update: { x-a: { b: 1 } }
  - target: $.servers[0].x-a
    update: { b: 2 }
`);
    expect(at("#/servers/0/x-a/b")).toBe(2);
    expect(at("#/servers/1/x-a/b")).toBe(1);
  });

  test("actions see what earlier ones made", async () => {
    const { at } = await apply(`
  - target: $.servers
    remove: true
  - target: $
    update: { servers: [{ url: https://d.example }] }
`);
    expect(at("#/servers")).toEqual([{ url: "https://d.example" }]);
  });

  test("sets `__proto__` as plain data", async () => {
    const { at } = await apply(`
  - target: $
    update: { __proto__: { polluted: true }, info: { __proto__: { polluted: true } } }
`);
    expect(at("#/info/__proto__/polluted")).toBe(true);
    expect("polluted" in {}).toBe(false);
    expect("polluted" in (at("#/info") as object)).toBe(false);
  });

  test("of a primitive target needs version 1.1", async () => {
    const action = `
  - target: $.paths['/files'].get.operationId
    update: other
`;
    expect(await failure(apply(action))).toEqual(["overlay-target 5"]);
    const { at } = await apply(action, "1.1.0");
    expect(at("#/paths/~1files/get/operationId")).toBe("other");
  });
});

test("remove takes out keys and items, also several of one array", async () => {
  const { at } = await apply(`
  - target: $.servers[?@.url != 'https://b.example']
    remove: true
  - target: $.paths['/files'].get['operationId', 'nothing']
    remove: true
`);
  expect(at("#/servers")).toEqual([{ url: "https://b.example" }]);
  expect(Object.keys(at("#/paths/~1files/get") as object)).toEqual(["parameters"]);
});

test("copy merges one node into others", async () => {
  const { at } = await apply(
    `
  - target: $.servers[1]
    copy: $.paths['/files'].get.parameters[0]
`,
    "1.1.0",
  );
  expect(at("#/servers/1")).toEqual({ url: "https://b.example", name: "page", in: "query" });
});

describe("places", () => {
  test("of nodes that the overlay made are in the overlay, of all others in the spec", async () => {
    const { from } = await apply(`
  - target: $.paths['/files'].get
    update:
      operationId: listFiles
      x-triptych:
        stem: files.list
      parameters:
        - name: limit
`);
    expect(from("#/paths/~1files/get/operationId")).toBe("overlay.yaml:7");
    expect(from("#/paths/~1files/get/x-triptych")).toBe("overlay.yaml:8");
    expect(from("#/paths/~1files/get/x-triptych/stem")).toBe("overlay.yaml:9");
    expect(from("#/paths/~1files/get/parameters/2/name")).toBe("overlay.yaml:11");
    expect(from("#/paths/~1files/get/parameters/1")).toBe("spec.yaml:13");
    expect(from("#/paths/~1files/get")).toBe("spec.yaml:9");
  });

  test("survive the removal of items before them", async () => {
    const { from } = await apply(`
  - target: $.servers
    update: { url: https://d.example }
  - target: $.servers[0, 1]
    remove: true
  - target: $.servers[0]
    remove: true
  - target: $.paths['/files'].get.parameters[0]
    remove: true
`);
    expect(from("#/servers/0/url")).toBe("overlay.yaml:6");
    expect(from("#/paths/~1files/get/parameters/0/schema/type")).toBe("spec.yaml:13");
  });
});

describe("diagnostics", () => {
  test("a target that matches nothing is a warning at its line, with a cure", async () => {
    const { diagnostics } = await apply(`
  - target: $.paths['/file'].get
    update: { deprecated: true }
  - target: $.paths['/files'].post
    remove: true
`);
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "overlay-no-match",
        location: { file: "overlay.yaml", line: 5, column: 13 },
        cure: "did you mean `/files`?",
      },
      { code: "overlay-no-match", location: { line: 7 }, cure: expect.stringContaining("exists") },
    ]);
  });

  test("the form of the overlay is checked, all at once", async () => {
    const { diagnostics } = await apply(`
  - target: $.tags
    remov: true
`);
    expect(diagnostics).toMatchObject([
      { code: "invalid-overlay", pointer: "#/actions/0/remov", cure: "did you mean `remove`?" },
      { code: "invalid-overlay", message: "this action does nothing" },
    ]);
    const wrong = `
  - update: {}
  - target: 1
    update: {}
  - text
  - target: $
    remove: maybe
`;
    expect(await failure(apply(wrong))).toEqual([
      "invalid-overlay 5",
      "invalid-overlay 6",
      "invalid-overlay 8",
      "invalid-overlay 10",
      "invalid-overlay 9",
    ]);
  });

  test.each([
    ["an unknown version", "2.0.0", "  - target: $.tags\n    remove: true", "invalid-overlay 1"],
    [
      "a target that is no query",
      "1.0.0",
      "  - target: paths.x\n    remove: true",
      "overlay-target 4",
    ],
    ["the root removed", "1.0.0", "  - target: $\n    remove: true", "overlay-target 4"],
    [
      "an object over a list",
      "1.0.0",
      "  - target: $\n    update: { tags: { a: 1 } }",
      "overlay-conflict 5",
    ],
    [
      "a text over an object",
      "1.0.0",
      "  - target: $\n    update: { paths: x }",
      "overlay-conflict 5",
    ],
    [
      "a list over an object",
      "1.0.0",
      "  - target: $.paths\n    update: [1]",
      "overlay-conflict 5",
    ],
    ["several nodes copied", "1.1.0", "  - target: $\n    copy: $.servers[*]", "overlay-target 5"],
  ])("%s is an error", async (_, version, actions, expected) => {
    expect(await failure(apply(actions, version))).toEqual([expected]);
  });

  test.each(["openapi: 3.1.0", "- 1", "overlay: 1.0.0"])("%j is no overlay", async (text) => {
    const parsed = await parse({ uri: "spec.yaml", text: SPEC });
    const overlay = await parse({ uri: "overlay.yaml", text });
    const run = applyOverlay(parsed.value, overlay, new Provenance(parsed));
    expect(await failure(run)).toContain("invalid-overlay 1");
  });
});
