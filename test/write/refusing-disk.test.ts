import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";

import { passed, setFault } from "./disk.js";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { expectWholeFiles, generate, NEW, prepare, settled, snapshot } from "./interrupted.ts";

const root = mkdtempSync(join(tmpdir(), "refusing-"));
afterEach(() => setFault());
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function outcomeOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => "done",
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics : error),
  );
}

/** As if the process had ended: what could not be deleted is that of a dead run. */
function endRuns(out: string): void {
  for (const folder of [join(dirname(out), ".out.triptych"), join(out, ".triptych")]) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) if (name.startsWith("run-")) rmSync(join(folder, name));
  }
}

test.each([
  ["EACCES", false, "permission denied"],
  ["ENOSPC", true, "full"],
])(
  "%s at any point (lasting: %s): said clearly, whole files, nothing lost",
  async (kind, lasting, words) => {
    const out = join(root, kind, "out");
    let refused = 0;
    for (let at = 1; ; at++) {
      await prepare(out);
      setFault({ at, kind, lasting });
      const outcome = await outcomeOf(generate(out, NEW, { force: true }));
      const points = passed();
      setFault();
      endRuns(out);
      if (outcome === "done" && points < at) break;
      if (outcome !== "done") {
        expect(outcome, `at ${at}`).toMatchObject([{ code: "cannot-write" }]);
        expect(JSON.stringify(outcome)).toContain(words);
        refused++;
      }
      expectWholeFiles(out, snapshot(out));
      expect((await generate(out, NEW, { force: true })).refused, `after ${at}`).toEqual([]);
      expect(snapshot(out), `after ${at}`).toEqual(settled(NEW));
    }
    expect(refused).toBeGreaterThan(20);
  },
  300_000,
);

test("what has nothing to write does not touch the disk", async () => {
  const out = join(root, "fresh", "out");
  await prepare(out);
  await generate(out, NEW, { force: true });
  setFault({ at: 1, kind: "EROFS", lasting: true });
  expect(await generate(out, NEW)).toMatchObject({ written: [], refused: [] });
  expect(passed()).toBe(0);
});
