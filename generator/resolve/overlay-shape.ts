import type { Diagnostic } from "../diagnostic.ts";
import { DiagnosticError } from "../diagnostic.ts";
import { briefOf, isObject, type JsonObject, type JsonValue, pointerOf } from "../base/json.ts";
import type { Parsed } from "../base/parse.ts";
import { didYouMean } from "../base/suggest.ts";

/** What there is to say about one overlay, placed in its file. */
export class OverlayReport {
  readonly diagnostics: Diagnostic[] = [];
  readonly #overlay: Parsed;

  constructor(overlay: Parsed) {
    this.#overlay = overlay;
  }

  error(code: string, tokens: readonly string[], message: string, cure: string): void {
    this.#add("error", code, tokens, message, cure);
  }

  warning(code: string, tokens: readonly string[], message: string, cure: string): void {
    this.#add("warning", code, tokens, message, cure);
  }

  /** Throws all that was reported, if there is an error among it. */
  throwErrors(): void {
    if (this.diagnostics.some(({ severity }) => severity === "error"))
      throw new DiagnosticError(this.diagnostics);
  }

  #add(
    severity: "error" | "warning",
    code: string,
    tokens: readonly string[],
    message: string,
    cure: string,
  ): void {
    this.diagnostics.push({
      severity,
      code,
      message,
      cure,
      pointer: pointerOf(tokens),
      ...this.#overlay.place(tokens),
    });
  }
}

export interface Action {
  readonly target: string;
  readonly update?: JsonValue;
  readonly copy?: string;
  readonly remove?: boolean;
}

export interface Overlay {
  readonly actions: readonly Action[];
  /** Whether targets may be primitives, as from version 1.1. */
  readonly primitives: boolean;
}

const OVERLAY_FIELDS = ["overlay", "info", "extends", "actions"];
const ACTION_FIELDS = ["target", "description", "update", "copy", "remove"];

/** Checks the form of an overlay. The result may be used only if no error was reported. */
export function checkOverlay(value: JsonValue, report: OverlayReport): Overlay {
  const invalid = (tokens: readonly string[], message: string, cure: string): Overlay => {
    report.error("invalid-overlay", tokens, message, cure);
    return { actions: [], primitives: false };
  };
  if (!isObject(value) || !Object.hasOwn(value, "overlay")) {
    return invalid(
      [],
      "this is no OpenAPI Overlay: it has no `overlay` field",
      "begin it with `overlay: 1.0.0`",
    );
  }
  const version = briefOf(value["overlay"] ?? null);
  if (!/^1(\.[01](\.\d+)?)?$/.test(version)) {
    invalid(
      ["overlay"],
      `version ${version} of the Overlay Specification is not supported`,
      "use 1.0.0 or 1.1.0",
    );
  }
  checkFields(value, OVERLAY_FIELDS, [], report);
  const { info, actions } = value;
  if (!isObject(info) || info["title"] === undefined || info["version"] === undefined) {
    report.warning(
      "invalid-overlay",
      ["info"],
      "an overlay has an `info` with `title` and `version`",
      "add what is missing",
    );
  }
  if (!Array.isArray(actions)) {
    return invalid(
      ["actions"],
      "an overlay has a list of `actions`",
      "add entries with `target` and `update` or `remove`",
    );
  }
  for (const [index, action] of actions.entries())
    checkAction(action, ["actions", String(index)], report);
  return {
    actions: actions as unknown as readonly Action[],
    primitives: version.startsWith("1.1"),
  };
}

function checkAction(action: JsonValue, tokens: readonly string[], report: OverlayReport): void {
  if (!isObject(action)) {
    report.error(
      "invalid-overlay",
      tokens,
      "an action is an object",
      "write `target` and `update` or `remove`",
    );
    return;
  }
  checkFields(action, ACTION_FIELDS, tokens, report);
  const { target, update, copy, remove } = action;
  const wrong = (field: string, expected: string): void =>
    report.error(
      "invalid-overlay",
      [...tokens, field],
      `\`${field}\` of an action is ${expected}`,
      "correct its value",
    );
  if (typeof target !== "string") wrong("target", "a JSONPath query, and required");
  if (remove !== undefined && typeof remove !== "boolean") wrong("remove", "`true` or `false`");
  if (copy !== undefined && typeof copy !== "string") wrong("copy", "a JSONPath query");
  if (update === undefined && copy === undefined && remove !== true) {
    report.warning(
      "invalid-overlay",
      tokens,
      "this action does nothing",
      "add `update` or `remove: true`",
    );
  }
}

function checkFields(
  object: JsonObject,
  known: readonly string[],
  tokens: readonly string[],
  report: OverlayReport,
): void {
  for (const field of Object.keys(object)) {
    if (known.includes(field) || field.startsWith("x-")) continue;
    const cure = didYouMean(field, known, "remove it, or prefix it with `x-`");
    report.warning(
      "invalid-overlay",
      [...tokens, field],
      `an overlay has no field \`${field}\` here`,
      cure,
    );
  }
}
