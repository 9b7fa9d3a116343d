/** A JSON value, as it is sent in a request body. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | {
      readonly [key: string]: Json | undefined;
    };
/**
 * Limits that the document puts on a value. They are checked before anything is sent; a violation is a `ParameterError`.
 *
 * Lengths of strings count Unicode code points (JSON Schema Validation, 6.3.1).
 */
export interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** Limits of each element of an array. */
  readonly items?: Limits;
  /** Limits of each property name of an object. */
  readonly names?: Limits;
  /** Limits of each value of an object that `properties` does not list. */
  readonly values?: Limits;
  readonly properties?: {
    readonly [name: string]: Limits;
  };
  readonly required?: readonly string[];
  /** Groups of properties of which exactly one must be given. */
  readonly exactlyOne?: readonly (readonly string[])[];
}
/** How values are written that are no single text: OpenAPI 3.2, Style Values. */
export type Style =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "deepObject"
  | "cookie";
/** How a property of a form is written: OpenAPI 3.2, Encoding Object. */
export interface BodyPart {
  readonly file?: true;
  /** Whether it is an array, of which each element is a part of its own. */
  readonly many?: true;
  readonly contentType?: string;
  /** If present, it is written as a query parameter is, and `contentType` does not count. */
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: true;
  /** Headers of the part whose value the document says, by lower-case name. */
  readonly headers?: {
    readonly [name: string]: string;
  };
  /** Of an array that is a multipart body of its own: its parts by position, and all further ones. */
  readonly prefix?: readonly BodyPart[];
  readonly items?: BodyPart;
}
/** How a parameter is written into the request: OpenAPI 3.1, 4.8.12 Parameter Object. */
export interface Parameter {
  readonly name: string;
  /** Under which it is among the params, if that is not its name. */
  readonly key?: string;
  readonly in: "path" | "query" | "querystring" | "header" | "cookie";
  readonly required?: true;
  /** Default: `simple` in paths and headers, `form` in queries and cookies. */
  readonly style?: Style;
  /** Default: true for `form` and `cookie`, else false. */
  readonly explode?: boolean;
  readonly allowReserved?: true;
  /** The media type of a parameter declared by `content`, for instance `application/json`. */
  readonly content?: string;
  /** Of a query string that is a form: how its properties are written, where that is not the usual way. */
  readonly parts?: {
    readonly [name: string]: BodyPart;
  };
  /** Of a path parameter: that its value may be an array or an object, which is refused otherwise. */
  readonly structured?: true;
  readonly limits?: Limits;
}
/** One of the ways in which a request body can be written. */
export interface BodyForm {
  /** A media type, or a range such as `image/*`. */
  readonly mediaType: string;
  /**
   * How the value is encoded; `binary` is anything an upload can be made of. The elements of an array are JSON lines, or
   * a JSON text sequence (RFC 7464).
   */
  readonly encoding:
    | "json"
    | "multipart"
    | "urlencoded"
    | "text"
    | "binary"
    | "json-lines"
    | "json-seq";
  /** Of a form: the properties that are not written in the usual way. */
  readonly parts?: {
    readonly [name: string]: BodyPart;
  };
  /** Of a multipart body that is an array: its parts by position, and all further ones. */
  readonly prefix?: readonly BodyPart[];
  readonly items?: BodyPart;
  /** Properties that are in responses alone: they are left out if they are given (OpenAPI 3.0.4, 4.7.24.2). */
  readonly readOnly?: readonly string[];
  readonly limits?: Limits;
}
/** How the request body is written: OpenAPI 3.1, 4.8.13 Request Body Object. */
export interface RequestBody extends BodyForm {
  readonly required?: true;
  /**
   * The properties of the body that are arguments of their own, beside the parameters. Without it the body is the
   * argument `body`.
   */
  readonly properties?: readonly string[];
  /** Properties that are sent whatever the caller gives for them. */
  readonly set?: {
    readonly [name: string]: Json;
  };
  /** The param that says in which media type the body is written, for instance `contentType`. */
  readonly contentType?: string;
  /** The other ways, among which that param chooses. */
  readonly others?: readonly BodyForm[];
}
/** A property by its name, or by the names that lead to it. */
export type PropertyPath = string | readonly string[];
/** What the body of a page says, whatever its style. */
interface PageBody {
  /** The array of items; absent if the body itself is it. */
  readonly items?: PropertyPath;
  /** Whether there are more pages: a boolean. */
  readonly hasMore?: PropertyPath;
}
/** How to see from a response that what it is about has come to its end. */
export interface Polling {
  /** The property of the body that says how far it is. */
  readonly field: PropertyPath;
  /** Its values after which nothing changes any more. */
  readonly terminal: readonly Json[];
}
/** Pages that are asked for by their number. */
export interface NumberedPages extends PageBody {
  readonly style: "page";
  /** The param that is the number. */
  readonly page: string;
  /** The number of the page that comes if none is asked for. */
  readonly firstPage: number;
  /** The param that says how many items a page has. */
  readonly pageSize?: string;
  /** How many items all pages have together. */
  readonly total?: PropertyPath;
  /** How many pages there are. */
  readonly totalPages?: PropertyPath;
}
/** Pages that are asked for by the number of items before them. */
export interface OffsetPages extends PageBody {
  readonly style: "offset";
  /** The param that is that number. */
  readonly offset: string;
  /** What it is if it is not given. Default: 0. */
  readonly firstOffset?: number;
  /** The param that says how many items a page has. */
  readonly limit?: string;
  readonly total?: PropertyPath;
}
/** Pages of which each says how the next one is asked for. */
export interface CursorPages extends PageBody {
  readonly style: "cursor";
  /** The param that is the cursor. */
  readonly cursor: string;
  /** Where a page says the next cursor. */
  readonly next?: PropertyPath;
  /** Instead: where its last item does. */
  readonly lastId?: PropertyPath;
  /** The param that says how many items a page has. */
  readonly limit?: string;
}
/** Pages of which each has the URL of the next one. */
export interface LinkedPages extends PageBody {
  readonly style: "link";
  /** Where the body has it; absent if it is a `Link` header with the relation `next` (RFC 8288). */
  readonly next?: PropertyPath;
}
/** How the pages of a list follow each other. Params are named as the caller names them. */
export type Pagination = NumberedPages | OffsetPages | CursorPages | LinkedPages;
/** How the body of a successful response is read. `binary` is left as a stream of bytes. */
export type Reading = "json" | "text" | "binary" | "none";
/** A successful response that is read in a way of its own. */
export interface ResponseCase {
  /** A status or a range of them, for instance `202` or `2XX`. Absent: any. */
  readonly status?: string;
  /** A media type or a range of them, for instance `image/*`. Absent: any. */
  readonly mediaType?: string;
  readonly response: Reading;
}
/** How the items of a streamed response are told apart, and what an item is. */
export interface Items {
  /** Server-sent events (WHATWG HTML, 9.2), JSON Lines, or JSON text sequences (RFC 7464). */
  readonly format: "events" | "json-lines" | "json-seq";
  /** Of server-sent events: whether an item is the event, and not only its data. */
  readonly whole?: true;
  /** Of server-sent events: whether their data is JSON, that of all or that of those with these names; else it is text. */
  readonly json?: true | readonly string[];
}
/**
 * What one operation puts on the wire and what comes back: facts of the document, no behaviour.
 */
