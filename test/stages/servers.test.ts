/** Where the API is: from the servers of a document to the options of a client. */

import { describe, expect, test } from "vitest";
import { buildModel } from "../../generator/build-model.ts";
import { codes, documentOf, planned } from "./stage-helpers.ts";

/** The URLs of the servers of a document that was read from `uri`. */
function urlsOf(servers: readonly object[], uri = "spec.yaml"): readonly string[] {
  return buildModel({ ...documentOf({ servers }), uri }).model.servers.map(({ url }) => url);
}

const get = (parts: object = {}): object => ({ get: { responses: {}, ...parts } });
const paths = { "/a": get() };
const withOwn = (servers: readonly object[]): object => ({ "/a": get(), "/b": get({ servers }) });

describe("the URL of a server", () => {
  test.each([
    ["https://api.example.com/v1//", "https://api.example.com/v1"],
    [" HTTP://h ", "HTTP://h"],
    ["//example.com/v1", "https://example.com/v1"],
    ["/", ""],
    ["", ""],
    ["/api/v2/", "/api/v2"],
    ["v2", "/v2"],
    ["../v2", "/v2"],
    ["api.example.com/v1", "/api.example.com/v1"],
    ["https://{region}.example.com/{version}", "https://{region}.example.com/{version}"],
    ["{server}/v1", "{server}/v1"],
    ["/{stage}/v1", "/{stage}/v1"],
  ])("%j is kept as %j", (url, kept) => {
    expect(urlsOf([{ url }])).toEqual([kept]);
  });

  test.each([
    ["/api/v2", "https://docs.example.com/api/v2"],
    ["v2/{stage}", "https://docs.example.com/specs/v2/{stage}"],
    ["", "https://docs.example.com"],
    ["//other.example.com", "https://other.example.com"],
    ["https://api.example.com", "https://api.example.com"],
  ])("%j of a document with an address is %j", (url, kept) => {
    expect(urlsOf([{ url }], "https://docs.example.com/specs/openapi.yaml")).toEqual([kept]);
  });

  test.each([
    "ftp://example.com",
    "wss://example.com/v1",
    "https://",
    "https://a b",
    "localhost:80",
  ])("%j is left out with a warning", (url) => {
    const { model, diagnostics } = buildModel(documentOf({ servers: [{ url }, { url: "/a" }] }));
    expect(model.servers).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { severity: "warning", code: "unsupported-server", pointer: "#/servers/0" },
    ]);
  });

  test.each(["https://u:p@h/v1?a=1#b", "https://h/v1?key={key}", "//u@h/v1"])(
    "%j is shortened with a warning",
    (url) => {
      const { model, diagnostics } = buildModel(documentOf({ servers: [{ url }] }));
      expect(model.servers.map((each) => each.url)).toEqual(["https://h/v1"]);
      expect(codes(diagnostics)).toEqual(["warning server-url-shortened"]);
    },
  );

  test("is there once", () => {
    expect(urlsOf([{ url: "https://h/" }, { url: "https://h" }])).toEqual(["https://h"]);
  });
});

