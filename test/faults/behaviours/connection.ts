import {
  type Behaviour,
  CHUNKED,
  CONTENT,
  CREATE,
  GET_CONTENT,
  GET_JOBS,
  head,
  JOBS,
  JSON_TYPE,
  ok,
  PAGE,
  POST_JOBS,
  silence,
} from "../behaviour.ts";

const once = { retry: 0 };
const lost = { class: "ConnectionError", code: "connection" };
const arrived = { ...lost, mayHaveArrived: true };

/** What breaks before, in and after the head of a response. No call is sent again here. */
export const connectionBehaviours: readonly Behaviour[] = [
  {
    name: "nobody listens",
    answers: "closed",
    call: { ...CREATE, options: once },
    requests: [],
    expect: { error: { ...lost, causeCode: "ECONNREFUSED", mayHaveArrived: false } },
  },
  {
    name: "a connection is reset before the request has been read",
    answers: "resets",
    call: { ...JOBS, options: once },
    requests: [],
    expect: { error: lost },
  },
  {
    name: "a connection is reset before the headers",
    call: { ...CREATE, options: once },
    answers: [{ steps: ["reset!"] }],
    requests: [POST_JOBS],
    expect: { error: { ...arrived, causeCode: "ECONNRESET" } },
  },
  {
    name: "a connection is closed before the headers",
    call: { ...CREATE, options: once },
    answers: [{ steps: ["end!"] }],
    requests: [POST_JOBS],
    expect: { error: arrived },
  },
  {
    name: "a connection is reset in the headers",
    call: { ...JOBS, options: once },
    answers: [{ steps: ["HTTP/1.1 200 OK\r\nx-a: 1\r\nx-b", { wait: 30 }, "reset!"] }],
    expect: { error: { ...arrived, causeCode: "ECONNRESET" } },
  },
  {
    name: "a connection is closed in the headers",
    call: { ...JOBS, options: once },
    answers: [{ steps: ["HTTP/1.1 200 OK\r\nx-a: 1\r\nx-b", "end!"] }],
    expect: { error: arrived },
  },
  {
    name: "a connection is reset after the headers",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, "content-length: 20"], { wait: 30 }, "reset!")],
    expect: { error: arrived },
  },
  {
    name: "a connection is reset in the body",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, "content-length: 20"], '{"total":', { wait: 30 }, "reset!")],
    expect: { error: arrived },
  },
  {
    name: "a connection is reset in a download",
    call: { ...CONTENT, options: once, read: "saveTo" },
    answers: [head(["content-length: 200000"], "x".repeat(100_000), { wait: 30 }, "reset!")],
    requests: [GET_CONTENT],
    expect: { error: arrived },
  },
  {
    name: "a body is shorter than its length",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, "content-length: 50"], '{"total":7}', "end!")],
    expect: { error: arrived },
  },
  {
    name: "a download is shorter than its length",
    call: { ...CONTENT, options: once, read: "saveTo" },
    answers: [head(["content-length: 50"], "0123456789", "end!")],
    requests: [GET_CONTENT],
    expect: { error: arrived },
  },
  {
    name: "chunks end before the last one",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, CHUNKED], '5\r\n{"a":\r\n', "end!")],
    expect: { error: arrived },
  },
  {
    name: "a chunk is cut off",
    call: { ...CONTENT, options: once, read: "text" },
    answers: [head([CHUNKED], "5\r\n01234\r\nff\r\nabc", "end!")],
    requests: [GET_CONTENT],
    expect: { error: arrived },
  },
  {
    name: "a chunk has a size that is no number",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, CHUNKED], "zz\r\n{}\r\n0\r\n\r\n")],
    expect: { error: { ...arrived, causeCode: "HPE_INVALID_CHUNK_SIZE" } },
    layers: {
      fetch: { because: "the fetch of Node 24 gives it no code", expect: { error: arrived } },
    },
  },
  {
    name: "a chunk is longer than its size",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, CHUNKED], "2\r\n{}{}{}\r\n0\r\n\r\n")],
    expect: { error: arrived },
  },
  {
    name: "an answer is no HTTP",
    call: { ...JOBS, options: once },
    answers: [{ steps: ["SSH-2.0-OpenSSH_9.6\r\n"] }],
    expect: { error: arrived },
  },
  {
    name: "an answer is random bytes",
    call: { ...JOBS, options: once },
    answers: [{ steps: [new Uint8Array(400).map((_, at) => (at * 151) % 251), "end!"] }],
    expect: { error: arrived },
  },
  {
    name: "headers never end",
    call: { ...JOBS, options: once },
    answers: [{ steps: ["HTTP/1.1 200 OK\r\n", { repeat: `x-more: ${"y".repeat(500)}\r\n` }] }],
    expect: { error: { ...arrived, causeCode: /OVERFLOW$/ } },
    check: ({ written }) => {
      if (written > 4_000_000) throw new Error(`the client took ${written} bytes of headers`);
    },
  },
  {
    name: "two lengths contradict each other",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, "content-length: 2", "content-length: 3"], "{}")],
    expect: { error: arrived },
  },
  {
    name: "a length stands beside chunks",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, CHUNKED, "content-length: 3"], "2\r\n{}\r\n0\r\n\r\n")],
    expect: { error: arrived },
  },
  {
    name: "a response without a length ends with its connection",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, "connection: close"], JSON.stringify(PAGE), "end!")],
    expect: { value: PAGE },
  },
  {
    name: "a response of HTTP/1.0 ends with its connection",
    call: { ...JOBS, options: once },
    answers: [{ steps: [`HTTP/1.0 200 OK\r\n${JSON_TYPE}\r\n\r\n`, JSON.stringify(PAGE), "end!"] }],
    expect: { value: PAGE },
  },
  {
    name: "informational responses come first",
    call: { ...JOBS, options: once },
    answers: [
      {
        steps: [
          "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n",
          ...ok().steps,
        ],
      },
    ],
    expect: { value: PAGE },
  },
  {
    name: "the answer comes before the request's body has been read",
    call: { ...CREATE, options: once },
    answers: [{ early: true, steps: ok({ id: "j" }).steps }],
    requests: [POST_JOBS],
    expect: { value: { id: "j" } },
  },
  {
    name: "a kept connection is closed after its response",
    call: { ...JOBS, options: once },
    warm: true,
    answers: [{ steps: [...ok().steps, "end!"] }, ok({ total: 8 })],
    requests: [GET_JOBS, GET_JOBS],
    expect: { value: { total: 8 } },
  },
  {
    name: "a kept connection is reset when a POST arrives",
    call: { ...CREATE, options: once },
    warm: true,
    answers: [ok({ id: "j" }), { steps: ["reset!"] }],
    requests: [POST_JOBS, POST_JOBS],
    expect: { error: arrived },
  },
  {
    name: "a kept connection is reset when a GET arrives, which is sent again",
    warm: true,
    answers: [ok(), { steps: ["reset!"] }, ok({ total: 8 })],
    requests: [GET_JOBS, GET_JOBS, GET_JOBS],
    expect: { value: { total: 8 } },
    attempts: 2,
  },
  {
    name: "the same without retries",
    call: { ...JOBS, options: once },
    warm: true,
    answers: [ok(), { steps: ["reset!"] }],
    requests: [GET_JOBS, GET_JOBS],
    expect: { error: { ...arrived, causeCode: "ERR_STALE_CONNECTION" } },
    layers: {
      fetch: {
        because: "undici does not tell kept connections from others",
        expect: { error: { ...arrived, causeCode: /^(?:UND_ERR_SOCKET|ECONNRESET)$/ } },
      },
    },
  },
  {
    name: "trailers come after the chunks",
    call: { ...JOBS, options: once },
    answers: [head([JSON_TYPE, CHUNKED], "2\r\n{}\r\n0\r\nx-checksum: 1\r\n\r\n")],
    expect: { value: {} },
  },
  {
    name: "a byte at a time",
    call: { ...JOBS, options: once },
    answers: [
      head(
        [JSON_TYPE, "content-length: 7"],
        ...[..."[1,2,3]"].flatMap((byte) => [byte, { wait: 2 }]),
        "",
      ),
    ],
    expect: { value: [1, 2, 3] },
  },
  {
    name: "no headers come",
    call: { ...JOBS, options: { ...once, timeout: { headers: 500 } } },
    answers: [{ steps: [silence] }],
    expect: { error: { class: "TimeoutError", phase: "headers", timeoutMs: 500 } },
  },
  {
    name: "headers come too slowly",
    call: { ...JOBS, options: { ...once, timeout: { headers: 500 } } },
    answers: [
      {
        steps: [
          "HTTP/1.1 200 OK\r\n",
          ...Array.from({ length: 50 }, (_, at) => [`x-${at}: 1\r\n`, { wait: 40 }]).flat(),
        ],
      },
    ],
    expect: { error: { class: "TimeoutError", phase: "headers" } },
  },
  {
    name: "a body falls silent",
    call: { ...JOBS, options: { ...once, timeout: { idle: 150 } } },
    answers: [head([JSON_TYPE, "content-length: 20"], '{"total":', silence)],
    expect: { error: { class: "TimeoutError", phase: "idle", timeoutMs: 150 } },
  },
  {
    name: "a download falls silent",
    call: { ...CONTENT, options: { ...once, timeout: { idle: 150 } }, read: "saveTo" },
    answers: [head(["content-length: 20"], "0123456789", silence)],
    requests: [GET_CONTENT],
    expect: { error: { class: "TimeoutError", phase: "idle" } },
  },
  {
    name: "a body trickles past the total deadline",
    call: { ...JOBS, options: { ...once, timeout: 500 } },
    answers: [head([JSON_TYPE], ...Array.from({ length: 50 }, () => [" ", { wait: 30 }]).flat())],
    expect: { error: { class: "TimeoutError", phase: "total", timeoutMs: 500 } },
  },
  {
    name: "the body of an error falls silent",
    call: { ...JOBS, options: { ...once, timeout: { idle: 150 } } },
    answers: [
      { steps: [`HTTP/1.1 503 Busy\r\n${JSON_TYPE}\r\ncontent-length: 20\r\n\r\n{"mess`, silence] },
    ],
    expect: { error: { class: "TimeoutError", phase: "idle" } },
  },
];
