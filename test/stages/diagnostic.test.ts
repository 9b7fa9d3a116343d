import { describe, expect, test } from "vitest";

import {
  type Diagnostic,
  DiagnosticError,
  excerptOf,
  formatDiagnostic,
} from "../../generator/diagnostic.ts";

const diagnostic: Diagnostic = {
  severity: "error",
  code: "dangling-ref",
  message: "there is no `#/components/schemas/Flie`",
  cure: "did you mean `#/components/schemas/File`?",
  pointer: "#/paths/~1v1~1files",
  location: { file: "spec.yaml", line: 12, column: 9 },
  excerpt: ["  $ref: '#/components/schemas/Flie'"],
};

const plain = (part: Partial<Diagnostic>): string =>
  formatDiagnostic({ ...diagnostic, ...part }, { colors: false });

describe("formatDiagnostic", () => {
  test("shows code, place, pointer, the offending line with a caret, and the cure", () => {
    expect(plain({})).toBe(
      [
        "error dangling-ref: there is no `#/components/schemas/Flie`",
        "  at spec.yaml:12:9",
        "  in #/paths/~1v1~1files",
        "  12 |   $ref: '#/components/schemas/Flie'",
        "     |         ^",
        "  cure: did you mean `#/components/schemas/File`?",
      ].join("\n"),
    );
  });

  test("shows the rule that is broken", () => {
    expect(plain({ rule: "RFC 6901, 4" }).split("\n").slice(-2)).toEqual([
      "  rule: RFC 6901, 4",
      "  cure: did you mean `#/components/schemas/File`?",
    ]);
  });

  test("shows only what there is", () => {
    const bare: Diagnostic = { severity: "warning", code: "a-code", message: "a message" };
    expect(formatDiagnostic(bare, { colors: false })).toBe("warning a-code: a message");
  });

  test("keeps tabs before the caret, and numbers every line", () => {
    const location = { file: "a", line: 9, column: 2 };
    expect(
      plain({ location, excerpt: ["\tx: [", "\t  y"] })
        .split("\n")
        .slice(3, 6),
    ).toEqual(["   9 | \tx: [", "     | \t^", "  10 | \t  y"]);
  });

  test("colours only when told to", () => {
    expect(plain({})).not.toContain("\u001b");
    expect(formatDiagnostic(diagnostic, { colors: true })).toContain("\u001b[31m");
  });

  test("lets no control character of the input through", () => {
    expect(plain({ message: "\u001b[2J\u202ex\ny", excerpt: ["\u0007a"] })).toMatch(
      /^error dangling-ref: \\u001b\[2J\\u202ex\\u000ay\n[^]*\\u0007a/,
    );
  });

  test("cuts a line of minified JSON to the part around the caret", () => {
    const line = `{"a":"${"x".repeat(400)}","b":!${"y".repeat(400)}`;
    const column = line.indexOf("!") + 1;
    const excerpt = excerptOf(line, column);
    expect(excerpt.length).toBeLessThan(170);
    const [, , , shown = "", caret = ""] = plain({
      location: { file: "a.json", line: 1, column },
      excerpt: [excerpt],
    }).split("\n");
    expect(shown.charAt(caret.indexOf("^"))).toBe("!");
  });
});

test("DiagnosticError says all that is wrong", () => {
  const error = new DiagnosticError([diagnostic, { ...diagnostic, code: "other-code" }]);
  expect(error).toBeInstanceOf(Error);
  expect(error.diagnostics).toHaveLength(2);
  expect(error.message).toContain("error dangling-ref");
  expect(error.message).toContain("error other-code");
});
