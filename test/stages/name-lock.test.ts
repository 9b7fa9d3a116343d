import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { singleDocument } from "../../generator/base/bundle.ts";
import {
  isNameLockProblem,
  type NameLock,
  nameLocksIn,
  printNameLocks,
} from "../../generator/base/name-lock.ts";
import { buildModel } from "../../generator/build-model.ts";
import { buildPlan } from "../../generator/build-plan.ts";
import type { OperationPlan } from "../../generator/plan.ts";
import { resolve } from "../../generator/resolve.ts";
import { bodyOf, codes, json, planned } from "./stage-helpers.ts";

const nothing = { responses: { 204: { description: "" } } };

/** Operations by `METHOD /path`. */
function pathsOf(operations: Readonly<Record<string, object>>): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: { ...nothing, ...operation } };
  }
  return paths;
}

const called = (operationId: string, more: object = {}) => ({
  operationId,
  tags: ["users"],
  ...more,
});

/** The stems by `METHOD /path`. */
function stemsIn(operations: Readonly<Record<string, OperationPlan>>): Record<string, string> {
  return Object.fromEntries(Object.values(operations).map(({ route, stem }) => [route, stem]));
}

describe("operations", () => {
  const plan = (operations: Readonly<Record<string, object>>, lock?: NameLock) =>
    planned({ paths: pathsOf(operations) }, { lock });
  const people = { "GET /people": called("listAll") };
  const admins = { "GET /admins": called("listAll") };

  test("are written down with what they are names of, and what they would be if nothing clashed", () => {
    expect(plan({ ...people, ...admins }).lock).toEqual({
      operations: {
        "admins.list": { of: "GET /admins", instead: "users.listAll" },
        "users.listAll": "GET /people",
      },
      types: { Admins: "admins", Users: "users" },
    });
  });

  test("keep their names when one that wants the same comes before them", () => {
    const first = plan(people);
    const without = plan({ ...admins, ...people });
    expect(stemsIn(without.operations)).toEqual({
      "GET /admins": "users.listAll",
      "GET /people": "people.get",
    });
    const { operations, diagnostics } = plan({ ...admins, ...people }, first.lock);
    expect(stemsIn(operations)).toEqual({
      "GET /admins": "admins.list",
      "GET /people": "users.listAll",
    });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "`GET /admins` is named `admins.list`, since `users.listAll` is the name of `GET /people` (#/paths/~1people/get)",
    ]);
  });

  test("keep their names when the one that took the better name is gone", () => {
    const { lock } = plan({ ...people, ...admins });
    const { operations, diagnostics } = plan(admins, lock);
    expect(Object.keys(operations)).toEqual(["admins.list"]);
    expect(diagnostics).toMatchObject([
      {
        severity: "info",
        code: "name-kept",
        message:
          "`GET /admins` is named `admins.list` as before, although `users.listAll` is free now",
      },
    ]);
    const next = plan({ "GET /others": called("listAll"), ...admins }, plan(admins, lock).lock);
    expect(stemsIn(next.operations)).toEqual({
      "GET /admins": "admins.list",
      "GET /others": "users.listAll",
    });
  });

  test("keep a name that is a resource of another one now", () => {
    const jobs = { "GET /jobs": { "x-triptych": undefined, tags: ["batch"], operationId: "jobs" } };
    const more = { "GET /jobs/all": { tags: ["batch.jobs"], operationId: "all" } };
    expect(stemsIn(plan({ ...jobs, ...more }).operations)["GET /jobs"]).not.toBe("batch.jobs");
    const { operations } = plan({ ...jobs, ...more }, plan(jobs).lock);
    expect(stemsIn(operations)).toEqual({
      "GET /jobs": "batch.jobs",
      "GET /jobs/all": "jobs.all.get",
    });
  });

  test("are known by their route, whatever the parameters in the path are called", () => {
    const before = plan({ "GET /a/{id}": called("one"), "GET /b/{id}": called("one") });
    const after = plan(
      { "GET /b/{b_id}": called("one"), "GET /a/{a_id}": called("one") },
      before.lock,
    );
    expect(stemsIn(after.operations)).toEqual({
      "GET /a/{a_id}": "users.one",
      "GET /b/{b_id}": stemsIn(before.operations)["GET /b/{id}"],
    });
  });

  test("follow the document when it names them differently", () => {
    const { lock } = plan({ ...people, ...admins });
    const renamed = plan({ ...people, "GET /admins": called("listAdmins") }, lock);
    expect(Object.keys(renamed.operations)).toEqual(["users.listAll", "users.listAdmins"]);
    const explicit = plan(
      { ...people, "GET /admins": called("listAll", { "x-triptych": { stem: "users.listAll" } }) },
      lock,
    );
    expect(stemsIn(explicit.operations)).toEqual({
      "GET /admins": "users.listAll",
      "GET /people": "people.get",
    });
    const byPath = planned({ paths: pathsOf({ ...people, ...admins }) }, { lock, naming: "path" });
    expect(Object.keys(byPath.operations)).toEqual(["people.get", "admins.list"]);
  });

  test("do not take the name of what another one has beside itself", () => {
    const schema = {
      properties: { status: { enum: ["new", "done"], "x-triptych": { terminal: ["done"] } } },
    };
    const polled = called("get", {
      responses: json(schema),
      "x-triptych": { polling: { field: "status" } },
    });
    const first = plan({ "GET /people/{id}": polled });
    expect(first.lock.companions).toEqual({ "users.wait": "GET /people/{id}" });
    const wait = { "GET /waiting": called("wait") };
    expect(
      plan({ "GET /people/{id}": polled, ...wait }).operations["users.get"]?.waiter?.stem,
    ).toBe("users.waitForGet");
    const { operations } = plan({ "GET /people/{id}": polled, ...wait }, first.lock);
    expect(operations["users.get"]?.waiter?.stem).toBe("users.wait");
    expect(stemsIn(operations)["GET /waiting"]).toBe("waiting.get");
  });

  test("get another resource where one that had its name keeps it, and no other name is left", () => {
    const users = { "GET /pets/{id}/users": called("pets") };
    const { lock } = plan(users);
    const pets = called("list", { tags: ["pets"] });
    const inside = called("list", { tags: ["users.pets"] });
    const { operations, diagnostics } = plan(
      { "GET /users": pets, "GET /pets": inside, ...users },
      lock,
    );
    expect(stemsIn(operations)).toEqual({
      "GET /users": "pets.list",
      "GET /pets": "users.pets2.list",
      "GET /pets/{id}/users": "users.pets",
    });
    expect(codes(diagnostics)).toEqual(["warning operation-renamed"]);
  });

  test("of a selection keep what they had in the whole document", async () => {
    const planOf = async (
      operations: Readonly<Record<string, object>>,
      only: string[],
      lock = {},
    ) => {
      const root = {
        openapi: "3.1.0",
        info: { title: "T", version: "1" },
        paths: pathsOf(operations),
      };
      const bundle = await singleDocument({ uri: "spec.json", text: JSON.stringify(root) });
      const { document } = await resolve(bundle, [], only, "auto", () => lock);
      return buildPlan(buildModel(document).model, { kind: "package", layers: [], lock });
    };
    const { lock } = await planOf({ ...people, ...admins }, ["path:/admins"]);
    expect(lock.operations).toEqual({
      "admins.list": { of: "GET /admins", instead: "users.listAll" },
    });
    const after = await planOf(admins, ["path:/admins"], lock);
    expect(after.lock).toEqual(lock);
    expect((await planOf(admins, [], lock)).lock).toEqual(lock);
  });
});

