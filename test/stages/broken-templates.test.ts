/** Ways in which people break templates: what is said names the template, and the place that they have to change. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DiagnosticError, formatDiagnostic } from "../../generator/diagnostic.ts";
import { generate } from "../../generator/generate.ts";

const SPEC = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things/{id}:
    get:
      operationId: getThing
      tags: [things]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { 204: { description: Done } }
  /boxes:
    get:
      operationId: listBoxes
      tags: [boxes]
      responses: { 204: { description: Done } }
`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "broken-templates-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** All that is said of a folder of templates, as it is printed. */
async function said(
  kind: "package" | "source",
  templates: Readonly<Record<string, string>>,
): Promise<string> {
  const files = Object.entries(templates).map(([path, text]) => [`mine/${path}`, text] as const);
  for (const [path, text] of [["spec.yaml", SPEC] as const, ...files]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const client = { spec: "spec.yaml", templates: ["mine"], kind, format: "oxfmt" } as const;
  const error = await generate(client, { cwd: root }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error("nothing is said");
  const text = error.diagnostics
    .map((diagnostic) => formatDiagnostic(diagnostic, { colors: false }))
    .join("\n\n");
  return `\n${text}\n`;
}

describe("in sources", () => {
  test.each([
    [
      "a brace that is not closed",
      { "src/x.ts.hbs": "export function f(): void {\n  if (f) {\n}\n" },
      `
error unparsable-output: the generated x.ts does not parse: Expected \`}\` but found \`EOF\`
  at mine/src/x.ts.hbs:4:1
  4 | 
    | ^
  cure: correct the template
`,
    ],
    [
      "a character too many in a partial of a partial",
      {
        "src/x.ts.hbs": "// x\n{{> src/_a.ts}}\n",
        "src/_a.ts.hbs": "{{#if package}}\n  {{> src/_b.ts}}\n{{/if}}\n",
        "src/_b.ts.hbs": "// b\nexport const b = 2 @;\n",
      },
      `
error unparsable-output: the generated x.ts does not parse: Expected a semicolon or an implicit semicolon after a statement, but found none
  at mine/src/_b.ts.hbs:2:19
  2 | export const b = 2 @;
    |                   ^
  cure: correct the template
`,
    ],
    [
      "a comma that is missing in a block on one line",
      {
        "src/x.ts.hbs":
          "const a = { {{#each resources}}{{key class}}: {{string file}} {{/each}} };\n",
      },
      `
error unparsable-output: the generated x.ts does not parse: Expected \`,\` or \`}\` but found \`Identifier\`
  at mine/src/x.ts.hbs:1:32
  1 | const a = { {{#each resources}}{{key class}}: {{string file}} {{/each}} };
    |                                ^
  cure: correct the template; line 1 of x.ts became \`const a = { Things: "things" Boxes: "boxes"  };\`
`,
    ],
    [
      "the line ends of Windows",
      {
        "src/x.ts.hbs":
          "// x\r\n{{#each resources}}\r\n// {{comment file}}\r\n{{/each}}\r\nconst = 2;\r\n",
      },
      `
error unparsable-output: the generated x.ts does not parse: Unexpected token
  at mine/src/x.ts.hbs:5:7
  5 | const = 2;
    |       ^
  cure: correct the template
`,
    ],
    [
      "a partial of ours where it does not belong",
      { "src/x.ts.hbs": "f(\n  {{> src/_server-options.ts}}\n);\n" },
      `
error unparsable-output: the generated x.ts does not parse: Expected \`,\` or \`)\` but found \`:\`
  at mine/src/x.ts.hbs:2:3
  2 |   {{> src/_server-options.ts}}
    |   ^
  cure: correct the template; line 3 of x.ts became \`baseUrl: string;\`
`,
    ],
    [
      "a file for each resource",
      {
        "src/x/{resource}.ts.hbs": "{{#with resource}}\nclass {{class}} {\n  a b;\n}\n{{/with}}\n",
      },
      `
error unparsable-output: the generated x/things.ts does not parse: Expected \`;\` but found \`Identifier\` (and once more)
  at mine/src/x/{resource}.ts.hbs:3:5
  3 |   a b;
    |     ^
  cure: correct the template
`,
    ],
  ])("%s", async (_what, templates, wanted) => {
    expect(await said("source", templates)).toBe(wanted);
  });
});

describe("in a package", () => {
  test.each([
    [
      "a package.json with a comma too many",
      { "package.json.hbs": '{\n  "name": {{json package.name}},\n}\n' },
      `
error unparsable-output: the generated package.json does not parse: expected a name in double quotes here
  at mine/package.json.hbs:3:1
  3 | }
    | ^
  cure: correct the template
`,
    ],
    [
      "declarations, which are written twice and blamed once",
      { "src/x.d.ts": "export interface A {\n  a string;\n}\n" },
      `
error unparsable-output: the generated src/x.d.ts does not parse: Expected a semicolon or an implicit semicolon after a statement, but found none
  at mine/src/x.d.ts:2:4
  2 |   a string;
    |    ^
  cure: correct the template
`,
    ],
    [
      "a script",
      { "scripts/x.mjs.hbs": "const a = {{string package.name}} {{string package.version}};\n" },
      `
error unparsable-output: the generated scripts/x.mjs does not parse: Expected a semicolon or an implicit semicolon after a statement, but found none
  at mine/scripts/x.mjs.hbs:1:34
  1 | const a = {{string package.name}} {{string package.version}};
    |                                  ^
  cure: correct the template; line 1 of scripts/x.mjs became \`const a = "things" "0.0.0";\`
`,
    ],
    [
      "an export without a type",
      { "src/x.ts.hbs": "// x\nexport const a = Math.random();\n" },
      `
error untyped-export: the generated src/x.ts cannot be compiled: TS9010: Variable must have an explicit type annotation with --isolatedDeclarations
  at mine/src/x.ts.hbs:2:14
  2 | export const a = Math.random();
    |              ^
  cure: give the export an explicit type
`,
    ],
    [
      "an import of nothing",
      { "src/errors.ts.hbs": 'export {\n  a,\n} from "./nowhere.js";\n' },
      `
error unlinkable-output: the generated src/errors.ts cannot be compiled: it imports ./nowhere.js, which no template makes
  at mine/src/errors.ts.hbs:3:8
  3 | } from "./nowhere.js";
    |        ^
  cure: correct the import, or add a template that makes what it needs
`,
    ],
  ])("%s", async (_what, templates, wanted) => {
    expect(await said("package", templates)).toBe(wanted);
  });
});
