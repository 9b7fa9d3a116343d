import { describe, expect, test } from "vitest";

import { assignStems, type Naming } from "../../generator/base/stems.ts";
import { modelOf } from "./stage-helpers.ts";

interface Declared {
  readonly id?: string;
  readonly tag?: string;
  readonly stem?: string;
  /** The schema of the response. */
  readonly returns?: object;
}

/** Operations by `METHOD /path`. */
function stemsOf(
  declared: Readonly<Record<string, Declared>>,
  naming: Naming = "auto",
): { readonly stems: string[]; readonly messages: string[] } {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, { id, tag, stem, returns }] of Object.entries(declared)) {
    const [method = "", path = ""] = route.split(" ");
    const content =
      returns === undefined ? {} : { content: { "application/json": { schema: returns } } };
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        ...(id === undefined ? {} : { operationId: id }),
        ...(tag === undefined ? {} : { tags: [tag] }),
        ...(stem === undefined ? {} : { "x-triptych": { stem } }),
        responses: { 200: { description: "", ...content } },
      },
    };
  }
  const { stems, diagnostics } = assignStems(modelOf({ paths }).operations, naming);
  return {
    stems: stems.map((stem) => stem.join(".")),
    messages: diagnostics.map(({ message }) => message),
  };
}

/** The one stem of a route. */
function stemOf(
  route: string,
  declared: Declared = {},
  naming: Naming = "auto",
): string | undefined {
  return stemsOf({ [route]: declared }, naming).stems[0];
}

test("a stem that is given wins", () => {
  expect(stemOf("GET /v1/x", { stem: "batch.jobs.list", id: "other", tag: "files" })).toBe(
    "batch.jobs.list",
  );
});

describe("from path and method", () => {
  test.each([
    ["GET /v1/batch/jobs", "batch.jobs.list"],
    ["POST /v1/batch/jobs", "batch.jobs.create"],
    ["GET /v1/batch/jobs/{job_id}", "batch.jobs.get"],
    ["PUT /v1/batch/jobs/{job_id}", "batch.jobs.update"],
    ["PATCH /v1/batch/jobs/{job_id}", "batch.jobs.update"],
    ["POST /v1/batch/jobs/{job_id}", "batch.jobs.update"],
    ["DELETE /v1/batch/jobs/{job_id}", "batch.jobs.delete"],
    ["POST /v1/batch/jobs/{job_id}/cancel", "batch.jobs.cancel"],
    ["POST /v1/files/{id}:copy", "files.copy"],
    ["POST /conversations/{id}#stream", "conversations.stream"],
    ["GET /users/search", "users.search"],
    ["GET /files/{id}/content", "files.content.get"],
    ["GET /api/v2.1/fine-tuning/models", "fineTuning.models.list"],
    ["POST /chat/completions", "chat.completions.create"],
    ["POST /ocr", "ocr.create"],
    ["GET /status", "status.get"],
    ["GET /", "root.get"],
    ["GET /{id}", "root.get"],
    ["HEAD /files/{id}", "files.head"],
    ["GET /größen", "größen.get"],
  ])("%s is %s", (route, stem) => {
    expect(stemOf(route)).toBe(stem);
  });

  test("what returns an array is a list", () => {
    expect(stemOf("GET /inventory", { returns: { type: "array" } })).toBe("inventory.list");
  });
});

describe("from tag and operation id", () => {
  test.each([
    [
      "GET /repos/{owner}/{repo}/actions/runs",
      { tag: "actions", id: "actions/list-workflow-runs" },
      "actions.listWorkflowRuns",
    ],
    ["POST /pet", { tag: "pet", id: "addPet" }, "pet.addPet"],
    ["GET /channels", { tag: "channels", id: "channels_list" }, "channels.list"],
    ["GET /channels", { tag: "Channels", id: "channel-archive" }, "channels.archive"],
    ["GET /users", { tag: "users", id: "UsersController_findAll" }, "users.findAll"],
    ["POST /agents", { tag: "beta.agents", id: "createAgent" }, "beta.agents.createAgent"],
    ["GET /x", { tag: "Fine tuning", id: "fine_tuning_jobs" }, "fineTuning.jobs"],
    ["GET /videos", { tag: "videos", id: "youtube.videos.list" }, "videos.list"],
  ])("%s of %j", (route, declared, stem) => {
    expect(stemOf(route, declared)).toBe(stem);
  });

  test("untagged operations use the path", () => {
    expect(stemOf("GET /users/{id}", { id: "fetchOneUser" })).toBe("users.get");
  });
});

