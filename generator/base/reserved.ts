/** Names that generated code cannot give to something of its own. */

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** The global objects of ECMAScript and of TypeScript's `lib.es*` that could be a type's name. */
const ECMASCRIPT = words(`
  AggregateError Array ArrayBuffer AsyncDisposableStack AsyncFunction AsyncGenerator AsyncGeneratorFunction AsyncIterator
  Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry
  Float16Array Float32Array Float64Array Function Generator GeneratorFunction Infinity Int16Array Int32Array Int8Array Intl
  Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String
  SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef
  WeakSet
`);

/** The types that TypeScript's `lib.es*` declares beside them. */
const TYPESCRIPT = words(`
  ArrayLike AsyncDisposable AsyncIterable AsyncIterableIterator Awaited Capitalize ConstructorParameters Disposable Exclude
  Extract InstanceType Iterable IterableIterator Lowercase NoInfer NonNullable Omit OmitThisParameter Parameters Partial Pick
  PromiseLike PropertyDescriptor PropertyKey Readonly ReadonlyArray ReadonlyMap ReadonlySet Record Required ReturnType
  TemplateStringsArray ThisParameterType ThisType Uncapitalize Uppercase
`);

/** ECMA-429, Minimum Common Web API: the globals that browsers, Node, Deno, Bun and the edge runtimes share. */
const WEB = words(`
  AbortController AbortSignal Blob BroadcastChannel ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy Crypto
  CryptoKey CustomEvent DOMException DecompressionStream ErrorEvent Event EventTarget File FormData Headers MessageChannel
  MessageEvent MessagePort Performance PromiseRejectionEvent ReadableByteStreamController ReadableStream
  ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader Request
  Response SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream
  TransformStreamDefaultController URL URLPattern URLSearchParams WebAssembly WebSocket WritableStream
  WritableStreamDefaultController WritableStreamDefaultWriter
`);

/** What the runtime and the layers of a generated package export, and the type parameter of the callback layer's methods. */
const PACKAGE = words(`
  ApiError ApiPromise AuthenticationError BadRequestError BaseOptions BasicCredential BasicLogin CallContext CallHandle
  CallHandler CallInFlight CallbackClient Callbacks CancelledError Client ClientError ClientOptions ClientRetryOptions
  CloseOptions ConflictError ConnectionError Core Credential CredentialContext Download Errback ErrorBodies Fetch
  FilePath HookRequest Hooks InternalServerError ItemStream ListCallbacks ListOptions ListPromise Monitor NoParams NotFoundError Operation ParameterError PermissionDeniedError Preview PreviewClient PreviewPart
  PreviewRecord Progress RateLimitError RequestChange RequestOptions ResponseMeta ResponseParseError Retry RetryOptions
  S ServerSentEvent ServerVariables StreamCallbacks StreamPromise SyncBaseOptions SyncBasicCredential SyncClient
  SyncClientOptions SyncCore SyncCredential SyncDownload SyncHooks SyncItemStream SyncList SyncListOptions SyncMonitor
  SyncOptions SyncWaitOptions TimeoutError Timeouts UnprocessableEntityError UnsupportedMediaTypeError Uploadable
  WaitCallbacks WaitOptions Webhooks WithResponse
`);

/** Names that a generated type or class cannot have. Names of the DOM alone, such as `Text` or `Node`, are free. */
export const TYPES_IN_USE: ReadonlySet<string> = new Set([
  ...ECMASCRIPT,
  ...TYPESCRIPT,
  ...WEB,
  ...PACKAGE,
]);

/** What cannot name a variable in a module (ECMA-262, 12.7.2; modules are strict). */
export const JAVASCRIPT_RESERVED: ReadonlySet<string> = new Set(
  words(`
    arguments await break case catch class const continue debugger default delete do else enum eval export extends false
    finally for function if implements import in instanceof interface let new null package private protected public return
    static super switch this throw true try typeof undefined var void while with yield
  `),
);

/** Variables that the body of a generated function or method refers to. */
export const VARIABLES_IN_USE: readonly string[] = words(
  "anyBody call callList callStream callWait callbacks checkLimits core cursorPages linkedPages numberedPages offsetPages options params plainBody preview sendList sendStream sendSyncList sendSyncStream wait waitSync",
);

/** Functions and constants that a generated package exports beside its operations. */
export const FUNCTIONS_IN_USE: readonly string[] = words(
  "anyBody api call callList callStream callWait checkLimits createCallbackClient createClient createCore createPreviewClient createSyncClient cursorPages linkedPages numberedPages offsetPages plainBody preview sendList sendStream sendSyncList sendSyncStream wait waitSync",
);

/** Properties that mean something to JavaScript on every object; `then` would make a promise of it. */
export const PROPERTIES_IN_USE: ReadonlySet<string> = new Set(
  words(`
    __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ constructor hasOwnProperty isPrototypeOf
    propertyIsEnumerable prototype then toJSON toLocaleString toString valueOf
  `),
);

/** What a client has beside its resources. */
export const CLIENT_PROPERTIES_IN_USE: ReadonlySet<string> = new Set(["close", "core", "monitor"]);

/** The options of a client beside its credentials. */
export const OPTIONS_IN_USE: ReadonlySet<string> = new Set(
  words("baseUrl fetch headers hooks retry server serverVariables timeout transport worker"),
);
