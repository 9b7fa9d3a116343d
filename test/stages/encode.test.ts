import * as fc from "fast-check";
import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  code,
  comment as lineComment,
  docCode,
  docComment,
  docLines,
  docTag,
  EncodeError,
  fence,
  identifier,
  json,
  key,
  literal,
  markdown,
  markdownText,
  path,
  string,
} from "../../generator/encode.ts";
import { cleanText } from "../../generator/base/markdown.ts";
import { runs } from "../properties.ts";
import { hostile } from "./hostile.ts";

function parse(text: string): ts.SourceFile {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ES2022, true);
  expect("parseDiagnostics" in source && source.parseDiagnostics).toEqual([]);
  return source;
}

/** The expression in `text`, which must be all that `text` holds. */
function expression(text: string): ts.Expression {
  const source = parse(`x = ${text};`);
  const [statement, ...others] = source.statements;
  expect(others).toEqual([]);
  if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error(text);
  if (!ts.isBinaryExpression(statement.expression)) throw new Error(text);
  return statement.expression.right;
}

function evaluate(node: ts.Expression): unknown {
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -(evaluate(node.operand) as number);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(evaluate);
  if (ts.isObjectLiteralExpression(node)) {
    const entries = node.properties.map((property) => {
      if (!ts.isPropertyAssignment(property)) throw new Error("no property");
      return [nameOf(property.name), evaluate(property.initializer)] as const;
    });
    return Object.fromEntries(entries);
  }
  const keywords = new Map([
    [ts.SyntaxKind.TrueKeyword, true],
    [ts.SyntaxKind.FalseKeyword, false],
    [ts.SyntaxKind.NullKeyword, null],
  ]);
  if (!keywords.has(node.kind)) throw new Error(`unexpected ${node.getText()}`);
  return keywords.get(node.kind);
}

function nameOf(name: ts.PropertyName): string {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name)) {
    expect(name.text).not.toBe("__proto__");
    return name.text;
  }
  if (ts.isComputedPropertyName(name)) return evaluate(name.expression) as string;
  throw new Error("unexpected name");
}

/** The doc comment of a declaration, which must be all there is beside the declaration. */
function doc(lines: readonly string[]): ts.JSDoc | undefined {
  const text = docComment(lines);
  const [statement, ...others] = parse(
    `before();\n${text}\ndeclare const x: 1;\n`,
  ).statements.slice(1);
  expect(others).toEqual([]);
  const found = ts.getJSDocCommentsAndTags(statement!);
  expect(found.length).toBe(text === "" ? 0 : 1);
  expect(found[0]?.getText() ?? "").toBe(text);
  return found[0] as ts.JSDoc | undefined;
}

const md = (text: string): Root =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

function* nodes(node: Nodes): Generator<Nodes> {
  yield node;
  if ("children" in node) for (const child of node.children) yield* nodes(child);
}

const shown = (node: Nodes): string =>
  [...nodes(node)].map((inner) => ("value" in inner ? inner.value : "")).join("");

const jsonValue = fc.letrec<{ value: fc.JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    hostile,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(hostile, tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ) as fc.Arbitrary<fc.JsonValue>,
})).value;

function identifierOrNothing(name: string): string | undefined {
  try {
    return identifier(name);
  } catch (error) {
    if (error instanceof EncodeError) return undefined;
    throw error;
  }
}

const hasTags = (comment: ts.JSDoc | undefined): boolean =>
  (comment?.tags?.length ?? 0) > 0 ||
  (Array.isArray(comment?.comment) &&
    comment.comment.some((part) => part.kind !== ts.SyntaxKind.JSDocText));

const words = (text: string): string => text.replace(/[\s\\]/g, "");

/** Bare addresses become links by themselves; those show where they lead. */
const isBareLink = (node: Nodes): boolean => node.type === "link" && node.url.endsWith(shown(node));