describe("ids made by a machine do not count", () => {
  test.each([
    ["GET /v1/users", "list_users_v1_users_get"],
    ["GET /v1/users", "users_api_routes_list_users"],
    ["GET /v1/users", "users_api_v1_users_list"],
    ["GET /v1/accounts/{account}/persons", "GetAccountsAccountPersons"],
    ["GET /accounts/{account}/persons", "getAccountsPersonsByAccount"],
  ])("%s, %s", (route, id) => {
    const path = stemOf(route, {}, "path");
    const isMachineMade = id !== "getAccountsPersonsByAccount";
    expect(stemOf(route, { tag: "things", id }) === path).toBe(isMachineMade);
  });
});

describe("a strategy can be forced", () => {
  const declared = { tag: "users", id: "list_users_v1_users_get" };
  test.each([
    ["operationId", "users.listUsersV1UsersGet"],
    ["tag", "users.list"],
    ["path", "users.list"],
  ] as const)("%s", (naming, stem) => {
    expect(stemOf("GET /v1/users", declared, naming)).toBe(stem);
  });

  test("operationId without a tag takes the resource of the path", () => {
    expect(stemOf("GET /v1/users/{id}", { id: "fetchOne" }, "operationId")).toBe("users.fetchOne");
  });
});

describe("names that clash", () => {
  test("the first one keeps the name; the other gets its HTTP method, and is reported with both places", () => {
    const { stems, messages } = stemsOf({ "PUT /users/{id}": {}, "PATCH /users/{id}": {} });
    expect(stems).toEqual(["users.update", "users.patch"]);
    expect(messages).toEqual([
      "`PATCH /users/{id}` is named `users.patch`, since `users.update` is the name of `PUT /users/{id}` (#/paths/~1users~1{id}/put)",
    ]);
  });

  test("given names come before made ones", () => {
    const { stems } = stemsOf({ "GET /users": {}, "GET /people": { stem: "users.list" } });
    expect(stems).toEqual(["users.get", "users.list"]);
  });

  test("two given names are numbered", () => {
    const { stems, messages } = stemsOf({
      "GET /a": { stem: "a.list" },
      "GET /b": { stem: "a.list" },
    });
    expect(stems).toEqual(["a.list", "a.list2"]);
    expect(messages).toHaveLength(1);
  });

  test("a method that is a resource too becomes a method of that", () => {
    const { stems } = stemsOf({ "POST /files/{id}/share": {}, "GET /files/{id}/share/{user}": {} });
    expect(stems).toEqual(["files.share.create", "files.share.get"]);
  });

  test("functions differ also where stems do", () => {
    const { stems } = stemsOf({ "GET /a": { stem: "aB.c.list" }, "GET /b": { stem: "a.bC.list" } });
    expect(stems).toEqual(["aB.c.list", "a.bC.list2"]);
  });

  test("no function is named like another operation's constant", () => {
    const { stems } = stemsOf({
      "GET /a": { stem: "users.get" },
      "GET /b": { stem: "users.get.operation" },
    });
    expect(stems).toEqual(["users.get.get", "users.get.operation"]);
  });

  test("versions of one path", () => {
    const { stems } = stemsOf({ "GET /v1/users": {}, "GET /v2/users": {} });
    expect(stems).toEqual(["users.list", "v2.users.list"]);
  });
});

test("words that mean something on every object, or on the client, get an underscore and a warning", () => {
  const { stems, messages } = stemsOf({
    "GET /constructor": { stem: "things.constructor" },
    "GET /then": { stem: "then.list" },
    "GET /close": { stem: "close.list" },
    "GET /monitors": { stem: "monitor.list" },
    "GET /closing": { stem: "issues.close" },
    "DELETE /x": { stem: "things.delete" },
  });
  expect(stems).toEqual([
    "things.constructor_",
    "then_.list",
    "close_.list",
    "monitor_.list",
    "issues.close",
    "things.delete",
  ]);
  expect(messages[0]).toBe(
    "`GET /constructor` is named `things.constructor_`, since `things.constructor` means something else there",
  );
  expect(messages).toHaveLength(4);
});

test("names do not depend on operations that are not in their way", () => {
  const some = { "GET /users": {}, "GET /users/{id}": { tag: "users", id: "fetchUser" } };
  const more = {
    ...some,
    "POST /orders": {},
    "GET /v1/orders": { tag: "x", id: "orders_v1_orders_get" },
  };
  expect(stemsOf(more).stems.slice(0, 2)).toEqual(stemsOf(some).stems);
});
