/** What a document asks for and `fetch` does not send: WHATWG Fetch, forbidden methods and forbidden request-headers. */

import type { Diagnostic } from "../diagnostic.ts";
import type { OperationFact } from "../model.ts";

/** What no `fetch` lets a caller set: it belongs to the connection. */
const OF_CONNECTION =
  /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** What browsers keep to themselves beside that. */
const OF_BROWSER =
  /^(?:accept-charset|accept-encoding|access-control-request-(?:headers|method)|cookie2?|date|dnt|host|origin|referer|set-cookie|via|proxy-.*|sec-.*)$/i;

const WITHOUT_BODY = /^(?:get|head)$/i;

const FORBIDDEN_METHOD = /^(?:connect|trace|track)$/i;

/** Node's own `http`, which is used where it can be, refuses neither. A CONNECT is not a request like others. */
const SENT_ON_NODE = "so that it is sent only on Node, or by a transport of your own";
const SENT_BARE = `${SENT_ON_NODE}, and without a body or credentials`;
const SENT_NOWHERE = "so that only a transport of your own can send it";

export function reportForbidden(
  { method, path, parameters, requestBody, pointer }: OperationFact,
  report: (diagnostic: Diagnostic) => void,
): void {
  const route = `${method.toUpperCase()} ${path}`;
  if (FORBIDDEN_METHOD.test(method)) {
    report({
      severity: "warning",
      code: "forbidden-method",
      message: `\`fetch\` refuses the method of \`${route}\`, ${/^connect$/i.test(method) ? SENT_NOWHERE : SENT_BARE}`,
      pointer,
    });
  }
  if (requestBody !== undefined && WITHOUT_BODY.test(method)) {
    report({
      severity: "warning",
      code: "forbidden-body",
      message: `\`fetch\` refuses the request body of \`${route}\`, ${SENT_ON_NODE}`,
      pointer: requestBody.pointer,
      cure: "declare it under another method, such as POST",
    });
  }
  for (const { name, in: place, pointer: at } of parameters) {
    if (place === "header" && OF_CONNECTION.test(name)) {
      report({
        severity: "warning",
        code: "forbidden-header",
        message: `\`fetch\` does not let callers set the header \`${name}\` (\`${route}\`)`,
        pointer: at,
        cure: "remove the parameter",
      });
    } else if (place === "cookie" || (place === "header" && OF_BROWSER.test(name))) {
      report({
        severity: "info",
        code: "forbidden-header",
        message: `browsers do not let pages set the ${place} \`${name}\` (\`${route}\`)`,
        pointer: at,
      });
    }
  }
}
