import { expect, test } from "vitest";
import { nextCall } from "../../templates/package/src/runtime/next-page.ts";
import { listItems } from "./sample.ts";
import { listUses } from "./uses.ts";

function urlFor(url: string, own: string): string {
  const linked = { ...listItems, uses: listUses({ style: "link" }) };
  const { options } = nextCall(linked, { url }, {}, {});
  return options.urlFor?.(own) ?? own;
}

test("the next page has the params and the options of the first, but for its idempotency key", () => {
  const options = { headers: { a: "b" }, idempotencyKey: "k" };
  const call = nextCall(listItems, { params: { page: 2 } }, { page: 1, status: "X" }, options);
  expect(call.params).toEqual({ page: 2, status: "X" });
  expect(call.options).toEqual({ headers: { a: "b" }, idempotencyKey: undefined });
});

test.each([
  ["https://h/a", "https://h/b?c=1", "https://h/b?c=1"],
  ["https://h/a", "http://h/b", "https://h/b"],
  ["https://h:443/a", "https://h/b", "https://h/b"],
  ["http://h/a", "http://user:pass@h/b", "http://h/b"],
])("from %s it may be at %s", (own, url, expected) => {
  expect(urlFor(url, own)).toBe(expected);
});

test.each([
  ["https://h/a", "https://h2/b"],
  ["https://h/a", "https://h:8443/b"],
  ["https://h/a", "http://h:8080/b"],
  ["http://h/a", "https://h/b"],
  ["https://h/a", "file:///etc/passwd"],
  ["https://h/a", "data:application/json,{}"],
  ["https://h/a", "https://h@h2/b"],
])("from %s it cannot be at %s", (own, url) => {
  expect(() => urlFor(url, own)).toThrow(
    expect.objectContaining({ name: "ConnectionError", mayHaveArrived: false }),
  );
});
