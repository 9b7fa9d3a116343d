/** Facts of the document in the words of the specification. Nothing here is named for TypeScript yet. */

/** A JSON schema as the document writes it; references are not followed. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A schema that has a name: one under `components/schemas`, or any other that a reference points to. */
export interface NamedSchema {
  /** Under `components/schemas` the key, else words made from the pointer. */
  readonly name: string;
  readonly pointer: string;
  readonly schema: Schema;
}

export interface ParameterFact {
  readonly name: string;
  readonly in: "path" | "query" | "querystring" | "header" | "cookie";
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string | undefined;
  readonly style: string | undefined;
  readonly explode: boolean | undefined;
  readonly allowReserved: boolean;
  /** For a parameter declared by `content`. */
  readonly content: MediaTypeFact | undefined;
  readonly schema: Schema;
  readonly schemaPointer: string;
  /** The first example that the document gives, of the parameter or of its schema. */
  readonly example: unknown;
  readonly pointer: string;
}

/** How a value in a form is written. */
export interface EncodingFact {
  readonly contentType?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** The headers of the part that have a fixed value or a default, by lower-case name. */
  readonly headers?: { readonly [name: string]: string };
  /** The names of the headers that are required, and have neither. */
  readonly openHeaders?: readonly string[];
  /** Of a value that is a multipart body of its own: by position, and of all further parts. */
  readonly prefix?: readonly EncodingFact[];
  readonly items?: EncodingFact;
}

export interface MediaTypeFact {
  readonly mediaType: string;
  readonly schema: Schema | undefined;
  /** Of one item, where the media type is a sequence of them. */
  readonly itemSchema: Schema | undefined;
  readonly encoding: { readonly [property: string]: EncodingFact };
  readonly prefixEncoding: readonly EncodingFact[];
  readonly itemEncoding: EncodingFact | undefined;
  /** The first example that the document gives, of the media type or of its schema. */
  readonly example: unknown;
  readonly pointer: string;
}

export interface RequestBodyFact {
  readonly required: boolean;
  readonly description: string | undefined;
  readonly content: readonly MediaTypeFact[];
  readonly pointer: string;
}

export interface ResponseFact {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  readonly description: string | undefined;
  readonly content: readonly MediaTypeFact[];
  /** The names of the headers that are declared, in lower case. */
  readonly headers: readonly string[];
  readonly pointer: string;
}

/** A request that the API sends by itself: a webhook, or a callback of an operation. */
export interface WebhookFact {
  /** The key in the document. */
  readonly name: string;
  readonly method: string;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** Of its body; empty if it has none. */
  readonly content: readonly MediaTypeFact[];
  readonly pointer: string;
}

/** A property: its name, names joined by dots that lead to it, or a list of these. */
export type PathFact = string | readonly string[];

interface PageBodyFact {
  /** Undefined or empty if the body is the array itself. */
  readonly items?: PathFact;
  readonly hasMore?: PathFact;
}

/** How an overlay or the document says that the pages of a list follow each other. Parameters have the document's names. */
export type PaginationFact =
  | (PageBodyFact & {
      readonly style: "page";
      readonly page: string;
      readonly firstPage: number;
      readonly pageSize?: string;
      readonly total?: PathFact;
      readonly totalPages?: PathFact;
    })
  | (PageBodyFact & {
      readonly style: "offset";
      readonly offset: string;
      readonly firstOffset?: number;
      readonly limit?: string;
      readonly total?: PathFact;
    })
  | (PageBodyFact & {
      readonly style: "cursor";
      readonly cursor: string;
      readonly next?: PathFact;
      readonly lastId?: PathFact;
      readonly limit?: string;
    })
  /** `header` means the header `Link`. */
  | (PageBodyFact & { readonly style: "link"; readonly next?: PathFact });

/** What a document cannot say about responses that are streams of items. */
export interface StreamFact {
  /** Of server-sent events: whether the schema describes the data of an event, or the event with its fields. */
  readonly item: "data" | "event" | undefined;
  /** The properties of the request's body that ask for a stream. */
  readonly set: { readonly [property: string]: unknown } | undefined;
}

/** How to see from a response that something has come to its end. */
export interface PollingFact {
  /** The property of the response that says how far it is; its schema lists the `terminal` values. */
  readonly field: string;
}

export interface OperationFact {
  readonly operationId: string | undefined;
  /** The name that the overlay or the document gives the operation in all layers (`x-triptych.stem`). */
  readonly stem: string | undefined;
  /** Of a selection: the stem that it wanted in the whole document, if `stem` is another. */
  readonly wantedStem: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  readonly parameters: readonly ParameterFact[];
  readonly requestBody: RequestBodyFact | undefined;
  readonly responses: readonly ResponseFact[];
  readonly callbacks: readonly WebhookFact[];
  /** Alternatives of which one must be met; each lists what is needed together. */
  readonly security: readonly (readonly SecurityUseFact[])[];
  /** The servers of the operation or of its path, instead of the document's. */
  readonly servers: readonly ServerFact[] | undefined;
  readonly retry: "safe" | "unsafe";
  /** The header with a key that makes it harmless to send the request again; `false` if there is none. */
  readonly idempotency: string | false | undefined;
  /** `false` if it has no pages, whatever it looks like. */
  readonly pagination: PaginationFact | false | undefined;
  readonly polling: PollingFact | undefined;
  /** `false` if no response is to be read as a stream. */
  readonly stream: StreamFact | false | undefined;
  readonly pointer: string;
}

export interface ServerVariableFact {
  readonly name: string;
  readonly default: string | undefined;
  /** What it can be; undefined if anything. */
  readonly values: readonly string[] | undefined;
  readonly description: string | undefined;
}

export interface ServerFact {
  /** OpenAPI 3.2 has names for servers. */
  readonly name: string | undefined;
  /**
   * With variables in braces and without a slash at its end. Where the document's own address is not known, a URL that is
   * relative to it is a path, which is empty or begins with a slash.
   */
  readonly url: string;
  readonly description: string | undefined;
  /** The variables that stand in the URL, in their order. */
  readonly variables: readonly ServerVariableFact[];
  readonly pointer: string;
}

/** A security scheme as one operation asks for it. */
export interface SecurityUseFact {
  readonly scheme: string;
  /** Scopes of OAuth 2 and OpenID Connect, roles of others. */
  readonly scopes: readonly string[];
}

export interface SecuritySchemeFact {
  readonly name: string;
  /** `http` is any HTTP scheme but the two that have a kind of their own. */
  readonly kind: "bearer" | "basic" | "http" | "apiKey" | "mutualTLS";
  /** Of an `http` scheme: its name, as it stands in the header. */
  readonly scheme: string | undefined;
  /** Of an `apiKey`: where it goes, and under which name. */
  readonly in: "header" | "query" | "cookie" | undefined;
  readonly parameter: string | undefined;
  readonly description: string | undefined;
  readonly pointer: string;
}

export interface Model {
  /** The version of OpenAPI, for instance `3.1.1`. */
  readonly openapi: string;
  readonly title: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly license: string | undefined;
  readonly servers: readonly ServerFact[];
  readonly security: readonly SecuritySchemeFact[];
  readonly schemas: readonly NamedSchema[];
  readonly operations: readonly OperationFact[];
  readonly webhooks: readonly WebhookFact[];
}
