import { describe, expect, test } from "vitest";
import type { Api, Operation } from "../../templates/package/src/runtime/uses.ts";
import type { PlaceOptions } from "../../templates/package/src/runtime/base-url.ts";
import { resolveSettings, settingsFor } from "../../templates/package/src/runtime/settings.ts";
import { api, ping } from "./sample.ts";
import { parameterError } from "./serve.ts";
import { apiUses } from "./uses.ts";

const many: Api = {
  title: "Many",
  servers: [
    { name: "production", url: "https://api.example.com/v1" },
    {
      name: "regional",
      url: "{protocol}://{region}.example.com:{port}/{path}",
      variables: {
        protocol: { default: "https", values: ["https", "http"] },
        region: { default: "eu", values: ["eu", "us"] },
        port: {},
        path: { default: "v1/x" },
      },
    },
    { name: "own", url: "https://{tenant}", variables: { tenant: {} } },
  ],
  moreVariables: ["shard"],
  security: {},
  uses: apiUses,
};

const none: Api = { title: "None", security: {} };
const relative: Api = {
  ...none,
  servers: [{ name: "/api/v2", url: "/api/v2" }],
  uses: apiUses,
};

function sentTo(
  of: Api,
  options: PlaceOptions,
  servers?: Operation["servers"],
  own?: string,
): string | undefined {
  const operation = { ...ping, ...(servers && { servers }) };
  return settingsFor(resolveSettings(of, options), operation, own).baseUrl;
}

describe("a base URL", () => {
  test.each([
    ["not a url", /absolute URL/],
    ["/v1", /absolute URL/],
    ["ftp://h", /must begin with https/],
    ["https://u:p@h", /user name/],
    ["https://h/?a=1", /query/],
  ])("is not %s", (baseUrl, message) => {
    expect(() => resolveSettings(api, { baseUrl })).toThrow(parameterError("baseUrl", message));
    expect(() => sentTo(api, {}, undefined, baseUrl)).toThrow(parameterError("baseUrl", message));
  });

  test("is required where the document names none", () => {
    expect(() => resolveSettings(none, {})).toThrow(
      parameterError("baseUrl", /^baseUrl is required: the document names no server$/),
    );
    expect(() => resolveSettings(relative, {})).toThrow(
      parameterError("baseUrl", /names its server as \/api\/v2 alone$/),
    );
  });
});

describe("an operation is sent", () => {
  test.each<[string, PlaceOptions]>([
    ["https://api.example.com/v1", {}],
    ["https://api.example.com/v1", { server: "production", serverVariables: { region: "us" } }],
    ["https://eu.example.com:1/v1/x", { server: "regional", serverVariables: { port: "1" } }],
    [
      "http://us.example.com:8080",
      {
        server: "regional",
        serverVariables: { protocol: "http", region: "us", port: 8080, path: "" },
      },
    ],
    ["https://h:81", { server: "own", serverVariables: { tenant: "h:81" } }],
    ["https://given", { server: "own", baseUrl: "https://given/" }],
  ])("to %s where the options are %j", (url, options) => {
    expect(sentTo(many, options)).toBe(url);
  });

  const upload = [
    {
      name: "uploads",
      url: "https://upload.example.com/{shard}",
      variables: { shard: { default: "1" } },
    },
    { name: "regional", url: "https://eu-upload.example.com" },
  ];

  test.each<[string, PlaceOptions, string?]>([
    ["https://upload.example.com/1", {}],
    ["https://upload.example.com/7", { serverVariables: { shard: "7" } }],
    ["https://eu-upload.example.com", { server: "regional", serverVariables: { port: "1" } }],
    ["https://given", { baseUrl: "https://given" }],
    ["https://own", { baseUrl: "https://given" }, "https://own/"],
    ["https://own", {}, "https://own"],
  ])("to %s if it has servers of its own and the options are %j", (url, options, own) => {
    expect(sentTo(many, options, upload, own)).toBe(url);
  });

  test.each([
    ["http://h:8086/api/v2", "/private", "http://h:8086/private"],
    ["http://h:8086/api/v2", "", "http://h:8086"],
    ["http://h/proxy/api/v2/", "/private", "http://h/proxy/private"],
    ["http://h/proxy", "/private", "http://h/proxy/private"],
  ])("beside a base URL %s, at %j: %s", (baseUrl, url, sent) => {
    expect(sentTo(relative, { baseUrl }, [{ name: "", url }])).toBe(sent);
  });

  test("beside the server that the document names", () => {
    const beside = [{ name: "", url: "/other" }];
    expect(sentTo(many, {}, beside)).toBe("https://api.example.com/other");
    const one = { ...none, baseUrl: "https://h/v1", uses: apiUses };
    expect(sentTo(one, {}, beside)).toBe("https://h/other");
  });
});

describe("an option that is not acceptable:", () => {
  const regional = (serverVariables: object): PlaceOptions => ({
    server: "regional",
    serverVariables: { port: "1", ...serverVariables },
  });

  test.each<[string, PlaceOptions, RegExp]>([
    ["server", { server: "prod" }, /one of "production", "regional", "own"$/],
    ["serverVariables", { serverVariables: "eu" }, /must be an object/],
    ["serverVariables.regoin", { serverVariables: { regoin: "eu" } }, /not a variable/],
    ["serverVariables.toString", { serverVariables: { toString: "eu" } }, /not a variable/],
    ["serverVariables.port", { server: "regional" }, /is required/],
    ["serverVariables.port", regional({ port: null }), /must be text/],
    ["serverVariables.region", regional({ region: "cn" }), /must be one of "eu", "us"$/],
    ["serverVariables.protocol", regional({ protocol: "ftp" }), /must be one of/],
    ["serverVariables.port", regional({ port: "1@evil.example.com" }), /must not have any of/],
    ["serverVariables.port", regional({ port: "1/" }), /must not have any of/],
    ["serverVariables", regional({ port: "x" }), /must make a URL that is an absolute URL/],
    ["serverVariables", regional({ path: "v1?a=1" }), /neither a query/],
  ])("%s in %j", (parameter, options, message) => {
    expect(() => resolveSettings(many, options)).toThrow(parameterError(parameter, message));
  });

  test("a scheme that would be a host", () => {
    const open: Api = {
      ...relative,
      servers: [{ name: "s", url: "{scheme}://api.example.com", variables: { scheme: {} } }],
    };
    expect(sentTo(open, { serverVariables: { scheme: "http" } })).toBe("http://api.example.com");
    expect(() =>
      sentTo(open, { serverVariables: { scheme: "https://evil.example.com/" } }),
    ).toThrow(parameterError("serverVariables.scheme", /must be https or http/));
  });

  test.each(["server", "serverVariables"])("%s, where there is one server", (option) => {
    expect(() => resolveSettings({ ...api, uses: {} }, { [option]: "x" })).toThrow(
      parameterError(option, /cannot be chosen: there is one server$/),
    );
  });
});
