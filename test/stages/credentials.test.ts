/** From the security schemes of a document to the options of a client and the facts of operations. */

import { describe, expect, test } from "vitest";
import { codes, planned } from "./stage-helpers.ts";

const bearer = { type: "http", scheme: "bearer" };
const key = { type: "apiKey", in: "header", name: "X-Key" };

/** The plan of a document with one `GET` for each list of requirements. */
function planOf(securitySchemes: object, ...lists: readonly unknown[]): ReturnType<typeof planned> {
  return planned({
    servers: [{ url: "https://h" }],
    components: { securitySchemes },
    paths: Object.fromEntries(
      lists.map((security, index) => [`/a${index}`, { get: { security, responses: {} } }]),
    ),
  });
}

function securityOf({ operations }: ReturnType<typeof planned>): unknown[] {
  return Object.values(operations).map(({ facts }) => facts.security);
}

describe("a security scheme is an option", () => {
  test.each([
    [bearer, "Credential", { type: "bearer" }, "A token, sent as a bearer token."],
    [{ type: "oauth2", flows: {} }, "Credential", { type: "bearer" }, undefined],
    [{ type: "openIdConnect", openIdConnectUrl: "" }, "Credential", { type: "bearer" }, undefined],
    [
      { type: "http", scheme: "Basic" },
      "BasicCredential",
      { type: "basic" },
      "User name and password: an object, or both joined by a colon.",
    ],
    [
      { type: "http", scheme: "HOBA" },
      "Credential",
      { type: "http", scheme: "HOBA" },
      "What follows `HOBA` in the header `Authorization`.",
    ],
    [
      { ...key, in: "cookie" },
      "Credential",
      { type: "apiKey", in: "cookie", name: "X-Key" },
      "A key, sent as the cookie `X-Key`.",
    ],
    [
      { ...key, description: " Ask us. " },
      "Credential",
      { type: "apiKey", in: "header", name: "X-Key" },
      "Ask us.",
    ],
  ])("%j", (scheme, type, facts, doc) => {
    const { plan } = planOf({ s: scheme }, [{ s: [] }]);
    expect(plan.credentials).toMatchObject([{ option: "s", type, required: true }]);
    if (doc !== undefined) expect(plan.credentials[0]?.doc).toBe(doc);
    expect(plan.api.facts.security).toEqual({ s: facts });
    const { type: kind, in: place } = facts as { readonly type: string; readonly in?: string };
    expect(plan.api.uses.schemes).toEqual([place === undefined ? kind : `${place}Key`]);
    expect(plan.credentialTypes).toEqual([type]);
  });

  test("of a name of its own, reported where it differs", () => {
    const names = ["api_key", "ApiKey", "apiKey2", "server", "constructor", "toString"];
    const schemes = Object.fromEntries(names.map((name) => [name, key]));
    const { plan, diagnostics } = planOf(schemes, ...names.map((name) => [{ [name]: [] }]));
    expect(plan.credentials.map(({ option }) => option)).toEqual([
      "apiKey",
      "apiKey2",
      "apiKey2_2",
      "serverCredential",
      "constructorCredential",
      "toStringCredential",
    ]);
    expect(codes(diagnostics)).toEqual(Array(5).fill("info credential-renamed"));
  });

  test("only if an operation asks for it", () => {
    const { plan } = planOf({ used: bearer, unused: key }, [{ used: [] }]);
    expect(plan.credentials.map(({ option }) => option)).toEqual(["used"]);
  });

  test("unless it is a certificate", () => {
    const made = planOf({ tls: { type: "mutualTLS" }, key }, [{ tls: [], key: [] }], [{ tls: [] }]);
    expect(made.plan.mutualTls).toBe(true);
    expect(made.plan.credentials.map(({ option }) => option)).toEqual(["key"]);
    expect(securityOf(made)).toEqual([[["key"]], undefined]);
  });
});

describe("an operation asks for", () => {
  test("alternatives with their scopes, the one without a credential last", () => {
    const lists = [[{}, { bearer: ["read"] }, { key: [] }], [{ bearer: [], key: [] }], []];
    const made = planOf({ bearer: { type: "oauth2", flows: {} }, key }, ...lists);
    expect(securityOf(made)).toEqual([
      [[{ option: "bearer", scopes: ["read"] }], ["key"], []],
      [["bearer", "key"]],
      undefined,
    ]);
    expect(made.plan.credentials.map(({ required }) => required)).toEqual([false, false]);
  });

  test("one of those that would stand in one header", () => {
    const oauth = { type: "oauth2", flows: {} };
    const both = [{ first: ["a"], second: ["a"], key: [] }];
    const made = planOf({ first: oauth, second: oauth, key }, both, both);
    expect(securityOf(made)[0]).toEqual([[{ option: "first", scopes: ["a"] }, "key"]]);
    expect(made.plan.credentials.map(({ option, required }) => [option, required])).toEqual([
      ["first", true],
      ["key", true],
    ]);
    expect(codes(made.diagnostics)).toEqual(["warning credentials-in-one-header"]);
  });
});
