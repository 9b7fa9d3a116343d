/** The syntax tree of a template, as Handlebars' parser makes it, and places in it. */

import { type Diagnostic, excerptOf } from "../diagnostic.ts";
import type { TemplateFile } from "../source.ts";
import type { Compiled } from "./standard.ts";

/** Lines count from 1, columns from 0. */
export interface Point {
  readonly line: number;
  readonly column: number;
}

interface Node {
  readonly loc: { readonly start: Point };
}

export interface PathExpression extends Node {
  readonly type: "PathExpression";
  /** Whether it begins with `@`. */
  readonly data: boolean;
  /** How many times it begins with `../`. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
}

interface Literal extends Node {
  readonly type:
    "StringLiteral" | "NumberLiteral" | "BooleanLiteral" | "NullLiteral" | "UndefinedLiteral";
  readonly original: unknown;
}

/** What calls a helper, or names a value. */
export interface Call extends Node {
  readonly path: Expression;
  readonly params: readonly Expression[];
  /** Left out by the parser where there is none. */
  readonly hash?: {
    readonly pairs: readonly (Node & { readonly key: string; readonly value: Expression })[];
  };
}

interface SubExpression extends Call {
  readonly type: "SubExpression";
}

export type Expression = PathExpression | Literal | SubExpression;

interface ContentStatement extends Node {
  readonly type: "ContentStatement";
  readonly value: string;
  /** The value before white space around blocks was left out. */
  readonly original: string;
}

export interface MustacheStatement extends Call {
  readonly type: "MustacheStatement";
  /** False for `{{{…}}}` and `{{&…}}`. */
  readonly escaped: boolean;
}

export interface BlockStatement extends Call {
  readonly type: "BlockStatement";
  /** Absent in `{{^…}}…{{/…}}`. */
  readonly program?: Program;
  readonly inverse?: Program;
}

export interface PartialStatement extends Omit<Call, "path"> {
  readonly type: "PartialStatement";
  readonly name: Expression;
}

interface OtherStatement extends Node {
  readonly type: "CommentStatement" | "PartialBlockStatement" | "Decorator" | "DecoratorBlock";
}

export type Statement =
  ContentStatement | MustacheStatement | BlockStatement | PartialStatement | OtherStatement;

export interface Program {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

export interface Template {
  readonly file: TemplateFile;
  /** The path of what it makes, with `{resource}` not filled in; of a partial, its name. */
  readonly path: string;
  readonly program: Program;
  /** What `program` becomes, if it is known. */
  readonly compiled?: Compiled | undefined;
}

/** The name that a mustache or a block begins with, if it is a plain one: `string` in `{{string title}}`. */
export function nameOf(path: Expression): string | undefined {
  if (path.type !== "PathExpression" || path.data || path.depth > 0) return undefined;
  return path.parts.length === 1 && path.parts[0] === path.original ? path.original : undefined;
}

/** The source text of a name or a literal; the empty string for a call. */
export function originalOf(expression: Expression): string {
  return expression.type === "SubExpression" ? "" : String(expression.original);
}

/** An error at a place in a template; without a place, at its beginning. */
export function templateError(
  { origin, text }: TemplateFile,
  { line, column }: Point = { line: 1, column: 0 },
  code: string,
  message: string,
  cure?: string,
): Diagnostic {
  return {
    severity: "error",
    code,
    message,
    ...(cure === undefined ? {} : { cure }),
    location: { file: origin, line, column: column + 1 },
    excerpt: [excerptOf(text.split(/\r?\n/)[line - 1] ?? "", column + 1)],
  };
}