describe("types", () => {
  const typesIn = (schemas: object, lock?: NameLock) => {
    const { plan, lock: next } = planned({ components: { schemas } }, { lock });
    const names = plan.types.map(({ pointer, name }) => [pointer.replace(/^.*\//, ""), name]);
    return { names: Object.fromEntries(names) as Record<string, string>, lock: next };
  };
  const object = { type: "object" };

  test("keep their names when a schema comes that is called so", () => {
    const { lock } = typesIn({ user_list: object });
    expect(lock).toEqual({ types: { UserList: "#/components/schemas/user_list" } });
    expect(typesIn({ UserList: object, user_list: object }).names).toEqual({
      UserList: "UserList",
      user_list: "UserList2",
    });
    expect(typesIn({ UserList: object, user_list: object }, lock).names).toEqual({
      UserList: "UserList2",
      user_list: "UserList",
    });
  });

  test("are given again when the schema that had them is gone", () => {
    const { lock } = typesIn({ user_list: object });
    expect(typesIn({ UserList: object }, lock).names).toEqual({ UserList: "UserList" });
  });

  test("of a form in requests and of params keep theirs", () => {
    const pet = {
      properties: { id: { readOnly: true, type: "string" }, name: { type: "string" } },
    };
    const body = {
      ...bodyOf({ $ref: "#/components/schemas/Pet" }),
      responses: json({ $ref: "#/components/schemas/Pet" }),
    };
    const parts = (more: object) => ({
      paths: pathsOf({ "POST /pets": { tags: ["pets"], operationId: "add", ...body } }),
      components: { schemas: { ...more, Pet: pet } },
    });
    const first = planned(parts({}));
    expect(first.lock.types).toMatchObject({
      PetInput: "#/components/schemas/Pet",
      PetsAddParams: "POST /pets",
    });
    const more = { PetInput: object, PetsAddParams: object };
    const { plan, operations } = planned(parts(more), { lock: first.lock });
    const names = plan.types.map(({ name, input }) => [name, input ?? null]);
    expect(names).toEqual([
      ["PetInput2", null],
      ["PetsAddParams2", null],
      ["Pet", "PetInput"],
    ]);
    expect(operations["pets.add"]?.params.type).toBe("PetsAddParams");
  });

  test("of classes keep theirs", () => {
    const parts = (schemas: object) => ({
      paths: pathsOf({ "GET /pets": { tags: ["pets"], operationId: "all" } }),
      components: { schemas },
    });
    const { lock } = planned(parts({}));
    expect(planned(parts({ Pets: object })).plan.resources[0]?.class).toBe("PetsResource");
    const { plan } = planned(parts({ Pets: object }), { lock });
    expect([plan.resources[0]?.class, plan.types[0]?.name]).toEqual(["Pets", "Pets2"]);
    const renamed = planned(parts({ Pets: object }));
    expect(planned(parts({}), { lock: renamed.lock }).plan.resources[0]?.class).toBe(
      "PetsResource",
    );
  });

  test("of shared responses belong to the response, whichever operation comes first", () => {
    const schema = { properties: { detail: { type: "string" } } };
    const NotFound = { description: "", content: { "application/json": { schema } } };
    const failing = (operationId: string) =>
      called(operationId, {
        responses: { ...nothing.responses, 404: { $ref: "#/components/responses/NotFound" } },
      });
    const [one, two] = [{ "GET /one": failing("one") }, { "GET /two": failing("two") }];
    const components = { responses: { NotFound } };
    const { lock, plan } = planned({ paths: pathsOf(one), components });
    expect(plan.errorTypes.map(({ name }) => name)).toEqual(["NotFoundBody"]);
    const after = planned({ paths: pathsOf({ ...two, ...one }), components }, { lock });
    expect(after.plan.errorTypes.map(({ name }) => name)).toEqual(["NotFoundBody"]);
  });

  test("that TypeScript needs are not taken from a lock", () => {
    const lock: NameLock = { types: { Promise: { of: "#/components/schemas/a", instead: "A" } } };
    expect(typesIn({ a: object }, lock).names).toEqual({ a: "A" });
  });
});

describe("the properties of a body", () => {
  const schema = { properties: { name: { type: "string" } }, required: ["name"] };
  const plan = (body: object, lock?: NameLock) =>
    planned(
      { paths: pathsOf({ "POST /pets": { tags: ["pets"], operationId: "add", ...body } }) },
      { lock },
    );
  const bodyNames = (body: object, lock?: NameLock) =>
    plan(body, lock).operations["pets.add"]?.facts.body?.properties;

  test("stay in `params.body` when they could be among the params", () => {
    const optional = bodyOf(schema, { required: false });
    const { lock } = plan(optional);
    expect(lock.bodies).toEqual({ "POST /pets": "body" });
    expect(bodyNames(bodyOf(schema))).toEqual(["name"]);
    expect(bodyNames(bodyOf(schema), lock)).toBeUndefined();
    expect(plan(bodyOf(schema), lock).lock).toEqual(lock);
  });

  test("are moved with a warning when they cannot stay among the params", () => {
    const { lock } = plan(bodyOf(schema));
    expect(lock.bodies).toEqual({ "POST /pets": "params" });
    const { diagnostics, lock: next } = plan(bodyOf(schema, { required: false }), lock);
    expect(codes(diagnostics)).toContain("warning body-moved");
    expect(next.bodies).toEqual({ "POST /pets": "body" });
  });
});

describe("whatever happens to a document", () => {
  const tag = fc.constantFrom("users", "pets", "users.pets", "wait");
  const id = fc.constantFrom("list", "get", "pets", "all", "update_one");
  const path = fc.constantFrom(
    "/users",
    "/users/{id}",
    "/pets",
    "/pets/{id}/users",
    "/v1/users",
    "/a/b/pets",
  );
  const method = fc.constantFrom("get", "post", "put");
  const operation = fc.record({ path, method, tag: fc.option(tag), id });
  const schema = fc.constantFrom(
    "User",
    "user",
    "user_list",
    "UserList",
    "Users",
    "UsersListParams",
    "File",
    "file",
  );
  const version = fc.record({
    operations: fc.uniqueArray(operation, { selector: ({ path, method }) => `${method} ${path}` }),
    schemas: fc.uniqueArray(schema),
  });
  type Version = typeof version extends fc.Arbitrary<infer T> ? T : never;

  const planVersion = (
    { operations, schemas }: Version,
    ids: ReadonlyMap<string, object>,
    lock?: NameLock,
  ) => {
    const paths: Record<string, Record<string, object>> = {};
    for (const each of operations) {
      const known = ids.get(`${each.method} ${each.path}`);
      paths[each.path] = { ...paths[each.path], [each.method]: known ?? {} };
    }
    const components = {
      schemas: Object.fromEntries(schemas.map((name) => [name, { type: "object" }])),
    };
    const result = planned({ paths, components }, { lock });
    const stems = Object.entries(stemsIn(result.operations));
    const types = result.plan.types.map(({ pointer, name }) => [pointer, name] as const);
    const classes = result.plan.resources.map(
      (resource) => [`class of ${resource.path}`, resource.class] as const,
    );
    return { ...result, names: new Map([...stems, ...types, ...classes]) };
  };

  /** A method has the name of the resource that another one wants, whose other names are taken as well. */
  const methodBeforeResource: Version[] = [
    {
      operations: [{ path: "/pets/{id}/users", method: "get", tag: null, id: "list" }],
      schemas: [],
    },
    {
      operations: [
        { path: "/users", method: "get", tag: "pets", id: "list" },
        { path: "/pets", method: "get", tag: "users.pets", id: "list" },
        { path: "/pets/{id}/users", method: "get", tag: "users", id: "pets" },
      ],
      schemas: [],
    },
  ];

  test("what stays in it keeps its name, and a lock that nothing changes stays as it is", () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 4 }), (versions) => {
        const ids = new Map<string, object>();
        for (const { method, path, tag, id } of versions.flatMap(({ operations }) => operations)) {
          const params = { parameters: [{ name: "q", in: "query", schema: { type: "string" } }] };
          const tags = tag === null ? {} : { tags: [tag] };
          ids.set(`${method} ${path}`, { operationId: id, ...tags, ...params, ...nothing });
        }
        let before: ReturnType<typeof planVersion> | undefined;
        for (const each of versions) {
          const now = planVersion(each, ids, before?.lock);
          for (const [what, name] of before?.names ?? []) {
            const after = now.names.get(what);
            if (after !== undefined) expect([what, after]).toEqual([what, name]);
          }
          const again = planVersion(each, ids, now.lock);
          expect(again.plan).toEqual(now.plan);
          expect(again.lock).toEqual(now.lock);
          before = now;
        }
      }),
      { examples: [[methodBeforeResource]] },
    );
  });
});

