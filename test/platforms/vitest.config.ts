import { defineConfig } from "vitest/config";

/** What is run in a browser: `npm run test:platforms`, and not among the other tests. */
export default defineConfig({
  test: {
    include: ["test/platforms/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
