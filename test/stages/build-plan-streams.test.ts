import { describe, expect, test } from "vitest";

import { bodyOf, codes, json, operationOf, planned } from "./stage-helpers.ts";

const components = {
  schemas: {
    Thing: { type: "object", properties: { id: { type: "string" }, name: { type: "string" } } },
    ThingEvent: {
      type: "object",
      properties: {
        event: { type: "string", enum: ["made", "gone"] },
        data: { $ref: "#/components/schemas/Thing" },
        id: { type: "string" },
      },
    },
    Token: { type: "string", enum: ["a", "b"] },
  },
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const of = (content: object) => ({ 200: { description: "", content } });

/** The plan of an operation whose only success is a stream. */
function streamOf(mediaType: string, media: object, more: object = {}) {
  const { operations, diagnostics } = planned(
    operationOf({ responses: of({ [mediaType]: media }), ...more }, { components }),
  );
  const [plan] = Object.values(operations);
  return { plan: plan!, diagnostics };
}

describe("a stream", () => {
  const text = { type: "string" };
  const parsed = { ...text, contentMediaType: "application/json", contentSchema: ref("Thing") };
  const event = (properties: object) => ({ type: "object", properties });

  test.each<[string, string, object, object, string]>([
    [
      "of JSON Lines",
      "application/x-ndjson; charset=utf-8",
      { itemSchema: ref("Thing") },
      { format: "json-lines" },
      "Thing",
    ],
    [
      "of lines in an older document",
      "application/jsonl",
      { schema: ref("Thing") },
      { format: "json-lines" },
      "Thing",
    ],
    [
      "described as an array",
      "application/json-lines",
      { schema: { type: "array", items: ref("Thing") } },
      { format: "json-lines" },
      "Thing",
    ],
    [
      "of lines of which nothing is known",
      "application/ndjson",
      {},
      { format: "json-lines" },
      "unknown",
    ],
    [
      "described as a text",
      "application/x-ndjson",
      { schema: text },
      { format: "json-lines" },
      "unknown",
    ],
    [
      "of records",
      "application/geo+json-seq",
      { itemSchema: ref("Thing") },
      { format: "json-seq" },
      "Thing",
    ],
    [
      "of events of which nothing is known",
      "text/event-stream",
      {},
      { format: "events", whole: true },
      "ServerSentEvent",
    ],
    [
      "of events described as bytes",
      "text/event-stream",
      { schema: { ...text, format: "binary" } },
      { format: "events", whole: true },
      "ServerSentEvent",
    ],
    [
      "of the data of events",
      "text/event-stream",
      { schema: ref("Thing") },
      { format: "events", json: true },
      "Thing",
    ],
    [
      "of data that is text",
      "text/event-stream",
      { itemSchema: ref("Token") },
      { format: "events" },
      "Token",
    ],
    [
      "of events",
      "text/event-stream",
      { schema: ref("ThingEvent") },
      { format: "events", whole: true, json: true },
      "ThingEvent",
    ],
    [
      "of events whose data is text",
      "text/event-stream",
      { itemSchema: event({ data: text, retry: { type: "integer" } }) },
      { format: "events", whole: true },
      "ThingGetItem",
    ],
    [
      "of events whose data is a text with JSON in it",
      "text/event-stream",
      { itemSchema: event({ data: parsed }) },
      { format: "events", whole: true, json: true },
      "ThingGetItem",
    ],
    [
      "of events of which some have JSON",
      "text/event-stream",
      {
        itemSchema: {
          ...event({ event: text, data: text }),
          oneOf: [
            { properties: { event: { const: "say" } } },
            { properties: { event: { enum: ["make", "drop"] }, data: parsed } },
          ],
        },
      },
      { format: "events", whole: true, json: ["make", "drop"] },
      "ThingGetItem",
    ],
    [
      "of either of two events",
      "text/event-stream",
      { schema: { anyOf: [ref("ThingEvent"), event({ event: { const: "end" }, data: {} })] } },
      { format: "events", whole: true, json: true },
      "ThingGetItem",
    ],
    [
      "of an event or something else",
      "text/event-stream",
      { schema: { anyOf: [ref("ThingEvent"), event({ data: text, other: text })] } },
      { format: "events", json: true },
      "ThingGetItem",
    ],
  ])("%s", (_what, mediaType, media, items, itemType) => {
    const { plan } = streamOf(mediaType, media);
    expect(plan.facts).toMatchObject({ response: "binary", items, accept: mediaType });
    expect(plan.facts.items).toEqual(items);
    expect(plan.stream).toEqual({ itemType, events: itemType === "ServerSentEvent" });
    expect(plan.result).toEqual({
      uses: /^(?:unknown|ServerSentEvent)$/.test(itemType) ? [] : [itemType],
      binary: false,
    });
    const isParsed = JSON.stringify(media).includes("contentSchema");
    expect(plan.declarations.map(({ name, event: parses }) => [name, parses])).toEqual(
      itemType === "ThingGetItem" ? [[itemType, isParsed ? true : undefined]] : [],
    );
  });

  test("of bytes is a download, if it is no stream of events", () => {
    const schema = { ...text, format: "binary" };
    const { plan } = streamOf("application/jsonl", { schema });
    expect([plan.stream, plan.result.binary, plan.facts.items]).toEqual([
      undefined,
      true,
      undefined,
    ]);
  });

  test("beside a response without a body may have no items", () => {
    const responses = { ...of({ "text/event-stream": {} }), 202: { description: "" } };
    const [plan] = Object.values(planned(operationOf({ responses })).operations);
    expect(plan?.facts.responses).toEqual([{ status: "202", response: "none" }]);
    expect(plan?.stream?.itemType).toBe("ServerSentEvent");
  });

  test.each([
    [{ stream: { item: "data" } }, { schema: ref("ThingEvent") }, { format: "events", json: true }],
    [
      { stream: { item: "event" } },
      { schema: ref("Thing") },
      { format: "events", whole: true, json: true },
    ],
    [{ stream: false }, { schema: ref("Thing") }, undefined],
  ])("is what the overlay says: %j", (hint, media, items) => {
    const { plan } = streamOf("text/event-stream", media, { "x-triptych": hint });
    expect(plan.facts.items).toEqual(items);
    expect(plan.facts.response).toBe(items === undefined ? "text" : "binary");
  });
});

describe("a value or a stream", () => {
  const both = of({
    "application/json": { schema: ref("Thing") },
    "text/event-stream": { schema: ref("ThingEvent") },
  });
  const withSwitch = (stream: object) => ({
    type: "object",
    required: ["text"],
    properties: { text: { type: "string" }, stream },
  });
  const chat = (parts: object, rest: object = {}) =>
    planned({
      components,
      paths: {
        "/chat": { post: { tags: ["chat"], operationId: "say", responses: both, ...parts } },
        ...rest,
      },
    });

  test("is two operations with the same params, of which the second asks for the stream", () => {
    const { operations, diagnostics } = chat(
      bodyOf(withSwitch({ type: "boolean", default: false })),
    );
    const { "chat.say": value, "chat.sayStream": stream } = operations;
    expect(Object.keys(operations)).toEqual(["chat.say", "chat.sayStream"]);
    expect(value?.result.type).toBe("Thing");
    expect(value?.facts).toMatchObject({ id: "chat.say", response: "json" });
    expect(value?.facts.body?.set).toBeUndefined();
    expect(stream).toMatchObject({
      function: "chatSayStream",
      constant: "chatSayStreamOperation",
      method: "sayStream",
      params: value?.params,
      example: value?.example,
      declarations: [],
      stream: { itemType: "ThingEvent", events: false },
      facts: {
        id: "chat.sayStream",
        response: "binary",
        accept: "text/event-stream",
        body: { set: { stream: true }, properties: ["text", "stream"] },
      },
    });
    expect(codes(diagnostics)).toEqual(["info stream-apart"]);
  });

  test.each([
    [
      "a boolean or null",
      withSwitch({ anyOf: [{ type: "boolean" }, { type: "null" }] }),
      { stream: true },
    ],
    [
      "one part of the body",
      { allOf: [withSwitch({ type: ["boolean", "null"] }), {}] },
      { stream: true },
    ],
    ["one branch of the body", { oneOf: [withSwitch({ type: "boolean" }), {}] }, { stream: true }],
    ["something else", withSwitch({ type: "object" }), undefined],
    ["missing", { type: "object", properties: { text: { type: "string" } } }, undefined],
  ])("is asked for by `stream`, which is %s", (_what, schema, set) => {
    const { operations } = chat(bodyOf(schema));
    expect(operations["chat.sayStream"]?.facts.body?.set).toEqual(set);
  });

  test("is asked for as an overlay says", () => {
    const set = { format: "sse" };
    const { operations } = chat({ ...bodyOf(withSwitch({})), "x-triptych": { stream: { set } } });
    expect(operations["chat.sayStream"]?.facts.body?.set).toEqual(set);
  });

  test("is one operation where an overlay says so", () => {
    const { operations } = chat({ "x-triptych": { stream: false } });
    expect(Object.keys(operations)).toEqual(["chat.say"]);
    expect(operations["chat.say"]?.result.type).toBe("Thing");
  });

  test("has a name that no other operation has", () => {
    const other = { get: { tags: ["chat"], operationId: "sayStream", responses: {} } };
    const { operations } = chat({}, { "/other": other });
    expect(Object.keys(operations).sort()).toEqual([
      "chat.say",
      "chat.sayStream",
      "chat.sayStream2",
    ]);
    expect(operations["chat.sayStream2"]?.stream).toBeDefined();
  });

  test("may have them with different statuses", () => {
    const responses = {
      ...of({ "text/event-stream": { schema: ref("ThingEvent") } }),
      202: { description: "", content: { "application/json": { schema: ref("Thing") } } },
      default: { description: "", content: { "text/event-stream": {} } },
    };
    const { operations } = chat({ responses });
    expect(operations["chat.say"]?.result).toEqual({
      type: "Thing",
      uses: ["Thing"],
      binary: false,
    });
    expect(operations["chat.sayStream"]?.stream?.itemType).toBe("ThingEvent");
  });

  test("no stream is made of the errors' media types", () => {
    const responses = {
      ...json(ref("Thing")),
      default: { description: "", content: { "text/event-stream": {} } },
    };
    expect(Object.keys(chat({ responses }).operations)).toEqual(["chat.say"]);
  });
});
