import type { Case } from "../case.ts";
import { content, DOWNLOAD, FILE_ID } from "../values.ts";

/** Every byte value, then bytes that no text decoder leaves alone: broken UTF-8, CR, LF, a final NUL. */
const BINARY = Uint8Array.from([
  ...new Uint8Array(256).keys(),

  0xc3,
  0x28,
  0xe2,
  0x82,
  0xed,
  0xa0,
  0x80,
  0xff,
  0xfe,
  0xef,
  0xbb,
  0xbf,
  0x0d,
  0x0a,
  0x0d,
  0x00,
  0x00,
]);

/** 3 MiB that repeat with a period that no chunk size divides. */
const LARGE = Uint8Array.from(
  { length: 3 * 1024 * 1024 },
  (_, index) => (index * 31 + (index >> 8)) % 251,
);

const LINES = '{"custom_id":"1"}\r\n{"custom_id":"é🙂\u2028\u0085"}\n\n{"custom_id":"3"}';

const call = { stem: "files.download", path: [FILE_ID] };

/** What a downloaded file's content becomes. */
export const downloadCases: readonly Case[] = [
  {
    name: "a download byte for byte",
    call,
    answer: content(BINARY),
    read: "bytes",
    expect: { requests: [DOWNLOAD], value: BINARY },
  },
  {
    name: "a download as a stream, byte for byte",
    call,
    answer: content(BINARY, { pieces: { count: 50, everyMs: 1 } }),
    read: "stream",
    expect: { requests: [DOWNLOAD], value: BINARY },
  },
  {
    name: "a large download as a stream",
    call,
    answer: content(LARGE),
    read: "stream",
    expect: { requests: [DOWNLOAD], value: LARGE },
  },
  {
    name: "a download to a file",
    call,
    answer: content(LARGE),
    read: "saveTo",
    expect: { requests: [DOWNLOAD], value: LARGE },
  },
  {
    name: "an empty file",
    call,
    answer: content(""),
    read: "bytes",
    expect: { requests: [DOWNLOAD], value: new Uint8Array() },
  },
  {
    name: "an empty file to a file",
    call,
    answer: content(""),
    read: "saveTo",
    expect: { requests: [DOWNLOAD], value: new Uint8Array() },
  },
  {
    name: "an empty file has no lines",
    call,
    answer: content(""),
    read: "lines",
    expect: { requests: [DOWNLOAD], value: [] },
  },
  {
    name: "a download as text, cut inside characters",
    call,
    answer: content(LINES, { pieces: { count: 40, everyMs: 1 } }),
    read: "text",
    expect: { requests: [DOWNLOAD], value: LINES },
  },
  {
    name: "a download as lines, cut inside characters and line ends",
    call,
    answer: content(LINES, { pieces: { count: 40, everyMs: 1 } }),
    read: "lines",
    expect: {
      requests: [DOWNLOAD],
      value: ['{"custom_id":"1"}', '{"custom_id":"é🙂\u2028\u0085"}', "", '{"custom_id":"3"}'],
    },
  },
  {
    name: "a final line end begins no line",
    call,
    answer: content("a\nb\n"),
    read: "lines",
    expect: { requests: [DOWNLOAD], value: ["a", "b"] },
  },
  {
    name: "a JSON file is not parsed",
    call,
    answer: content('{"a":1}', { headers: { "content-type": "application/json" } }),
    read: "bytes",
    expect: { requests: [DOWNLOAD], value: new TextEncoder().encode('{"a":1}') },
  },
  {
    name: "a download whose connection is reset in the middle",
    call,
    answer: content(LARGE, { resetInBody: true }),
    read: "bytes",
    expect: { requests: [DOWNLOAD], error: { class: "ConnectionError", code: "connection" } },
  },
  {
    name: "a download to a file whose connection is reset leaves no file",
    call,
    answer: content(LARGE, { resetInBody: true }),
    read: "saveTo",
    expect: { requests: [DOWNLOAD], error: { class: "ConnectionError", code: "connection" } },
  },
  {
    name: "a download that falls silent",
    call: { ...call, options: { timeout: { idle: 150 } } },
    answer: content("first second", { stallBody: true }),
    read: "bytes",
    expect: {
      requests: [DOWNLOAD],
      error: { class: "TimeoutError", code: "timeout", phase: "idle" },
    },
  },
];
