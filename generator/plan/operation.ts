/** One operation: the names and the shape that it has in every layer. */

import type { OperationFacts } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { type EncodableValue, literal } from "../encode.ts";
import type { OperationFact, ParameterFact } from "../model.ts";
import type { ArgumentPlan, OperationPlan } from "../plan.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { ownerKey, type StableNames } from "../base/held-names.ts";
import type { BodyPlace } from "../base/name-lock.ts";
import { routeOf } from "../base/nameable.ts";
import type { FurtherStems } from "../base/further-stems.ts";
import { constantName, functionName, methodOf, type Stem, typePrefix } from "../base/stems.ts";
import { argumentsOf } from "./arguments.ts";
import { type Body, bodyOf } from "./body.ts";
import type { ErrorBodies } from "./errors.ts";
import { exampleOf, exampleOfBody } from "./example.ts";
import { variantsOf } from "./items.ts";
import { idempotencyOf, withOptionalKey } from "./idempotency.ts";
import { reportForbidden } from "./forbidden.ts";
import { type NameGiver, reporting, type TypeNames } from "./names.ts";
import { type NamedParameter, namedParameters, parameterFacts } from "./parameters.ts";
import { type ParamsPlan, paramsOf } from "./params.ts";
import { type ResultPlan, resultOf } from "./result.ts";
import { askingForStream, streamResultOf } from "./stream.ts";
import type { Credentials } from "./security.ts";
import type { Servers } from "./servers.ts";
import { type Waiter, waiterOf } from "./waiter.ts";

/** What all operations share. */
export interface Shared {
  readonly lookup: SchemaLookup;
  /** The version of OpenAPI. */
  readonly openapi: string;
  /** Names of exported types, in requests and in responses, by the pointer of their schema. */
  readonly typeNames: TypeNames["byPointer"];
  /** All names of exported types. */
  readonly types: StableNames;
  /** By route, with parameters of paths nameless: where the properties of a body were. */
  readonly bodies: ReadonlyMap<string, BodyPlace>;
  /** The same schemas, with the values that discriminators give them. */
  readonly narrowed: SchemaLookup;
  readonly credentials: Credentials;
  readonly servers: Servers;
  readonly errorBodies: ErrorBodies;
  report(diagnostic: Diagnostic): void;
}

/** What the parts of an operation share. */
export interface Setting extends Omit<Shared, "types"> {
  readonly takenTypes: NameGiver;
}

export interface PlannedOperation {
  readonly plan: OperationPlan;
  readonly body: Body | undefined;
  /** Pointers of the schemas that stand for a file in the request. */
  readonly uploads: readonly string[];
}

/**
 * Plans an operation. One that returns a value or a stream of items is two, of which the second has a name from `further`.
 */
export function planOperation(
  { types, ...shared }: Shared,
  fact: OperationFact,
  stem: Stem,
  further: FurtherStems,
): PlannedOperation[] {
  const owner = routeOf(fact);
  const what = `\`${owner}\``;
  const takenTypes = reporting(types, { owner, what, pointer: fact.pointer }, shared.report);
  const setting = { ...shared, takenTypes };
  const { value, stream } = variantsOf(setting.lookup, fact);
  if (value === undefined) return [planOne(setting, stream ?? fact, stem, further, streamResultOf)];
  const planned = planOne(setting, value, stem, further, resultOf);
  if (stream === undefined) return [planned];
  const twin = planStream(setting, stream, planned, further(stem, [`${methodOf(stem)}Stream`]));
  setting.report({
    severity: "info",
    code: "stream-apart",
    message: `${what} returns a value or a stream: \`${planned.plan.stem}\` returns the value, and \`${twin.plan.stem}\` the stream`,
    pointer: fact.pointer,
  });
  return [planned, twin];
}

/** The same operation once more, with a stream as its result. */
function planStream(
  setting: Setting,
  fact: OperationFact,
  { plan, body }: PlannedOperation,
  stem: Stem,
): PlannedOperation {
  const names = { prefix: typePrefix(stem), functionName: functionName(stem) };
  const result = streamResultOf(setting, fact, names);
  const set = askingForStream(setting.lookup, fact, body);
  const { page: _page, waiter: _waiter, ...rest } = plan;
  const {
    pagination: _pagination,
    polling: _polling,
    responses: _responses,
    accept: _accept,
    ...facts
  } = plan.facts;
  return {
    plan: {
      ...rest,
      ...namesOf(stem),
      ...resultPlan(result),
      declarations: result.declarations,
      facts: {
        ...facts,
        id: stem.join("."),
        ...(facts.body === undefined || set === undefined ? {} : { body: { ...facts.body, set } }),
        ...responseFacts(result),
      },
    },
    body,
    uploads: [],
  };
}

function namesOf(stem: Stem): Pick<OperationPlan, "stem" | "method" | "function" | "constant"> {
  return {
    stem: stem.join("."),
    method: stem.at(-1) ?? "",
    function: functionName(stem),
    constant: constantName(stem),
  };
}

