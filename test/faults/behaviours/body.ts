import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import {
  type Behaviour,
  CHUNKED,
  CONTENT,
  DELETE,
  GET_CONTENT,
  head,
  JOBS,
  JSON_TYPE,
  ok,
  PAGE,
  response,
} from "../behaviour.ts";

const once = { retry: 0 };
const list = { ...JOBS, options: once };
const unreadable = { class: "ResponseParseError", code: "response_parse", status: 200 };
const broken = { class: "ConnectionError", code: "connection" };
const page = JSON.stringify(PAGE);

/** A response with bytes in an encoding. */
function encoded(encoding: string, bytes: Uint8Array, type = JSON_TYPE): Behaviour["answers"] {
  const fields = [type, `content-encoding: ${encoding}`, `content-length: ${bytes.byteLength}`];
  return [head(fields, new Uint8Array(bytes))];
}

const gzipped = gzipSync(page);

/** 64 MiB of spaces, in 64 kB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));

const HTML = "<!doctype html>\n<title>Sign in</title>\n<p>Your session is over.</p>";

/** Bodies that are not what the document promises, and those that are although they do not look like it. */
const formBehaviours: readonly Behaviour[] = [
  {
    name: "HTML with status 200",
    call: list,
    answers: [response("200 OK", HTML, ["content-type: text/html; charset=utf-8"])],
    expect: {
      error: {
        ...unreadable,
        message:
          "batch.jobs.list: HTTP 200 with text/html; charset=utf-8 instead of JSON: <!doctype html> <title>Sign in</title> <p>Your session is over.</p>",
        excerpt: "<!doctype html> <title>Sign in</title> <p>Your session is over.</p>",
      },
    },
  },
  {
    name: "HTML that calls itself JSON",
    call: list,
    answers: [response("200 OK", HTML)],
    expect: { error: { ...unreadable, message: /HTTP 200 with malformed JSON: <!doctype html>/ } },
  },
  {
    name: "JSON that is cut off, in a response that is whole",
    call: list,
    answers: [response("200 OK", '{"object":"list","data":[{"id":')],
    expect: { error: { ...unreadable, excerpt: '{"object":"list","data":[{"id":' } },
  },
  {
    name: "two JSON values",
    call: list,
    answers: [response("200 OK", "{}{}")],
    expect: { error: { ...unreadable, excerpt: "{}{}" } },
  },
  {
    name: "no body where JSON belongs",
    call: list,
    answers: [response("200 OK")],
    expect: { error: { ...unreadable, excerpt: "" } },
  },
  {
    name: "status 204 where JSON belongs",
    call: list,
    answers: [{ steps: ["HTTP/1.1 204 No Content\r\n\r\n"] }],
    expect: { value: undefined },
  },
  {
    name: "a long text is shown in part",
    call: list,
    answers: [response("200 OK", "x".repeat(100_000), ["content-type: text/csv"])],
    expect: { error: { ...unreadable, excerpt: `${"x".repeat(199)}…` } },
  },
  {
    name: "an excerpt shows no control characters",
    call: list,
    answers: [response("200 OK", "a\u0000\u001b[31mb\r\n\tc", ["content-type: text/plain"])],
    expect: { error: { ...unreadable, excerpt: "a [31mb c" } },
  },
  {
    name: "an image where JSON belongs",
    call: list,
    answers: [response("200 OK", "GIF89a", ["content-type: image/gif"])],
    expect: { error: { ...unreadable, message: /with image\/gif instead of JSON/ } },
  },
  {
    name: "JSON without a content type",
    call: list,
    answers: [head([`content-length: ${page.length}`], page)],
    expect: { value: PAGE },
  },
  {
    name: "JSON of a media type of its own",
    call: list,
    answers: [ok(PAGE, ["content-type: application/vnd.jobs+json; v=2"])],
    expect: { value: PAGE },
  },
  {
    name: "JSON after a byte order mark",
    call: list,
    answers: [response("200 OK", `\ufeff${page}`)],
    expect: { value: PAGE },
  },
  {
    name: "bytes that are no UTF-8",
    call: list,
    answers: [
      head([JSON_TYPE, "content-length: 5"], new Uint8Array([0x22, 0xff, 0xfe, 0x41, 0x22])),
    ],
    expect: { value: "\ufffd\ufffdA" },
  },
  {
    name: "JSON that is nested 100,000 deep",
    call: list,
    answers: [response("200 OK", `${"[".repeat(100_000)}`)],
    expect: { error: { ...unreadable, excerpt: `${"[".repeat(199)}…` } },
  },
  {
    name: "a body with __proto__",
    call: list,
    answers: [response("200 OK", '{"__proto__":{"isAdmin":true},"total":7}')],
    expect: { value: JSON.parse('{"__proto__":{"isAdmin":true},"total":7}') as unknown },
    check: () => {
      if ("isAdmin" in {}) throw new Error("all objects are polluted");
    },
  },
  {
    name: "a body with then",
    call: list,
    answers: [response("200 OK", '{"then":"next","total":7}')],
    expect: { value: JSON.parse('{"then":"next","total":7}') as unknown },
  },
  {
    name: "JSON of 30 MB",
    call: list,
    answers: [
      head(
        [JSON_TYPE, CHUNKED],
        '1\r\n"\r\n',
        { repeat: `8000\r\n${"x".repeat(0x8000)}\r\n`, times: 900 },
        '1\r\n"\r\n0\r\n\r\n',
      ),
    ],
    expect: { value: "x".repeat(900 * 0x8000) },
  },
  {
    name: "a success without a body where one without is meant",
    call: { ...DELETE, options: once },
    answers: [response("200 OK", '{"id":"f","object":"file","deleted":true}')],
    requests: ["DELETE /v1/files/f"],
    expect: { value: { id: "f", object: "file", deleted: true } },
  },
  {
    name: "an unknown status of success",
    call: list,
    answers: [response("299 Fine", page)],
    expect: { value: PAGE },
  },
];

