/** Calls of a generated package with values of a document's schemas, and what must come of them. */

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { OperationPlan, Plan } from "../../generator/plan.ts";
import type { Answer } from "./answer.ts";
import { argumentsOf, literal } from "./arguments.ts";
import type { DeclaredOperation } from "./operations.ts";
import { type Replay, routeOf } from "./server.ts";

/** A call as the module of calls has it. */
export interface CallPlan {
  readonly route: string;
  readonly stem: string;
  /** Whether the response is a stream of items. */
  readonly streams: boolean;
  args(): readonly unknown[];
}

/** What came of a call in one style. */
export interface CallOutcome {
  readonly route: string;
  readonly stem: string;
  readonly style: "promise" | "callback" | "sync";
  readonly kind: "value" | "bytes" | "items" | "none" | "error";
  /** Bytes in base64; the message of an error. */
  readonly value: unknown;
}

/** A call whose arguments and answers are known. */
export interface Planned {
  readonly route: string;
  readonly plan: OperationPlan;
  /** The arguments up to the options, as TypeScript. */
  readonly args: readonly string[];
  readonly answers: readonly Answer[];
}

export interface PlannedCalls {
  readonly calls: readonly Planned[];
  /** Operations for which no value could be made of a required parameter, or of the response. */
  readonly skipped: readonly string[];
}

export interface CallReport {
  readonly made: number;
  readonly failures: readonly string[];
}

const runner = fileURLToPath(new URL("runner.js", import.meta.url));
const LIMIT = 300_000;

/** One call of every operation. */
export function planCalls(replay: Replay, plan: Plan): PlannedCalls {
  const declared = new Map(replay.operations.map((each) => [routeOf(each), each]));
  const calls: Planned[] = [];
  const skipped: string[] = [];
  for (const operation of plan.resources.flatMap(({ operations }) => operations)) {
    const route = `${operation.httpMethod} ${operation.path}`;
    const facts = declared.get(route);
    if (facts === undefined) continue;
    const planned = planCall(replay, operation, facts, route);
    if (typeof planned === "string") skipped.push(`${route}: ${planned}`);
    else calls.push(planned);
  }
  return { calls, skipped };
}

function planCall(
  replay: Replay,
  plan: OperationPlan,
  declared: DeclaredOperation,
  route: string,
): Planned | string {
  const args = argumentsOf(replay.sampler, plan, declared);
  if (typeof args === "string") return args;
  const { accept, response } = plan.facts;
  const answers = replay.answers(
    declared,
    accept ?? (response === "json" ? "application/json" : undefined),
  );
  return answers.length === 0
    ? "no value of the response can be made"
    : { route, plan, args, answers };
}

/** A module with the arguments of the calls, which need no types to run. */
function callsModule(plan: Plan, { calls }: PlannedCalls): string {
  const credentials = plan.credentials.map(({ option, kind }) => {
    return `  ${JSON.stringify(option)}: ${JSON.stringify(kind === "basic" ? "user:secret" : "secret")},`;
  });
  const entries = calls.map(({ route, plan, args }) => {
    const names = `route: ${JSON.stringify(route)}, stem: ${JSON.stringify(plan.stem)}`;
    const streams = plan.stream !== undefined;
    return `  { ${names}, streams: ${streams}, args: () => [${args.join(", ")}] },`;
  });
  return `export const credentials = {\n${credentials.join("\n")}\n};\nexport const calls = [\n${entries.join("\n")}\n];\n`;
}

/** A module for the compiler: the calls as a user writes them, and the answers as values of the results. */
export function typedModule(plan: Plan, { calls }: PlannedCalls): string {
  const lines = calls.flatMap(({ plan, args, answers, route }, index) => {
    const method = `client.${plan.stem}`;
    const result = `Awaited<ReturnType<typeof ${method}>>`;
    const values = answers.filter(({ kind }) => kind === "json");
    const items = answers.filter(({ kind }) => kind === "items").map(({ value }) => value);
    return [
      `// ${JSON.stringify(route)}`,
      `export const call${index} = (): unknown => ${method}(${args.join(", ")});`,
      ...(plan.result.type === undefined ? [] : values).map(({ value }, variant) => {
        return `export const value${index}_${variant}: ${result} = keep(${literal(value)});`;
      }),
      ...items.map((value, variant) => {
        return `export const items${index}_${variant}: ItemOf<${result}>[] = keep(${literal(value)});`;
      }),
    ];
  });
  return [
    `import type { Client } from ${JSON.stringify(plan.package.name)};`,
    "declare const client: Client;",
    "type ItemOf<T> = T extends AsyncIterable<infer Item> ? Item : never;",
    "/** What a server sends may have more properties than the type says. */",
    "function keep<T>(value: T): T {\n  return value;\n}",
    ...lines,
  ].join("\n");
}

/**
 * Makes the calls, each in every style, and compares what they give with what the server has sent.
 *
 * @param folder of the package.
 * @param scratch for the module of the calls and the results.
 */
export async function makeCalls(
  replay: Replay,
  plan: Plan,
  planned: PlannedCalls,
  folder: string,
  scratch: string,
): Promise<CallReport> {
  const module = join(scratch, "calls.mjs");
  const output = join(scratch, "outcomes.json");
  await writeFile(module, callsModule(plan, planned));
  const first = replay.received.length;
  const problem = await run([runner, folder, module, replay.url, output]);
  if (problem !== undefined) return { made: planned.calls.length * 3, failures: [problem] };
  const outcomes = JSON.parse(await readFile(output, "utf8")) as readonly CallOutcome[];
  const received = new Map(replay.received.slice(first).map((each) => [each.label, each] as const));
  const failures = outcomes.flatMap((outcome) => {
    const { style, route, stem } = outcome;
    const request = received.get(`${style} ${stem}`);
    const faults = [...(request?.problems ?? []), ...compare(outcome, request?.answer)];
    return faults.map((fault) => `${route} ${style}: ${fault}`);
  });
  return { made: outcomes.length, failures };
}

function compare({ kind, value }: CallOutcome, answer: Answer | undefined): string[] {
  if (kind === "error") return [String(value)];
  if (answer === undefined) return ["no request arrived"];
  const got = kind === "bytes" ? Buffer.from(String(value), "base64") : value;
  const wanted = kind === "bytes" ? answer.body : (answer.value ?? null);
  const kinds = {
    none: ["none"],
    // An answer without content can be downloaded too.
    bytes: ["bytes", "text", "none"],
    value: ["json", "text"],
    items: ["items"],
  }[kind];
  if (!kinds.includes(answer.kind) && !isBytes(kind, answer))
    return [`the answer was ${answer.kind} (${answer.mediaType}), the result is ${kind}`];
  if (isDeepStrictEqual(got, wanted)) return [];
  return [`sent ${show(wanted)}, got ${show(got)}`];
}

/** A JSON media type whose schema is a file is a download. */
function isBytes(kind: CallOutcome["kind"], { schema }: Answer): boolean {
  const { format, type } = (schema?.value ?? {}) as { format?: unknown; type?: unknown };
  return kind === "bytes" && (format === "binary" || type === "file");
}

function show(value: unknown): string {
  const text = Buffer.isBuffer(value) ? value.toString("latin1") : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function run(args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args],
      { timeout: LIMIT, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve(error === null ? undefined : `${error.message}\n${stdout}${stderr}`.slice(0, 4000));
      },
    );
  });
}
