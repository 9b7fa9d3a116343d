// @ts-check
// The API itself, on Fastify: a route for each operation of the spec, keys, limits, validation and error answers.
/** @import { FastifyError, FastifyReply, FastifyRequest } from "fastify" */
/** @import { IncomingMessage } from "node:http" */
/** @import { Issue, Operation } from "./types.ts" */
/** @import { Upload } from "./files.js" */
/** @import { Listener } from "./intercept.js" */
/** @import { Recorder } from "./recorder.js" */
/** @import { State } from "./state.js" */
/** @import { Validator } from "./validate.js" */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { finished } from "node:stream/promises";
import multipart from "@fastify/multipart";
import fastify from "fastify";
import {
  Fault,
  forbidden,
  rateLimited,
  serverFailure,
  unauthorized,
  unprocessable,
} from "./errors.js";
import { fileHandlers, readForm } from "./files.js";
import { jobHandlers } from "./jobs.js";
import { parseJson } from "./json.js";
import { settle } from "./lifecycle.js";
import { bodyIssue } from "./validate.js";

/**
 * What a handler gets: checked and converted values, and the time that counts for the whole request (unix milliseconds).
 *
 * @typedef {{
 *   path: Readonly<Record<string, string>>, query: Readonly<Record<string, unknown>>, body: unknown, upload: Upload | undefined,
 *   user: string, now: number, reply: FastifyReply }} Context
 */

/** @typedef {(context: Context) => unknown} Handler Returns a value to be sent as JSON, or a stream. */

const maxJsonBytes = 64 * 1024 * 1024;

/**
 * @param {{ state: State, recorder: Recorder, operations: readonly Operation[], validator: Validator, wrap: (listener: Listener) => Listener }} parts
 */
export async function createApp({ state, recorder, operations, validator, wrap }) {
  const app = fastify({
    serverFactory: (listener) => createServer(wrap(listener)),
    bodyLimit: maxJsonBytes,
    routerOptions: { maxParamLength: 4096 },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: () => randomBytes(16).toString("hex"),
    frameworkErrors: (_error, request, reply) => sendNotFound(request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );
  await app.register(multipart);
  app.addHook("onRequest", async (request, reply) => void reply.header("x-request-id", request.id));
  app.setNotFoundHandler(sendNotFound);

  app.setErrorHandler((/** @type {FastifyError | Fault} */ error, request, reply) => {
    const fault = toFault(error);
    if (fault.status >= 500)
      report(request, fault.status, {
        type: "internal",
        loc: ["server"],
        msg: error.stack ?? error.message,
      });
    return reply.code(fault.status).headers(fault.headers).send(fault.body(request.id));
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return;
    const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [
      name,
      String(value),
    ]);
    const text = typeof payload === "string" ? payload : null;
    const issues = validator.response(
      operation,
      reply.statusCode,
      Object.fromEntries(headers),
      text,
    );
    if (issues.length > 0) report(request, reply.statusCode, ...issues);
  });

  const handlers = { ...jobHandlers(state, validator), ...fileHandlers(state) };
  for (const operation of operations) {
    const handler = handlers[operation.id];
    if (handler === undefined) throw new Error(`The server has no handler for ${operation.id}`);
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ":$1"),
      config: { operation },
      onRequest: async (request) => {
        try {
          admit(request);
        } catch (error) {
          await readAway(request.raw);
          throw error;
        }
      },
      handler: async (request, reply) => {
        const now = Date.now();
        await settle(state, now);
        const { upload, ...checked } = await readRequest(request);
        const { issues, path, query, body } = validator.request(operation, checked);
        if (issues.length > 0) throw unprocessable(issues);
        return handler({ path, query, body, upload, user: admit(request, false), now, reply });
      },
    });
  }
  return app;

  /**
   * Lets a request in if its key may do this now.
   *
   * @param {FastifyRequest} request
   * @param {boolean} [counts] Whether the request counts towards the rate limit.
   * @returns {string} The key's user.
   */
  function admit(request, counts = true) {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const owner = key === undefined ? undefined : state.settings.keys[key];
    if (key === undefined || owner === undefined) throw unauthorized(key !== undefined);
    if (owner.readOnly === true && request.method !== "GET") throw forbidden();
    const waitMs = counts ? state.waitMs(key) : 0;
    if (waitMs > 0) throw rateLimited(Math.ceil(waitMs / 1000));
    return owner.user;
  }

  /** @param {FastifyRequest} request */
  async function readRequest(request) {
    const [path = "", ...query] = (request.raw.url ?? "").split("?");
    const contentType = request.headers["content-type"];
    const base = { path, query: new URLSearchParams(query.join("?")), contentType };
    if (request.isMultipart()) {
      const { body, upload, issues } = await readForm(
        request,
        state.settings.maxFileBytes,
        state.spool,
      );
      return { ...base, body, upload, bodyIssues: issues, hasBody: true };
    }
    /** @type {Issue[]} */
    const bodyIssues = [];
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const body = bytes.length > 0 ? parseJson(bytes, bodyIssues) : undefined;
    const unread =
      Number(request.headers["content-length"] ?? 0) > 0 || "transfer-encoding" in request.headers;
    const hasBody = bytes.length > 0 || (request.body === undefined && unread);
    return { ...base, body, upload: undefined, bodyIssues, hasBody };
  }

  /**
   * Notes a fault of the server's own, unless the client is gone, in which case nothing was answered.
   *
   * @param {FastifyRequest} request
   * @param {number} status
   * @param {...Issue} issues
   */
  function report(request, status, ...issues) {
    if (request.raw.socket.destroyed) return;
    recorder.violation({
      kind: "response",
      method: request.method,
      target: request.raw.url ?? "",
      status,
      issues,
    });
  }
}

/**
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function sendNotFound(request, reply) {
  return reply
    .code(404)
    .send({ message: "no Route matched with those values", request_id: request.id });
}

/**
 * Lets the rest of a request arrive, so that a client that is still sending reads the answer.
 *
 * @param {IncomingMessage} request
 */
async function readAway(request) {
  await finished(request.resume(), { writable: false }).catch(() => undefined);
}

/**
 * The framework's own refusals, such as a body that is too large, are faults of the input.
 *
 * @param {FastifyError | Fault} error
 */
function toFault(error) {
  if (error instanceof Fault) return error;
  const refused = error.statusCode !== undefined && error.statusCode < 500;
  return refused ? unprocessable([bodyIssue("value_error", error.message)]) : serverFailure();
}