/** Compressed bodies, whole and damaged. */
const encodingBehaviours: readonly Behaviour[] = [
  ...(
    [
      ["gzip", gzipped],
      ["x-gzip", gzipped],
      ["deflate", deflateSync(page)],
      ["deflate", deflateRawSync(page)],
      ["br", brotliCompressSync(page)],
      ["gzip, gzip", gzipSync(gzipped)],
    ] as const
  ).map(([encoding, bytes], at): Behaviour => ({
    name: `a body in ${encoding} (${at + 1})`,
    call: list,
    answers: encoded(encoding, bytes),
    expect: { value: PAGE },
  })),
  {
    name: "a download in gzip",
    call: { ...CONTENT, options: once, read: "text" },
    answers: encoded("gzip", gzipped, "content-type: application/octet-stream"),
    requests: [GET_CONTENT],
    expect: { value: page },
  },
  {
    name: "a gzip error body",
    call: list,
    answers: [
      {
        steps: [
          `HTTP/1.1 418 Teapot\r\n${JSON_TYPE}\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n`,
          new Uint8Array(gzipSync('{"message":"short and stout"}')),
          "end!",
        ],
      },
    ],
    expect: { error: { class: "ApiError", status: 418, body: { message: "short and stout" } } },
  },
  {
    name: "a status without a body that says it is gzip",
    call: list,
    answers: [{ steps: ["HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n"] }],
    expect: { value: undefined },
  },
  {
    name: "an encoding that nobody knows",
    call: list,
    answers: encoded("rot13", Buffer.from(page)),
    expect: { value: PAGE },
  },
];

const impatient = { ...once, timeout: { idle: 500 } };
const silent = {
  because: "the fetch of Node 20 falls silent now and then where its decompression fails",
  skip: true,
};
const damaged = Buffer.concat([gzipped.subarray(0, 20), Buffer.alloc(20, 7)]);

/** Compressed bodies that are damaged. */
const damageBehaviours: readonly Behaviour[] = [
  {
    name: "a gzip body that is damaged",
    call: { ...JOBS, options: impatient },
    answers: encoded("gzip", damaged),
    expect: { error: broken },
    layers: { fetch: silent },
  },
  {
    name: "a gzip body that is cut off",
    call: { ...JOBS, options: impatient },
    answers: encoded("gzip", gzipped.subarray(0, -12)),
    expect: { error: broken },
    layers: {
      fetch: {
        because: "the fetch of Node takes what is cut off for the whole",
        expect: { error: unreadable },
      },
    },
  },
  {
    name: "a gzip body that is none",
    call: { ...JOBS, options: impatient },
    answers: encoded("gzip", Buffer.from(page)),
    expect: { error: broken },
    layers: { fetch: silent },
  },
  {
    name: "a gzip download that is damaged",
    call: { ...CONTENT, options: impatient, read: "saveTo" },
    answers: encoded("gzip", damaged, "content-type: application/octet-stream"),
    requests: [GET_CONTENT],
    expect: { error: broken },
    layers: { fetch: silent },
  },
];

/** More than a client should keep in memory. */
const limitBehaviours: readonly Behaviour[] = [
  {
    name: "a gzip bomb",
    call: list,
    client: { maxResponseSize: 1_000_000 },
    answers: encoded("gzip", bomb),
    expect: { error: { ...unreadable, message: /1000000|1,000,000/ } },
  },
  {
    name: "a body without end",
    call: list,
    client: { maxResponseSize: 1_000_000 },
    answers: [head([JSON_TYPE], { repeat: " ".repeat(65_536) })],
    expect: { error: unreadable },
    check: ({ written }) => {
      if (written > 20_000_000) throw new Error(`the client took ${written} bytes`);
    },
  },
  {
    name: "a body that announces too much",
    call: list,
    client: { maxResponseSize: 1_000_000 },
    answers: [head([JSON_TYPE, "content-length: 100000000"], { repeat: " ".repeat(65_536) })],
    expect: { error: unreadable },
    check: ({ written }) => {
      if (written > 20_000_000) throw new Error(`the client took ${written} bytes`);
    },
  },
  {
    name: "an error body without end",
    call: list,
    answers: [
      {
        steps: [
          `HTTP/1.1 418 Teapot\r\ncontent-type: text/plain\r\n\r\n`,
          { repeat: "short and stout\n" },
        ],
      },
    ],
    expect: { error: { class: "ApiError", status: 418, message: /short and stout/ } },
    check: ({ written }) => {
      if (written > 20_000_000) throw new Error(`the client took ${written} bytes`);
    },
  },
];

export const bodyBehaviours: readonly Behaviour[] = [
  ...formBehaviours,
  ...encodingBehaviours,
  ...damageBehaviours,
  ...limitBehaviours,
];
