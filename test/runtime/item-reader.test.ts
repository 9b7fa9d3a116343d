import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ItemReader } from "../../templates/package/src/runtime/item-reader.ts";
import type { Items } from "../../templates/package/src/runtime/operation.ts";

const source = { status: 200, operationId: "test.stream", requestId: "r-1", longest: Infinity };
const whole: Items = { format: "events", whole: true };

/** The items of a text, which comes in chunks of this many bytes. */
function read(items: Items, text: string | Uint8Array, size = Infinity): unknown[] {
  const reader = new ItemReader(items, source);
  const bytes = Buffer.from(text);
  const found: unknown[] = [];
  for (let at = 0; at < bytes.length && !reader.isDone; at += size)
    found.push(...reader.push(bytes.subarray(at, at + size)));
  if (!reader.isDone) found.push(...reader.end());
  return found;
}

function failure(items: Items, text: string): unknown {
  try {
    read(items, text);
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("server-sent events, by the examples of WHATWG HTML, 9.2.6", () => {
  test.each<[string, string, unknown[]]>([
    ["lines of data are joined", "data: YHOO\ndata: +2\ndata: 10\n\n", [{ data: "YHOO\n+2\n10" }]],
    [
      "comments, ids, and one space after the colon",
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
      [
        { data: "first event", id: "1" },
        { data: "second event", id: "" },
        { data: " third event" },
      ],
    ],
    [
      "empty data, and an event that is cut off",
      "data\n\ndata\ndata\n\ndata:",
      [{ data: "" }, { data: "\n" }],
    ],
    ["the same event twice", "data:test\n\ndata: test\n\n", [{ data: "test" }, { data: "test" }]],
    ["events without data are none", "event: ping\n\nid: 7\nretry: 10\n\n", []],
    [
      "names, and times to wait",
      "event: add\nretry: 1500\ndata: 1\n\nevent:\nretry: soon\ndata: 2\n\n",
      [{ event: "add", data: "1", retry: 1500 }, { data: "2" }],
    ],
    [
      "an id with a NUL, unknown fields, no colon",
      "id: a\0b\nfoo: 1\ndata: 1\ndata\n\n",
      [{ data: "1\n" }],
    ],
    [
      "a byte order mark",
      "\uFEFFdata: 1\n\ndata: \uFEFF2\n\n",
      [{ data: "1" }, { data: "\uFEFF2" }],
    ],
    ["CR", "data: 1\rdata: 2\r\rdata: 3\r\r", [{ data: "1\n2" }, { data: "3" }]],
    ["CR LF", "data: 1\r\ndata: 2\r\n\r\ndata: 3\r\n\r\n", [{ data: "1\n2" }, { data: "3" }]],
    [
      "mixed ends",
      "data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\r",
      [{ data: "1" }, { data: "2" }, { data: "3" }],
    ],
  ])("%s", (_what, text, events) => {
    expect(read(whole, text)).toEqual(events);
    expect(read(whole, text, 1)).toEqual(events);
  });

  test("an event of CRs alone is there as soon as its last one is", () => {
    const reader = new ItemReader(whole, source);
    expect([...reader.push(Buffer.from("data: 1\r\r"))]).toEqual([{ data: "1" }]);
    expect([...reader.push(Buffer.from("\ndata: 2\n\n"))]).toEqual([{ data: "2" }]);
  });

  test("events do not depend on where chunks end", () => {
    const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
    const event = fc.record({
      data: fc.array(line, { minLength: 1 }),
      comment: fc.option(line),
      event: fc.option(line.filter((text) => text !== "")),
    });
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.integer({ min: 1, max: 9 }),
        (events, end, size) => {
          const fields = events.flatMap(({ data, comment, event: name }) => [
            ...(comment === null ? [] : [`: ${comment}`]),
            ...(name === null ? [] : [`event: ${name}`]),
            ...data.map((text) => `data: ${text}`),
            "",
          ]);
          const text = fields.map((field) => field + end).join("");
          expect(read(whole, text, size)).toEqual(
            events.map(({ data, event: name }) => ({
              ...(name === null ? {} : { event: name }),
              data: data.join("\n"),
            })),
          );
        },
      ),
    );
  });
});

