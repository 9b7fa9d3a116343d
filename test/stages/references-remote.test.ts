/** References to http(s): which hosts are asked, with which headers, and what is said of their answers. */

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { ReferencesConfig } from "../../generator/config.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { readInputs } from "../../generator/read.ts";
import { fetchBytes } from "../../generator/read/http.ts";
import { policyFor } from "../../generator/read/policy.ts";
import { resolve } from "../../generator/resolve.ts";

interface Site {
  readonly server: Server;
  readonly host: string;
  readonly requests: IncomingMessage[];
}

const HEAD = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n";

let one: Site;
let two: Site;
let folder = "";

async function serve(
  answers: (site: Site) => Readonly<Record<string, string | Uint8Array>>,
): Promise<Site> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers(site)[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end("SECRET");
    else if (typeof answer !== "string")
      response.writeHead(200, { "content-encoding": "gzip" }).end(answer);
    else if (answer.startsWith("to "))
      response.writeHead(302, { location: answer.slice(3) }).end("SECRET");
    else response.end(answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const site: Site = {
    server,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
  };
  return site;
}

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "remote-")));
  two = await serve(() => ({
    "/schemas/Pet.yaml": "type: object\nproperties: { tag: { $ref: Tag.yaml } }",
    "/schemas/Tag.yaml": "type: string",
    "/text": "SECRET: [",
  }));
  one = await serve(() => ({
    "/moved": "to /api/openapi.yaml",
    "/api/openapi.yaml": `${HEAD}components: { schemas: { A: { $ref: a.yaml } } }`,
    "/api/a.yaml": gzipSync("type: integer"),
    "/away": `to http://${two.host}/schemas/Tag.yaml`,
    "/local": "to http://localhost:1/",
    "/large": gzipSync("x".repeat(2 ** 20)),
  }));
});
beforeEach(() => {
  one.requests.length = 0;
  two.requests.length = 0;
});
afterAll(() => {
  for (const { server } of [one, two]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function read(spec: string, refs: ReferencesConfig = {}) {
  const inputs = await readInputs({ spec, refs }, { cwd: folder });
  return resolve(inputs.spec, [], []);
}

/** Of a file with one schema, which is a reference. */
async function readFile(reference: string, refs: ReferencesConfig = {}) {
  writeFileSync(
    join(folder, "openapi.yaml"),
    `${HEAD}components: { schemas: { A: { $ref: '${reference}' } } }`,
  );
  return read("openapi.yaml", refs);
}

async function failure(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError))
    throw new Error("no DiagnosticError was thrown", { cause: error });
  return error.diagnostics
    .map(({ code, message, excerpt }) => `${code}: ${message} | ${excerpt?.join() ?? ""}`)
    .join("\n");
}

const headersOf = ({ requests }: Site) =>
  requests.map(({ url, headers }) => `${url} ${headers["x-key"]}`);

describe("a document given as a URL", () => {
  test.each(["/api/openapi.yaml", "/moved"])("may refer to its own origin: %s", async (path) => {
    const { document } = await read(`http://${one.host}${path}`);
    expect(document.root.components?.schemas).toEqual({ A: { type: "integer" } });
    expect(document.locate("#/components/schemas/A/type").location.file).toBe(
      `http://${one.host}/api/a.yaml`,
    );
  });

  test("gets the headers of its host, also for what it refers to", async () => {
    await read(`http://${one.host}/moved`, {
      headers: { [one.host]: { "x-key": "k" }, other: { "x-key": "o" } },
    });
    expect(headersOf(one)).toEqual(["/moved k", "/api/openapi.yaml k", "/api/a.yaml k"]);
  });

  test("may be redirected to a host that is allowed", async () => {
    expect(await failure(read(`http://${one.host}/away`))).toMatch(/^redirect-refused: /);
    expect(two.requests).toEqual([]);
    expect(await failure(read(`http://${one.host}/away`, { allow: [two.host] }))).toMatch(
      /^not-openapi: /,
    );
  });
});

describe("another host", () => {
  test("is asked only if it is allowed", async () => {
    const reference = `http://${two.host}/schemas/Pet.yaml`;
    expect(await failure(readFile(reference))).toMatch(/^ref-refused: .* is not fetched/);
    expect(two.requests).toEqual([]);
    for (const allow of [
      two.host,
      "127.0.0.1",
      `http://${two.host}`,
      `http://${two.host}/schemas/`,
    ]) {
      const { document } = await readFile(reference, { allow: [allow] });
      expect(document.root.components?.schemas?.["A"]).toMatchObject({ type: "object" });
    }
    for (const allow of [one.host, `https://${two.host}`, "*.example.com", "./"])
      expect(await failure(readFile(reference, { allow: [allow] }))).toMatch(/^ref-refused: /);
  });

  test("is not reached by a redirect either, and gets no headers of others", async () => {
    const reference = `http://${one.host}/away`;
    const headers = { [one.host]: { "x-key": "k" } };
    expect(await failure(readFile(reference, { allow: [one.host], headers }))).toMatch(
      /^ref-refused: /,
    );
    expect(two.requests).toEqual([]);
    await readFile(reference, { allow: [one.host, two.host], headers });
    expect([...headersOf(one), ...headersOf(two)]).toEqual([
      "/away k",
      "/away k",
      "/schemas/Tag.yaml undefined",
    ]);
    expect(await failure(readFile(`http://${one.host}/local`, { allow: [one.host] }))).toMatch(
      /^ref-refused: /,
    );
  });

  test("is never quoted", async () => {
    for (const path of ["/text", "/none"]) {
      const message = await failure(readFile(`http://${two.host}${path}`, { allow: [two.host] }));
      expect(message).toMatch(/^(?:external-ref|fetch-failed): /);
      expect(message).not.toContain("SECRET");
    }
  });

  test("has a private address only if it is named", async () => {
    const policy = await policyFor(
      "openapi.yaml",
      { allow: ["*.example.com", "own.example.com", "https://a.org"] },
      folder,
    );
    const allowsPrivate = (url: string) => policy.references.allowsPrivate(new URL(url));
    expect(allowsPrivate("https://x.example.com/")).toBe(false);
    expect(allowsPrivate("https://own.example.com/")).toBe(true);
    expect(allowsPrivate("https://a.org/")).toBe(true);
    const filtered = { ...policy.references, check: () => undefined };
    for (const host of [
      one.host,
      one.host.replace("127.0.0.1", "localhost"),
      "[::1]:1",
      "169.254.1.1",
      "10.0.0.1",
    ]) {
      const run = fetchBytes(`http://${host}/api/a.yaml`, filtered, {
        timeout: 5_000,
        maxBytes: 1_000,
      });
      expect(await failure(run)).toMatch(/^fetch-failed: .*: its host has a private address/);
    }
    expect(one.requests).toEqual([]);
  });

  test("cannot send more than is wanted by compressing it", async () => {
    const { references } = await policyFor("openapi.yaml", { allow: [one.host] }, folder);
    const run = fetchBytes(`http://${one.host}/large`, references, {
      timeout: 5_000,
      maxBytes: 2 ** 19,
    });
    expect(await failure(run)).toMatch(/^too-large: /);
  });
});
