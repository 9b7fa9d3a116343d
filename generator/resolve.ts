import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { Document, OpenApiRoot } from "./document.ts";
import { type Bundle, hasIdentifiers, isSwagger, rootShape } from "./base/bundle.ts";
import { briefOf, child, isObject, type JsonObject, pointerOf, tokensOf } from "./base/json.ts";
import { checkChains } from "./resolve/chains.ts";
import { mount } from "./resolve/mount.ts";
import { noticesOf } from "./resolve/notices.ts";
import { applyOverlay } from "./resolve/overlay.ts";
import { parse, type Parsed } from "./base/parse.ts";
import type { Problem } from "./base/problem.ts";
import { kindOf } from "./base/path.ts";
import { inlinePathItems } from "./resolve/path-items.ts";
import { Provenance } from "./resolve/provenance.ts";
import { select } from "./resolve/select.ts";
import { editionOf } from "./base/specification.ts";
import type { NameLock } from "./base/name-lock.ts";
import type { Naming } from "./base/stems.ts";
import type { SourceText } from "./source.ts";
import { convertSwagger } from "./resolve/swagger.ts";
import { checkStructure } from "./resolve/structure.ts";

export interface Resolved {
  readonly document: Document;
  /** Warnings, in the order of their places. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes one document of a spec and its overlays: parses, applies the overlays in their order, selects operations (see
 * {@link select}; none given means all) and drops the components that a selection leaves unused, checks the version, the
 * structure and all references.
 *
 * @param naming where stems come from that the document does not give; selectors know them.
 * @param lockOf the names of the last run of the client of a document with a title.
 * @throws DiagnosticError with all that is wrong with the spec, or with the first overlay that is wrong.
 */
export async function resolve(
  bundle: Bundle,
  overlays: readonly SourceText[],
  only: readonly string[],
  naming: Naming = "auto",
  lockOf: (title: string) => NameLock = () => ({}),
): Promise<Resolved> {
  const { entry } = bundle;
  const root = openApiRoot(entry);
  const edition = editionOf(root);
  const provenance = new Provenance(entry);
  const diagnostics = [...bundle.others.values(), entry].flatMap((document) =>
    "value" in document ? document.diagnostics : [],
  );
  for (const overlay of overlays) {
    const parsedOverlay = await parse(overlay);
    diagnostics.push(
      ...parsedOverlay.diagnostics,
      ...(await applyOverlay(root, parsedOverlay, provenance)),
    );
  }
  const linked = overlays.length === 0 ? bundle : { ...bundle, links: undefined };
  const mounted = mount(root, rootShape(root), linked, hasIdentifiers(root), provenance);
  const converted = isSwagger(root) ? convertSwagger(root, bundle.uri, provenance) : [];
  inlinePathItems(root, provenance);
  const title = child(root["info"], "title");
  const lock = lockOf(typeof title === "string" ? title : "");
  const selection = only.length === 0 ? undefined : select(root, only, naming, lock);
  const document: Document = {
    root: root as unknown as OpenApiRoot,
    uri: entry.source.base ?? entry.source.uri,
    ...(selection === undefined ? {} : { stems: selection.stems }),
    locate: (pointer) => provenance.place(root, tokensOf(pointer) ?? []),
  };
  const problems: Problem[] = [...(selection?.problems ?? [])];
  const structure = checkStructure(root, mounted, edition, only.length === 0 ? "all" : "reached");
  problems.push(...structure.findings.problems);
  const isSound = !problems.some(({ severity }) => severity === "error");
  if (isSound) problems.push(...checkChains(root), ...noticesOf(root));
  diagnostics.push(
    ...mounted.diagnostics,
    ...converted,
    ...problems.map((problem) => placed(problem, document)),
  );
  const others = [...bundle.others.values()].flatMap((other) => ("value" in other ? other : []));
  sortByPlace(diagnostics, [entry.source, ...others.map(({ source }) => source), ...overlays]);
  if (diagnostics.some(({ severity }) => severity === "error"))
    throw new DiagnosticError(diagnostics);
  structure.findings.removeIgnored(provenance);
  if (only.length > 0) prune(root, structure.reached);
  return { document, diagnostics };
}

/** Checks that this is an OpenAPI or Swagger document of a version that is understood here. */
function openApiRoot({ value, place }: Parsed): JsonObject {
  const refuse = (
    code: string,
    tokens: readonly string[],
    problem: Pick<Diagnostic, "message" | "cure" | "rule">,
  ): never => {
    throw new DiagnosticError([{ severity: "error", code, ...problem, ...place(tokens) }]);
  };
  if (!isObject(value)) {
    const isPage = typeof value === "string" && value.startsWith("<");
    return refuse("not-openapi", [], {
      message: `this is no OpenAPI document, but ${typeof value === "string" ? "a text" : kindOf(value)}`,
      rule: "OpenAPI 3.1.1, 4.2",
      cure: isPage
        ? "this looks like a web page; use the address of the document itself"
        : "check that this is the file you meant",
    });
  }
  const { openapi, swagger, overlay } = value;
  if (openapi === undefined && swagger === undefined) {
    return refuse("not-openapi", [], {
      message: "this is no OpenAPI document: it has no `openapi` field",
      rule: "OpenAPI 3.1.1, 4.8.1.1",
      cure:
        overlay === undefined
          ? "begin it with `openapi: 3.1.0`"
          : "this is an overlay; give it by `--overlay`",
    });
  }
  if (openapi === undefined) {
    if (/^v?2(?:\.|$)/.test(briefOf(swagger!))) return value;
    return refuse("unsupported-version", ["swagger"], {
      message: `Swagger ${briefOf(swagger!)} is not supported, only 2.0 and OpenAPI 3.0 to 3.2`,
      rule: "OpenAPI 2.0, Swagger Object",
      cure: "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2",
    });
  }
  const version = openapi === 3 ? "3.0" : briefOf(openapi).trim().replace(/^v/i, "");
  if (!/^3\.[012](?!\d)/.test(version)) {
    return refuse("unsupported-version", ["openapi"], {
      message: `OpenAPI ${version} is not supported`,
      ...(/^3\.\d/.test(version) ? {} : { rule: "OpenAPI 3.1.1, 4.8.1.1" }),
      cure: "use OpenAPI 3.0, 3.1 or 3.2",
    });
  }
  value["openapi"] = version;
  return value;
}

function placed({ tokens, ...problem }: Problem, document: Document): Diagnostic {
  if (tokens === undefined) return problem;
  return { ...problem, ...document.locate(pointerOf(tokens)) };
}

/** Sorts by source, line and column; what has no place comes first. */
function sortByPlace(diagnostics: Diagnostic[], sources: readonly SourceText[]): void {
  const files = sources.map(({ uri }) => uri);
  const rank = ({ location }: Diagnostic): readonly number[] =>
    location === undefined
      ? [-1, 0, 0]
      : [files.indexOf(location.file), location.line, location.column];
  diagnostics.sort((first, second) => {
    const [a, b] = [rank(first), rank(second)];
    return a.map((number, index) => number - b[index]!).find((difference) => difference !== 0) ?? 0;
  });
}

/** Removes the components that were not reached, and the sections that this empties. */
function prune(root: JsonObject, reached: ReadonlySet<string>): void {
  const components = root["components"];
  if (!isObject(components)) return;
  for (const section of Object.keys(components)) {
    const map = child(components, section);
    if (section.startsWith("x-") || !isObject(map)) continue;
    for (const name of Object.keys(map)) if (!reached.has(`${section}/${name}`)) delete map[name];
    if (Object.keys(map).length === 0) delete components[section];
  }
}
