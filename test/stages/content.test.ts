import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { gzipSync } from "fflate";
import { expect, test, vi } from "vitest";

import { contentHash } from "../../generator/base/content-hash.ts";
import { keptBytes } from "../../generator/changes/kept.ts";
import type { OpenApiRoot } from "../../generator/document.ts";
import { compressed } from "../../generator/write/content.ts";
import { runs } from "../properties.ts";
import { documentOf } from "./stage-helpers.ts";

test("the hash of a text is that of its bytes, wherever pieces of it end", () => {
  const unit = fc.constantFrom("a", "é", "€", "😀", "\ud83d", "\ude00");
  const text = fc
    .tuple(fc.integer({ min: 16_370, max: 16_390 }), fc.array(unit, { maxLength: 40 }))
    .map(([length, units]) => "x".repeat(length) + units.join("") + "y".repeat(20_000));
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: "binary" })), (content) => {
      const whole = createHash("sha256").update(Buffer.from(content)).digest("hex");
      expect(contentHash(content)).toBe(whole);
    }),
    { numRuns: runs(100) },
  );
});

test("a kept document is what `JSON.stringify` gives", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 7 })), (parts) => {
      const document = { ...documentOf({}), root: parts as unknown as OpenApiRoot };
      const whole = JSON.stringify({ keptVersion: 1, settings: {}, document: parts });
      const bytes = keptBytes(document, { lock: undefined } as object);
      expect(Buffer.from(bytes).toString()).toBe(`${whole}\n`);
    }),
    { numRuns: runs(100) },
  );
});

test("large content is compressed as small content is", async () => {
  const content = Buffer.from("{}\n".repeat(2 ** 19));
  const made = await compressed(content);
  expect(Buffer.compare(made, gzipSync(content, { level: 6, mtime: 0 }))).toBe(0);
  expect(Buffer.compare(gunzipSync(made), content)).toBe(0);
  const gzipping = vi.spyOn(Worker.prototype, "postMessage").mockImplementation(() => {
    throw new Error("no threads");
  });
  expect(Buffer.compare(await compressed(content), made)).toBe(0);
  expect(gzipping).toHaveBeenCalledOnce();
  gzipping.mockRestore();
});
