/** Documents, and changes of them, as far as what is made of one depends on them. */

import * as fc from "fast-check";

import { json } from "./stage-helpers.ts";

const schemaNames = ["Cat", "Dog", "Pet", "Owner", "Tag"] as const;
const name = fc.constantFrom(...schemaNames);
const reference = name.map((each) => ({ $ref: `#/components/schemas/${each}` }));
const scalar = fc.oneof(
  fc.constantFrom<object>(
    { type: "string" },
    { type: "integer", description: "A number." },
    { type: "string", readOnly: true },
    { type: "string", format: "binary" },
    { type: ["string", "null"], deprecated: true },
  ),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((values) => ({ enum: values })),
);
const property = fc.oneof(
  scalar,
  reference,
  reference.map((items) => ({ type: "array", items })),
  fc.array(reference, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
  scalar.map((inner) => ({ type: "object", properties: { inner } })),
);
const properties = fc.dictionary(fc.constantFrom("id", "kind", "name", "other"), property);
const objects = fc.record({
  type: fc.constant("object"),
  properties,
  required: fc.subarray(["id", "kind"]),
});
const discriminator = fc.constant({ propertyName: "kind" });
const schema = fc.oneof(
  { weight: 4, arbitrary: objects },
  fc.record({ allOf: fc.tuple(reference, objects) }),
  // Whose own properties can change while it stays composed as it is.
  fc.tuple(reference, objects).map(([parent, own]) => ({ allOf: [parent], ...own })),
  fc.record({ oneOf: fc.array(reference, { minLength: 2, maxLength: 3 }), discriminator }),
  fc.tuple(objects, discriminator).map(([each, told]) => ({ ...each, discriminator: told })),
  fc.constantFrom<object>({ type: "string", enum: ["x", "y"] }),
);
const content = fc
  .tuple(
    fc.constantFrom("application/json", "application/json", "multipart/form-data"),
    fc.oneof(reference, objects, property),
  )
  .map(([mediaType, each]) => ({ [mediaType]: { schema: each } }));
const parameter = fc.record({
  name: fc.constantFrom("limit", "offset", "q"),
  in: fc.constantFrom("query", "header"),
  required: fc.boolean(),
  schema: scalar,
});
const sharedParameter = fc.constant({ $ref: "#/components/parameters/Page" });
const response = fc.oneof(
  { weight: 3, arbitrary: property.map((each) => json(each)[200 as never] as object) },
  fc.constant({ $ref: "#/components/responses/Missing" }),
);
const operation = fc.record(
  {
    summary: fc.constantFrom("One.", "Two."),
    deprecated: fc.boolean(),
    tags: fc.constantFrom(["a"], ["b"]),
    parameters: fc.uniqueArray(fc.oneof(parameter, sharedParameter), {
      maxLength: 2,
      selector: (each) => ("name" in each ? each.name + each.in : "Page"),
    }),
    requestBody: fc.record({ content, required: fc.boolean() }),
    responses: fc.dictionary(fc.constantFrom("200", "404", "default"), response, { minKeys: 1 }),
    security: fc.constantFrom<object[]>([], [{ key: [] }]),
    servers: fc.constantFrom([{ url: "https://a.test" }], [{ url: "/v2" }]),
  },
  { requiredKeys: ["responses"] },
);
const item = fc.dictionary(fc.constantFrom("get", "post", "put"), operation, { minKeys: 1 });
const parts = {
  paths: fc.dictionary(fc.constantFrom("/a", "/b", "/c/d"), item, { minKeys: 1 }),
  schemas: fc.record(Object.fromEntries(schemaNames.map((each) => [each, schema]))),
  Page: parameter,
  Missing: property,
};
/** Their parts beside `openapi` and `info`. */
export const document = fc.record(parts).map(({ paths, schemas, Page, Missing }) => ({
  servers: [{ url: "/v1" }],
  paths,
  components: {
    schemas,
    parameters: { Page },
    responses: {
      Missing: { description: "", content: { "application/json": { schema: Missing } } },
    },
    securitySchemes: { key: { type: "http", scheme: "bearer" } },
  },
}));
export type Parts = typeof document extends fc.Arbitrary<infer T> ? T : never;

/** Of which no two parts are one and the same object. */
export function cloneOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export type Edit = (parts: Parts) => void;

/** Changes of one part; most leave alone what others depend on, so that only a part is built again. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(fc.nat(), fc.constantFrom("get", "post", "put"), operation)
    .map(([at, method, changed]): Edit => ({ paths }) => {
      const found = Object.values(paths)[at % Object.keys(paths).length]!;
      if (found[method] !== undefined) found[method] = { ...found[method], ...changed };
    }),
  fc
    .tuple(name, fc.constantFrom("id", "kind", "name", "more"), property)
    .map(([of, key, changed]): Edit => ({ components }) => {
      const found = components.schemas[of] as { properties?: Record<string, object> };
      if (found.properties !== undefined) found.properties[key] = changed;
    }),
  fc
    .tuple(name, fc.constantFrom("id", "kind", "name"))
    .map(([of, key]): Edit => ({ components }) => {
      const found = components.schemas[of] as { properties?: Record<string, object> };
      delete found.properties?.[key];
    }),
  fc.tuple(name, schema).map(
    ([of, changed]): Edit =>
      ({ components }) =>
        void (components.schemas[of] = changed),
  ),
  parameter.map(
    (changed): Edit =>
      ({ components }) =>
        void (components.parameters.Page = changed),
  ),
  property.map(
    (changed): Edit =>
      ({ components }) =>
        void (components.responses.Missing.content["application/json"].schema = changed),
  ),
  fc.tuple(fc.constantFrom("/a", "/b", "/e"), item).map(
    ([path, changed]): Edit =>
      ({ paths }) =>
        void (paths[path] = changed),
  ),
  fc.constantFrom<Edit>(
    ({ paths }) => void delete paths["/a"],
    ({ components }) => void delete (components.securitySchemes as { key?: object }).key,
    ({ servers }) => void (servers[0]!.url = "https://b.test"),
  ),
);
