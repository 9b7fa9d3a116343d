import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { contentHash } from "../../generator/base/content-hash.ts";
import { keptBytes } from "../../generator/changes/kept.ts";
import type { OpenApiRoot } from "../../generator/document.ts";
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
