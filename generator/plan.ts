/**
 * Names: everything that a template or an emitter needs, decided once. A plan is plain JSON, and it is the context of
 * every template. Fields marked `@code` hold TypeScript that may be written as it is where code stands; those marked
 * `@code name` hold an identifier, or several joined by dots, and may stand in strings, comments and text as well. All other
 * fields need an encoder. `plan.schema.json` says the same to programs.
 */

import type { ApiFacts, OperationFacts } from "../templates/package/src/runtime/operation.ts";

/** Changes whenever a template could notice. */
export const PLAN_VERSION = 1;

/** A type that the generated package exports for a schema that has a name. */
export interface TypePlan {
  /** In responses. @code name */
  readonly name: string;
  /** In requests, where that form differs, for instance `FileInput`. @code name */
  readonly input?: string;
  /** What it has in common with its heirs, for instance `PetBase`, where it stands for any of them. @code name */
  readonly base?: string;
  /** The same in requests, where that form differs. @code name */
  readonly baseInput?: string;
  /** Of an enum that is also a constant with its values. */
  readonly members?: readonly EnumMemberPlan[];
  /** The schema's pointer, for instance `#/components/schemas/File`. */
  readonly pointer: string;
}

export interface EnumMemberPlan {
  /** @code name */
  readonly name: string;
  readonly value: string | number;
  /** Markdown. */
  readonly doc: string;
}

/** A type that the operations module declares: params, or a response without a name in the document. */
export interface DeclarationPlan {
  /** @code name */
  readonly name: string;
  /** Markdown. */
  readonly doc: string;
  /** Where it occurs: whether `readOnly` or `writeOnly` properties are left out. */
  readonly direction: "request" | "response";
  /** Pointer of the schema that it is, or that it adds `properties` to. */
  readonly base?: string;
  /** Whether it is a server-sent event whose data is parsed, although `base` says that it is a text. */
  readonly event?: boolean;
  readonly properties: readonly PropertyPlan[];
  /** Sets of further properties, of which one is given. */
  readonly alternatives?: readonly (readonly PropertyPlan[])[];
}

/** What the API sends by itself, and the type of its payload. */
export interface WebhookPlan {
  /** The key in the document. */
  readonly name: string;
  readonly deprecated: boolean;
  readonly declaration: DeclarationPlan;
}

export interface PropertyPlan {
  /** The parameter's name in the document, with its place if another has that name too; or `body`. */
  readonly name: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** Markdown; empty if only the schema says something. */
  readonly doc: string;
  /** What its type is made of: a schema, whatever is sent as a file, a string, or one of `mediaTypes`. */
  readonly kind: "schema" | "file" | "text" | "mediaType";
  /** The schema's pointer; absent if nothing is known of the value. */
  readonly schema?: string;
  /** Whether it is an array, of which the schema is that of an element. */
  readonly list?: boolean;
  /** Media types and ranges. */
  readonly mediaTypes?: readonly string[];
}

export interface ArgumentPlan {
  /** The argument's name. @code name */
  readonly name: string;
  /** The parameter's name in the document. */
  readonly wireName: string;
  /** Its type, for instance `string`. @code */
  readonly type: string;
  /** The names of exported types that `type` mentions. @code name */
  readonly uses: readonly string[];
  readonly doc: string;
}

/** The body of error responses with a status. */
export interface ErrorBodyPlan {
  /** A status, a range such as `4XX`, or `default`. */
  readonly status: string;
  /** @code */
  readonly type: string;
  /** The names of exported types in it. @code name */
  readonly uses: readonly string[];
}

