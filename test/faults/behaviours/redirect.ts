import { KEY } from "../layers.ts";
import {
  type Behaviour,
  CONTENT,
  CREATE,
  GET_CONTENT,
  GET_JOBS,
  JOBS,
  ok,
  PAGE,
  POST_JOBS,
  response,
} from "../behaviour.ts";
import type { Account, Answer } from "../types.ts";

const once = { retry: 0 };
const list = { ...JOBS, options: once };
const refused = { class: "ConnectionError", code: "connection", causeCode: "ERR_REDIRECT" };
const JOB = { id: "j", status: "QUEUED" };
const CREATED = '{"endpoint":"/v1/chat/completions","input_files":["f"]}';

const to = (status: number, location: string): Answer =>
  response(`${status} Elsewhere`, "", [`location: ${location}`]);

function expectSent(index: number, what: Partial<Account["arrivals"][number]>) {
  return ({ arrivals }: Account): void => {
    const arrival = arrivals[index];
    for (const [name, value] of Object.entries(what)) {
      const sent: unknown = Reflect.get(arrival ?? {}, name);
      if (sent !== value) throw new Error(`${name} is ${String(sent)} and not ${String(value)}`);
    }
  };
}

function expectHeader(index: number, name: string, value: string | undefined) {
  return ({ arrivals }: Account): void => {
    const sent = arrivals[index]?.headers[name];
    if (sent !== value) throw new Error(`${name} is ${sent} and not ${value}`);
  };
}

const followed: readonly Behaviour[] = [
  ...[301, 302, 303, 307, 308].map((status): Behaviour => ({
    name: `a GET that is redirected with ${status}`,
    call: list,
    answers: [to(status, "{self}/moved"), ok()],
    requests: [GET_JOBS, "GET /moved"],
    expect: { value: PAGE },
    check: expectHeader(1, "authorization", `Bearer ${KEY}`),
  })),
  ...[301, 302, 303].map((status): Behaviour => ({
    name: `a POST that is redirected with ${status} becomes a GET`,
    call: { ...CREATE, options: once },
    answers: [to(status, "{self}/moved"), ok(JOB)],
    requests: [POST_JOBS, "GET /moved"],
    expect: { value: JOB },
    check: (account) => {
      expectSent(1, { body: "" })(account);
      expectHeader(1, "content-type", undefined)(account);
    },
  })),
  ...[307, 308].map((status): Behaviour => ({
    name: `a POST that is redirected with ${status} is sent again as it is`,
    call: { ...CREATE, options: once },
    answers: [to(status, "{self}/moved"), ok(JOB)],
    requests: [POST_JOBS, "POST /moved"],
    expect: { value: JOB },
    check: expectSent(1, { body: CREATED }),
  })),
  {
    name: "a redirect to another origin takes no credential along",
    call: list,
    client: { headers: { "x-api-key": "k", cookie: "c=1", "x-trace": "t" } },
    answers: [to(302, "{other}/moved"), ok()],
    requests: [GET_JOBS, "GET /moved"],
    expect: { value: PAGE },
    check: (account) => {
      expectSent(1, { origin: "other" })(account);
      for (const name of ["authorization", "x-api-key", "cookie"])
        expectHeader(1, name, undefined)(account);
      expectHeader(1, "x-trace", "t")(account);
    },
  },
  {
    name: "a redirect away and back again has no credential any more",
    call: list,
    answers: [to(302, "{other}/there"), to(302, "{self}/back"), ok()],
    requests: [GET_JOBS, "GET /there", "GET /back"],
    expect: { value: PAGE },
    check: expectHeader(2, "authorization", undefined),
  },
  {
    name: "a download that is redirected to another origin",
    call: { ...CONTENT, options: once, read: "text" },
    answers: [to(302, "{other}/store?signature=s"), response("200 OK", "content")],
    requests: [GET_CONTENT, "GET /store?signature=s"],
    expect: { value: "content" },
    check: expectHeader(1, "authorization", undefined),
  },
  {
    name: "ten redirects are followed",
    call: list,
    answers: [...Array.from({ length: 10 }, (_, at) => to(302, `{self}/${at}`)), ok()],
    requests: [GET_JOBS, ...Array.from({ length: 10 }, (_, at) => `GET /${at}`)],
    expect: { value: PAGE },
  },
  {
    name: "a redirect whose body never ends",
    call: list,
    answers: [
      { steps: ["HTTP/1.1 302 Found\r\nlocation: {self}/moved\r\n\r\n", { repeat: "moved\n" }] },
      ok(),
    ],
    requests: [GET_JOBS, "GET /moved"],
    expect: { value: PAGE },
  },
];

const notFollowed: readonly Behaviour[] = [
  {
    name: "a redirect that leads in a circle",
    call: list,
    answers: Array.from({ length: 11 }, () => to(302, "{self}/v1/batch/jobs")),
    requests: Array.from({ length: 11 }, () => GET_JOBS),
    expect: { error: { ...refused, message: /redirects more than 10 times/ } },
  },
  ...["ftp://127.0.0.1/x", "file:///etc/passwd", "data:application/json,{}", "javascript:1"].map(
    (location): Behaviour => ({
      name: `a redirect to ${location}`,
      call: list,
      answers: [to(302, location)],
      expect: { error: { ...refused, message: /scheme/ } },
    }),
  ),
  {
    name: "a redirect to what is no URL",
    call: list,
    answers: [to(302, "http://[")],
    expect: { error: { ...refused, message: /no URL/ } },
  },
  {
    name: "a redirect to a URL with a password",
    call: list,
    answers: [to(302, "http://user:secret-of-theirs@127.0.0.1/")],
    expect: { error: { ...refused, message: /^((?!secret-of-theirs).)*$/ } },
  },
  {
    name: "a redirect that does not say where to",
    call: list,
    answers: [response("302 Found", '{"message":"somewhere"}')],
    expect: { error: { class: "ApiError", status: 302, message: /somewhere/ } },
  },
  {
    name: "status 304",
    call: list,
    answers: [{ steps: ["HTTP/1.1 304 Not Modified\r\n\r\n"] }],
    expect: { error: { class: "ApiError", status: 304, body: undefined } },
  },
  {
    name: "status 300 with several places",
    call: list,
    answers: [to(300, "/moved")],
    expect: { error: { class: "ApiError", status: 300 } },
  },
];

export const redirectBehaviours: readonly Behaviour[] = [...followed, ...notFollowed];