function planOne(
  setting: Setting,
  fact: OperationFact,
  stem: Stem,
  further: FurtherStems,
  resultFor: typeof resultOf,
): PlannedOperation {
  reportForbidden(fact, setting.report);
  const names = { prefix: typePrefix(stem), functionName: functionName(stem) };
  const idempotency = idempotencyOf(setting.lookup, fact);
  const inPath = fact.parameters.filter((parameter) => parameter.in === "path");
  const others = namedParameters(
    withOptionalKey(fact.parameters, idempotency).filter((parameter) => parameter.in !== "path"),
    fact.requestBody !== undefined,
    setting.report,
  );
  const body = bodyOf(setting, fact, {
    taken: new Set(others.map(({ key }) => key)),
    before: setting.bodies.get(ownerKey(routeOf(fact))),
  });
  const params = paramsOf(setting, { ...names, parameters: others, body });
  const result = resultFor(setting, fact, names, { parameters: others, body });
  const httpMethod = fact.method.toUpperCase();
  const waiter = waiterOf(setting, fact, result, stem, further);
  const taken = [
    functionName(stem),
    constantName(stem),
    ...(waiter === undefined ? [] : [waiter.plan.function]),
  ];
  const positional = argumentsOf(setting, inPath, { ...names, taken });
  const plan: OperationPlan = {
    ...namesOf(stem),
    doc: (fact.description?.trim() || fact.summary?.trim()) ?? "",
    deprecated: fact.deprecated,
    httpMethod,
    path: fact.path,
    route: `${httpMethod} ${fact.path}`,
    arguments: positional.arguments,
    params: { type: params.type, required: params.required, none: params.none },
    ...resultPlan(result),
    ...pagePlan(result, stem, further),
    errors: setting.errorBodies.of(setting, fact, names),
    ...(waiter === undefined ? {} : { waiter: waiter.plan }),
    declarations: [...positional.declarations, ...params.declarations, ...result.declarations],
    facts: factsOf(setting, fact, {
      id: stem.join("."),
      parameters: [...inPath.map((each) => ({ fact: each, key: each.name })), ...others],
      body,
      result,
      waiter,
      idempotency,
    }),
    example: exampleCall(setting.narrowed, {
      inPath,
      ...positional,
      parameters: others,
      body,
      params,
    }),
  };
  return { plan, body, uploads: body?.uploads ?? [] };
}

function pagePlan(
  { pages }: ResultPlan,
  stem: Stem,
  further: FurtherStems,
): Pick<OperationPlan, "page"> {
  if (pages === undefined) return {};
  const { type, uses } = pages.item;
  const method = further(stem, [`${methodOf(stem)}All`]).at(-1) ?? "";
  return { page: { itemType: type, uses, method } };
}

function resultPlan(result: ResultPlan): Pick<OperationPlan, "result" | "stream"> {
  const { type, uses, stream, success } = result;
  const binary = success.values.some(({ reading }) => reading === "binary");
  return {
    result: {
      ...(type === undefined ? {} : { type }),
      uses,
      binary: binary && stream === undefined,
    },
    ...(stream === undefined ? {} : { stream }),
  };
}

interface Parts {
  readonly id: string;
  readonly parameters: readonly NamedParameter[];
  readonly body: Body | undefined;
  readonly result: ResultPlan;
  readonly waiter: Waiter | undefined;
  readonly idempotency: string | undefined;
}

/** Defaults are left out. */
function factsOf(setting: Setting, fact: OperationFact, parts: Parts): OperationFacts {
  const { parameters, body, result, waiter, idempotency } = parts;
  const security = setting.credentials.alternatives(fact.security);
  const servers = setting.servers.of(fact);
  return {
    id: parts.id,
    method: fact.method.toUpperCase(),
    path: fact.path.replace(/#.*$/, ""),
    ...(parameters.length === 0
      ? {}
      : {
          parameters: parameters.map((each) =>
            parameterFacts(setting.lookup, each, setting.report),
          ),
        }),
    ...(body === undefined ? {} : { body: body.facts }),
    ...responseFacts(result),
    ...(security === undefined ? {} : { security }),
    ...(servers === undefined ? {} : { servers }),
    retry: fact.retry,
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(result.pages === undefined ? {} : { pagination: result.pages.facts }),
    ...(waiter === undefined ? {} : { polling: waiter.facts }),
  };
}

function responseFacts({
  success: { response, responses, accept },
  items,
}: ResultPlan): Pick<OperationFacts, "response" | "responses" | "items" | "accept"> {
  return {
    response,
    ...(responses.length === 0 ? {} : { responses }),
    ...(items === undefined ? {} : { items }),
    ...(accept === undefined ? {} : { accept }),
  };
}

interface CallParts {
  readonly inPath: readonly ParameterFact[];
  readonly arguments: readonly ArgumentPlan[];
  readonly parameters: readonly NamedParameter[];
  readonly body: Body | undefined;
  readonly params: ParamsPlan;
}

function exampleCall(lookup: SchemaLookup, parts: CallParts): OperationPlan["example"] {
  const inPath = parts.inPath.map(({ schema, name, example }, index) => {
    const value = exampleOf(lookup, schema, name, example) as EncodableValue;
    const isText = parts.arguments[index]?.type === "string";
    return literal(isText && typeof value !== "string" ? name : value);
  });
  if (!parts.params.required) {
    return { arguments: inPath.join(", "), withParams: [...inPath, "undefined"].join(", ") };
  }
  const entries: (readonly [string, unknown])[] = parts.parameters
    .filter(({ fact }) => fact.required)
    .map(({ fact: { name, schema, example }, key }) => [
      key,
      exampleOf(lookup, schema, name, example),
    ]);
  const { body } = parts;
  if (body?.joins === true) entries.push(...Object.entries(exampleOfBody(lookup, body) ?? {}));
  else if (body?.facts.required === true) entries.push(["body", exampleOfBody(lookup, body)]);
  const params = literal(Object.fromEntries(entries) as EncodableValue);
  const text = [...inPath, params].join(", ");
  return { arguments: text, withParams: text };
}
