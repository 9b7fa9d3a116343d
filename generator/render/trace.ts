/** From a place in a generated file back to the place in the template that it comes from. */

import type { OutputPlace } from "../base/output-problem.ts";
import type { TemplateFile } from "../source.ts";
import type { PartialStatement, Point, Program, Statement, Template } from "./ast.ts";

/** What writes text. */
type Writer = Extract<Statement, { type: "ContentStatement" | "MustacheStatement" }>;

/** Marks where what a partial writes ends. */
const END = "end";

export interface TemplatePlace {
  readonly file: TemplateFile;
  readonly point: Point;
}

/** Fills in templates so that each piece of text can be told from where it comes. */
export class Trace {
  readonly #mark: string;
  readonly #statements: {
    readonly file: TemplateFile;
    readonly statement: Writer | PartialStatement;
  }[] = [];

  /** @param mark a text that is nowhere in the output. */
  constructor(mark: string) {
    this.#mark = mark;
  }

  /** The template with a mark before each statement that writes text, and around each partial. */
  marked(template: Template): Template {
    const { file, path, program } = template;
    return { file, path, program: this.#markedProgram(program, file) };
  }

  #markedProgram(program: Program, file: TemplateFile): Program {
    const body = program.body.flatMap((statement): readonly Statement[] => {
      switch (statement.type) {
        case "ContentStatement":
        case "MustacheStatement": {
          return [this.#before(statement, file), statement];
        }
        case "PartialStatement": {
          return [this.#before(statement, file), statement, this.#markOf(END, statement)];
        }
        case "BlockStatement": {
          const { program: own, inverse } = statement;
          return [
            {
              ...statement,
              ...(own === undefined ? {} : { program: this.#markedProgram(own, file) }),
              ...(inverse === undefined ? {} : { inverse: this.#markedProgram(inverse, file) }),
            },
          ];
        }
        default:
          return [statement];
      }
    });
    return { ...program, body };
  }

  #before(statement: Writer | PartialStatement, file: TemplateFile): Statement {
    return this.#markOf(this.#statements.push({ file, statement }) - 1, statement);
  }

  #markOf(name: number | typeof END, { loc }: Statement): Statement {
    const value = `${this.#mark}${name};`;
    return { type: "ContentStatement", value, original: value, loc };
  }

  /**
   * The place that writes a place, and after it those that call the partial it is in, the outermost last.
   *
   * @param text what {@link marked} templates make.
   */
  find(text: string, { line, column }: OutputPlace): readonly TemplatePlace[] {
    const [, ...pieces] = text.split(this.#mark);
    const callers: TemplatePlace[] = [];
    let start: Point = { line: 1, column: 0 };
    let found: readonly TemplatePlace[] = [];
    for (const piece of pieces) {
      if (start.line > line || (start.line === line && start.column >= column)) break;
      const end = piece.indexOf(";");
      const name = piece.slice(0, end);
      const written = piece.slice(end + 1);
      const marked = this.#statements[Number(name)];
      if (name === END) callers.shift();
      else if (marked?.statement.type === "PartialStatement") {
        callers.unshift({ file: marked.file, point: marked.statement.loc.start });
      } else if (marked !== undefined) {
        const place = { line: line - start.line, column: column - 1 };
        const point = pointIn(marked.statement, upTo(written, place, start.column));
        found = [{ file: marked.file, point }, ...callers];
      }
      start = endOf(written, start);
    }
    return found;
  }
}

/** Where a text ends that begins at a point. */
function endOf(text: string, start: Point): Point {
  const lines = text.split("\n");
  const { length } = lines.at(-1) ?? "";
  return lines.length === 1
    ? { line: start.line, column: start.column + length }
    : { line: start.line + lines.length - 1, column: length };
}

/** The part of a text before a point, whose line counts from that of the text. */
function upTo(text: string, { line, column }: Point, firstColumn: number): string {
  const lines = text.split("\n").slice(0, line + 1);
  const last = lines[line];
  if (last === undefined) return text;
  const cut = last.slice(0, line === 0 ? column - firstColumn : column);
  return [...lines.slice(0, line), cut].join("\n");
}

/** @param written what the statement wrote before the place. */
function pointIn(statement: Writer, written: string): Point {
  const { start } = statement.loc;
  if (statement.type === "MustacheStatement") return start;
  const { original, value } = statement;
  // White space around blocks is left out at both ends; where nothing else is left, it does not matter where it was.
  const left = value.trim() === "" ? 0 : original.trimEnd().length - value.trimEnd().length;
  return endOf(original.slice(0, left) + written, start);
}
