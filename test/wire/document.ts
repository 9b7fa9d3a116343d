/** A document with an operation for every way in which a parameter can be written. */

export type Place = "path" | "query" | "header" | "cookie";
export type Kind = "primitive" | "array" | "object";

/** A way in which a parameter is written. */
export interface Way {
  readonly in: Place;
  readonly style: string;
  readonly explode: boolean;
  readonly kind: Kind;
  readonly allowReserved?: true;
}

const KINDS: readonly Kind[] = ["primitive", "array", "object"];

/** Every combination that OpenAPI 3.2.0, Style Values permits and Style Examples defines. */
export const ways: readonly Way[] = [
  ...waysOf("path", ["simple", "label", "matrix"], KINDS, [false, true]),
  ...waysOf("query", ["form"], KINDS, [false, true]),
  ...waysOf("query", ["spaceDelimited", "pipeDelimited"], ["array", "object"], [false]),
  ...waysOf("query", ["deepObject"], ["object"], [true]),
  ...waysOf("query", ["form"], KINDS, [false, true]).map((way) => ({
    ...way,
    allowReserved: true as const,
  })),
  ...waysOf("header", ["simple"], KINDS, [false, true]),
  ...waysOf("cookie", ["form", "cookie"], KINDS, [false, true]),
];

function waysOf(
  place: Place,
  styles: readonly string[],
  kinds: readonly Kind[],
  explodes: readonly boolean[],
): Way[] {
  return styles.flatMap((style) =>
    explodes.flatMap((explode) => kinds.map((kind) => ({ in: place, style, explode, kind }))),
  );
}

/** The name of the operation, and the first segment of its path. */
export function nameOf({ in: place, style, explode, kind, allowReserved }: Way): string {
  const words = [
    style,
    explode ? "exploded" : "flat",
    kind,
    ...(allowReserved ? ["reserved"] : []),
  ];
  return place + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

const SCALAR = { type: ["string", "number", "boolean"] };

const SCHEMAS: Readonly<Record<Kind, object>> = {
  primitive: SCALAR,
  array: { type: "array", items: SCALAR },
  object: { type: "object", additionalProperties: SCALAR },
};

export const document = {
  openapi: "3.2.0",
  info: { title: "Wire", version: "1" },
  paths: Object.fromEntries(
    ways.map((way) => {
      const { kind, ...rest } = way;
      const name = nameOf(way);
      const operation = {
        operationId: name,
        "x-triptych": { stem: `calls.${name}` },
        parameters: [
          {
            name: "color",
            ...rest,
            schema: SCHEMAS[kind],
            ...(way.in === "path" ? { required: true } : {}),
          },
        ],
        responses: { 200: { description: "", content: { "application/json": {} } } },
      };
      return [`/${name}${way.in === "path" ? "/{color}" : ""}`, { get: operation }];
    }),
  ),
};

/** The arguments of a call with the value. */
export function argumentsFor(way: Way, value: unknown): readonly unknown[] {
  return way.in === "path" ? [value, undefined] : [{ color: value }];
}

/** What a request says of the parameter: the rest of the path, the query, the header or the cookie. */
export function partOf(
  way: Way,
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): string {
  switch (way.in) {
    case "path":
      return url.slice(nameOf(way).length + 2);
    case "query":
      return url.slice(nameOf(way).length + 2);
    case "header":
      return headers["color"] ?? "";
    case "cookie":
      return headers["cookie"] ?? "";
  }
}
