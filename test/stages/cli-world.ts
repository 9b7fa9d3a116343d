/** The command in a folder of its own, with made-up streams and stages. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

import { main, type World } from "../../generator/cli/main.ts";
import type { Result } from "../../generator/cli/report.ts";
import type { GenerateOptions, Stages } from "../../generator/stages.ts";
import type { ClientConfig } from "../../generator/config.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";

let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "cli-")));
  put("package.json", '{ "name": "app", "type": "module" }');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

export const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** The path of a file in the folder of the test. */
export const at = (path: string): string => join(root, path);
export const read = (path: string): string => readFileSync(join(root, path), "utf8");
export const tree = (folder: string): string[] => {
  const paths = readdirSync(join(root, folder), { recursive: true }) as string[];
  paths.sort();
  return paths;
};

/** Stages that make a file from the client that they are given, so that a test sees what the command asked for. */
export function stagesOf(
  files: (client: ClientConfig) => Readonly<Record<string, string>>,
  seen: ClientConfig[] = [],
) {
  const inspect = async (client: ClientConfig, options: GenerateOptions) => {
    options.onStage?.("resolve");
    seen.push(client);
    if (client.spec.endsWith("bad.yaml")) {
      const location = { file: "bad.yaml", line: 3, column: 5 };
      throw new DiagnosticError([
        {
          severity: "error",
          code: "dangling-ref",
          message: "there is no `#/a`",
          pointer: "#/b",
          location,
          excerpt: ["    $ref: '#/a'"],
          cure: "add it",
        },
      ]);
    }
    if (client.spec.endsWith("bug.yaml")) throw new TypeError("x is not a function\nmore");
    let text = "";
    if (client.spec === "-") for await (const chunk of options.stdin ?? []) text += String(chunk);
    const name = client.name ?? (text === "" ? "made-from-title" : text);
    const plan = {
      planVersion: 1,
      package: { name },
      resources: [{ operations: [1, 2] }, { operations: [3] }],
    };
    const warning = { severity: "warning", code: "odd", message: "this is odd" } as const;
    const info = { severity: "info", code: "renamed", message: "this was renamed" } as const;
    if (client.spec.endsWith("many.yaml")) {
      const infos = ["few", "few", "few", "many", "many", "many", "many"].map((code, index) => ({
        severity: "info",
        code,
        message: `this is ${code} ${(index % 3) + (index === 6 ? 4 : 1)}`,
      }));
      return { plan, diagnostics: infos };
    }
    return { plan, diagnostics: client.spec.endsWith("odd.yaml") ? [warning, info] : [] };
  };
  const stages = {
    inspect,
    async generate(client: ClientConfig, options: GenerateOptions) {
      const inspected = await inspect(client, options);
      const texts = Object.entries(files(client));
      return { ...inspected, hindrances: [], files: texts.map(([path, text]) => ({ path, text })) };
    },
  };
  return stages as unknown as Stages;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly json: Result;
}

export async function triptych(
  argv: string,
  stages = stagesOf(() => ({ "a.ts": "a\n" })),
  world: Partial<World> = {},
): Promise<Run> {
  const out = { stdout: "", stderr: "" };
  const code = await main(
    argv.split(" ").filter((word) => word !== ""),
    {
      stdout: { write: (text) => void (out.stdout += text) },
      stderr: { write: (text) => void (out.stderr += text) },
      stdin: (async function* () {})(),
      env: {},
      cwd: root,
      ...world,
    },
    async () => stages,
  );
  return {
    code,
    ...out,
    get json() {
      return JSON.parse(out.stdout) as Result;
    },
  };
}
