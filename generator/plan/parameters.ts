/** How parameters are called among the params, and how they reach the wire. */

import type { Parameter, Style } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ParameterFact } from "../model.ts";
import { NameSet } from "../base/naming.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { kindsOf } from "./kinds.ts";
import { limitsOf } from "./limits.ts";

/** A parameter beside the path, and its name among the params. */
export interface NamedParameter {
  readonly fact: ParameterFact;
  readonly key: string;
}

type Report = (diagnostic: Diagnostic) => void;

/** Of parameters with one name, the one in the first of these places keeps it. */
const PLACES: readonly ParameterFact["in"][] = ["query", "querystring", "header", "cookie"];

/**
 * Gives each parameter a name of its own: what shares its name with another gets its place added to it, as in `id_header`. The
 * name `body` belongs to the request body if there is one.
 */
export function namedParameters(
  parameters: readonly ParameterFact[],
  hasBody: boolean,
  report: Report,
): NamedParameter[] {
  const byRank = [...parameters].sort((a, b) => PLACES.indexOf(a.in) - PLACES.indexOf(b.in));
  const owners = new Map<string, ParameterFact>();
  for (const fact of byRank) if (!owners.has(fact.name)) owners.set(fact.name, fact);
  const taken = new NameSet([...owners.keys(), ...(hasBody ? ["body"] : [])]);
  return parameters.map((fact) => {
    const { name, pointer } = fact;
    const owner = owners.get(name);
    const isBody = hasBody && name === "body";
    if (owner === fact && !isBody) return { fact, key: name };
    const key = taken.add(`${name}_${fact.in}`);
    const other =
      isBody || owner === undefined
        ? "that is the request body"
        : `one in ${owner.in} (${owner.pointer}) has that name`;
    report({
      severity: "warning",
      code: "parameter-renamed",
      message: `the parameter \`${name}\` in ${fact.in} is \`${key}\` among the params, since ${other}`,
      pointer,
    });
    return { fact, key };
  });
}

/** The styles that a place permits, its default first: OpenAPI 3.2, Style Values. */
const STYLES: Readonly<Record<ParameterFact["in"], readonly Style[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  querystring: ["form"],
  header: ["simple"],
  cookie: ["form", "cookie"],
};

/** What the runtime has to know of a parameter; defaults are left out. */
export function parameterFacts(
  lookup: SchemaLookup,
  { fact, key }: NamedParameter,
  report: Report,
): Parameter {
  const limits = limitsOf(lookup, fact.schema);
  const isStructured =
    fact.in === "path" && kindsOf(lookup, fact.schema).some((kind) => kind !== "primitive");
  return {
    name: fact.name,
    ...(key === fact.name ? {} : { key }),
    in: fact.in,
    ...(fact.required && fact.in !== "path" ? { required: true } : {}),
    ...serialization(lookup, fact, report),
    ...(isStructured ? { structured: true } : {}),
    ...(limits === undefined ? {} : { limits }),
  };
}

function serialization(
  lookup: SchemaLookup,
  fact: ParameterFact,
  report: Report,
): Partial<Parameter> {
  if (fact.content !== undefined) return { content: fact.content.mediaType };
  if (fact.in === "querystring") return { content: "application/x-www-form-urlencoded" };
  const { style, explode } = styleOf(fact, report);
  reportUndefined(lookup, fact, { style, explode }, report);
  return {
    ...(style === STYLES[fact.in][0] ? {} : { style }),
    ...(explode === explodes(style) ? {} : { explode }),
    ...(fact.allowReserved ? { allowReserved: true } : {}),
  };
}

interface Serialization {
  readonly style: Style;
  readonly explode: boolean;
}

/** The default of `explode`. */
function explodes(style: Style): boolean {
  return style === "form" || style === "cookie";
}

function styleOf(fact: ParameterFact, report: Report): Serialization {
  const [usual, ...others] = STYLES[fact.in] as readonly [Style, ...Style[]];
  const declared = [usual, ...others].find((each) => each === fact.style);
  const style = declared ?? usual;
  if (declared === undefined && fact.style !== undefined) {
    report({
      severity: "warning",
      code: "unsupported-style",
      message: `the parameter \`${fact.name}\` in ${fact.in} has the style \`${fact.style}\`, which is none of that place; it is written in the style \`${usual}\``,
      pointer: fact.pointer,
      cure: `use one of \`${[usual, ...others].join("`, `")}\``,
    });
  }
  // A list without repetition is what `simple` means where it is allowed.
  const isList = fact.style === "simple" && usual === "form";
  return { style, explode: fact.explode ?? (isList ? false : explodes(style)) };
}

/** Tells of combinations that the specification does not define, and how they are read. */
function reportUndefined(
  lookup: SchemaLookup,
  fact: ParameterFact,
  { style, explode }: Serialization,
  report: Report,
): void {
  const kinds = kindsOf(lookup, fact.schema);
  const tell = (what: string, reading: string): void => {
    report({
      severity: "info",
      code: "undefined-style",
      message: `the specification does not define ${what} (the parameter \`${fact.name}\`); ${reading}`,
      pointer: fact.pointer,
    });
  };
  const isDelimited = style === "spaceDelimited" || style === "pipeDelimited";
  if (isDelimited && explode) {
    tell(`the style \`${style}\` with \`explode: true\``, "it is written in the style `form`");
  } else if (style === "deepObject" && kinds.length > 0 && !kinds.includes("object")) {
    tell("the style `deepObject` for what is no object", "it is written in the style `form`");
  } else if (style !== "deepObject" && kinds.includes("nested")) {
    tell(`the style \`${style}\` for values within values`, "the inner ones are written as JSON");
  }
}
