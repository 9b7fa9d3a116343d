import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  isPermanent,
  redirectCode,
} from "../../templates/package/src/runtime/connection-failure.ts";
import * as inBrowser from "../../templates/package/src/runtime/platform-browser.ts";
import { ConnectionError } from "../../templates/package/src/runtime/errors.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import { coreFor, createItem } from "./sample.ts";
import { answer, rejection, serveTcp, serveTls, unusedUrl } from "./serve.ts";

const transports: readonly (readonly [name: string, fetch: Fetch | undefined])[] = [
  ["fetch", (url, init) => globalThis.fetch(url, init)],
  ["node:http", undefined],
];

async function failure(fetch: Fetch | undefined, url: string): Promise<ConnectionError> {
  const call = coreFor(url, fetch && { fetch }).send(createItem, [], {
    endpoint: "e",
    requests: [],
  });
  const error = await rejection(call);
  expect(error).toSatisfy(ConnectionError.is);
  return error as ConnectionError;
}

const answered =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a"';

test.each([
  [0, "opaqueredirect", {}],
  [302, "default", { location: "/b" }],
] as const)(
  "in a browser a redirect that must not be followed is refused: %i %s",
  (status, type, headers) => {
    const request = { operation: "a.get", method: "GET", url: "http://h/a", headers: {} };
    const own = { ...request, credentialHeaders: ["x-own-key"] };
    expect(inBrowser.redirectMode({ ...request, credentialHeaders: ["authorization"] })).toBe(
      "follow",
    );
    expect(inBrowser.redirectMode(own)).toBe("manual");
    expect(inBrowser.redirected(own, { status: 200, type: "basic", headers: {} })).toBeUndefined();
    expect(() => inBrowser.redirected(own, { status, type, headers })).toThrow(
      expect.objectContaining({ causeCode: "ERR_REDIRECT", operationId: "a.get" }),
    );
  },
);

describe.each(transports)("by %s, nothing can have arrived", (_name, fetch) => {
  test("where nobody listens", async () => {
    expect(await failure(fetch, await unusedUrl())).toMatchObject({
      causeCode: "ECONNREFUSED",
      mayHaveArrived: false,
    });
  });

  test("at a host that has no address", async () => {
    expect(await failure(fetch, "http://nowhere.invalid")).toMatchObject({
      causeCode: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/),
      mayHaveArrived: false,
    });
  });

  test("where the certificate is not trusted, which trying again does not change", async () => {
    const error = await failure(fetch, await serveTls((_, response) => answer(response, 200, {})));
    expect(error).toMatchObject({
      causeCode: "DEPTH_ZERO_SELF_SIGNED_CERT",
      mayHaveArrived: false,
    });
    expect(isPermanent(error)).toBe(true);
  });
});

describe.each(transports)("by %s, something may have arrived", (_name, fetch) => {
  test("where the connection is reset before an answer", async () => {
    const error = await failure(fetch, await serveTcp((socket) => socket.resetAndDestroy()));
    expect(error.mayHaveArrived).toBe(true);
    expect(isPermanent(error)).toBe(false);
  });

  test("where the connection breaks in the answer", async () => {
    const error = await failure(fetch, await serveTcp((socket) => socket.end(answered)));
    expect(error.mayHaveArrived).toBe(true);
  });
});

test("nothing can have arrived where the connection breaks before it is secure", async () => {
  const url = await serveTcp((socket) => socket.resetAndDestroy());
  const error = await failure(undefined, url.replace("http:", "https:"));
  expect(error).toMatchObject({ causeCode: "ECONNRESET", mayHaveArrived: false });
});

describe("in browsers", () => {
  const request = {
    operation: "files.get",
    method: "GET",
    url: "https://h/files?key=abcdef123",
    headers: {},
    secrets: ["abcdef123"],
  };

  test("the cause is kept, and something may have arrived", () => {
    const cause = new TypeError("Failed to fetch");
    const error = inBrowser.connectionError(cause, request);
    expect(error).toMatchObject({
      message: "files.get: the connection failed: Failed to fetch",
      mayHaveArrived: true,
      causeCode: undefined,
    });
    expect(error.cause).toBe(cause);
    expect(inBrowser.isPermanent(error)).toBe(false);
  });

  test("the query and secrets are left out", () => {
    const said = "abcdef123 is no key: https://h/files?key=abcdef123";
    const error = inBrowser.connectionError(new TypeError(said), request);
    expect(error.message).toBe("files.get: the connection failed: *** is no key: https://h/files");
    expect(String(error.cause)).toBe("Error: *** is no key: https://h/files");
  });

  test.each([
    ["its cause", { cause: new Error("of abcdef123") }],
    ["its stack", { stack: "TypeError: Failed to fetch\n    at https://h/files?key=abcdef123" }],
    ["a request that hangs on it", { request: { headers: { "x-key": "abcdef123" } } }],
  ])("a cause is not kept if %s would show a secret", (_where, fields) => {
    const thrown = Object.assign(new TypeError("Failed to fetch"), fields);
    const error = inBrowser.connectionError(thrown, request);
    expect(error.message).toBe("files.get: the connection failed: Failed to fetch");
    expect(String(error.cause)).toBe("Error: Failed to fetch");
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("abcdef123");
  });

  test("a redirect that is refused is not tried again", () => {
    const error = new ConnectionError("refused", { causeCode: redirectCode });
    expect(inBrowser.isPermanent(error)).toBe(true);
  });
});