describe("TypeScript", () => {
  test("a string literal has exactly the value, on one line of visible characters", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(evaluate(expression(string(value)))).toBe(value);
        expect(string(value)).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029\u202e]/u);
      }),
    );
  });

  test("a property key has exactly the name, also `__proto__`", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(evaluate(expression(`{ ${key(name)}: 1 }`))).toEqual(
          Object.fromEntries([[name, 1]]),
        );
      }),
    );
    expect([key("page_size"), key("delete"), key("x-id"), key("1"), key("__proto__")]).toEqual([
      "page_size",
      "delete",
      '"x-id"',
      '"1"',
      '["__proto__"]',
    ]);
  });

  test("a literal evaluates to exactly the JSON value, in the same order", () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const found = evaluate(expression(literal(value)));
        expect(found).toEqual(value);
        expect(JSON.stringify(found)).toBe(JSON.stringify(value));
      }),
    );
    expect(literal({ a: undefined, "b-c": [1, -0, null] })).toBe('{ "b-c": [1, -0, null] }');
  });

  test("what is no JSON value has no literal", () => {
    for (const value of [undefined, Number.NaN, Infinity, [undefined]])
      expect(() => literal(value)).toThrow(EncodeError);
  });

  test("an identifier is one, or refused", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const encoded = identifierOrNothing(name);
        const statements = parse(encoded === undefined ? "" : `const ${encoded} = 1;`).statements;
        expect(encoded ?? name).toBe(name);
        expect(statements.map(({ kind }) => kind)).toEqual(
          encoded === undefined ? [] : [ts.SyntaxKind.VariableStatement],
        );
      }),
    );
    for (const name of ["delete", "class", "", "a-b", "1a", "await", "a b"])
      expect(() => identifier(name)).toThrow(EncodeError);
  });

  test("a path has plain segments, or is refused", () => {
    for (const good of ["batch-jobs", "src/a.b/c_1", "@scope/name", "..."])
      expect(path(good)).toBe(good);
    for (const bad of ["", "/", "a/", "../a", "a/./b", "a b", 'a"', "a\\b", "é", "a@b", "a\n"])
      expect(() => path(bad)).toThrow(EncodeError);
  });

  test("a line comment ends with its line and directs nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const source = parse(`// ${lineComment(text)}\nx;`);
        expect(source.statements.map((statement) => statement.getFullText())).toEqual([
          source.text,
        ]);
        expect(source.text.split("\n").length).toBe(2);
        expect(source.text).not.toMatch(/^\/\/\/?\s*@/);
      }),
    );
  });
});

describe("doc comments", () => {
  test("any text is one comment without tags and links", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = docLines(text);
        expect(hasTags(doc(lines))).toBe(false);
        for (const line of lines)
          expect(line).not.toMatch(/(?!\t)\p{Cc}|[\u2028\u202e]|^\s*@|\s$/u);
      }),
      { numRuns: runs(2000) },
    );
  });

  test("no word is lost", () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => !/```|~~~/.test(text)),
        (text) => {
          expect(words(docLines(text).join(" "))).toBe(words(cleanText(text)));
        },
      ),
    );
  });

  test("a tag holds any text and no other tag", () => {
    fc.assert(
      fc.property(hostile, hostile, (before, text) => {
        const comment = doc([...docLines(before), "", ...docTag("param", "jobId", text)]);
        const tags = comment?.tags ?? [];
        expect(tags.map((tag) => tag.kind)).toEqual([ts.SyntaxKind.JSDocParameterTag]);
        const [tag] = tags as unknown as [ts.JSDocParameterTag];
        expect(tag.name.getText()).toBe("jobId");
        expect(tag.typeExpression).toBeUndefined();
        expect(doc(docTag("deprecated", undefined, text))?.tags?.length).toBe(1);
        expect(doc(docTag("returns", undefined, text))?.tags?.length).toBe(1);
      }),
      { numRuns: runs(2000) },
    );
  });

  test("a span of code has no end", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(hasTags(doc([docCode(text)]))).toBe(false);
      }),
    );
  });

  test("paragraphs are filled, and all else stays", () => {
    const text = [
      "Lists the workspace's batch jobs page by page, newest first unless",
      "`order_by` says otherwise. See also",
      "what follows - it matters.",
      "",
      "",
      "- one",
      "- two",
      "",
      "| a | b |",
      "| - | - |",
      "",
      "```json",
      '{ "a":   1 }',
      "```",
    ].join("\n");
    expect(docLines(text)).toEqual([
      "Lists the workspace's batch jobs page by page, newest first unless `order_by` says",
      "otherwise. See also what follows - it matters.",
      "",
      "- one",
      "- two",
      "",
      "| a | b |",
      "| - | - |",
      "",
      "```json",
      '{ "a":   1 }',
      "```",
    ]);
  });

  test("a span of code stays on one line, and no line begins with what would be a list or a heading", () => {
    const words = "word ".repeat(17);
    expect(docLines(`${words}\`a b c d e f g\` end`)).toEqual([
      words.trim(),
      "`a b c d e f g` end",
    ]);
    expect(docLines(`${words}1234567 - dash`)).toEqual([`${words}1234567 -`, "dash"]);
  });

  test("comments of one line and of several", () => {
    expect(docComment([])).toBe("");
    expect(docComment(["One."])).toBe("/** One. */");
    expect(
      docComment([
        "One.",
        "",
        ...docTag("param", "a", "Two."),
        ...docTag("deprecated", undefined, ""),
      ]),
    ).toBe("/**\n * One.\n *\n * @param a - Two.\n * @deprecated\n */");
    expect(docLines("a */ b\n@x {@link y} z@w @v `@u */`")).toEqual([
      "a *\\/ b \\@x {\\@link y} z@w \\@v `@u *\\/`",
    ]);
    expect(() => docTag("a b", undefined, "")).toThrow(EncodeError);
    expect(() => docTag("param", "a b", "")).toThrow(EncodeError);
  });
});

