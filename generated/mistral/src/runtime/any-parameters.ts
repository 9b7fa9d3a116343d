import { querystringValue } from "./form.js";
import { headerValue } from "./parameter.js";
import { cookieValue, pathValue, queryValue } from "./styles.js";
import type { ParameterWriter } from "./uses.js";

/** Writes parameters of all places and styles. */
export const anyParameters: ParameterWriter = {
  path: pathValue,
  query: queryValue,
  querystring: querystringValue,
  header: headerValue,
  cookie: cookieValue,
};
