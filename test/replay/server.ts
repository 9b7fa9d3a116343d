/** A server that answers every operation of a document with examples, and notes what was asked of it. */

import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, answersOf, essence, kindOf } from "./answer.ts";
import { type DeclaredOperation, operationsOf } from "./operations.ts";
import { Sampler } from "./sample.ts";
import { Schemas } from "./schema.ts";
import type { Node, Source } from "./source.ts";
import { pick, successesOf } from "./success.ts";

/** Names the operation in a request, as `METHOD PATH`, encoded as a URI component. Without it the path decides. */
const OPERATION_HEADER = "x-replay-operation";

/** Whatever the caller wants to find again in what was received. */
const LABEL_HEADER = "x-replay-label";

export interface Received {
  readonly label: string | undefined;
  readonly route: string;
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly answer: Answer | undefined;
  /** In which ways the request is none of the operation's. */
  readonly problems: readonly string[];
}

export class Replay {
  readonly sampler: Sampler;
  readonly schemas: Schemas;
  readonly operations: readonly DeclaredOperation[];
  readonly received: Received[] = [];
  readonly #source: Source;
  readonly #server: Server;
  readonly #answers = new Map<string, readonly Answer[]>();
  readonly #counts = new Map<string, number>();

  private constructor(source: Source) {
    this.#source = source;
    this.schemas = new Schemas(source);
    this.sampler = new Sampler(source, this.schemas);
    this.operations = operationsOf(source);
    this.#server = createServer((request, response) => {
      void this.#receive(request).then(({ answer, problems }) => {
        if (answer === undefined) {
          response.writeHead(501, { "content-type": "application/json" });
          response.end(JSON.stringify({ problems }));
          return;
        }
        const { status, mediaType, body } = answer;
        response.writeHead(status, mediaType === undefined ? {} : { "content-type": mediaType });
        response.end(request.method === "HEAD" ? undefined : body);
      });
    });
  }

  static async start(source: Source): Promise<Replay> {
    const replay = new Replay(source);
    await new Promise<void>((resolve) => {
      replay.#server.listen(0, "127.0.0.1", resolve);
    });
    return replay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** The answers to an operation whose caller accepts these media types; they are given in turn. */
  answers(operation: DeclaredOperation, accept: string | undefined): readonly Answer[] {
    // Where the document does not say what success is, it has no content.
    const [response = { status: "200", content: [] }] = successesOf(operation);
    const content = pick(response.content, accept);
    const key = `${routeOf(operation)} ${content?.mediaType ?? ""}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const made = answersOf(this.#source, this.sampler, operation, response, content);
    this.#answers.set(key, made);
    return made;
  }

  async #receive(request: IncomingMessage): Promise<Received> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: target = "", headers } = request;
    const body = Buffer.concat(chunks);
    const named = headers[OPERATION_HEADER];
    const path = target.split("?")[0] ?? "";
    const operation =
      typeof named === "string"
        ? this.operations.find((each) => routeOf(each) === decodeURIComponent(named))
        : this.operations
            .filter((each) => each.method === method && patternOf(each.path).test(path))
            .sort((a, b) => holes(a.path) - holes(b.path))[0];
    const label = headers[LABEL_HEADER]?.toString();
    const entry = { label, method, target, headers, body };
    const received: Received =
      operation === undefined
        ? {
            ...entry,
            route: "",
            answer: undefined,
            problems: ["no operation has this method and path"],
          }
        : {
            ...entry,
            route: routeOf(operation),
            answer: this.#next(operation, headers.accept),
            problems: this.#problems(operation, entry),
          };
    this.received.push(received);
    return received;
  }

  #next(operation: DeclaredOperation, accept: string | undefined): Answer | undefined {
    const route = routeOf(operation);
    const count = this.#counts.get(route) ?? 0;
    this.#counts.set(route, count + 1);
    const answers = this.answers(operation, accept);
    return answers[count % Math.max(1, answers.length)];
  }

  #problems(
    operation: DeclaredOperation,
    { method, target, headers, body }: Pick<Received, "method" | "target" | "headers" | "body">,
  ): string[] {
    const problems: string[] = [];
    if (method !== operation.method) problems.push(`the method is ${method}`);
    const url = new URL(target, "http://127.0.0.1");
    if (!patternOf(operation.path, ".*").test(url.pathname))
      problems.push(`the path is ${url.pathname}`);
    const given: Readonly<Record<string, (name: string) => boolean>> = {
      query: (name) =>
        [...url.searchParams.keys()].some((key) => key === name || key.startsWith(`${name}[`)),
      header: (name) => headers[name.toLowerCase()] !== undefined,
      cookie: (name) =>
        (headers.cookie ?? "").split(/; */).some((pair) => pair.startsWith(`${name}=`)),
    };
    for (const { name, in: place, required, schema } of operation.parameters) {
      const isThere = given[place];
      if (required && isThere !== undefined && !isThere(name) && !this.#isObject(schema))
        problems.push(`the ${place} parameter ${name} is missing`);
    }
    return [...problems, ...this.#bodyProblems(operation, headers["content-type"], body)];
  }

  /** The properties of an object may stand for it. */
  #isObject(schema: Node | undefined): boolean {
    const [value] = schema === undefined ? [] : this.sampler.values(schema, "request", 1);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  #bodyProblems(
    { body: declared }: DeclaredOperation,
    contentType: string | undefined,
    body: Buffer,
  ): string[] {
    if (declared === undefined || declared.content.length === 0) return [];
    if (contentType === undefined) return declared.required ? ["the body is missing"] : [];
    const content = pick(declared.content, contentType);
    const fits = declared.content.some(({ mediaType }) => {
      const pattern = essence(mediaType).replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]+");
      return new RegExp(`^${pattern}$`).test(essence(contentType));
    });
    if (!fits) return [`the body is ${contentType}`];
    if (kindOf(contentType) !== "json" || content?.schema === undefined) return [];
    const value: unknown = JSON.parse(body.toString());
    const problem = this.schemas.problem(content.schema, value, "request", true);
    return problem === undefined ? [] : [`the body is not valid: ${problem}`];
  }
}

export function routeOf({ method, path }: DeclaredOperation): string {
  return `${method} ${path}`;
}

function holes(path: string): number {
  return path.split("{").length;
}

/**
 * What a path template covers; a parameter may have any text, as some styles and values have slashes.
 *
 * @param before what may stand before it: the path of a server that the operation has for itself.
 */
function patternOf(path: string, before = ""): RegExp {
  const parts = path.split(/\{[^{}]*\}/).map((part) => {
    const encoded = new URL(part.split(/[?#]/)[0] ?? "", "http://127.0.0.1/").pathname;
    const text = part.startsWith("/") ? encoded : encoded.slice(1);
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${before}${parts.join(".*")}$`);
}
