#!/usr/bin/env node
import module from "node:module";
import { availableParallelism } from "node:os";
import process from "node:process";

// Node 20 has none. Where there is one, what is loaded below is compiled only once.
(module as { enableCompileCache?(): void }).enableCompileCache?.();

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
