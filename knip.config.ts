import type { KnipConfig } from "knip";

/** What a template imports from the runtime, so that the runtime's exports count as used. */
const importsOfTemplate = (text: string): string =>
  (text.replace(/\{\{[^}]*\}\}/g, "").match(/^(?:import|export)\b[^;]*? from "[^"]+";/gms) ?? [])
    .filter((statement) => statement.includes("/runtime/"))
    .join("\n");

const config: KnipConfig = {
  ignoreWorkspaces: ["generated/*"],
  compilers: { hbs: importsOfTemplate },
  workspaces: {
    ".": {
      entry: [
        "generator/cli.ts",
        "generator/index.ts",
        "generator/render/precompile.ts",
        "triptych.config.mjs",
        "templates/package/src/**/*.hbs",
        "templates/package/src/logger.ts",
        "templates/package/src/runtime/{sync-worker,platform-browser,plain-body,upload,core,api-promise,download,operation,options}.ts",
        "test/**/*.test.ts",
        "test/**/*.test-d.ts",
        "test/server/main.js",
        "bench/memory/{main,client,server,files,batches}.js",
        "bench/runtime/{main,calls,server,synckit-worker}.js",
        "test/corpus/{main,process}.ts",
        "test/replay/runner.js",
        "test/write/program.js",
        "test/platforms/{main.js,page.ts,worker.ts,stand-ins.ts,vitest.config.ts}",
      ],
      project: [
        "{generator,demo,bench}/**/*.{ts,js}",
        "templates/package/src/**/*.{ts,hbs}",
        "test/**/*.{ts,js}",
        "!test/{by-hand,custom-templates}/**",
      ],
      // The workspace imports the generated package by its name; attw is run as a program.
      ignoreDependencies: ["mistral-batch-files", "@arethetypeswrong/cli"],
    },
  },
  // Types that only an exported signature mentions are exported for whoever has to name them.
  exclude: ["types"],
};

export default config;
