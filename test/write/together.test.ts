import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { lock } from "../../generator/write/lock.ts";
import { makeWorkplace, workplacesOf } from "../../generator/write/workplace.ts";
import { generate, NEW, NEWER, OLD, snapshot } from "./interrupted.ts";
import { diagnosticsOf } from "./folder.ts";

let root = "";
let out = "";
let workplace = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "together-"));
  out = join(root, "place", "out");
  workplace = join(root, "place", ".out.triptych");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const makeFolder = async (): Promise<string> => {
  mkdirSync(workplace, { recursive: true });
  return workplace;
};

test("runs at once: one after the other, and the folder is that of one of them", async () => {
  const held = await lock(makeFolder);
  const outputs = [OLD, NEW, NEWER, OLD, NEW];
  const reports: ReturnType<typeof generate>[] = [];
  const waits = outputs.map(
    (files) =>
      new Promise<string>((resolve) => {
        reports.push(generate(out, files, { patience: 60_000, onWait: resolve }));
      }),
  );
  expect(new Set(await Promise.all(waits))).toEqual(new Set([`process ${process.pid}`]));
  await held.release();
  expect((await Promise.all(reports)).flatMap(({ refused }) => refused)).toEqual([]);
  const settled = (files: Readonly<Record<string, string>>): unknown =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`out/${path}`, text]));
  expect(outputs.map(settled)).toContainEqual(snapshot(out));
  expect(readdirSync(dirname(out))).toEqual(["out"]);
});

test("the folder of the locks is made also where other runs remove it at the same time", async () => {
  const workplaces = workplacesOf(out);
  const cycle = async (): Promise<void> => {
    for (let time = 0; time < 300; time++) {
      await makeWorkplace(workplaces);
      await rmdir(workplace).catch(() => undefined);
    }
  };
  await expect(Promise.all([cycle(), cycle(), cycle(), cycle()])).resolves.toHaveLength(4);
});

test("a run that is waited for only at the second look is told of as well", async () => {
  await makeFolder();
  const runs = [1, 2].map(async () => {
    const holders: string[] = [];
    const held = await lock(makeFolder, { onWait: (holder) => holders.push(holder) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await held.release();
    return holders;
  });
  expect((await Promise.all(runs)).flat()).toContain(`process ${process.pid}`);
});

test("a run that does not end: the second says so, and changes nothing", async () => {
  await generate(out, OLD);
  const held = await lock(makeFolder);
  const [diagnostic] = await diagnosticsOf(generate(out, NEW, { patience: 50 }));
  expect(diagnostic).toMatchObject({ severity: "error", code: "locked" });
  expect(diagnostic?.message).toContain(`process ${process.pid}`);
  await held.release();
  expect((await generate(out, NEW)).refused).toEqual([]);
});

test("what has nothing to write waits for nobody, unless somebody writes", async () => {
  await generate(out, OLD);
  expect(await generate(out, OLD, { patience: 0 })).toMatchObject({ written: [] });
  const held = await lock(makeFolder);
  let later: ReturnType<typeof generate> | undefined;
  const holder = await new Promise<string>((resolve) => {
    later = generate(out, OLD, { onWait: resolve });
  });
  expect(holder).toBe(`process ${process.pid}`);
  await held.release();
  expect(await later).toMatchObject({ written: [], refused: [] });
});

test("the file of a run whose process is gone is no lock", async () => {
  const held = await lock(makeFolder);
  const [mine = ""] = readdirSync(workplace);
  await held.release();
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  await makeFolder();
  writeFileSync(join(workplace, mine.replace(/^run-\d+/, `run-${pid}`)), "");
  expect(await generate(out, NEW, { patience: 0 })).toMatchObject({ refused: [] });
  expect(readdirSync(dirname(out))).toEqual(["out"]);
});

test("of a run on another machine nothing is known: it is waited for", async () => {
  await makeFolder();
  const other = join(workplace, "run-1-000000000000-0");
  writeFileSync(other, "");
  const [diagnostic] = await diagnosticsOf(generate(out, NEW, { patience: 50 }));
  expect(diagnostic).toMatchObject({ code: "locked" });
  expect(diagnostic?.cure).toContain(other);
});

test("a run that was taken for dead writes nothing", async () => {
  const held = await lock(makeFolder);
  await expect(held.assertHeld()).resolves.toBeUndefined();
  for (const name of readdirSync(workplace)) rmSync(join(workplace, name));
  await expect(held.assertHeld()).rejects.toThrow("another run took over");
  await held.release();
});
