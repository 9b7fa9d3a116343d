import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../generator/index.ts";
import { PackageFolder } from "../corpus/projects.ts";
import { compile } from "../stages/fixtures/compile.ts";
import { type CallReport, makeCalls, planCalls, type PlannedCalls, typedModule } from "./calls.ts";
import { DOCUMENT } from "./constructs.ts";
import { operationsOf } from "./operations.ts";
import { Replay, routeOf } from "./server.ts";
import { Source } from "./source.ts";

let planned: PlannedCalls;
let report: CallReport;
let problems: readonly string[];
let module: readonly string[];
let folder: PackageFolder;

beforeAll(async () => {
  const cwd = mkdtempSync(join(tmpdir(), "replay-"));
  writeFileSync(join(cwd, "openapi.json"), JSON.stringify(DOCUMENT));
  const { files, plan } = await generate({ spec: "openapi.json", format: "none" }, { cwd });
  folder = await PackageFolder.create(plan.package.name, files);
  const replay = await Replay.start(new Source(join(cwd, "openapi.json")));
  planned = planCalls(replay, plan);
  const text = typedModule(plan, planned);
  report = await makeCalls(replay, plan, planned, join(folder.path, "package"), folder.path);
  await replay.close();
  module = text.split("\n");
  const sources = files.filter(({ path }) => /^src\/.*\.ts$|^package\.json$/.test(path));
  problems = compile([...sources, { path: "calls.ts", text }], plan.package.name);
}, 300_000);

afterAll(() => folder[Symbol.asyncDispose]());

/** The problems that the compiler has with a route: those below its comment. */
function problemsOf(route: string): string[] {
  const first = module.indexOf(`// ${JSON.stringify(route)}`) + 1;
  const rest = module.slice(first).findIndex((line) => line.startsWith("//"));
  const last = rest === -1 ? module.length : first + rest;
  return problems.filter((problem) => {
    const line = Number(/^calls\.ts:(\d+): /.exec(problem)?.[1] ?? 0);
    return line > first && line <= last;
  });
}

describe("a server replays the examples of a document", () => {
  const routes = operationsOf(new Source("/openapi.json", JSON.stringify(DOCUMENT))).map(routeOf);

  test("every operation is called", () => {
    expect(planned.skipped).toEqual([]);
    expect(planned.calls.map(({ route }) => route).sort()).toEqual([...routes].sort());
    expect(report.made).toBe(3 * routes.length);
  });

  test.each(routes)("%s gives in each style what was sent", (route) => {
    expect(report.failures.filter((failure) => failure.startsWith(`${route} `))).toEqual([]);
  });

  test.each(routes)("%s has types for what is sent and for what comes back", (route) => {
    expect(module).toContain(`// ${JSON.stringify(route)}`);
    expect(problemsOf(route)).toEqual([]);
  });

  test("the compiler has nothing else to say", () => {
    expect(problems.filter((problem) => !problem.startsWith("calls.ts:"))).toEqual([]);
  });
});
