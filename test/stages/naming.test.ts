import ts from "typescript";
import { describe, expect, test } from "vitest";

import {
  argumentName,
  camelCase,
  className,
  fileName,
  kebabCase,
  NameSet,
  pascalCase,
  typeName,
  wordsOf,
} from "../../generator/base/naming.ts";

test.each([
  ["batch_jobs", ["batch", "jobs"]],
  ["batchJobs", ["batch", "Jobs"]],
  ["HTTPValidationError", ["HTTP", "Validation", "Error"]],
  ["getHTTPUrl", ["get", "HTTP", "Url"]],
  ["listURLs", ["list", "URLs"]],
  ["OAuth2Token", ["O", "Auth2", "Token"]],
  ["USER_LIST", ["user", "list"]],
  ["the caller's file", ["the", "callers", "file"]],
  ["größe/straße", ["größe", "straße"]],
  ["日本 語", ["日本", "語"]],
  ["v1.2", ["v1", "2"]],
  ["²½", []],
])("the words in %j", (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

test.each([
  ["job_id", "jobId", "JobId", "job-id"],
  ["Fine Tuning", "fineTuning", "FineTuning", "fine-tuning"],
  ["HTTPBearer", "httpBearer", "HTTPBearer", "http-bearer"],
  ["OAuth2", "oAuth2", "OAuth2", "o-auth2"],
  ["URLs", "urls", "URLs", "urls"],
  ["listURLs", "listURLs", "ListURLs", "list-urls"],
  ["2fa", "_2fa", "_2fa", "2fa"],
  ["größe", "größe", "Größe", "grosse"],
  ["日本 語", "日本語", "日本語", "x65e5x672c-x8a9e"],
  ["+1", "_1", "_1", "1"],
  ["+", "x2b", "X2b", "x2b"],
  ["__proto__", "proto", "Proto", "proto"],
])("%j in camelCase, PascalCase and as a file", (name, camel, pascal, file) => {
  expect(camelCase(name)).toBe(camel);
  expect(pascalCase(name)).toBe(pascal);
  expect(fileName(name)).toBe(file);
});

test.each([
  ["File", "FileObject"],
  ["Error", "ErrorObject"],
  ["Record", "RecordObject"],
  ["Partial", "PartialObject"],
  ["Blob", "BlobObject"],
  ["event", "EventObject"],
  ["Core", "CoreObject"],
  ["ApiPromise", "ApiPromiseObject"],
  ["S", "SObject"],
  ["string", "StringObject"],
  ["FileList", "FileList"],
  ["Text", "Text"],
  ["Node", "Node"],
  ["User_List", "UserList"],
  ["simple-user", "SimpleUser"],
])("the schema %j is the type %s", (name, type) => {
  expect(typeName(name)).toBe(type);
});

test("a class that would shadow something is a resource", () => {
  expect([className("batch jobs"), className("map"), className("client")]).toEqual([
    "BatchJobs",
    "MapResource",
    "ClientResource",
  ]);
});

test("files do not get the names of files that each layer has, or that Windows keeps", () => {
  expect(["index", "core", "con", "batch jobs"].map(fileName)).toEqual([
    "index-resource",
    "core-resource",
    "con-resource",
    "batch-jobs",
  ]);
});

test("arguments are no reserved words and none of the variables beside them", () => {
  const taken = new NameSet(["core", "params", "options"]);
  const names = ["class", "core", "job_id", "jobId", "params"].map((name) =>
    argumentName(name, taken),
  );
  expect(names).toEqual(["classValue", "core2", "jobId", "jobId2", "params2"]);
});

describe("names that must differ", () => {
  test("get a number, apart from a digit before it", () => {
    const names = new NameSet();
    expect(["List", "List", "List", "Foo1", "Foo1"].map((name) => names.add(name))).toEqual([
      "List",
      "List2",
      "List3",
      "Foo1",
      "Foo1_2",
    ]);
  });

  test("of files differ where case does not count", () => {
    const names = new NameSet([], { fileNames: true });
    expect(["users", "Users", "users-2"].map((name) => names.add(name))).toEqual([
      "users",
      "Users-2",
      "users-2-2",
    ]);
  });
});

test("kebab-case is never too long for a file or a package", () => {
  expect(kebabCase("word ".repeat(50))).toBe(`${"word-".repeat(19)}word`);
  expect(kebabCase("!".repeat(500))).toHaveLength(100);
});

test("kebab-case is lower case throughout", () => {
  expect(kebabCase("Mistral batch and files API")).toBe("mistral-batch-and-files-api");
});

test("whatever character a name has, TypeScript takes what becomes of it for an identifier", () => {
  const isIdentifier = (name: string): boolean =>
    [...name].every((character, index) => {
      const point = character.codePointAt(0) ?? 0;
      const isPart = index === 0 ? ts.isIdentifierStart : ts.isIdentifierPart;
      return isPart(point, ts.ScriptTarget.ES2022);
    });
  const samples = Array.from({ length: 0x11000 }, (_, point) => String.fromCodePoint(point));
  const names = samples.flatMap((text) => [camelCase(text), pascalCase(`a${text}`)]);
  expect(names.filter((name) => !isIdentifier(name))).toEqual([]);
});