describe("the file", () => {
  const locks = {
    b: { operations: { "users.list": "GET /users" } },
    a: { operations: { "users.all": { of: "GET /v1/users", instead: "users.list" } } },
  };

  test("is sorted by client", () => {
    expect(printNameLocks(locks)).toBe(`{
  "version": 1,
  "clients": {
    "a": {
      "operations": {
        "users.all": {
          "of": "GET /v1/users",
          "instead": "users.list"
        }
      }
    },
    "b": {
      "operations": {
        "users.list": "GET /users"
      }
    }
  }
}
`);
    expect(nameLocksIn(JSON.parse(printNameLocks(locks)))).toEqual(locks);
  });

  test.each([
    ["no object", [], "it has no version", ""],
    ["a newer version", { version: 2 }, "a newer triptych wrote it", "version"],
    ["no clients", { version: 1 }, "`clients` is no object", "clients"],
    [
      "a client that is no object",
      { version: 1, clients: { a: 1 } },
      "this is no object",
      "clients/a",
    ],
    [
      "code in place of a name",
      { version: 1, clients: { a: { types: { "A { } //": "#/components/schemas/a" } } } },
      "`A { } //` is no name of types",
      "clients/a/types/A { } //",
    ],
    [
      "an operation without a resource",
      { version: 1, clients: { a: { operations: { list: "GET /a" } } } },
      "`list` is no name of operations",
      "clients/a/operations/list",
    ],
    [
      "a name of nothing",
      { version: 1, clients: { a: { companions: { "a.wait": { of: "GET /a" } } } } },
      "`a.wait` does not say of what",
      "clients/a/companions/a.wait",
    ],
    [
      "a place that there is not",
      { version: 1, clients: { a: { bodies: { "POST /a": "elsewhere" } } } },
      "this is neither `params` nor `body`",
      "clients/a/bodies/POST /a",
    ],
  ])("with %s is refused", (_what, value, message, place) => {
    const found = nameLocksIn(value);
    expect(isNameLockProblem(found) && [found.message, found.tokens.join("/")]).toEqual([
      message,
      place,
    ]);
  });
});
