import { describe, expect, test } from "vitest";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { render } from "../../generator/render.ts";
import type { TemplateFile } from "../../generator/source.ts";
import { samplePlan } from "./fixtures/sample-plan.ts";

function file(path: string, text: string): TemplateFile {
  return { path, text, origin: `templates/${path}` };
}

function lint(
  text: string,
  path = "src/a.ts.hbs",
  ...others: TemplateFile[]
): readonly Diagnostic[] {
  try {
    render([file(path, text), ...others], samplePlan([]));
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

const codes = (...args: Parameters<typeof lint>): string[] => lint(...args).map(({ code }) => code);

describe("a value needs an encoder for its position", () => {
  test.each([
    ["a bare field", "const a = {{api.title}};"],
    ["a field in a list", "{{#each credentials}}{{scheme}}{{/each}}"],
    ["a field of the whole plan", "{{#each resources}}{{@root.package.name}}{{/each}}"],
    ["an index", "{{#each resources}}const a = {{@index}};{{/each}}"],
    ["a literal", 'const a = {{"text"}};'],
    ["three braces", "const a = {{{api.title}}};"],
    ["an ampersand", "const a = {{& api.title}};"],
    ["three braces around code", "{{#each root}}{{{class}}}{{/each}}"],
    ["what lookup finds", 'const a = {{lookup api "title"}};'],
    ["a field within an assignment", "{{#each layers}}const a = {{title}};{{/each}}"],
  ])("%s is refused", (_name, text) => {
    expect(codes(text)).toEqual([
      text.includes("lookup") ? "template-unknown-helper" : "template-unencoded",
    ]);
  });

  test.each([
    ["an encoder", "const a = {{string api.title}};"],
    ["an encoder of what lookup finds", 'const a = {{string (lookup api "title")}};'],
    ["fields that are code", "{{#each root}}class {{class}} {} // {{property}}\n{{/each}}"],
    [
      "a list of code",
      "{{#each resources}}{{#each imports.types}}type A = {{this}};{{/each}}{{/each}}",
    ],
    [
      "block params",
      "{{#each resources as |one index|}}type A = {{one.class}}; const a = {{literal index}};{{/each}}",
    ],
    ["a field named like an encoder", "{{#each resources}}// client.{{this.path}}\n{{/each}}"],
    [
      "a comment and a condition",
      "{{!-- {{x}} --}}{{! y }}{{#if optionsRequired}}a{{else}}b{{/if}}{{#unless api.doc}}{{/unless}}",
    ],
  ])("%s is fine", (_name, text) => {
    expect(lint(text)).toEqual([]);
  });

  test("a diagnostic names the place, and what can be done", () => {
    expect(lint("first;\n  const a = {{api.title}};\n")).toEqual([
      {
        severity: "error",
        code: "template-unencoded",
        message: "`api.title` is not marked as code in the plan, and would be written as it is",
        cure: "the encoders for this position are `identifier`, `key`, `string`, `literal`, `path`, `docComment`",
        location: { file: "templates/src/a.ts.hbs", line: 2, column: 15 },
        excerpt: ["  const a = {{api.title}};"],
      },
    ]);
  });

  test("all errors of all templates are found at once", () => {
    const diagnostics = lint(
      "{{api.title}}\n{{nothing}}",
      "a.txt.hbs",
      file("b.md.hbs", "{{api.doc}}"),
    );
    expect(diagnostics.map(({ location }) => `${location?.file}:${location?.line}`)).toEqual([
      "templates/a.txt.hbs:1",
      "templates/a.txt.hbs:2",
      "templates/b.md.hbs:1",
    ]);
  });
});

describe("positions", () => {
  test.each([
    ["a string in a string", 'const a = "{{string api.title}}";'],
    ["a string in single quotes", "const a = '{{string api.title}}';"],
    ["a string in a template literal", "const a = `{{string api.title}}`;"],
    ["a string in a comment", "// {{string api.title}}"],
    ["a string in a block comment", "/* {{string api.title}} */"],
    ["a string in a regular expression", "const a = /{{string api.title}}/;"],
    ["a comment in code", "{{comment api.title}}"],
    ["a comment in a block comment", "/* {{comment api.title}} */"],
    ["documentation in code", "{{doc api.doc}}"],
    ["documentation in the middle of a line", "/** {{doc api.doc}} */"],
    ["a doc comment after code", "a; {{docComment api.doc}}"],
    ["Markdown in code", "{{markdown api.doc}}"],
    ["JSON in code", "{{json api.title}}"],
    [
      "code in a string",
      '{{#each resources}}{{#each operations}}{{#if result.type}}"{{result.type}}"{{/if}}{{/each}}{{/each}}',
    ],
    [
      "code in a comment",
      "{{#each resources}}{{#each operations}}{{#if result.type}}// {{result.type}}\n{{/if}}{{/each}}{{/each}}",
    ],
    ["a path in a regular expression", "const a = /{{path package.name}}/;"],
  ])("%s is refused", (_name, text) => {
    expect(codes(text)).toEqual(["template-position"]);
  });

  test.each([
    ["a string after strings", "const a = \"'`/*\" + '\\'\"' + {{string api.title}};"],
    [
      "a string in a hole",
      "const a = `x ${ {{string api.title}} + `${'}'}` } y` + {{string api.title}};",
    ],
    ["a string after a regular expression", "const a = /[\"'/]\\/*/.test({{string api.title}});"],
    ["a string after a division", "const a = 4 / 2 + {{literal api.title}} / 2;"],
    ["a string after comments", "/* ' */ // \"\nconst a = {{string api.title}};"],
    [
      "a name in a string and a comment",
      '{{#each root}}"{{class}}" /* {{class}} */ `{{class}}`{{/each}}',
    ],
    ["a path in a string", 'import "../{{path package.name}}.js";'],
    [
      "documentation on its line",
      '/**\n * {{doc api.doc}}\n * {{docCode api.title}}\n * {{docTag api.doc tag="see"}}\n */',
    ],
    ["branches that agree", 'const a = {{#if api.doc}}"a"{{else}}"b"{{/if}} + {{string api.doc}};'],
  ])("%s is fine", (_name, text) => {
    expect(lint(text)).toEqual([]);
  });

  test("a string or a comment must not begin or end in a branch", () => {
    expect(codes('const a = "{{#if api.doc}}a"{{/if}};')).toEqual(["template-position"]);
    expect(codes("{{#each root}}/* {{/each}} */")).toEqual(["template-position"]);
    expect(codes("{{#if api.doc}}a // b{{else}}c{{/if}}\n")).toEqual(["template-position"]);
  });

  test("JSON, Markdown and other files have positions of their own", () => {
    expect(codes('{ "a": {{string api.title}} }', "a.json.hbs")).toEqual(["template-position"]);
    expect(codes('{ "a": "{{json api.title}}" }', "a.json.hbs")).toEqual(["template-position"]);
    expect(codes('{ {{json api.title}}: "./{{path package.name}}" }', "a.json.hbs")).toEqual([]);
    expect(codes("# {{string api.title}}", "a.md.hbs")).toEqual(["template-position"]);
    expect(codes("# {{markdown api.doc}}", "a.md.hbs")).toEqual(["template-position"]);
    expect(
      codes(
        "# {{markdownText api.title}}\n\n{{markdown api.doc}}\n\n- {{code api.title}}",
        "a.md.hbs",
      ),
    ).toEqual([]);
    expect(
      codes("```ts\nconst a = {{string api.title}};\n```\n{{markdown api.doc}}", "a.md.hbs"),
    ).toEqual([]);
    expect(codes("```ts\nconst a = `\n```\n{{string api.title}}", "a.md.hbs")).toEqual([
      "template-position",
    ]);
    expect(
      codes("```sh\nnpm install {{path package.name}}\n{{code api.title}}\n```\n", "a.md.hbs"),
    ).toEqual(["template-position"]);
    expect(codes("title: {{json api.title}}", "a.yaml.hbs")).toEqual([]);
    expect(codes("title: {{api.title}}", "a.yaml.hbs")).toEqual(["template-unencoded"]);
  });
});

describe("names", () => {
  test.each([
    [
      "a typing error",
      "{{string api.titel}}",
      "there is no field `titel` here",
      "did you mean `title`?",
    ],
    [
      "a field of the context above",
      "{{#each root}}{{string api.title}}{{/each}}",
      "there is no field `api` here",
      "did you mean `../api`?",
    ],
    [
      "a field of the plan in a partial",
      "{{#each root}}{{> _p}}{{/each}}",
      "there is no field `api` here",
      "did you mean `@root.api`?",
    ],
    [
      "a resource without `{resource}`",
      "{{string resource.file}}",
      "there is no field `resource` here",
      "did you mean `resources`?",
    ],
    [
      "a context that is not there",
      "{{string ../api.title}}",
      "`../api.title` leads out of the template",
      "`@root` is the whole plan; `@index`, `@key`, `@first` and `@last` are there within `{{#each}}`",
    ],
    [
      "an index outside of a list",
      "{{literal @index}}",
      "there is no `@index` here",
      "`@root` is the whole plan; `@index`, `@key`, `@first` and `@last` are there within `{{#each}}`",
    ],
    [
      "an optional field",
      "{{string api.facts.baseUrl}}",
      "`api.facts.baseUrl` may be absent",
      "put it in `{{#if api.facts.baseUrl}} … {{/if}}`",
    ],
    [
      "below an optional field",
      "{{#each resources}}{{#each operations}}{{page.itemType}}{{/each}}{{/each}}",
      "`page` may be absent",
      "put it in `{{#if page}} … {{/if}}`",
    ],
    [
      "a condition on nothing",
      "{{#if api.titel}}{{/if}}",
      "there is no field `titel` here",
      "did you mean `title`?",
    ],
    [
      "a prototype's property",
      "{{string api.constructor}}",
      "there is no field `constructor` here",
      "the fields are `title`, `doc`, `facts`, `uses`",
    ],
    [
      "a list that is none",
      "{{#each api.title}}{{/each}}",
      "`each` takes a list, and this is none",
      undefined,
    ],
  ])("%s is refused", (_name, text, message, cure) => {
    const [diagnostic, ...others] = lint(
      text,
      "src/a.ts.hbs",
      file("_p.hbs", "{{string api.title}}"),
    );
    expect(others).toEqual([]);
    expect(diagnostic?.code).toBe("template-unknown-field");
    expect([diagnostic?.message, diagnostic?.cure]).toEqual([message, cure]);
  });

  test.each([
    ["a condition", "{{#if api.facts.baseUrl}}{{string api.facts.baseUrl}}{{/if}}"],
    [
      "the other branch",
      "{{#unless api.facts.baseUrl}}a{{else}}{{string api.facts.baseUrl}}{{/unless}}",
    ],
    [
      "a context",
      "{{#each resources}}{{#each operations}}{{#with page}}type A = {{itemType}};{{/with}}{{/each}}{{/each}}",
    ],
    [
      "nested conditions",
      "{{#each resources}}{{#each operations}}{{#if facts.pagination}}{{#if facts.pagination.pageSize}}{{string facts.pagination.pageSize}}{{/if}}{{/if}}{{/each}}{{/each}}",
    ],
    ["values of an object", "{{#each api.facts.security}}{{string @key}}{{string type}}{{/each}}"],
  ])("an optional field may be used in %s", (_name, text) => {
    expect(lint(text)).toEqual([]);
  });

  test("an optional field may not be used in the branch where it is absent", () => {
    expect(codes("{{#if api.facts.baseUrl}}{{else}}{{string api.facts.baseUrl}}{{/if}}")).toEqual([
      "template-unknown-field",
    ]);
  });
});

describe("helpers", () => {
  test.each([
    ["an unknown one", "{{strng api.title}}", "did you mean `string`?"],
    ["an unknown block", "{{#eech root}}{{/eech}}", "did you mean `each`?"],
    ["a block of a field", "{{#api}}{{/api}}", undefined],
    ["an inverted field", "{{^api.doc}}{{/api.doc}}", undefined],
    [
      "an encoder without value",
      "{{string}}",
      "write `{{string field}}`, or `{{this.string}}` for a field of that name",
    ],
    ["an encoder with two values", "{{string api.title api.doc}}", undefined],
    [
      "an encoder of texts with something else",
      "{{string api}}",
      "`literal` writes any value in code, `json` in JSON",
    ],
    [
      "an unknown argument",
      '/**\n * {{docTag api.doc tag="see" nam=api.title}}\n */',
      "did you mean `name`?",
    ],
    ["a missing argument", "/**\n * {{docTag api.doc}}\n */", undefined],
    ["a nested helper", "{{string (string api.title)}}", undefined],
    ["logging", "{{log api.title}}", undefined],
    ["a raw block", "{{{{raw}}}} {{x}} {{{{/raw}}}}", undefined],
  ])("%s is refused", (_name, text, cure) => {
    const [diagnostic, ...others] = lint(text);
    expect(others).toEqual([]);
    expect(diagnostic?.code).toBe("template-unknown-helper");
    expect(diagnostic?.cure).toEqual(cure ?? expect.anything());
  });
});

describe("partials", () => {
  test("are checked where they are included, with their context and arguments", () => {
    const partial = file(
      "src/_p.ts.hbs",
      "const a = {{string title}}; {{#if more}}{{string more}}{{/if}}",
    );
    expect(lint("{{> src/_p.ts api more=api.doc}}", "src/a.ts.hbs", partial)).toEqual([]);
    expect(codes("{{> src/_p.ts api more=api.doc}}", "src/a.md.hbs", partial)).toEqual([
      "template-position",
      "template-position",
    ]);
    const [first] = lint("{{> src/_p.ts}}", "src/a.ts.hbs", partial);
    expect(first).toMatchObject({
      code: "template-unknown-field",
      location: { file: "templates/src/_p.ts.hbs", line: 1, column: 20 },
    });
  });

  test("one that is wrong wherever it is included is reported once", () => {
    expect(codes("{{> _p}}{{> _p}}", "a.txt.hbs", file("_p.hbs", "{{nothing}}"))).toEqual([
      "template-unknown-field",
    ]);
  });

  test.each([
    ["an unknown one", "{{> _q}}", "did you mean `_p`?"],
    ["a computed name", "{{> (lookup api 'title')}}", "write the name, or use `{{#if}}`"],
    ["a circle", "{{> _circle}}", undefined],
  ])("%s is refused", (_name, text, cure) => {
    const [diagnostic, ...others] = lint(
      text,
      "a.txt.hbs",
      file("_p.hbs", ""),
      file("_circle.hbs", "{{> _circle}}"),
    );
    expect(others).toEqual([]);
    expect(diagnostic?.code).toBe("template-partial");
    expect(diagnostic?.cure).toBe(cure);
  });

  test.each([
    ["an inline partial", '{{#*inline "p"}}x{{/inline}}'],
    ["a decorator", "{{* p}}"],
    ["a partial with a block", "{{#> _p}}x{{/_p}}"],
  ])("%s is not supported", (_name, text) => {
    expect(codes(text, "a.txt.hbs", file("_p.hbs", ""))).toEqual(["template-unsupported"]);
  });
});
