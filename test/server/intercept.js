// @ts-check
// Stands before both listeners: records each request, and answers it by the script if that has an answer for it.
/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { CheckedRequest, Issue, Operation, Origin, RecordedRequest, ScriptedAnswer } from "./types.ts" */
/** @import { Recorder } from "./recorder.js" */
/** @import { Validator } from "./validate.js" */
import { findOperation } from "./contract.js";
import { unprocessable } from "./errors.js";
import { play, prepare } from "./faults.js";
import { parseJson } from "./json.js";
import { bodyIssue, mediaType } from "./validate.js";
/** @import { Script } from "./faults.js" */

/** @typedef {(request: IncomingMessage, response: ServerResponse) => void} Listener */

/**
 * @param {Recorder} recorder
 * @param {Script} script
 * @param {readonly Operation[]} operations
 * @param {Validator} validator
 * @returns {(origin: Origin, listener: Listener) => Listener}
 */
export function createIntercept(recorder, script, operations, validator) {
  return (origin, listener) => (request, response) => {
    const entry = recorder.open(origin, request, response);
    const answer = script.take(origin, request);
    if (answer === undefined) return listener(request, response);
    entry.scripted = true;
    if (answer.resetBefore === true) return void request.socket.resetAndDestroy();
    request.resume();
    void reply(origin, answer, entry, response);
  };

  /**
   * @param {Origin} origin
   * @param {ScriptedAnswer} answer
   * @param {ReturnType<Recorder["open"]>} entry
   * @param {ServerResponse} response
   */
  async function reply(origin, answer, entry, response) {
    await entry.ended;
    const refusal = origin === "api" ? await check(answer, entry.snapshot()) : undefined;
    await play(refusal ?? answer, response);
  }

  /**
   * Compares a request, and its scripted answer, with the spec.
   *
   * @param {ScriptedAnswer} answer
   * @param {RecordedRequest} recorded
   * @returns {Promise<ScriptedAnswer | undefined>} The answer to be sent instead.
   */
  async function check(answer, recorded) {
    const { method, target } = recorded;
    const url = new URL(target, "http://server");
    const path = target.split("?", 1)[0] ?? "";
    const operation = findOperation(operations, method, path);
    const { requestCheck = "record", responseCheck = "skip" } = answer;
    const { status, headers, body } = prepare(answer);
    if (requestCheck !== "skip") {
      const issues =
        operation === undefined
          ? [{ type: "path", loc: ["path"], msg: "The spec has no such operation" }]
          : validator.request(operation, await parse(recorded, path, url.searchParams)).issues;
      if (issues.length > 0 && requestCheck === "refuse")
        return { status: 422, body: unprocessable(issues).body("") };
      if (issues.length > 0)
        recorder.violation({ kind: "request", method, target, status, issues });
    }
    if (responseCheck === "record" && operation !== undefined) {
      const fields = Object.fromEntries(
        headers.map(([name, value]) => [name.toLowerCase(), value]),
      );
      const issues = validator.response(operation, status, fields, body.toString("utf8"));
      if (issues.length > 0)
        recorder.violation({ kind: "response", method, target, status, issues });
    }
    return undefined;
  }
}

/**
 * Parses a body that has been read already. One that was not kept whole is not looked into.
 *
 * @param {RecordedRequest} recorded
 * @param {string} path
 * @param {URLSearchParams} query
 * @returns {Promise<CheckedRequest>}
 */
async function parse(recorded, path, query) {
  const { body: bytes, bodyLength } = recorded;
  const contentType = recorded.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  /** @type {Issue[]} */
  const bodyIssues = [];
  /** @type {unknown} */
  let body;
  if (bytes.length === bodyLength && bodyLength > 0 && contentType !== undefined) {
    const type = mediaType(contentType);
    if (type === "application/json") body = parseJson(bytes, bodyIssues);
    if (type === "multipart/form-data") {
      try {
        const form = await new Response(new Uint8Array(bytes), {
          headers: { "content-type": contentType },
        }).formData();
        body = Object.fromEntries(
          [...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
        );
      } catch (error) {
        bodyIssues.push(bodyIssue("multipart_invalid", String(error)));
      }
    }
  }
  return { path, query, contentType, body, bodyIssues, hasBody: bodyLength > 0 };
}
