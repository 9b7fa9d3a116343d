import type { Diagnostic } from "../diagnostic.ts";
import { child, isObject, type JsonObject, type JsonValue, setChild } from "../base/json.ts";
import type { QueriedNode, QueryResult } from "./json-path.ts";
import { type Action, checkOverlay, OverlayReport } from "./overlay-shape.ts";
import type { Parsed } from "../base/parse.ts";
import type { Provenance } from "./provenance.ts";

/**
 * Applies an OpenAPI Overlay (1.0 or 1.1) to `root`, in place, and records which nodes it made. Objects merge recursively, arrays
 * are concatenated, a single value is appended to an array, primitives replace each other.
 *
 * @returns warnings, such as `overlay-no-match` for a target that selects nothing.
 * @throws DiagnosticError `invalid-overlay` for what is no overlay, `overlay-target` for a target that is no query or cannot
 *   be changed in this way, `overlay-conflict` for values that do not merge.
 */
export async function applyOverlay(
  root: JsonValue,
  parsed: Parsed,
  provenance: Provenance,
): Promise<readonly Diagnostic[]> {
  const report = new OverlayReport(parsed);
  const { actions, primitives } = checkOverlay(parsed.value, report);
  report.throwErrors();
  const { query } = await import("./json-path.ts");
  const merge: Merge = { parsed, provenance, report, primitives };
  for (const [index, action] of actions.entries()) {
    const tokens = ["actions", String(index)];
    const at = [...tokens, "target"];
    const found = query(root, action.target);
    if ("problem" in found) {
      report.error("overlay-target", at, `this is no JSONPath query: ${found.problem}`, found.cure);
    } else if (found.nodes.length === 0) {
      report.warning("overlay-no-match", at, `\`${action.target}\` matches nothing`, found.cure);
    } else if (action.remove === true) {
      remove(found.nodes, merge, at);
    } else {
      const change = changeOf(action, tokens, (path) => query(root, path), report);
      if (change === undefined) continue;
      for (const node of found.nodes) update(node, change, merge, at);
    }
  }
  report.throwErrors();
  return report.diagnostics;
}

interface Merge {
  readonly parsed: Parsed;
  readonly provenance: Provenance;
  readonly report: OverlayReport;
  readonly primitives: boolean;
}

/** A value that an overlay brings, and where the overlay has it. */
interface Change {
  readonly value: JsonValue;
  readonly tokens: readonly string[];
}

function changeOf(
  action: Action,
  tokens: readonly string[],
  query: (path: string) => QueryResult,
  report: OverlayReport,
): Change | undefined {
  if (action.update !== undefined) return { value: action.update, tokens: [...tokens, "update"] };
  if (action.copy === undefined) return undefined;
  const at = [...tokens, "copy"];
  const found = query(action.copy);
  if ("nodes" in found && found.nodes.length === 1) {
    return { value: structuredClone(found.nodes[0]!.value), tokens: at };
  }
  const flaw =
    "problem" in found ? `is no JSONPath query: ${found.problem}` : `selects ${found.nodes.length}`;
  report.error(
    "overlay-target",
    at,
    `\`copy\` selects one node, but this ${flaw}`,
    "name exactly one node",
  );
  return undefined;
}

function remove(
  nodes: readonly QueriedNode[],
  { provenance, report }: Merge,
  at: readonly string[],
): void {
  const items = new Map<JsonValue[], Set<number>>();
  for (const { container, key } of nodes) {
    if (container === undefined) {
      report.error(
        "overlay-target",
        at,
        "the root of the document cannot be removed",
        "name what is to be removed",
      );
    } else if (Array.isArray(container)) {
      const indexes = items.get(container) ?? new Set();
      items.set(container, indexes.add(Number(key)));
    } else {
      delete container[key];
    }
  }
  for (const [array, removed] of items) {
    provenance.recordRemoval(array, removed);
    const kept = array.filter((_, index) => !removed.has(index));
    array.length = 0;
    for (const item of kept) array.push(item);
  }
}

function update(
  { container, key, value }: QueriedNode,
  change: Change,
  merge: Merge,
  at: readonly string[],
): void {
  if (isObject(value) && isObject(change.value)) {
    mergeObject(value, change.value, change.tokens, merge);
  } else if (Array.isArray(value)) {
    append(value, change, merge);
  } else if (!isObject(value) && !merge.primitives) {
    const cure =
      "select the object that contains it and give the new value in `update`, or declare `overlay: 1.1.0`";
    merge.report.error(
      "overlay-target",
      at,
      "this target selects a value that is no object or array",
      cure,
    );
  } else if (container !== undefined && isPrimitive(value) && isPrimitive(change.value)) {
    put(container, key, change, merge);
  } else {
    conflict(value, change, merge);
  }
}

function mergeObject(
  target: JsonObject,
  source: JsonObject,
  tokens: readonly string[],
  merge: Merge,
): void {
  for (const key of Object.keys(source)) {
    const change = { value: source[key]!, tokens: [...tokens, key] };
    const present = child(target, key);
    if (present === undefined || (isPrimitive(present) && isPrimitive(change.value)))
      put(target, key, change, merge);
    else if (isObject(present) && isObject(change.value))
      mergeObject(present, change.value, change.tokens, merge);
    else if (Array.isArray(present) && Array.isArray(change.value)) append(present, change, merge);
    else conflict(present, change, merge);
  }
}

function append(array: JsonValue[], change: Change, merge: Merge): void {
  const { value, tokens } = change;
  const items = Array.isArray(value)
    ? value.map((item, index) => ({ value: item, tokens: [...tokens, String(index)] }))
    : [change];
  for (const item of items) put(array, String(array.length), item, merge);
}

function put(
  container: JsonValue[] | JsonObject,
  key: string,
  { value, tokens }: Change,
  merge: Merge,
): void {
  setChild(container, key, structuredClone(value));
  merge.provenance.record(container, key, merge.parsed, tokens);
}

function conflict(present: JsonValue, { value, tokens }: Change, { report }: Merge): void {
  const message = `${kindOf(value)} cannot be merged into ${kindOf(present)}`;
  report.error(
    "overlay-conflict",
    tokens,
    message,
    "remove the present value by an action with `remove: true` before this one",
  );
}

function isPrimitive(value: JsonValue): boolean {
  return typeof value !== "object" || value === null;
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return "an array";
  return isObject(value) ? "an object" : `the value ${JSON.stringify(value)}`;
}
