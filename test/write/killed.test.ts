import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  buildProgram,
  expectWholeFiles,
  generate,
  NEW,
  NEWER,
  OLD,
  prepare,
  runProgram,
  settled,
  snapshot,
} from "./interrupted.ts";

const root = mkdtempSync(join(tmpdir(), "killed-"));
const program = join(root, "program.mjs");
const prepared = join(root, "prepared", "out");
let points = 0;
let manifest = "";
let whole = {};

beforeAll(async () => {
  await buildProgram(program);
  await prepare(prepared);
  const out = copy(prepared, "whole");
  points = (await runProgram(program, { out, files: NEW })) ?? 0;
  whole = snapshot(out);
  manifest = readFileSync(join(out, ".triptych.json"), "utf8");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Copies an output folder with what lies around it. */
function copy(out: string, name: string): string {
  rmSync(join(root, name), { recursive: true, force: true });
  cpSync(dirname(out), join(root, name), { recursive: true });
  return join(root, name, "out");
}

const killAt = (out: string, at: number): Promise<number | undefined> =>
  runProgram(program, { out, files: NEW, fault: { at, kind: "kill" } });

/** What may happen after the kill. Each begins with a copy of what the kill left. */
const endings: Readonly<Record<string, (out: string) => Promise<void>>> = {
  async "the same is generated"(out) {
    // A look that changes nothing takes no file of the interrupted run for an edited one.
    const before = snapshot(out);
    const dryRun = await generate(out, NEW, { dryRun: true, force: true });
    expect([dryRun.refused, snapshot(out)]).toEqual([[], before]);
    await generate(out, NEW, { force: true });
    expect(snapshot(out)).toEqual(settled(NEW));
    expect(readFileSync(join(out, ".triptych.json"), "utf8")).toBe(manifest);
  },

  async "something else is generated"(out) {
    await generate(out, NEWER, { force: true });
    expect(snapshot(out)).toEqual(settled(NEWER));
  },

  async "a file is restored, as by git checkout, and the same is generated"(out) {
    if (!existsSync(join(dirname(out), ".out.triptych", "journal.json"))) return;
    writeFileSync(join(out, "replaced.ts"), OLD["replaced.ts"] ?? "");
    await generate(out, NEW, { force: true });
    expect(snapshot(out)).toEqual(settled(NEW));
  },

  async "a file is edited: that stays, and is reported"(out) {
    writeFileSync(join(out, "replaced.ts"), "edited after the kill");
    const { refused } = await generate(out, NEW);
    expect(refused.map(({ path }) => path)).toContain("replaced.ts");
    expect(snapshot(out)["out/replaced.ts"]).toBe("edited after the kill");
  },

  async "the folder is removed"(out) {
    rmSync(out, { recursive: true, force: true });
    await generate(out, NEW);
    expect(snapshot(out)).toMatchObject(
      Object.fromEntries(Object.entries(NEW).map(([path, text]) => [`out/${path}`, text])),
    );
    expect(existsSync(join(dirname(out), ".out.triptych"))).toBe(false);
  },
};

test("killed at any point: whole files, and the next run completes or begins anew", async () => {
  expect(points).toBeGreaterThan(30);
  expect(whole).toEqual(settled(NEW));
  const all = Object.entries(endings);
  let next = 1;
  const work = async (lane: string): Promise<void> => {
    for (let at = next++; at <= points; at = next++) {
      const out = copy(prepared, `killed-${lane}`);
      expect(await killAt(out, at), `killed at ${at}`).toBeUndefined();
      expectWholeFiles(out, snapshot(out));
      for (const [ending, check] of [all[0]!, all[1 + (at % (all.length - 1))]!]) {
        await check(copy(out, `ending-${lane}`)).catch((error: unknown) => {
          throw new Error(`killed at ${at} of ${points}, then ${ending}`, { cause: error });
        });
      }
    }
  };
  await Promise.all([work("a"), work("b")]);
}, 300_000);

test("killed, and killed again while that is repaired", async () => {
  let repairs = 0;
  for (let at = Math.round(points * 0.4); at < points; at += 8) {
    const out = copy(prepared, "twice");
    await killAt(out, at);
    for (let again = (at % 7) + 2; ; again += 9) {
      if ((await killAt(out, again)) !== undefined) break;
      repairs++;
      expectWholeFiles(out, snapshot(out));
    }
    expect(snapshot(out), `after ${at}`).toEqual(settled(NEW));
  }
  expect(repairs).toBeGreaterThan(5);
}, 300_000);
