/** One operation: the names and the shape that it has in every layer. */

import type { Operation, Parameter } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { type EncodableValue, literal } from "../encode.ts";
import type { OperationFact, ParameterFact } from "../model.ts";
import { argumentName, NameSet } from "../base/naming.ts";
import type { ArgumentPlan, OperationPlan } from "../plan.ts";
import { VARIABLES_IN_USE } from "../base/reserved.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { constantName, functionName, type Stem, typePrefix } from "./stems.ts";
import { type Body, bodyOf } from "./body.ts";
import { exampleOf, exampleOfBody } from "./example.ts";
import { limitsOf } from "./limits.ts";
import type { TypeNames } from "./names.ts";
import { type ParamsPlan, paramsOf } from "./params.ts";
import { type ResultPlan, resultOf } from "./result.ts";
import type { Credentials } from "./security.ts";

/** What all operations share. */
export interface Setting {
  readonly lookup: SchemaLookup;
  /** Names of exported types, in requests and in responses, by the pointer of their schema. */
  readonly typeNames: TypeNames["byPointer"];
  /** All names of exported types. */
  readonly takenTypes: NameSet;
  readonly credentials: Credentials;
  report(diagnostic: Diagnostic): void;
}

export interface PlannedOperation {
  readonly plan: OperationPlan;
  /** Pointers of the schemas that stand for a file in the request. */
  readonly uploads: readonly string[];
}

export function planOperation(setting: Setting, fact: OperationFact, stem: Stem): PlannedOperation {
  const { lookup } = setting;
  const names = { prefix: typePrefix(stem), functionName: functionName(stem) };
  const inPath = fact.parameters.filter((parameter) => parameter.in === "path");
  const others = distinct(
    setting,
    fact.parameters.filter((parameter) => parameter.in !== "path"),
  );
  const body = bodyOf(lookup, fact, new Set(others.map(({ name }) => name)));
  const params = paramsOf(setting, { ...names, parameters: others, body });
  const result = resultOf(setting, fact, names);
  const httpMethod = fact.method.toUpperCase();
  const arguments_ = argumentsOf(stem, inPath);
  const plan: OperationPlan = {
    stem: stem.join("."),
    method: stem.at(-1) ?? "",
    function: functionName(stem),
    constant: constantName(stem),
    doc: (fact.description?.trim() || fact.summary?.trim()) ?? "",
    deprecated: fact.deprecated,
    httpMethod,
    path: fact.path,
    route: `${httpMethod} ${fact.path}`,
    arguments: arguments_,
    params: { type: params.type, required: params.required, none: params.none },
    result: {
      ...(result.type === undefined ? {} : { type: result.type }),
      uses: result.uses,
      binary: result.success.values.some(({ reading }) => reading === "binary"),
    },
    ...(result.page === undefined ? {} : { page: result.page }),
    declarations: [...params.declarations, ...result.declarations],
    facts: factsOf(setting, fact, {
      id: stem.join("."),
      parameters: [...inPath, ...others],
      body,
      result,
    }),
    example: exampleCall(lookup, { arguments: arguments_, parameters: others, body, params }),
  };
  return { plan, uploads: body?.uploads ?? [] };
}

/** Parameters of one name cannot be told apart in `params`; the first one keeps it. */
function distinct(setting: Setting, parameters: readonly ParameterFact[]): ParameterFact[] {
  const seen = new Map<string, ParameterFact>();
  for (const parameter of parameters) {
    const first = seen.get(parameter.name);
    if (first === undefined) seen.set(parameter.name, parameter);
    else {
      setting.report({
        severity: "warning",
        code: "parameter-left-out",
        message: `the parameter \`${parameter.name}\` in ${parameter.in} is left out, since one in ${first.in} (${first.pointer}) has the same name`,
        pointer: parameter.pointer,
      });
    }
  }
  return [...seen.values()];
}

function argumentsOf(stem: Stem, parameters: readonly ParameterFact[]): ArgumentPlan[] {
  const taken = new NameSet([...VARIABLES_IN_USE, functionName(stem), constantName(stem)]);
  return parameters.map(({ name, description }) => ({
    name: argumentName(name, taken),
    wireName: name,
    doc: description?.trim() ?? "",
  }));
}

interface Parts {
  readonly id: string;
  readonly parameters: readonly ParameterFact[];
  readonly body: Body | undefined;
  readonly result: ResultPlan;
}

/** Defaults are left out. */
function factsOf(setting: Setting, fact: OperationFact, parts: Parts): Operation {
  const { parameters, body, result } = parts;
  const { success } = result;
  const security = setting.credentials.alternatives(fact.security);
  return {
    id: parts.id,
    method: fact.method.toUpperCase(),
    path: fact.path.replace(/#.*$/, ""),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map((each) => parameterFacts(setting, each)) }),
    ...(body === undefined ? {} : { body: body.facts }),
    response: success.response,
    ...(success.responses.length === 0 ? {} : { responses: success.responses }),
    ...(success.accept === undefined ? {} : { accept: success.accept }),
    ...(security === undefined ? {} : { security }),
    retry: fact.retry,
    ...(result.page === undefined || fact.pagination === undefined
      ? {}
      : { pagination: pagination(fact.pagination) }),
  };
}

function pagination({
  total,
  ...rest
}: NonNullable<OperationFact["pagination"]>): NonNullable<Operation["pagination"]> {
  return total === undefined ? rest : { ...rest, total };
}

const STYLES = [
  "simple",
  "label",
  "matrix",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "deepObject",
] as const;

function parameterFacts({ lookup }: Setting, fact: ParameterFact): Parameter {
  const usual = fact.in === "path" || fact.in === "header" ? "simple" : "form";
  const style = STYLES.find((each) => each === fact.style) ?? usual;
  const limits = limitsOf(lookup, fact.schema);
  const spread = style === "form";
  return {
    name: fact.name,
    in: fact.in,
    ...(fact.required && fact.in !== "path" ? { required: true } : {}),
    ...(style === usual || fact.content !== undefined ? {} : { style }),
    ...(fact.explode === undefined || fact.explode === spread || fact.content !== undefined
      ? {}
      : { explode: fact.explode }),
    ...(fact.allowReserved ? { allowReserved: true } : {}),
    ...(fact.content === undefined ? {} : { content: fact.content }),
    ...(limits === undefined ? {} : { limits }),
  };
}

interface CallParts {
  readonly arguments: readonly ArgumentPlan[];
  readonly parameters: readonly ParameterFact[];
  readonly body: Body | undefined;
  readonly params: ParamsPlan;
}

function exampleCall(lookup: SchemaLookup, parts: CallParts): OperationPlan["example"] {
  const inPath = parts.arguments.map(({ wireName }) => literal(wireName));
  if (!parts.params.required) {
    return { arguments: inPath.join(", "), withParams: [...inPath, "undefined"].join(", ") };
  }
  const entries: (readonly [string, unknown])[] = parts.parameters
    .filter(({ required }) => required)
    .map(({ name, schema, example }) => [name, exampleOf(lookup, schema, name, example)]);
  const { body } = parts;
  if (body?.joins === true) entries.push(...Object.entries(exampleOfBody(lookup, body) ?? {}));
  else if (body?.facts.required === true) entries.push(["body", exampleOfBody(lookup, body)]);
  const params = literal(Object.fromEntries(entries) as EncodableValue);
  const text = [...inPath, params].join(", ");
  return { arguments: text, withParams: text };
}