export interface OperationFacts {
  /** The stem of the operation, for instance `batch.jobs.list`. */
  readonly id: string;
  readonly method: string;
  /** The path template, for instance `/v1/batch/jobs/{job_id}`. */
  readonly path: string;
  /** Path parameters come first, in the order of the method's arguments. */
  readonly parameters?: readonly Parameter[];
  readonly body?: RequestBody;
  /** How a successful response is read to which none of `responses` applies. */
  readonly response: Reading;
  /** The first one that applies counts. */
  readonly responses?: readonly ResponseCase[];
  /** Where a `binary` response is a stream of items: how it is read. */
  readonly items?: Items;
  /** The value of the `Accept` header. */
  readonly accept?: string;
  /** Alternatives of which one must be met; each lists credentials that are sent together. Absent: anonymous. */
  readonly security?: readonly (readonly SecurityUse[])[];
  /** The servers that have the operation, if it is not the API's. A URL may be a path beside the API's own. */
  readonly servers?: readonly Server[];
  /** Whether sending the same request twice does no harm. */
  readonly retry: "safe" | "unsafe";
  /** The header with a key that makes it safe (draft-ietf-httpapi-idempotency-key-header); each call is sent with one. */
  readonly idempotency?: string;
  readonly pagination?: Pagination;
  readonly polling?: Polling;
}
/** A credential, by the name of its option, and the scopes for which it is needed if there are any. */
export type SecurityUse =
  | string
  | {
      readonly option: string;
      readonly scopes: readonly string[];
    };
/** How a credential is sent: OpenAPI 3.1, 4.8.27 Security Scheme Object. */
export type SecurityScheme =
  | {
      readonly type: "bearer";
    }
  | {
      readonly type: "basic";
    }
  | {
      readonly type: "http";
      readonly scheme: string;
    }
  | {
      readonly type: "apiKey";
      readonly in: "header" | "query" | "cookie";
      readonly name: string;
    };
/** Where an API is: OpenAPI 3.1, 4.8.5 Server Object. */
export interface Server {
  /** What the option `server` chooses it by. */
  readonly name: string;
  /** With variables in braces, and without a slash at its end; a path if the document says no more. */
  readonly url: string;
  /** By their names. One without a default must be given; one with values must have one of them. */
  readonly variables?: {
    readonly [name: string]: {
      readonly default?: string;
      readonly values?: readonly string[];
    };
  };
}
/** What all operations of an API share: facts of the document, no behaviour. */
export interface ApiFacts {
  /** The title of the document. */
  readonly title: string;
  /** Where the API is, if there is one place without variables. */
  readonly baseUrl?: string;
  /** Else the places where it is; the first is used unless the client chooses another. */
  readonly servers?: readonly Server[];
  /** Variables that only servers of operations have. */
  readonly moreVariables?: readonly string[];
  /** By the name of the client option that holds the credential. */
  readonly security: {
    readonly [option: string]: SecurityScheme;
  };
  /** The value of the `User-Agent` header, where one can be set. */
  readonly userAgent?: string;
}
export {};
