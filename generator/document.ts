/** What all later stages read: the spec with its overlays applied, selected, pruned, and of checked structure. */

import type { Place } from "./base/locate.ts";

export interface Document {
  readonly root: OpenApiRoot;
  /** Where the spec was read from: a path, a URL or `<stdin>`. */
  readonly uri: string;
  /** Of a selection: the stems that the operations have in the whole document, by their pointers. */
  readonly stems?: ReadonlyMap<string, AssignedStem>;
  /**
   * Where the node at a pointer such as `#/paths/~1v1~1files` stands: in the spec, in a file that the spec refers to, or in the
   * overlay that made it.
   */
  locate(pointer: string): DocumentPlace;
}

/** A stem, and the one that was wanted if that was not free. */
export interface AssignedStem {
  readonly stem: string;
  readonly wanted?: string;
}

/** The place of a node, and the pointer that leads to it in its file. */
export interface DocumentPlace extends Place {
  readonly pointer?: string;
}

/** A reference within the document; it exists, and following it ends at something that is no reference. */
export interface Reference {
  readonly $ref: string;
}

/** Extensions and what this generator does not look at. */
interface Extensible {
  readonly [field: `x-${string}`]: unknown;
}

export interface OpenApiRoot extends Extensible {
  /** `3.0`, `3.1` or `3.2`, with a patch number or without. */
  readonly openapi: string;
  readonly info: Info;
  readonly servers?: readonly Server[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  readonly components?: Components;
  readonly security?: readonly SecurityRequirement[];
  readonly tags?: readonly Tag[];
}

export interface Info extends Extensible {
  readonly title: string;
  readonly version: string;
  readonly summary?: string;
  readonly description?: string;
  readonly license?: { readonly name: string; readonly identifier?: string; readonly url?: string };
}

export interface Server extends Extensible {
  readonly url: string;
  readonly name?: string;
  readonly description?: string;
  readonly variables?: Readonly<Record<string, ServerVariable>>;
}

export interface ServerVariable extends Extensible {
  readonly default: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}

export interface Tag extends Extensible {
  readonly name: string;
  readonly description?: string;
}

/** The names of security schemes that are needed together, each with its scopes. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export const METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
  "query",
] as const;

export type Method = (typeof METHODS)[number];

export interface PathItem extends Extensible, Readonly<Partial<Record<Method, Operation>>> {
  readonly $ref?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly servers?: readonly Server[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly additionalOperations?: Readonly<Record<string, Operation>>;
}

export interface Operation extends Extensible {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
  readonly callbacks?: Readonly<Record<string, Readonly<Record<string, PathItem>> | Reference>>;
  readonly security?: readonly SecurityRequirement[];
  readonly servers?: readonly Server[];
}

export interface Header extends Extensible {
  readonly description?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: Schema;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Parameter extends Header {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie" | "querystring";
  readonly allowReserved?: boolean;
  readonly allowEmptyValue?: boolean;
}

export interface RequestBody extends Extensible {
  readonly description?: string;
  readonly content: Readonly<Record<string, MediaType>>;
  readonly required?: boolean;
}

export interface MediaType extends Extensible {
  readonly schema?: Schema;
  readonly itemSchema?: Schema;
  readonly encoding?: Readonly<Record<string, Encoding>>;
  readonly prefixEncoding?: readonly Encoding[];
  readonly itemEncoding?: Encoding;
}

export interface Encoding extends Extensible {
  readonly contentType?: string;
  readonly prefixEncoding?: readonly Encoding[];
  readonly itemEncoding?: Encoding;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

export interface Response extends Extensible {
  readonly summary?: string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface SecurityScheme extends Extensible {
  readonly type: string;
  readonly description?: string;
  /** Of an `apiKey`. */
  readonly name?: string;
  readonly in?: string;
  /** Of `http`, for instance `bearer`. */
  readonly scheme?: string;
  readonly bearerFormat?: string;
}

export interface Components extends Extensible {
  readonly schemas?: Readonly<Record<string, Schema>>;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
  readonly parameters?: Readonly<Record<string, Parameter | Reference>>;
  readonly requestBodies?: Readonly<Record<string, RequestBody | Reference>>;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme | Reference>>;
  readonly callbacks?: Readonly<Record<string, Readonly<Record<string, PathItem>> | Reference>>;
  readonly pathItems?: Readonly<Record<string, PathItem>>;
}

/** A JSON Schema. Keywords that hold schemas do hold schemas; `required` and `enum` are lists. */
export type Schema = boolean | { readonly [keyword: string]: unknown };
