// @ts-check
// The six operations on files.
/** @import { MultipartFile } from "@fastify/multipart" */
/** @import { FastifyRequest } from "fastify" */
/** @import { Issue, StoredFile } from "./types.ts" */
/** @import { Handler } from "./app.js" */
/** @import { Spool } from "./spool.js" */
/** @import { State } from "./state.js" */
import { extname } from "node:path";
import { Readable } from "node:stream";
import { notFound } from "./errors.js";
import { seconds } from "./lifecycle.js";
import { pageOf } from "./pages.js";
import { Content } from "./spool.js";
import { downloadHeaders, signUrl } from "./storage.js";
import { bodyIssue, mediaType } from "./validate.js";

/**
 * What a file of each purpose contains. The published list of kinds has none for OCR input.
 *
 * @type {Readonly<Record<string, string>>}
 */
const sampleTypes = { batch: "batch_request", "fine-tune": "instruct", ocr: "instruct" };

/** @type {Readonly<Record<string, string>>} */
const typesByExtension = {
  ".jsonl": "application/jsonl",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".txt": "text/plain",
};

/**
 * A file part that has been read.
 *
 * @typedef {{ filename: string, mimetype: string, content: Content, lines: number }} Upload
 */

/**
 * Handlers by operationId.
 *
 * @param {State} state
 * @returns {Record<string, Handler>}
 */
export function fileHandlers(state) {
  /**
   * @param {Readonly<Record<string, string>>} path
   * @param {string} user
   */
  const find = (path, user) => {
    const file = state.file(path["file_id"] ?? "", user);
    if (file === undefined) throw notFound("File not found");
    return file;
  };
  return {
    files_api_routes_list_files: ({ query, user }) => {
      const files = state.files(user).filter((file) => matches(file, query));
      return {
        object: "list",
        data: pageOf(files, query).map(({ record }) => record),
        total: query["include_total"] === false ? null : files.length,
      };
    },
    files_api_routes_upload_file: ({ body, upload, user }) => {
      if (upload === undefined) throw new TypeError("An upload without a file was let through");
      const { purpose, expiry, visibility } =
        /** @type {{ purpose?: string, expiry?: number | null, visibility?: string }} */ (body);
      return addUpload(state, upload, {
        purpose: purpose ?? "fine-tune",
        expiry: expiry ?? null,
        visibility: visibility ?? "workspace",
        user,
      });
    },
    files_api_routes_retrieve_file: ({ path, user }) => ({
      ...find(path, user).record,
      deleted: false,
    }),
    files_api_routes_delete_file: ({ path, user }) => {
      const { id } = find(path, user).record;
      state.deleteFile(id);
      return { id, object: "file", deleted: true };
    },
    files_api_routes_download_file: ({ path, user, reply }) => {
      const file = find(path, user);
      reply.headers(downloadHeaders(file));
      return Readable.from(file.content.read(file.record.bytes), { objectMode: false });
    },
    files_api_routes_get_signed_url: ({ path, query, user }) => ({
      url: signUrl(state, find(path, user).record.id, Number(query["expiry"] ?? 24)),
    }),
  };
}

/**
 * Reads a multipart body part by part. The result has a value for each field; a file is represented by an empty string,
 * as the spec's schema says nothing about its content.
 *
 * @param {FastifyRequest} request
 * @param {number} maxBytes
 * @param {Spool} spool Gets the contents of files.
 * @returns {Promise<{ body: Record<string, unknown>, upload: Upload | undefined, issues: Issue[] }>}
 */
export async function readForm(request, maxBytes, spool) {
  /** @type {Record<string, unknown>} */
  const body = {};
  /** @type {Issue[]} */
  const issues = [];
  /** @type {Upload | undefined} */
  let upload;
  const limits = { limits: { fileSize: maxBytes }, throwFileSizeLimit: false };
  try {
    for await (const part of request.parts(limits)) {
      if (part.fieldname in body) {
        issues.push(bodyIssue("value_error", "The field is given twice", [part.fieldname]));
      }
      if (part.type === "field") {
        const text = part.fieldname === "file";
        if (text) issues.push(bodyIssue("value_error", "Expected a file, received text", ["file"]));
        body[part.fieldname] = text ? "" : part.value;
      } else {
        body[part.fieldname] = "";
        const read = await readPart(part, spool);
        if (part.file.truncated)
          issues.push(
            bodyIssue("too_large", `The file is larger than ${maxBytes} bytes`, ["file"]),
          );
        if (part.fieldname === "file") upload = read;
      }
    }
  } catch (error) {
    issues.push(
      bodyIssue("multipart_invalid", error instanceof Error ? error.message : String(error)),
    );
  }
  return { body, upload, issues };
}

/**
 * @param {MultipartFile} part
 * @param {Spool} spool
 */
async function readPart(part, spool) {
  /** @type {Upload} */
  const upload = {
    filename: part.filename ?? "file",
    mimetype: mediaType(part.mimetype),
    content: new Content(spool),
    lines: 0,
  };
  let last = 10;
  for await (const chunk of part.file) {
    const bytes = /** @type {Buffer} */ (chunk);
    upload.content.append(bytes);
    last = bytes.at(-1) ?? last;
  }
  upload.lines = upload.content.lines + (last === 10 ? 0 : 1);
  return upload;
}

/**
 * @param {State} state
 * @param {Upload} upload
 * @param {{ purpose: string, expiry: number | null, visibility: string, user: string }} options `expiry` is taken as hours;
 *   the vendor does not publish the unit.
 */
function addUpload(state, upload, { purpose, expiry, visibility, user }) {
  const now = Date.now();
  const expiresMs = expiry === null ? Infinity : now + expiry * state.settings.hourMs;
  const generic = upload.mimetype === "" || upload.mimetype === "application/octet-stream";
  const mimetype =
    (generic ? typesByExtension[extname(upload.filename).toLowerCase()] : undefined) ??
    (upload.mimetype || null);
  const isJsonl = mimetype === "application/jsonl" || extname(upload.filename) === ".jsonl";
  const { record } = state.addFile({
    owner: user,
    content: upload.content,
    expiresMs,
    record: {
      bytes: upload.content.bytes,
      created_at: seconds(now),
      filename: upload.filename,
      purpose,
      sample_type: sampleTypes[purpose] ?? "instruct",
      source: "upload",
      num_lines: isJsonl ? upload.lines : null,
      mimetype,
      signature: null,
      expires_at: expiry === null ? null : seconds(expiresMs),
      visibility,
    },
  });
  return record;
}

/**
 * @param {StoredFile} file
 * @param {Readonly<Record<string, unknown>>} query
 */
function matches({ record }, query) {
  const { sample_type, source, search, purpose, mimetypes } = query;
  return (
    among(sample_type, record.sample_type) &&
    among(source, record.source) &&
    among(mimetypes, record.mimetype) &&
    (typeof search !== "string" || record.filename.toLowerCase().includes(search.toLowerCase())) &&
    (typeof purpose !== "string" || record.purpose === purpose)
  );
}

/**
 * @param {unknown} list A filter; without one, or with an empty one, everything passes.
 * @param {string | null} value
 */
function among(list, value) {
  return !Array.isArray(list) || list.length === 0 || list.includes(value);
}
