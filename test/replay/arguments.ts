/** Arguments of a generated method, as TypeScript, made of the values of a document's schemas. */

import type { ArgumentPlan, OperationPlan } from "../../generator/plan.ts";
import { essence, kindOf } from "./answer.ts";
import type { DeclaredContent, DeclaredOperation, DeclaredParameter } from "./operations.ts";
import type { Sampler } from "./sample.ts";
import { fieldsOf } from "./source.ts";

const FILE = "new Uint8Array([0, 1, 254, 255])";

/** @returns the arguments up to the options; a string says why there are none. */
export function argumentsOf(
  sampler: Sampler,
  plan: OperationPlan,
  declared: DeclaredOperation,
): readonly string[] | string {
  const args: string[] = [];
  for (const argument of plan.arguments) {
    const parameter = declared.parameters.find(
      ({ name, in: place }) => place === "path" && name === argument.wireName,
    );
    const value = parameter === undefined ? "text" : valueOf(sampler, parameter);
    if (value === undefined)
      return `no value of the path parameter ${argument.wireName} can be made`;
    args.push(argumentOf(argument, value));
  }
  const params = paramsOf(sampler, plan, declared);
  if (typeof params === "string") return params;
  const entries = [...params].map(([name, code]) => `${keyOf(name)}: ${code}`);
  const isEmpty = entries.length === 0;
  return [
    ...args,
    isEmpty ? (plan.params.required ? "{}" : "undefined") : `{ ${entries.join(", ")} }`,
  ];
}

function argumentOf(argument: ArgumentPlan, value: unknown): string {
  return "type" in argument && argument.type !== "string" ? literal(value) : literal(String(value));
}

function keyOf(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}

function valueOf(sampler: Sampler, { schema }: DeclaredParameter): unknown {
  return schema === undefined ? "text" : sampler.values(schema, "request", 1)[0];
}

function paramsOf(
  sampler: Sampler,
  plan: OperationPlan,
  declared: DeclaredOperation,
): Map<string, string> | string {
  const params = new Map<string, string>();
  for (const fact of plan.facts.parameters ?? []) {
    const parameter = declared.parameters.find(
      (each) => each.in === fact.in && each.name === fact.name,
    );
    if (fact.in === "path" || parameter === undefined) continue;
    const value = valueOf(sampler, parameter);
    if (value !== undefined) {
      params.set("key" in fact ? String(fact.key) : fact.name, literal(value));
    } else if (parameter.required) {
      return `no value of the ${fact.in} parameter ${fact.name} can be made`;
    }
  }
  const { body } = plan.facts;
  const content = declared.body?.content.find(
    ({ mediaType }) => essence(mediaType) === essence(body?.mediaType ?? ""),
  );
  if (body === undefined || content === undefined) return params;
  const written = bodyOf(sampler, body, content);
  if (written === undefined) return "no value of the body can be made";
  if (body.properties === undefined) {
    params.set("body", typeof written === "string" ? written : objectOf(written));
  } else if (typeof written !== "string") {
    for (const [name, code] of written) {
      if (body.properties.includes(name)) params.set(name, code);
    }
  }
  return params;
}

type Body = NonNullable<OperationPlan["facts"]["body"]>;

/** The body as code, or its properties as code where it is an object. */
function bodyOf(
  sampler: Sampler,
  body: Body,
  content: DeclaredContent,
): string | Map<string, string> | undefined {
  if (body.encoding === "binary") return FILE;
  if (content.schema === undefined) return body.encoding === "text" ? '"text"' : "{}";
  const [value] = sampler.values(content.schema, "request", 1);
  if (value === undefined) return undefined;
  if (body.encoding === "text" && kindOf(content.mediaType) !== "json")
    return literal(typeof value === "string" ? value : "text");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return literal(value);
  return new Map(
    Object.entries(fieldsOf(value)).map(([name, entry]) => {
      const part = body.parts?.[name];
      if (part?.file !== true) return [name, literal(entry)];
      return [name, part.many === true ? `[${FILE}]` : FILE];
    }),
  );
}

function objectOf(properties: ReadonlyMap<string, string>): string {
  return `{ ${[...properties].map(([name, code]) => `${keyOf(name)}: ${code}`).join(", ")} }`;
}

/** JSON is JavaScript but for `__proto__`, which sets a prototype. */
export function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('"__proto__":', '["__proto__"]:');
}
