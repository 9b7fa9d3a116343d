#!/usr/bin/env node
import module from "node:module";
import { availableParallelism } from "node:os";
import process from "node:process";

// Node 20 has none. Where there is one, what is loaded below is compiled only once.
(module as { enableCompileCache?(): void }).enableCompileCache?.();

// Read by the allocator of the formatter and of the compiler of declarations when they are loaded: it then takes memory as it is
// needed and not in advance, a fifth of all that a small run needs.
process.env["MIMALLOC_ARENA_EAGER_COMMIT"] ??= "0";

// `triptych inspect | head` closes the pipe early, which is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const { main } = await import("./cli/main.ts");
process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  get stdin() {
    return process.stdin;
  },
  env: process.env,
  cwd: process.cwd(),
  cores: availableParallelism(),
  signals: process,
});
