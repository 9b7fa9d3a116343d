/**
 * Checks templates before they are filled in: that every value goes through an encoder for the position in which it stands,
 * or is a field that the plan marks as code; and that every name is one that the plan has.
 */

import type { Diagnostic } from "../diagnostic.ts";
import { didYouMean } from "../base/suggest.ts";
import type {
  BlockStatement,
  Call,
  Expression,
  MustacheStatement,
  PartialStatement,
  PathExpression,
  Point,
  Program,
  Statement,
  Template,
} from "./ast.ts";
import { nameOf, originalOf, templateError } from "./ast.ts";
import { ENCODERS, isPlaceForCode, type TemplateEncoder } from "./encoders.ts";
import { Position, type Spot } from "./position.ts";
import { codeOf, isIterable, isText, Scope, type Value } from "./scope.ts";

const BLOCKS = ["if", "unless", "each", "with"];

const UNKNOWN: Value = { schema: undefined, optional: false };

/**
 * @param partials by name. They are checked where they are included, since it depends on that what their names mean.
 * @returns all that is wrong, each place once.
 */
export function lintTemplates(
  templates: readonly Template[],
  partials: ReadonlyMap<string, Template>,
): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const template of templates) {
    const lint = new Lint(template, partials, [], (diagnostic) => {
      found.set(JSON.stringify([diagnostic.location, diagnostic.message]), diagnostic);
    });
    lint.program(
      template.program,
      Scope.ofPlan(template.path.includes("{resource}")),
      Position.startOf(template.path),
    );
  }
  return [...found.values()];
}

class Lint {
  readonly #template: Template;
  readonly #partials: ReadonlyMap<string, Template>;
  /** The names of the partials that are being included. */
  readonly #including: readonly string[];
  readonly #add: (diagnostic: Diagnostic) => void;

  constructor(
    template: Template,
    partials: ReadonlyMap<string, Template>,
    including: readonly string[],
    add: (diagnostic: Diagnostic) => void,
  ) {
    this.#template = template;
    this.#partials = partials;
    this.#including = including;
    this.#add = add;
  }

