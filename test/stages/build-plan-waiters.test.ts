import { describe, expect, test } from "vitest";

import { codes, json, operationOf, planned } from "./stage-helpers.ts";

const terminal = { "x-triptych": { terminal: ["DONE", "FAILED"] } };
const status = { type: "string", enum: ["OPEN", "DONE", "FAILED"], ...terminal };
const job = { properties: { status } };

function get(schema: unknown, more: object = {}): object {
  return {
    get: {
      responses: json(schema),
      "x-triptych": { polling: { field: "status" }, ...more },
    },
  };
}

describe("a waiter", () => {
  test("repeats the operation until the field has a terminal value", () => {
    const { operations, plan, diagnostics } = planned({ paths: { "/jobs/{id}": get(job) } });
    expect(operations["jobs.get"]).toMatchObject({
      facts: { polling: { field: "status", terminal: ["DONE", "FAILED"] } },
      waiter: {
        stem: "jobs.wait",
        method: "wait",
        function: "jobsWait",
        doc: "Polls until `status` is `DONE` or `FAILED`, and returns the last answer.",
        type: "JobsGetResponse",
      },
    });
    expect(plan.waiters).toBe(true);
    expect(plan.resources[0]).toMatchObject({
      has: { waiters: true, single: true },
      imports: { waiters: ["jobsWait"], functions: ["jobsGet"] },
    });
    expect(diagnostics).toEqual([]);
  });

  test.each([
    ["a reference", { $ref: "#/components/schemas/Status" }],
    [
      "a part of `allOf`",
      { allOf: [{ $ref: "#/components/schemas/Status" }, { description: "" }] },
    ],
    [
      "an alternative to null",
      { anyOf: [{ $ref: "#/components/schemas/Status" }, { type: "null" }] },
    ],
    [
      "the enum of one that is open",
      { anyOf: [{ $ref: "#/components/schemas/Status" }, { type: "string" }] },
    ],
  ])("finds the terminal values in %s", (_what, schema) => {
    const { operations } = planned({
      paths: { "/jobs/{id}": get({ allOf: [{ properties: { status: schema } }] }) },
      components: { schemas: { Status: status } },
    });
    expect(operations["jobs.get"]?.facts.polling?.terminal).toEqual(["DONE", "FAILED"]);
  });

  test("can look at a property further down, and at values that are no text", () => {
    const done = { type: "boolean", "x-triptych": { terminal: [true] } };
    const schema = { properties: { meta: { properties: { done } } } };
    const { operations } = planned(
      operationOf({ responses: json(schema), "x-triptych": { polling: { field: "meta.done" } } }),
    );
    const [operation] = Object.values(operations);
    expect(operation?.facts.polling).toEqual({ field: ["meta", "done"], terminal: [true] });
    expect(operation?.waiter?.doc).toBe(
      "Polls until `meta.done` is `true`, and returns the last answer.",
    );
  });

  test("has another name where `wait` is taken", () => {
    const { operations } = planned({
      paths: {
        "/a": get(job, { stem: "jobs.getStatus" }),
        "/b": get(job, { stem: "jobs.retrieve" }),
        "/c": get(job, { stem: "jobs.look" }),
        "/d": get(job, { stem: "other.get" }),
        "/e": { post: { responses: json(job), "x-triptych": { stem: "other.wait" } } },
      },
    });
    const names = Object.values(operations).map(({ stem, waiter }) => [stem, waiter?.stem]);
    expect(names).toEqual([
      ["jobs.getStatus", "jobs.wait"],
      ["jobs.retrieve", "jobs.waitForRetrieve"],
      ["jobs.look", "jobs.waitForLook"],
      ["other.get", "other.waitForGet"],
      ["other.wait", undefined],
    ]);
  });

  test("is not that of the same operation as a stream", () => {
    const content = {
      "application/json": { schema: job },
      "text/event-stream": {},
    };
    const { operations } = planned(
      operationOf({
        responses: { 200: { description: "", content } },
        "x-triptych": { stem: "jobs.get", polling: { field: "status" } },
      }),
    );
    expect(operations["jobs.get"]?.waiter?.method).toBe("wait");
    expect(operations["jobs.getStream"]?.waiter).toBeUndefined();
    expect(operations["jobs.getStream"]?.facts.polling).toBeUndefined();
  });
});

describe("there is no waiter, but a warning", () => {
  test.each([
    ["its response is not JSON alone", {}, undefined],
    ["the response has no property `status`", json({ properties: {} }), undefined],
    [
      "the schema of `status` has no `terminal` values",
      json({ properties: { status: { type: "string" } } }),
      undefined,
    ],
    ["it may not be sent more than once", json(job), "unsafe"],
  ])("%s", (reason, responses, retry) => {
    const hints = { polling: { field: "status" }, ...(retry === undefined ? {} : { retry }) };
    const { operations, diagnostics } = planned(operationOf({ responses, "x-triptych": hints }));
    expect(Object.values(operations)[0]?.waiter).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "bad-polling",
        message: `\`GET /thing\` cannot be waited for, since ${reason}`,
        pointer: "#/paths/~1thing/get/x-triptych/polling",
      },
    ]);
  });

  test("of a terminal value that is none of the `enum`; the waiter is there all the same", () => {
    const misspelt = { ...status, "x-triptych": { terminal: ["DONE", "FAILD"] } };
    const { operations, diagnostics } = planned(
      operationOf({
        responses: json({ properties: { status: misspelt } }),
        "x-triptych": { polling: { field: "status" } },
      }),
    );
    expect(codes(diagnostics)).toEqual(["warning bad-polling"]);
    expect(diagnostics[0]?.message).toBe("`FAILD` is called terminal, but is no value of `status`");
    expect(Object.values(operations)[0]?.waiter).toBeDefined();
  });
});
