/** The forms that a generated client sends, against literal ones and against those of `swagger-client`. */

import busboy from "@fastify/busboy";
import * as fc from "fast-check";
import SwaggerClient from "swagger-client";
import { expect, test } from "vitest";

import { runs } from "../properties.ts";
import { type Arrived, senderOf } from "./client.ts";

type Pairs = readonly (readonly [string, string])[];

const scalar = { type: ["string", "number", "boolean"] };
const list = { type: "array", items: scalar };
const map = { type: "object", additionalProperties: scalar };

const schema = {
  type: "object",
  properties: {
    text: scalar,
    json: map,
    exploded: list,
    flat: list,
    pipes: list,
    spread: map,
    deep: map,
    typed: map,
  },
};

const encoding = {
  exploded: { style: "form", explode: true },
  flat: { style: "form", explode: false },
  pipes: { style: "pipeDelimited", explode: false },
  spread: { style: "form", explode: true },
  deep: { style: "deepObject", explode: true },
  typed: { contentType: "application/json" },
};

const FORMS = ["application/x-www-form-urlencoded", "multipart/form-data"] as const;

const document = {
  openapi: "3.1.1",
  info: { title: "Forms", version: "1" },
  paths: Object.fromEntries(
    FORMS.map((mediaType, index) => [
      `/form${index}`,
      {
        post: {
          operationId: `form${index}`,
          "x-triptych": { stem: `calls.form${index}` },
          requestBody: { required: true, content: { [mediaType]: { schema, encoding } } },
          responses: { 200: { description: "", content: { "application/json": {} } } },
        },
      },
    ]),
  ),
};

const sender = await senderOf(document);

test("a URL-encoded form in all layers", async () => {
  const value = {
    text: "a b&c",
    json: { a: 1 },
    exploded: ["x y", 2],
    flat: ["x", "y z"],
    pipes: ["x", "y"],
    spread: { R: 100, G: 200 },
    deep: { R: 100 },
    typed: { b: "é" },
  };
  for (const style of ["promise", "callback", "sync"] as const) {
    const { headers, body } = await sender.send(style, "form0", value);
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(String(body).split("&")).toEqual([
      "text=a+b%26c",
      "json=%7B%22a%22%3A1%7D",
      "exploded=x%20y",
      "exploded=2",
      "flat=x,y%20z",
      "pipes=x%7Cy",
      "R=100",
      "G=200",
      "deep%5BR%5D=100",
      "typed=%7B%22b%22%3A%22%C3%A9%22%7D",
    ]);
  }
});

const text = fc
  .string({ unit: "binary", maxLength: 6 })
  .map((each) => each.replaceAll("\r", "").replaceAll("\n", ""));
const value = fc.oneof(text, fc.integer(), fc.boolean());
const key = fc.stringMatching(/^[A-Z]{1,4}$/);
const filled = fc.array(value, { minLength: 1, maxLength: 3 });
const entries = fc.dictionary(key, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

/** Without empty lists, of which RFC 6570, 2.3 says that they are undefined; swagger-client sends them. */
const forms = fc.record(
  {
    text: value,
    json: entries,
    exploded: filled,
    flat: filled,
    pipes: filled,
    spread: entries,
    deep: entries,
    typed: entries,
  },
  { requiredKeys: ["text"], noNullPrototype: true },
);

function theirs(index: number, requestBody: unknown): string | FormData {
  const { body } = SwaggerClient.buildRequest({
    spec: document,
    operationId: `form${index}`,
    requestBody,
    requestContentType: FORMS[index] ?? "",
  });
  return body ?? "";
}

test("URL-encoded forms mean what theirs mean", async () => {
  await fc.assert(
    fc.asyncProperty(forms, async (form) => {
      const { body } = await sender.send("promise", "form0", form);
      const want = [...new URLSearchParams(String(theirs(0, form)))];
      expect([...new URLSearchParams(String(body))]).toEqual(want);
    }),
    { numRuns: runs(40) },
  );
});

test("multipart forms have the parts that theirs have", async () => {
  await fc.assert(
    fc.asyncProperty(forms, async (form) => {
      const want: [string, string][] = [];
      for (const [name, part] of theirs(1, form) as FormData)
        want.push([name, typeof part === "string" ? part : await part.text()]);
      expect(await partsOf(await sender.send("promise", "form1", form))).toEqual(want);
    }),
    { numRuns: runs(40) },
  );
});

/** What a parser that is not ours finds in the body. */
function partsOf({ headers, body }: Arrived): Promise<Pairs> {
  const parser = new busboy.Busboy({ headers: { "content-type": headers["content-type"] ?? "" } });
  const pairs: [string, string][] = [];
  parser.on("field", (name, content) => pairs.push([name, content]));
  return new Promise((resolve, reject) => {
    parser.on("finish", () => resolve(pairs));
    parser.on("error", reject);
    parser.end(body);
  });
}