  #report(node: { loc: { start: Point } }, code: string, message: string, cure?: string): void {
    this.#add(templateError(this.#template.file, node.loc.start, code, message, cure));
  }

  /** @returns the position after it. */
  program(program: Program, scope: Scope, start: Position): Position {
    let position = start;
    for (const statement of program.body) position = this.#statement(statement, scope, position);
    return position;
  }

  #statement(statement: Statement, scope: Scope, position: Position): Position {
    switch (statement.type) {
      case "ContentStatement":
        return position.after(statement.value);
      case "CommentStatement":
        return position;
      case "MustacheStatement":
        this.#mustache(statement, scope, position);
        return position.afterValue();
      case "BlockStatement":
        return this.#block(statement, scope, position);
      case "PartialStatement":
        return this.#partial(statement, scope, position);
      default:
        this.#report(
          statement,
          "template-unsupported",
          "decorators, inline partials and partials with a block are not supported",
          "put what is to be shared into a file `_name.hbs`, and include it with `{{> _name}}`",
        );
        return position;
    }
  }

  #mustache(mustache: MustacheStatement, scope: Scope, position: Position): void {
    const { path, params, hash } = mustache;
    const name = nameOf(path);
    const encoder =
      name !== undefined && Object.hasOwn(ENCODERS, name) ? ENCODERS[name] : undefined;
    if (!mustache.escaped) {
      const message = "`{{{…}}}` and `{{&…}}` are not supported: a value is written by an encoder";
      this.#report(mustache, "template-unencoded", message, encodersAt(position));
    } else if (encoder !== undefined && name !== undefined) {
      this.#encoder(mustache, name, encoder, scope, position);
    } else if (params.length > 0 || hash !== undefined) {
      const called = originalOf(path);
      const cure = didYouMean(called, Object.keys(ENCODERS), encodersAt(position));
      this.#report(mustache, "template-unknown-helper", `there is no helper \`${called}\``, cure);
    } else if (path.type !== "PathExpression") {
      this.#report(
        mustache,
        "template-unencoded",
        "this value does not come from the plan",
        "write it as text",
      );
    } else this.#code(path, scope, position);
  }

  /** A value without an encoder. */
  #code(path: PathExpression, scope: Scope, position: Position): void {
    const value = this.#written(path, scope);
    if (value === undefined) return;
    const strength = codeOf(value);
    if (strength === undefined) {
      const message = `\`${path.original}\` is not marked as code in the plan, and would be written as it is`;
      this.#report(path, "template-unencoded", message, encodersAt(position));
    } else if (!isPlaceForCode(strength, position.spot)) {
      const message = `\`${path.original}\` is code, and this is ${described(position)}`;
      this.#report(path, "template-position", message, "write it where code stands");
    }
  }

  #encoder(
    call: Call,
    name: string,
    encoder: TemplateEncoder,
    scope: Scope,
    position: Position,
  ): void {
    const { spots, text, before, hash = {} } = encoder;
    const [param, ...others] = call.params;
    if (param === undefined || others.length > 0) {
      const cure = `write \`{{${name} field}}\`, or \`{{this.${name}}}\` for a field of that name`;
      this.#report(
        call,
        "template-unknown-helper",
        `the encoder \`${name}\` takes one value`,
        cure,
      );
      return;
    }
    const value = this.#written(param, scope);
    if (value !== undefined && text && !isText(value)) {
      const message = `the encoder \`${name}\` takes a text, and this is none`;
      this.#report(
        param,
        "template-unknown-helper",
        message,
        "`literal` writes any value in code, `json` in JSON",
      );
    }
    const given = call.hash?.pairs ?? [];
    for (const pair of given) {
      if (Object.hasOwn(hash, pair.key)) this.#written(pair.value, scope);
      else {
        const message = `the encoder \`${name}\` has no argument \`${pair.key}\``;
        this.#report(
          pair,
          "template-unknown-helper",
          message,
          didYouMean(pair.key, Object.keys(hash), "remove it"),
        );
      }
    }
    for (const [key, need] of Object.entries(hash)) {
      if (need === "required" && !given.some((pair) => pair.key === key))
        this.#report(
          call,
          "template-unknown-helper",
          `the encoder \`${name}\` needs \`${key}=…\``,
          "write it after the value",
        );
    }
    if (position.spot === "any") return;
    if (!spots.includes(position.spot)) {
      const message = `the encoder \`${name}\` is for another position: this is ${described(position)}`;
      this.#report(call, "template-position", message, encodersAt(position));
    } else if (before !== undefined && !before.pattern.test(position.line)) {
      this.#report(
        call,
        "template-position",
        `\`${name}\` begins in the middle of a line`,
        before.cure,
      );
    }
  }

  #block(block: BlockStatement, scope: Scope, start: Position): Position {
    const name = nameOf(block.path);
    const [param, ...others] = block.params;
    if (name === undefined || !BLOCKS.includes(name) || param === undefined || others.length > 0) {
      const message = "a block is `if`, `unless`, `each` or `with`, with one value";
      this.#report(
        block,
        "template-unknown-helper",
        message,
        didYouMean(
          name ?? "",
          BLOCKS,
          "if a template wants to compute something, the plan lacks a field",
        ),
      );
      return start;
    }
    const value = this.#value(param, scope) ?? UNKNOWN;
    if (name === "each" && !isIterable(value))
      this.#report(param, "template-unknown-field", "`each` takes a list, and this is none");
    const variables = block.program?.blockParams ?? [];
    const there = scope.having(value);
    const inside = {
      if: there,
      unless: scope,
      each: there.forEach(value, variables),
      with: there.within(value, variables),
    };
    const body = inside[name as keyof typeof inside];
    const ends = [
      block.program === undefined ? start : this.program(block.program, body, start),
      block.inverse === undefined
        ? start
        : this.program(block.inverse, name === "unless" ? there : scope, start),
    ] as const;
    const [end, other] = ends;
    if (!end.isLike(other) || (name === "each" && !end.isLike(start))) {
      const message =
        "a string or a comment begins or ends within this block, but not in each of its branches";
      this.#report(block, "template-position", message, "begin and end it outside of the block");
    }
    return end;
  }

  #partial(partial: PartialStatement, scope: Scope, position: Position): Position {
    if (partial.name.type === "SubExpression") {
      const message = "the name of a partial must not be computed";
      this.#report(partial.name, "template-partial", message, "write the name, or use `{{#if}}`");
      return position;
    }
    const name = originalOf(partial.name);
    const template = this.#partials.get(name);
    if (template === undefined) {
      const names = [...this.#partials.keys()];
      const cure = didYouMean(
        name,
        names,
        "a partial is a file whose name begins with `_`; it is included by its path without `.hbs`",
      );
      this.#report(partial.name, "template-partial", `there is no partial \`${name}\``, cure);
      return position;
    }
    if (this.#including.includes(name)) {
      this.#report(partial.name, "template-partial", `the partial \`${name}\` includes itself`);
      return position;
    }
    const [param] = partial.params;
    const context = param === undefined ? scope.context : (this.#written(param, scope) ?? UNKNOWN);
    const pairs = (partial.hash?.pairs ?? []).map(
      (pair) => [pair.key, this.#written(pair.value, scope) ?? UNKNOWN] as const,
    );
    const lint = new Lint(template, this.#partials, [...this.#including, name], this.#add);
    return lint.program(template.program, scope.inPartial(context, new Map(pairs)), position);
  }

  /** A value that must be there. */
  #written(expression: Expression, scope: Scope): Value | undefined {
    const value = this.#value(expression, scope);
    if (value === undefined || expression.type !== "PathExpression") return value;
    const absence = scope.absence(value, expression);
    if (absence !== undefined)
      this.#report(expression, "template-unknown-field", absence.message, absence.cure);
    return value;
  }

  #value(expression: Expression, scope: Scope): Value | undefined {
    if (expression.type === "SubExpression") {
      if (nameOf(expression.path) === "lookup") {
        for (const param of expression.params) this.#value(param, scope);
      } else {
        const message = "only `lookup` can be used within another call";
        this.#report(
          expression,
          "template-unknown-helper",
          message,
          "if a template wants to compute something, the plan lacks a field",
        );
      }
      return UNKNOWN;
    }
    if (expression.type !== "PathExpression") {
      const type = typeof expression.original;
      return { schema: { type }, optional: false };
    }
    const value = scope.resolve(expression);
    if ("schema" in value) return value;
    this.#report(expression, "template-unknown-field", value.message, value.cure);
    return undefined;
  }
}

function encodersAt({ spot }: Position): string {
  const fitting = Object.keys(ENCODERS).filter(
    (name) => spot === "any" || ENCODERS[name]?.spots.includes(spot),
  );
  if (fitting.length === 0) return "no value can be written here";
  return `the encoders for this position are ${fitting.map((name) => `\`${name}\``).join(", ")}`;
}

const DESCRIPTIONS: Readonly<Record<Spot, string>> = {
  code: "code",
  string: "inside of a string",
  "template literal": "inside of a template literal",
  "regular expression": "inside of a regular expression",
  "line comment": "a line comment",
  "block comment": "a block comment",
  markdown: "Markdown text",
  "fenced block": "a fenced block",
  json: "JSON outside of a string",
  "json string": "inside of a string of JSON",
  any: "text",
};

function described({ spot }: Position): string {
  return DESCRIPTIONS[spot];
}