export interface OperationPlan {
  readonly stem: string;
  /** The property under which a resource has it: the last word of the stem. @code name */
  readonly method: string;
  /** The plain function, for instance `batchJobsList`. @code name */
  readonly function: string;
  /** The constant that holds its facts, for instance `batchJobsListOperation`. @code name */
  readonly constant: string;
  /** Markdown; may have several paragraphs. */
  readonly doc: string;
  readonly deprecated: boolean;
  readonly httpMethod: string;
  readonly path: string;
  /** Method and path as documentation shows them, for instance `GET /v1/batch/jobs`. */
  readonly route: string;
  readonly arguments: readonly ArgumentPlan[];
  readonly params: {
    /** The type of the params, for instance `BatchJobsListParams`; `NoParams` if there are none. @code name */
    readonly type: string;
    readonly required: boolean;
    /** Whether the document declares none. */
    readonly none: boolean;
  };
  readonly result: {
    /** The type of the value, for instance `BatchJobList`; absent if it is a download in any case, and for streams. @code */
    readonly type?: string;
    /** The names of exported types that `type` or the type of a stream's items mentions. @code name */
    readonly uses: readonly string[];
    /** Whether the response can be a stream of bytes: `Download` or what a layer makes of it. */
    readonly binary: boolean;
  };
  /** Present where the operation returns one page of a list. */
  readonly page?: {
    /** The type of an item. @code */
    readonly itemType: string;
    /** @code name */
    readonly uses: readonly string[];
    /** The method for the items of all pages, where it is another one: `listAll` beside `list`. @code name */
    readonly method: string;
  };
  /** Present where the response is a stream of items. */
  readonly stream?: {
    /** The type of an item; the names of exported types in it are `result.uses`. @code */
    readonly itemType: string;
    /** Whether an item is the runtime's `ServerSentEvent`, since the document says nothing about it. */
    readonly events: boolean;
  };
  /** What the document says of the bodies of its error responses, the particular before the general. */
  readonly errors: readonly ErrorBodyPlan[];
  /** Present where the operation can be repeated until what it returns has come to its end. */
  readonly waiter?: WaiterPlan;
  /** The types that the operation brings. */
  readonly declarations: readonly DeclarationPlan[];
  /** What the runtime needs to send it. */
  readonly facts: OperationFacts;
  /** Arguments with which a call compiles, for READMEs; they end where the options would begin. */
  readonly example: {
    /** Without what may be left out, for instance `"job_id"`; empty if nothing is required. @code */
    readonly arguments: string;
    /** With the params in any case, for instance `"job_id", undefined`. @code */
    readonly withParams: string;
  };
}

/** What repeats an operation, the facts of which say how: `facts.polling`. */
export interface WaiterPlan {
  readonly stem: string;
  /** The property under which a resource has it. @code name */
  readonly method: string;
  /** The plain function, for instance `batchJobsWait`. @code name */
  readonly function: string;
  /** Markdown. */
  readonly doc: string;
  /** The type of what is waited for: that of the operation's result. @code */
  readonly type: string;
}

export interface ResourcePlan {
  /** The properties that lead to it from the client, for instance `batch.jobs`; never empty. @code name */
  readonly path: string;
  /** The last word of the path, under which its parent has it. @code name */
  readonly property: string;
  /** The class, for instance `BatchJobs`. @code name */
  readonly class: string;
  /** The file without extension, for instance `batch-jobs`. */
  readonly file: string;
  readonly operations: readonly OperationPlan[];
  readonly children: readonly ChildPlan[];
  /** What the files of this resource import; each list is sorted and without repetition. */
  readonly imports: {
    /** From the types module. @code name */
    readonly types: readonly string[];
    /** Of these, the ones that arguments and results mention, without those of which only the items of pages are. @code name */
    readonly results: readonly string[];
    /** Of these, the ones that arguments mention. @code name */
    readonly arguments: readonly string[];
    /** Params types, and types of arguments and responses without a name in the document, from the operations module. @code name */
    readonly params: readonly string[];
    /** Of these, the ones of params and arguments. @code name */
    readonly inputs: readonly string[];
    /** Functions, from the operations module. @code name */
    readonly functions: readonly string[];
    /** Functions of waiters, from the operations module. @code name */
    readonly waiters: readonly string[];
    /** Constants, from the operations module. @code name */
    readonly constants: readonly string[];
  };
  /** Which of the runtime's types occur. */
  readonly has: {
    readonly operations: boolean;
    /** An operation that returns a value or a download and no page of a list, or that has a waiter. */
    readonly single: boolean;
    readonly pages: boolean;
    readonly streams: boolean;
    /** A stream whose items are the runtime's `ServerSentEvent`. */
    readonly events: boolean;
    /** An operation that has a waiter. */
    readonly waiters: boolean;
    readonly binary: boolean;
    readonly noParams: boolean;
  };
}

/** A resource as its parent sees it. */
export interface ChildPlan {
  /** @code name */
  readonly property: string;
  /** @code name */
  readonly class: string;
  readonly file: string;
}

