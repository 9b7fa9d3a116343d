import { Core } from "../../templates/package/src/runtime/core.ts";
import { numberedPages } from "../../templates/package/src/runtime/page-styles.ts";
import type { Api, Operation } from "../../templates/package/src/runtime/uses.ts";
import type { BaseOptions } from "../../templates/package/src/runtime/options.ts";
import { apiUses, uses } from "./uses.ts";

/** An API with a few operations, as a generated package would declare it. */
export const api: Api = {
  title: "Sample",
  baseUrl: "https://api.example.com",
  security: { apiKey: { type: "bearer" } },
  uses: apiUses,
};

export const secret = "sk-very-secret";

/** A core that sends nothing again unless it is told to. */
export function coreFor(baseUrl: string, options: BaseOptions = {}): Core {
  return new Core(api, { baseUrl, apiKey: secret, retry: 0, ...options });
}

const security = [["apiKey"]];

export const getItem: Operation = {
  id: "items.get",
  method: "get",
  path: "/v1/items/{item_id}",
  parameters: [
    { name: "item_id", in: "path", required: true },
    { name: "inline", in: "query" },
  ],
  response: "json",
  security,
  retry: "safe",
  uses,
};

export const listItems: Operation = {
  id: "items.list",
  method: "get",
  path: "/v1/items",
  parameters: [
    { name: "page", in: "query", limits: { minimum: 0 } },
    { name: "page_size", in: "query" },
    { name: "status", in: "query" },
    { name: "metadata", in: "query", content: "application/json" },
  ],
  response: "json",
  security,
  retry: "safe",
  uses: { ...uses, pages: numberedPages },
  pagination: {
    style: "page",
    page: "page",
    firstPage: 0,
    pageSize: "page_size",
    items: "data",
    total: "total",
  },
};

export const createItem: Operation = {
  id: "items.create",
  method: "post",
  path: "/v1/items",
  body: {
    mediaType: "application/json",
    required: true,
    encoding: "json",
    properties: ["endpoint", "input_files", "requests", "metadata", "timeout_hours"],
    limits: {
      required: ["endpoint"],
      exactlyOne: [["input_files", "requests"]],
      properties: {
        metadata: {
          names: { minLength: 1, maxLength: 32 },
          values: { minLength: 1, maxLength: 512 },
        },
        timeout_hours: { minimum: 1, maximum: 168 },
        requests: { maxItems: 3, items: { required: ["body"] } },
      },
    },
  },
  response: "json",
  security,
  retry: "unsafe",
  uses,
};

export const uploadFile: Operation = {
  id: "files.upload",
  method: "post",
  path: "/v1/files",
  body: {
    mediaType: "multipart/form-data",
    required: true,
    encoding: "multipart",
    properties: ["file", "purpose", "expiry", "tags"],
    parts: { file: { file: true } },
    limits: { required: ["file"] },
  },
  response: "json",
  security,
  retry: "unsafe",
  uses,
};

export const downloadFile: Operation = {
  id: "files.download",
  method: "get",
  path: "/v1/files/{file_id}/content",
  parameters: [{ name: "file_id", in: "path", required: true }],
  response: "binary",
  accept: "application/octet-stream",
  security,
  retry: "safe",
  uses,
};

export const ping: Operation = {
  id: "ping",
  method: "get",
  path: "/ping",
  response: "none",
  retry: "safe",
  uses,
};