describe("JSON", () => {
  test("parses to exactly the value", () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        expect(JSON.stringify(JSON.parse(json(value)))).toBe(JSON.stringify(value));
        expect(json(value)).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
      }),
    );
    expect(() => json(undefined)).toThrow(EncodeError);
  });
});

describe("Markdown", () => {
  const FORBIDDEN = [
    "html",
    "link",
    "linkReference",
    "image",
    "imageReference",
    "definition",
    "heading",
    "table",
    "footnoteDefinition",
    "footnoteReference",
  ];

  test("blocks hold no HTML, links, images, headings or tables, and end before what follows", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const root = md(`before\n\n${markdown(text)}\n\nafter\n`);
        expect(root.children.at(0)).toMatchObject({
          type: "paragraph",
          children: [{ value: "before" }],
        });
        expect(root.children.at(-1)).toMatchObject({
          type: "paragraph",
          children: [{ value: "after" }],
        });
        const types = [...nodes(root)].filter((node) => !isBareLink(node)).map(({ type }) => type);
        expect(types.filter((type) => FORBIDDEN.includes(type))).toEqual([]);
      }),
      { numRuns: runs(3000) },
    );
  });

  test("blocks keep what is harmless", () => {
    const text =
      'Some *words*, `code <b>` and\n`more`.\n\n- one\n- two\n\n```json\n{ "<b>": 1 }\n```';
    expect(markdown(text)).toBe(text);
    expect(markdown("<b>x</b>\n# no\n[a](b) | \\< \\")).toBe(
      "\\<b>x\\</b>\n**no**\n\\[a\\](b) \\| \\< \\\\",
    );
    expect(markdown("```\nopen")).toBe("```\nopen\n```");
  });

  test("a text is shown as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = cleanText(text).trim().replace(/\s+/g, " ");
        const [heading, paragraph, strong] = [
          `# ${markdownText(text)}`,
          markdownText(text),
          `a **x${markdownText(text)}x** b`,
        ].map(md);
        if (plain === "") return;
        expect([heading?.children.map(({ type }) => type), shown(heading!)]).toEqual([
          ["heading"],
          plain,
        ]);
        expect([paragraph?.children.map(({ type }) => type), shown(paragraph!)]).toEqual([
          ["paragraph"],
          plain,
        ]);
        expect(strong?.children).toMatchObject([
          { children: [{ value: "a " }, { type: "strong" }, { value: " b" }] },
        ]);
        expect(shown(strong!)).toBe(`a x${plain}x b`);
      }),
      { numRuns: runs(2000) },
    );
  });

  test("a span of code shows the text as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = cleanText(text).replace(/[\n\t]/g, " ");
        const [paragraph, ...others] = md(`x ${code(text)} y`).children;
        expect(others).toEqual([]);
        expect(paragraph).toMatchObject({
          children: [
            { value: "x " },
            { type: "inlineCode", value: plain.trim() === "" ? " " : plain },
            { value: " y" },
          ],
        });
      }),
      { numRuns: runs(2000) },
    );
  });

  test("a fenced block holds the text as it is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const root = md(`before\n\n${fence(text, "json")}\nafter`);
        expect(root.children.map((node) => node.type)).toEqual(["paragraph", "code", "paragraph"]);
        expect(root.children[1]).toMatchObject({
          lang: "json",
          value: cleanText(text).replace(/\n$/, ""),
        });
      }),
      { numRuns: runs(1000) },
    );
    expect(() => fence("a", "b c")).toThrow(EncodeError);
  });
});
