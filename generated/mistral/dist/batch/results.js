import { readErrorBody } from "../runtime/error-body.js";
import { isObject } from "../runtime/property.js";
const noHeaders = /* @__PURE__ */ new Headers();
/** Reads a line of the results. What it says of an error is found in any of the forms that are known or likely. */
export function readLine(raw) {
  let value;
  try {
    value = JSON.parse(raw);
  } catch {
    return {
      id: undefined,
      reason: "not_json",
    };
  }
  return interpretLine(value);
}
/** The same for a line that was parsed. */
export function interpretLine(value) {
  if (!isObject(value))
    return {
      id: undefined,
      reason: "not_json",
    };
  const { custom_id: id, response, error } = value;
  if (typeof id !== "string")
    return {
      id: undefined,
      reason: "no_id",
    };
  const { status_code: code, body } = isObject(response) ? response : {};
  const status = typeof code === "number" ? code : undefined;
  const hasFailed = (error ?? "") !== "" || (status ?? 0) >= 400;
  if (!hasFailed && body !== undefined)
    return {
      id,
      output: body,
    };
  const said = readErrorBody(error ?? undefined, noHeaders);
  const answered = readErrorBody(body, noHeaders);
  const fallback = status === undefined ? "the line has no answer" : `the status is ${status}`;
  return {
    id,
    error: {
      message: said.message ?? answered.message ?? fallback,
      code: said.code ?? answered.code,
      type: said.type ?? answered.type,
      status,
      body,
    },
  };
}
