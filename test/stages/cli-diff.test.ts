/** `triptych diff` as a user runs it: what it prints, and how it ends. */

import { describe, expect, test } from "vitest";

import * as stages from "../../generator/generate.ts";
import { put, triptych } from "./cli-world.ts";

const OLD = `openapi: 3.1.0
info: { title: Pets, version: 1.4.2 }
servers: [{ url: "https://pets.example" }]
paths:
  /pets:
    get:
      x-triptych: { stem: pets.list }
      parameters:
        - { name: kind, in: query, schema: { type: string } }
      responses: { 200: { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Pets" } } } } }
  /pets/{id}:
    delete:
      x-triptych: { stem: pets.delete }
      responses: { 204: { description: "" } }
components:
  schemas:
    Pets: { type: object, required: [pets], properties: { pets: { type: array, items: { $ref: "#/components/schemas/Pet" } } } }
    Pet:
      type: object
      required: [name]
      properties:
        name: { type: string, description: The name. }
`;

const NEW = OLD.replace("version: 1.4.2", "version: 1.5.0")
  .replace("- { name: kind, in: query", "- { name: kind, required: true, in: query")
  .replace(/ {2}\/pets\/\{id\}:\n[^]*?(?=components)/, "")
  .replace(
    "description: The name. }",
    "description: A name. }\n        `age\u001b`: { type: number }",
  );

const diff = (argv: string, more = {}) => triptych(`diff ${argv}`, stages, more);

function putBoth(): void {
  put("old.yaml", OLD);
  put("new.yaml", NEW.replace("`age\u001b`", '"age\\u001b"'));
}

describe("what it prints", () => {
  test("text: breaking changes with places and advice, compatible ones in a line each", async () => {
    putBoth();
    const { code, stdout, stderr } = await diff("old.yaml new.yaml");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`old.yaml (1.4.2, 2 operations) → new.yaml (1.5.0, 1 operation)

breaking (2)

  pets.delete is gone [operation-removed]
      old      old.yaml:12:5 #/paths/~1pets~1{id}/delete
      advice   remove the calls, or find what replaces it

  PetsListParams.kind is required now [property-became-required, in requests]
      used by  pets.list
      old      old.yaml:9:36 #/paths/~1pets/get/parameters/0/schema
      new      new.yaml:9:52 #/paths/~1pets/get/parameters/0/schema
      advice   give it in every call

compatible (1)
  Pet["age\\u001b"] is new [property-added, in responses]

major: 2 breaking, 1 compatible, 1 in documentation only; 1.4.2 becomes 2.0.0; see all with \`--verbose\`
`);
  });

  test("Markdown: the same, with what is not breaking folded away", async () => {
    putBoth();
    const { code, stdout } = await diff("old.yaml new.yaml --format markdown");
    expect(code).toBe(0);
    expect(stdout).toBe(`## Pets: major

From \`old.yaml\` (1.4.2, 2 operations) to \`new.yaml\` (1.5.0, 1 operation): 2 breaking, 1 compatible, 1 in documentation only; 1.4.2 becomes 2.0.0.

### Breaking (2)

- \`pets.delete\` is gone (\`operation-removed\`)
  - old \`old.yaml:12:5\`
  - advice: remove the calls, or find what replaces it
- \`PetsListParams.kind\` is required now (\`property-became-required\`, in requests)
  - used by \`pets.list\`
  - old \`old.yaml:9:36\`, new \`new.yaml:9:52\`
  - advice: give it in every call

<details>
<summary>Compatible (1)</summary>

- \`Pet["age\\u001b"]\` is new (\`property-added\`, in responses)
  - used by \`pets.list\`

</details>

<details>
<summary>Documentation only (1)</summary>

- \`Pet.name\` has another description (\`description-changed\`, in responses)
  - used by \`pets.list\`

</details>
`);
  });

  test("JSON: everything", async () => {
    putBoth();
    const { stdout } = await diff("old.yaml new.yaml --format json");
    expect(JSON.parse(stdout)).toMatchObject({
      old: { uri: "old.yaml", title: "Pets", version: "1.4.2", operations: 2 },
      new: { uri: "new.yaml", version: "1.5.0", operations: 1 },
      bump: "major",
      counts: { breaking: 2, compatible: 1, documentation: 1 },
      changes: [
        { rule: "operation-removed", old: { file: "old.yaml", line: 12, column: 5 } },
        { rule: "property-became-required", notice: "compiler", directions: ["request"] },
        { rule: "property-added", operations: ["pets.list"] },
        { rule: "description-changed", level: "documentation" },
      ],
    });
    expect((await diff("old.yaml new.yaml --json")).stdout).toBe(stdout);
  });

  test("nothing, where nothing changed for callers", async () => {
    put("old.yaml", OLD);
    put(
      "new.yaml",
      `# a comment\n${OLD.replace("      required: [name]\n", "").replace("    Pet:\n", "    Pet:\n      required: [name]\n")}`,
    );
    const { code, stdout } = await diff("old.yaml new.yaml --fail-on documentation");
    expect(code).toBe(0);
    expect(stdout.split("\n\n")[1]).toBe("none: nothing that callers can see changed\n");
  });

  test("below 1.0 a break raises the minor version", async () => {
    put("old.yaml", OLD.replace("1.4.2", "0.3.1"));
    put("new.yaml", NEW.replace(/\n.*age.*$/m, ""));
    expect((await diff("old.yaml new.yaml")).stdout).toContain("0.3.1 becomes 0.4.0");
  });
});

