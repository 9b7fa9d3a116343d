/** The encoders as templates call them: which there are, where each may stand, and what it takes. */

import * as encode from "../encode.ts";
import type { Spot } from "./position.ts";

/** A value that a template hands over, and where its call stands. */
interface Call {
  readonly value: unknown;
  readonly hash: Readonly<Record<string, unknown>>;
  /** The column of the call, from 0: where the first line of what it returns begins. */
  readonly column: number;
}

export interface TemplateEncoder {
  readonly spots: readonly Spot[];
  /** Whether it takes a text, and nothing else. */
  readonly text: boolean;
  /** What must precede it on its line, in words for the one case that is not met. */
  readonly before?: { readonly pattern: RegExp; readonly cure: string };
  /** The names of further arguments, given as `name=value`, and which of them must be given. */
  readonly hash?: { readonly [name: string]: "required" | "optional" };
  /** @throws EncodeError */
  readonly run: (call: Call) => string;
}

function ofText(spots: readonly Spot[], run: (text: string) => string): TemplateEncoder {
  return { spots, text: true, run: ({ value }) => run(textOf(value)) };
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  throw new encode.EncodeError(
    value === undefined ? "the value is absent" : `${typeof value} is no text`,
  );
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : textOf(value);
}

/** Further lines are brought below the first. */
function below(lines: readonly string[], indent: string): string {
  return lines.map((line, index) => (index === 0 ? line : (indent + line).trimEnd())).join("\n");
}

const AFTER_ASTERISK = {
  pattern: /^\s*\* $/,
  cure: "write it on a line of its own after `* `: it may become several lines",
};
const ALONE = {
  pattern: /^\s*$/,
  cure: "write it on a line of its own: it may become several lines",
};
const ANYWHERE: readonly Spot[] = [
  "code",
  "string",
  "template literal",
  "line comment",
  "block comment",
  "markdown",
  "fenced block",
  "json string",
];

export const ENCODERS: Readonly<Record<string, TemplateEncoder>> = {
  identifier: ofText(ANYWHERE, encode.identifier),
  key: ofText(["code"], encode.key),
  string: ofText(["code"], encode.string),
  literal: {
    spots: ["code"],
    text: false,
    run: ({ value }) => encode.literal(value as encode.EncodableValue),
  },
  json: {
    spots: ["json"],
    text: false,
    run: ({ value }) => encode.json(value as encode.EncodableValue),
  },
  path: ofText(ANYWHERE, encode.path),
  comment: ofText(["line comment"], encode.comment),
  doc: {
    spots: ["block comment"],
    text: true,
    before: AFTER_ASTERISK,
    run: ({ value, column }) =>
      below(encode.docLines(textOf(value)), `${" ".repeat(column - 2)}* `),
  },
  docComment: {
    spots: ["code"],
    text: true,
    before: ALONE,
    run: ({ value, column }) => {
      const comment = encode.docComment(encode.docLines(textOf(value)));
      return below(comment.split("\n"), " ".repeat(column));
    },
  },
  docTag: {
    spots: ["block comment"],
    text: true,
    before: AFTER_ASTERISK,
    hash: { tag: "required", name: "optional" },
    run: ({ value, hash, column }) => {
      const lines = encode.docTag(textOf(hash["tag"]), optionalText(hash["name"]), textOf(value));
      return below(lines, `${" ".repeat(column - 2)}* `);
    },
  },
  docCode: ofText(["block comment"], encode.docCode),
  markdown: {
    spots: ["markdown"],
    text: true,
    before: ALONE,
    run: ({ value, column }) =>
      below(encode.markdown(textOf(value)).split("\n"), " ".repeat(column)),
  },
  markdownText: ofText(["markdown"], encode.markdownText),
  code: ofText(["markdown"], encode.code),
  fence: {
    spots: ["markdown"],
    text: true,
    before: ALONE,
    hash: { language: "optional" },
    run: ({ value, hash, column }) =>
      below(
        encode.fence(textOf(value), optionalText(hash["language"])).split("\n"),
        " ".repeat(column),
      ),
  },
};

/** Whether a value that the plan marks `@code` may stand there. */
export function isPlaceForCode(strength: "name" | "typescript", spot: Spot): boolean {
  return strength === "name"
    ? ANYWHERE.includes(spot) || spot === "any"
    : spot === "code" || spot === "any";
}