export interface CredentialPlan {
  /** The client option, for instance `apiKey`. @code name */
  readonly option: string;
  readonly scheme: string;
  readonly kind: "bearer" | "basic" | "http" | "apiKey";
  /** The type of the option, `Credential` or `BasicCredential`; with `Sync` before it, that of a blocking client's. @code name */
  readonly type: string;
  readonly doc: string;
  /** Whether every operation needs it. */
  readonly required: boolean;
}

/** What a client can be told about the place of the API. */
export interface ServersPlan {
  /** Whether a client must be given the base URL: the document does not say where the API is. */
  readonly baseUrlRequired: boolean;
  /** What a required base URL is. Markdown. */
  readonly baseUrlDoc: string;
  /** The values of the option `server`, if there is a choice. */
  readonly names: readonly string[];
  /** What the option `server` chooses from. Markdown. */
  readonly doc: string;
  /** The properties of the option `serverVariables`. */
  readonly variables: readonly ServerVariablePlan[];
  /** Whether a client must be given some of the variables. */
  readonly variablesRequired: boolean;
}

export interface ServerVariablePlan {
  readonly name: string;
  /** Markdown. */
  readonly doc: string;
  /** What it can be; empty if anything. */
  readonly values: readonly string[];
  readonly required: boolean;
  /** A value for examples. */
  readonly example: string;
}

export interface ApiUsesPlan {
  /** Whether it takes more than `ApiFacts.baseUrl`, or what a client is given for it, to know where an operation is sent. */
  readonly servers: boolean;
  /** The kinds of its security schemes, each once: `bearer`, `basic`, `http`, `headerKey`, `queryKey`, `cookieKey`. @code name */
  readonly schemes: readonly string[];
}

export interface LayerPlan {
  /** The folder under `src/`. */
  readonly name: string;
  /** The entry of the package: `.`, `./callback` and the like. */
  readonly entry: string;
  readonly title: string;
  /** What a README calls its client; absent if the layer takes no part in the README's examples. @code name */
  readonly variable?: string;
  /** What the package exports beside the layer's `index`. */
  readonly exports: readonly LayerExport[];
}

/** A further entry that a layer brings, for instance a worker's program. */
export interface LayerExport {
  readonly entry: string;
  /** The declarations, relative to the layer's folder. */
  readonly types: string;
  /** The JavaScript, relative to the layer's folder. */
  readonly default: string;
}

export interface Plan {
  readonly planVersion: typeof PLAN_VERSION;
  /** The first line of every source file that is generated: what made it, and where to change it instead. */
  readonly notice: string;
  readonly package: {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly license: string;
    /** The range of `openapi-fetch` that the runtime was tested with. */
    readonly openapiFetch: string;
    readonly kind: "package" | "source";
  };
  readonly api: {
    readonly title: string;
    readonly doc: string;
    readonly facts: ApiFacts;
    /** The parts of the runtime that the facts need, as `Api.uses` names them. */
    readonly uses: ApiUsesPlan;
  };
  readonly credentials: readonly CredentialPlan[];
  /** The types of `credentials`, each once. @code name */
  readonly credentialTypes: readonly string[];
  readonly servers: ServersPlan;
  /** Whether an operation asks for a TLS certificate of the client. */
  readonly mutualTls: boolean;
  /** Whether a client cannot be made without options: a credential, the base URL or a variable of it is required. */
  readonly optionsRequired: boolean;
  readonly layers: readonly LayerPlan[];
  readonly types: readonly TypePlan[];
  /** The payloads of webhooks. */
  readonly webhooks: readonly WebhookPlan[];
  /** The payloads of the callbacks of operations. */
  readonly callbacks: readonly WebhookPlan[];
  /** The types of the bodies of error responses that have no name in the document. */
  readonly errorTypes: readonly DeclarationPlan[];
  /** Pointers of the schemas that stand for a file in a request; their type is `Uploadable`. */
  readonly uploads: readonly string[];
  /** Whether an operation takes a file, in a form or as its body. */
  readonly files: boolean;
  /** Whether an operation returns a stream of items. */
  readonly streams: boolean;
  /** Whether an operation returns a list whose pages can be followed. */
  readonly pages: boolean;
  /** Whether an operation has a waiter. */
  readonly waiters: boolean;
  /** Every resource, parents before children, in the order of the document. */
  readonly resources: readonly ResourcePlan[];
  /** The resources of the first level: properties of the client itself. */
  readonly root: readonly ChildPlan[];
}