describe("how it ends", () => {
  test.each([
    ["", 0],
    ["--fail-on breaking", 3],
    ["--fail-on compatible", 3],
    ["--fail-on breaking --accept operation-removed", 3],
    ["--fail-on breaking --accept operation-removed --accept property-became-required", 0],
    [
      "--fail-on breaking --accept operation-removed:pets.delete --accept property-became-required:Other.kind",
      3,
    ],
  ])("%s: %i", async (flags, wanted) => {
    putBoth();
    expect((await diff(`old.yaml new.yaml ${flags}`)).code).toBe(wanted);
  });

  test("what is accepted is still said, and counts as compatible", async () => {
    putBoth();
    const { stdout } = await diff("old.yaml new.yaml --accept operation-removed:pets.delete");
    expect(stdout).toContain("  pets.delete is gone [operation-removed, accepted]");
    expect(stdout).toContain("major: 1 breaking, 2 compatible");
  });

  test.each([
    ["diff old.yaml", "missing required argument 'NEW'"],
    ["diff - -", "standard input can be read only once"],
    ["diff old.yaml new.yaml --fail-on minor", "--fail-on <LEVEL>"],
    ["diff old.yaml new.yaml --accept operation-remove", "did you mean `operation-removed`?"],
  ])("%s makes no sense", async (argv, message) => {
    const { code, stderr } = await triptych(argv, stages);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test("a document that cannot be used is said, whichever it is", async () => {
    put("old.yaml", OLD);
    put("new.yaml", OLD.replace("schemas/Pets", "schemas/Nothing"));
    const { code, stdout, stderr } = await diff("old.yaml new.yaml");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("new.yaml:10:");
    expect((await diff("none.yaml new.yaml")).code).toBe(1);
  });
});

describe("the settings of a client count for both", () => {
  test("overlays and names of the config, which has either document", async () => {
    put("old.yaml", OLD);
    put("new.yaml", OLD.replace("stem: pets.list", "stem: pets.all"));
    expect((await diff("old.yaml new.yaml")).stdout).toContain("is called `pets.all` now");
    put(
      "names.yaml",
      "overlay: 1.0.0\ninfo: { title: Names, version: \"1\" }\nactions:\n  - { target: \"$.paths['/pets'].get['x-triptych']\", update: { stem: pets.every } }\n",
    );
    for (const spec of ["old.yaml", "new.yaml"]) {
      put("triptych.config.json", JSON.stringify({ spec, overlays: ["names.yaml"] }));
      const { code, stdout } = await diff("old.yaml new.yaml");
      expect([code, stdout.split("\n\n")[1]]).toEqual([
        0,
        "none: nothing that callers can see changed\n",
      ]);
    }
  });

  test("only some operations", async () => {
    putBoth();
    const { stdout } = await diff("old.yaml new.yaml --only stem:pets.list --json");
    const { changes } = JSON.parse(stdout) as { changes: readonly { rule: string }[] };
    expect(changes.map(({ rule }) => rule)).not.toContain("operation-removed");
  });

  test("one document from standard input", async () => {
    put("new.yaml", OLD);
    const { code, stdout } = await diff("- new.yaml", {
      stdin: (async function* () {
        yield OLD;
      })(),
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining("<stdin> (1.4.2")]);
  });
});

describe("after generate, against the document of the last run", () => {
  const run = (flags = "") =>
    triptych(`generate api.yaml --out out --kind source ${flags}`, stages);

  test("what changed for callers, with places in the new document", async () => {
    put("api.yaml", OLD);
    put("triptych.config.json", '{ "spec": "api.yaml", "format": "none" }');
    expect((await run()).stdout).not.toContain("breaking");
    expect((await run()).stdout).not.toContain("none:");

    put("api.yaml", NEW.replace("`age\u001b`", "age"));
    const dry = await run("--dry-run");
    expect(dry.stdout).toContain("pets.delete is gone [operation-removed]");
    const { code, stdout } = await run();
    expect([code, stdout.split("\n").slice(1).join("\n")]).toEqual([
      0,
      `
the last document (1.4.2, 2 operations) → api.yaml (1.5.0, 1 operation)

breaking (2)

  pets.delete is gone [operation-removed]
      old      the last document #/paths/~1pets~1{id}/delete
      advice   remove the calls, or find what replaces it

  PetsListParams.kind is required now [property-became-required, in requests]
      used by  pets.list
      old      the last document #/paths/~1pets/get/parameters/0/schema
      new      api.yaml:9:52 #/paths/~1pets/get/parameters/0/schema
      advice   give it in every call

compatible (1)
  Pet.age is new [property-added, in responses]

major: 2 breaking, 1 compatible, 1 in documentation only; 1.4.2 becomes 2.0.0; see all with \`--verbose\`

`,
    ]);
    expect((await run("--json")).json.clients[0]?.changes).toBe(null);
  });

  test("in JSON, and where only names changed", async () => {
    put(
      "api.yaml",
      OLD.replace("x-triptych: { stem: pets.list }", "tags: [pets]\n      operationId: all"),
    );
    put(
      "triptych.config.json",
      '{ "spec": "api.yaml", "format": "none", "naming": "operationId" }',
    );
    await run();
    put("triptych.config.json", '{ "spec": "api.yaml", "format": "none", "naming": "path" }');
    const { json } = await run("--json");
    expect(json.clients[0]?.changes).toMatchObject({
      bump: "major",
      changes: [{ rule: "operation-renamed", message: "is called `pets.list` now" }],
    });
  });

  test.each([
    "no JSON",
    "{}",
    '{ "keptVersion": 2, "settings": {}, "document": {} }',
    '{ "keptVersion": 1, "settings": {}, "document": { "paths": { "/a": { "get": { "responses": 1 } } } } }',
  ])(
    "a file that is none of ours, or that cannot be read any more, does no harm: %s",
    async (text) => {
      put("api.yaml", OLD);
      put("out/.triptych.document.json.gz", text);
      const { code, json } = await run("--json --force");
      expect([code, json.clients[0]?.changes]).toEqual([0, null]);
    },
  );
});
