import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Case } from "../case.ts";
import { answers, LIST_JOBS, QUEUED_JOB } from "../values.ts";

/** 1,000 jobs of a little more than 1 kB. */
const MANY_JOBS = {
  object: "list",
  total: 1_000,
  data: Array.from({ length: 1_000 }, (_, index) => ({
    ...QUEUED_JOB,
    total_requests: index,
    metadata: { note: `${index} ${"é🙂".repeat(200)}` },
  })),
};

const compressed: readonly Case[] = Object.entries({
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
}).map(([encoding, compress]) => ({
  name: `a response in the encoding ${encoding}`,
  call: { stem: "batch.jobs.list" },
  answer: {
    headers: { "content-type": "application/json", "content-encoding": encoding },
    body: compress('{"total":3,"note":"é🙂"}'),
  },
  expect: { requests: [LIST_JOBS], value: { total: 3, note: "é🙂" } },
}));

/** The ways in which the same JSON may travel. */
export const encodingCases: readonly Case[] = [
  ...compressed,
  {
    name: "a response of more than 1 MB",
    call: { stem: "batch.jobs.list" },
    answer: answers(MANY_JOBS),
    expect: { requests: [LIST_JOBS], value: MANY_JOBS },
  },
  {
    name: "a response that comes in many pieces, cut inside characters",
    call: { stem: "batch.jobs.list" },
    answer: answers(
      { total: 0, object: "list", data: [], note: "é🙂".repeat(100) },
      { pieces: { count: 97, everyMs: 1 } },
    ),
    expect: {
      requests: [LIST_JOBS],
      value: { total: 0, object: "list", data: [], note: "é🙂".repeat(100) },
    },
  },
  {
    name: "JSON with another media type of the JSON family",
    call: { stem: "batch.jobs.list" },
    answer: {
      headers: { "content-type": "application/vnd.api+json; charset=utf-8" },
      body: '{"total":3}',
    },
    expect: { requests: [LIST_JOBS], value: { total: 3 } },
  },
  {
    name: "JSON with a byte order mark",
    call: { stem: "batch.jobs.list" },
    answer: { headers: { "content-type": "application/json" }, body: '\uFEFF{"total":3}' },
    expect: { requests: [LIST_JOBS], value: { total: 3 } },
  },
];