describe("a client", () => {
  const userAgent = "test-api/0.0.0";

  test("of one server without variables has a base URL and no further option", () => {
    const { plan } = planned({ servers: [{ url: "https://h/v1" }], paths });
    expect(plan.api.facts).toEqual({
      title: "Test API",
      baseUrl: "https://h/v1",
      security: {},
      userAgent,
    });
    expect(plan.api.uses.servers).toBe(false);
    expect(plan.servers).toMatchObject({ baseUrlRequired: false, names: [], variables: [] });
    expect(plan.optionsRequired).toBe(false);
  });

  test.each([
    [undefined, "An absolute http or https URL; the document names no server.", []],
    [[{ url: "/" }], "An absolute http or https URL; the document names no server.", []],
    [
      [{ url: "/api/v2" }, { url: "/api/v3" }],
      "An absolute http or https URL that ends in `/api/v2`; the document names its server by this path alone.",
      ["info relative-server"],
    ],
  ])("of the servers %j must be given a base URL", (servers, doc, reported) => {
    const { plan, diagnostics } = planned({ ...(servers && { servers }), paths });
    expect(plan.servers).toMatchObject({ baseUrlRequired: true, baseUrlDoc: doc, names: [] });
    expect(plan.optionsRequired).toBe(true);
    expect(codes(diagnostics)).toEqual(reported);
  });

  test("chooses among several servers by name", () => {
    const { plan } = planned({
      servers: [
        { url: "https://api.example.com", description: "Production server" },
        { url: "https://sandbox.example.com", description: "To try\n things out." },
        { url: "/beside" },
      ],
      paths,
    });
    expect(plan.servers.names).toEqual(["production", "to-try-things-out"]);
    expect(plan.servers.doc).toBe(
      [
        "Which of the API's servers is used. Default: the first of",
        "",
        "- `production`: `https://api.example.com` (Production server)",
        "- `to-try-things-out`: `https://sandbox.example.com` (To try things out.)",
      ].join("\n"),
    );
    expect(plan.api.facts).toEqual({
      title: "Test API",
      servers: [
        { name: "production", url: "https://api.example.com" },
        { name: "to-try-things-out", url: "https://sandbox.example.com" },
      ],
      security: {},
      userAgent,
    });
    expect(plan.api.uses.servers).toBe(true);
    expect(plan.optionsRequired).toBe(false);
  });

  test.each([
    ["the document's own", [{ name: "My Prod" }, { name: "dev" }], ["My Prod", "dev"]],
    [
      "of long descriptions, the host",
      [
        { url: "https://api.example.com/v1", description: "one two three four five" },
        { url: "https://{region}.example.com" },
      ],
      ["api.example.com", "region.example.com"],
    ],
    [
      "of equal hosts, the URL",
      [{ url: "https://h/v1" }, { url: "https://h/v2" }],
      ["https://h/v1", "https://h/v2"],
    ],
    [
      "of equal descriptions, the host",
      [
        { url: "https://a.example.com", description: "Live" },
        { url: "https://b.example.com", description: "live server" },
      ],
      ["a.example.com", "b.example.com"],
    ],
  ])("the name of a server is: %s", (_, servers, names) => {
    const all = servers.map((server, index) => ({ url: `https://h${index}`, ...server }));
    expect(planned({ servers: all, paths }).plan.servers.names).toEqual(names);
  });

  test("does not send in the clear by default where it need not", () => {
    const { plan } = planned({
      servers: [{ url: "http://h/v1" }, { url: "http://local" }, { url: "https://h/v1" }],
      paths,
    });
    expect(plan.api.facts.servers?.map(({ url }) => url)).toEqual([
      "https://h/v1",
      "http://h/v1",
      "http://local",
    ]);
  });

  test("is given variables, those without a default in any case", () => {
    const { plan } = planned({
      servers: [
        {
          url: "https://{region}.example.com:{port}/{base-path}",
          variables: {
            region: { default: "eu", enum: ["eu", "us"], description: "Where." },
            port: { default: 443 },
            unused: { default: "x" },
          },
        },
      ],
      paths,
    });
    expect(plan.api.facts).toEqual({
      title: "Test API",
      servers: [
        {
          name: "region.example.com:port",
          url: "https://{region}.example.com:{port}/{base-path}",
          variables: {
            region: { default: "eu", values: ["eu", "us"] },
            port: { default: "443" },
            "base-path": {},
          },
        },
      ],
      security: {},
      userAgent,
    });
    expect(plan.servers).toMatchObject({
      names: [],
      variablesRequired: true,
      variables: [
        {
          name: "region",
          doc: "Where.\n\nDefault: `eu`",
          values: ["eu", "us"],
          required: false,
          example: "eu",
        },
        { name: "port", doc: "Default: `443`", values: [], required: false },
        { name: "base-path", doc: "", values: [], required: true, example: "…" },
      ],
    });
    expect(plan.optionsRequired).toBe(true);
  });

  test("of several servers takes the variables of all", () => {
    const region = (...values: string[]): object => ({
      url: `https://{region}.${values.join("")}.example.com`,
      variables: { region: { default: values[0], enum: values } },
    });
    const { plan } = planned({ servers: [region("us", "eu"), region("cn", "eu")], paths });
    expect(plan.servers.variables).toMatchObject([
      { name: "region", values: ["us", "eu", "cn"], required: false },
    ]);
  });
});

describe("an operation", () => {
  const factsOf = (parts: object): unknown[] =>
    Object.values(planned(parts).operations).map(({ facts }) => facts.servers);

  test("has servers of its own, or of its path, where they differ", () => {
    const servers = [{ url: "https://h" }];
    const upload = [{ url: "https://upload.example.com", description: "Uploads" }];
    expect(factsOf({ servers, paths: withOwn(upload) })).toEqual([
      undefined,
      [{ name: "uploads", url: "https://upload.example.com" }],
    ]);
    const ofPath = { "/a": { servers: upload, ...get(), put: { servers, responses: {} } } };
    expect(factsOf({ servers, paths: ofPath })).toEqual([
      [{ name: "uploads", url: "https://upload.example.com" }],
      undefined,
    ]);
    expect(factsOf({ servers, paths: withOwn([]) })).toEqual([undefined, undefined]);
    expect(factsOf({ servers, paths: withOwn([{ url: "https://h/" }]) })).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("may be beside the API's own server", () => {
    expect(factsOf({ servers: [{ url: "/api/v2" }], paths: withOwn([{ url: "" }]) })).toEqual([
      undefined,
      [{ name: "/", url: "" }],
    ]);
  });

  test("if all have one, a client need not be told", () => {
    const own = (url: string): object => get({ servers: [{ url }] });
    const { plan, operations } = planned({
      paths: { "/a": own("https://a"), "/b": own("https://b"), "/c": own("https://a") },
    });
    expect(plan.api.facts.baseUrl).toBe("https://a");
    expect(plan.api.uses.servers).toBe(true);
    expect(plan.optionsRequired).toBe(false);
    expect(Object.values(operations).map(({ facts }) => facts.servers)).toEqual([
      undefined,
      [{ name: "b", url: "https://b" }],
      undefined,
    ]);
  });

  test("may have variables that the API's own servers have not", () => {
    const { plan } = planned({
      servers: [{ url: "https://h" }],
      paths: withOwn([{ url: "https://{shard}.example.com" }]),
    });
    expect(plan.api.facts).toMatchObject({ baseUrl: "https://h", moreVariables: ["shard"] });
    expect(plan.servers.variables).toMatchObject([{ name: "shard", required: false }]);
  });
});
