import { querystringValue } from "./form.js";
import { headerValue } from "./parameter.js";
import { cookieValue, pathValue, queryValue } from "./styles.js";
/** Writes parameters of all places and styles. */
export const anyParameters = {
  path: pathValue,
  query: queryValue,
  querystring: querystringValue,
  header: headerValue,
  cookie: cookieValue,
};
