/** Where the specifications say what a document must be: the sections that diagnostics cite. */

import { briefOf, child, type JsonValue } from "./json.ts";

/** The version of the specification that a document follows. */
export type Edition = "2.0" | "3.0" | "3.1" | "3.2";

/** The text of each edition, and its chapter that has a section for each kind of object, in the same order in all of them. */
const TEXTS: Readonly<Record<Exclude<Edition, "2.0">, readonly [text: string, chapter: string]>> = {
  "3.0": ["OpenAPI 3.0.4", "4.7"],
  "3.1": ["OpenAPI 3.1.1", "4.8"],
  "3.2": ["OpenAPI 3.2.0", "4"],
};

const SECTIONS: Readonly<Record<string, number>> = {
  Root: 1,
  Info: 2,
  License: 4,
  Server: 5,
  ServerVariable: 6,
  Components: 7,
  Paths: 8,
  PathItem: 9,
  Operation: 10,
  Parameter: 12,
  RequestBody: 13,
  MediaType: 14,
  Encoding: 15,
  Responses: 16,
  Response: 17,
  Callback: 18,
  Example: 19,
  Link: 20,
  Header: 21,
  Tag: 22,
  Reference: 23,
  Schema: 24,
  Discriminator: 25,
  SecurityScheme: 27,
  Security: 30,
};

/** The objects of Swagger 2.0, whose text does not number its sections, that say what became these kinds. */
const SWAGGER_OBJECTS: Readonly<Record<string, string>> = {
  Info: "Info Object",
  License: "License Object",
  Paths: "Paths Object",
  PathItem: "Path Item Object",
  Operation: "Operation Object",
  Parameter: "Parameter Object",
  RequestBody: "Parameter Object",
  MediaType: "Schema Object",
  Encoding: "Parameter Object",
  Responses: "Responses Object",
  Response: "Response Object",
  Example: "Example Object",
  Header: "Header Object",
  Tag: "Tag Object",
  Reference: "Reference Object",
  Schema: "Schema Object",
  Discriminator: "Schema Object",
  SecurityScheme: "Security Scheme Object",
  Security: "Security Requirement Object",
};

/** @param root of a document as it was written, not converted to another version. */
export function editionOf(root: JsonValue): Edition {
  const version = child(root, "openapi");
  if (version === undefined && child(root, "swagger") !== undefined) return "2.0";
  const [, minor] = /^v?3\.([02])(?!\d)/i.exec(briefOf(version ?? "").trim()) ?? [];
  return minor === undefined ? "3.1" : minor === "0" ? "3.0" : "3.2";
}

/** The section that says what an object of this kind, such as `Parameter`, has to be. */
export function ruleOf(edition: Edition, kind: string): string {
  if (edition === "2.0") return `OpenAPI 2.0, ${SWAGGER_OBJECTS[kind] ?? "Swagger Object"}`;
  const [text, chapter] = TEXTS[edition];
  return `${text}, ${chapter}.${SECTIONS[kind] ?? SECTIONS["Root"]}`;
}

/** The section that says what a `$ref` in the place of an object of this kind has to be, and what it stands for. */
export function ruleOfReference(edition: Edition, kind: string): string {
  if (kind === "PathItem") return ruleOf(edition, kind);
  if (kind === "Schema" && hasJsonSchema(edition)) return "JSON Schema 2020-12 Core, 8.2.3.1";
  return ruleOf(edition, "Reference");
}

/** The section that forbids references which lead to nothing but each other. */
export function ruleOfCycle(edition: Edition, kind: string): string {
  return kind === "Schema" && hasJsonSchema(edition)
    ? "JSON Schema 2020-12 Core, 9.4.1"
    : ruleOfReference(edition, kind);
}

/** Whether schemas are those of JSON Schema 2020-12. */
function hasJsonSchema(edition: Edition): boolean {
  return edition === "3.1" || edition === "3.2";
}