describe("the data of events", () => {
  test("is the item, as text or as JSON", () => {
    expect(read({ format: "events" }, "event: a\ndata: [1]\n\ndata: x\n\n")).toEqual(["[1]", "x"]);
    const json: Items = { format: "events", json: true };
    expect(read(json, 'data: {"a":\ndata: 1}\n\ndata:\n\ndata: "ä"\n\n')).toEqual([{ a: 1 }, "ä"]);
  });

  test("is JSON for events of some names", () => {
    const items: Items = { format: "events", whole: true, json: ["add", "message"] };
    expect(read(items, "event: add\ndata: 1\n\nevent: say\ndata: 1\n\ndata: 2\n\n")).toEqual([
      { event: "add", data: 1 },
      { event: "say", data: "1" },
      { data: 2 },
    ]);
  });

  test("`[DONE]` is the end, whatever follows", () => {
    const json: Items = { format: "events", json: true };
    expect(read(json, "data: 1\n\ndata: [DONE]\n\ndata: {\n\n")).toEqual([1]);
    expect(read(whole, "data: 1\n\nevent: done\ndata: [DONE]\n\ndata: 2\n\n")).toEqual([
      { data: "1" },
    ]);
  });

  test("that is not JSON is an error that names the event; those before it are read", () => {
    const json: Items = { format: "events", json: true };
    const reader = new ItemReader(json, source);
    const items = reader.push(Buffer.from("data: 1\n\ndata: {oops\n\n"));
    expect(items.next()).toEqual({ done: false, value: 1 });
    expect(() => items.next()).toThrow(
      expect.objectContaining({
        name: "ResponseParseError",
        message: "test.stream: event 2 is not JSON: {oops",
        excerpt: "{oops",
        status: 200,
        requestId: "r-1",
      }),
    );
  });
});

describe("JSON Lines", () => {
  const lines: Items = { format: "json-lines" };

  test("are a value per line; blank ones are left out", () => {
    const text = '\uFEFF{"a":1}\r\n\n  \n"\u2028"\n3';
    expect(read(lines, text)).toEqual([{ a: 1 }, "\u2028", 3]);
    expect(read(lines, text, 1)).toEqual([{ a: 1 }, "\u2028", 3]);
  });

  test("name the one that is not JSON", () => {
    expect(failure(lines, "1\n\n[\n")).toMatchObject({
      message: "test.stream: line 3 is not JSON: [",
      excerpt: "[",
    });
  });
});

describe("JSON text sequences", () => {
  const seq: Items = { format: "json-seq" };

  test("are a value per record, over as many lines as it likes", () => {
    const text = '\x1E{"a":\n1}\n\x1E\x1E"ä"\n\x1Etrue\n\x1E[2]';
    expect(read(seq, text)).toEqual([{ a: 1 }, "ä", true, [2]]);
    expect(read(seq, text, 1)).toEqual([{ a: 1 }, "ä", true, [2]]);
  });

  test.each([
    ["\x1E1\n\x1E{oops\n", "record 2 is not JSON: {oops"],
    ["\x1E1\n\x1E12", "record 2 is cut off: 12"],
    ["\x1Etrue\x1E1\n", "record 1 is cut off: true"],
  ])("in %j there is one that is bad", (text, message) => {
    expect(failure(seq, text)).toMatchObject({
      name: "ResponseParseError",
      message: `test.stream: ${message}`,
    });
  });

  test("hold every value", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 9 }), (values, size) => {
        const text = values.map((value) => `\x1E${JSON.stringify(value)}\n`).join("");
        const plain: unknown = JSON.parse(JSON.stringify(values));
        expect(read(seq, text, size)).toEqual(plain);
        const asLines = values.map((value) => `${JSON.stringify(value)}\n`).join("");
        expect(read({ format: "json-lines" }, asLines, size)).toEqual(plain);
      }),
    );
  });
});
