// Files: upload, list, details, deletion, download, signed URLs.
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { call, get, json, upload, useServer } from "./client.ts";

const server = useServer();

async function names(query: string) {
  return (await get(`/v1/files?${query}`)).data.map((file) => file["filename"]);
}

it("stores an upload and gives it back byte for byte", async () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256);
  const file = await upload(bytes, "daten ü.bin", {
    purpose: "ocr",
    expiry: "2",
    visibility: "user",
  });
  expect(file).toMatchObject({
    object: "file",
    bytes: 200_000,
    filename: "daten ü.bin",
    purpose: "ocr",
    source: "upload",
    visibility: "user",
    num_lines: null,
  });
  expect(file["expires_at"]).toBe(Number(file["created_at"]) + 7200);
  const response = await call("GET", `/v1/files/${file["id"]}/content`);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect((await json("GET", `/v1/files/${file["id"]}`)).body).toEqual({
    ...file,
    deleted: false,
  });
  expect((await json("GET", `/v1/files/${file["id"]}`, undefined, "other-key")).status).toBe(404);
});

it("knows the kind, media type and lines of an input file, also without a final line break", async () => {
  const file = await upload('{"body":{}}\n{"body":{}}');
  expect(file).toMatchObject({
    mimetype: "application/jsonl",
    sample_type: "batch_request",
    num_lines: 2,
  });
  expect(await upload("", "empty.jsonl")).toMatchObject({ bytes: 0, num_lines: 0 });
});

it("lists by page and by every filter", async () => {
  for (const name of ["a.jsonl", "b.jsonl"]) await upload("{}", name);
  const text = await upload("x", "Notes.txt", { purpose: "fine-tune" });
  expect(await names("")).toEqual(["Notes.txt", "b.jsonl", "a.jsonl"]);
  expect(await get("/v1/files?page=1&page_size=2")).toMatchObject({
    object: "list",
    total: 3,
    data: [{ filename: "a.jsonl" }],
  });
  expect((await get("/v1/files?include_total=false"))["total"]).toBeNull();
  expect(await names("purpose=batch")).toHaveLength(2);
  expect(await names("search=NOTES")).toEqual([text["filename"]]);
  expect(await names("sample_type=instruct&sample_type=batch_result")).toEqual(["Notes.txt"]);
  expect(await names("source=upload&source=mistral")).toHaveLength(3);
  expect(await names("mimetypes=text%2Fplain")).toEqual(["Notes.txt"]);
});

it("deletes", async () => {
  const { id } = await upload("{}");
  expect((await json("DELETE", `/v1/files/${id}`)).body).toEqual({
    id,
    object: "file",
    deleted: true,
  });
  const again = await json("DELETE", `/v1/files/${id}`);
  expect(again).toEqual({
    status: 404,
    body: {
      object: "error",
      message: "File not found",
      type: "invalid_request_error",
      param: null,
      code: null,
    },
  });
});

it("signs URLs that expire and take no API key", async () => {
  const { id } = await upload("secret");
  const url = String((await get(`/v1/files/${id}/url?expiry=1`))["url"]);
  expect(url).toContain(server().storageUrl);
  expect(await (await fetch(url)).text()).toBe("secret");
  expect((await fetch(`${url}0`)).status).toBe(403);
  await server().configure({ hourMs: 1 });
  const short = await get(`/v1/files/${id}/url?expiry=1`);
  await wait(10);
  const late = await fetch(String(short["url"]));
  expect([late.status, await late.text()]).toEqual([403, "The URL has expired\n"]);
});
