import { type Behaviour, JOBS, ok, response } from "../behaviour.ts";
import type { Answer } from "../types.ts";

const walk = { ...JOBS, params: { page_size: 2 }, walk: true };
const target = (page?: number): string =>
  `GET /v1/batch/jobs?${page === undefined ? "" : `page=${page}&`}page_size=2`;
const jobs = (...ids: readonly string[]): { readonly id: string }[] => ids.map((id) => ({ id }));
const pageOf = (total: number | undefined, ...ids: readonly string[]): Answer =>
  ok({ object: "list", data: jobs(...ids), ...(total === undefined ? {} : { total }) });
const busy = response("503 Busy", '{"message":"busy"}');

/** Lists whose pages fail, or whose server does not say the truth about them. */
export const pagesBehaviours: readonly Behaviour[] = [
  {
    name: "pages until the total is there",
    call: walk,
    answers: [pageOf(5, "a", "b"), pageOf(5, "c", "d"), pageOf(5, "e")],
    requests: [target(), target(1), target(2)],
    expect: { value: jobs("a", "b", "c", "d", "e") },
  },
  {
    name: "a page that fails is asked for again, and no other",
    call: walk,
    answers: [pageOf(4, "a", "b"), busy, { steps: ["reset!"] }, pageOf(4, "c", "d")],
    requests: [target(), target(1), target(1), target(1)],
    expect: { value: jobs("a", "b", "c", "d") },
  },
  {
    name: "a page that cannot be had ends the list with its error",
    call: walk,
    answers: [pageOf(4, "a", "b"), busy, busy, busy],
    requests: [target(), target(1), target(1), target(1)],
    expect: { error: { class: "InternalServerError", status: 503, attempt: 3 } },
  },
  {
    name: "a page that is HTML ends the list with an error",
    call: walk,
    answers: [
      pageOf(4, "a", "b"),
      response("200 OK", "<p>Sign in</p>", ["content-type: text/html"]),
    ],
    requests: [target(), target(1)],
    expect: { error: { class: "ResponseParseError", status: 200 } },
  },
  {
    name: "a total that promises too much ends with an empty page",
    call: walk,
    answers: [pageOf(100, "a", "b"), pageOf(100, "c", "d"), pageOf(100)],
    requests: [target(), target(1), target(2)],
    expect: { value: jobs("a", "b", "c", "d") },
  },
  {
    name: "a short page is the end where there is no total",
    call: walk,
    answers: [pageOf(undefined, "a", "b"), pageOf(undefined, "c")],
    requests: [target(), target(1)],
    expect: { value: jobs("a", "b", "c") },
  },
  {
    name: "a server that gives the same page again and again",
    call: walk,
    answers: [pageOf(undefined, "a", "b"), pageOf(undefined, "a", "b")],
    requests: [target(), target(1)],
    expect: { value: jobs("a", "b") },
  },
  {
    name: "a page without a list of items is empty",
    call: walk,
    answers: [ok({ object: "list", data: null, total: 5 })],
    requests: [target()],
    expect: { value: [] },
  },
  {
    name: "no more pages than the limit needs",
    call: { ...walk, options: { limit: 3 } },
    answers: [pageOf(100, "a", "b"), pageOf(100, "c", "d")],
    requests: [target(), target(1)],
    expect: { value: jobs("a", "b", "c") },
  },
];
