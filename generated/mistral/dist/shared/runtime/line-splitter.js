import { redactHeaders, redactUrl } from "./redact.js";
import { ParameterError } from "./errors.js";

// src/runtime/part.ts
function part(value, name, owner) {
  if (value === void 0) throw new TypeError(`${owner} does not name uses.${name}`);
  return value;
}

// src/runtime/media-type.ts
function isJson(mediaType) {
  return (
    mediaType !== void 0 && /^(application|text)\/(?:[\w.*-]+\+)?json\s*(?:;|$)/i.test(mediaType)
  );
}
function isRange(mediaType) {
  return /^[^/]+\/\*(?:\+|$)/.test(essenceOf(mediaType));
}
function matchesMediaType(wanted, mediaType) {
  const type = essenceOf(mediaType ?? "");
  const range = essenceOf(wanted);
  if (!isRange(range)) return type === range;
  const [start = "", end = "", ...rest] = range.split("*");
  return rest.length > 0 || (type.startsWith(start) && type.endsWith(end));
}
function essenceOf(mediaType) {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

// src/runtime/serialize.ts
function checkHeader(name, value, operationId) {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    throw new ParameterError(name, `${JSON.stringify(name)} is not the name of a header`, {
      operationId,
    });
  }
  if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new ParameterError(
      name,
      `the value of the header ${name} must be text in Latin-1 without line breaks and other control characters`,
      { operationId },
    );
  }
}
function scalar(value, name, operationId) {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    default:
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  }
  throw new ParameterError(
    name,
    `${name} must be text, a finite number, a boolean or a valid date`,
    { operationId },
  );
}
function toJson(value, name, operationId) {
  let text;
  let cause;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== void 0) return text;
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  throw new ParameterError(name, `${name} cannot be written as JSON${why}`, { operationId, cause });
}
function encodeText(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeByte);
}
function isAbsent(value) {
  return value === void 0 || value === null;
}
function isRecord(value) {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
function encodeReserved(text, except) {
  return encodeURI(text)
    .replace(/%25(?=[\dA-Fa-f]{2})/g, "%")
    .replace(except, escapeByte);
}
function escapeByte(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

// src/runtime/parameter.ts
var plainParameters = {
  path: pathValue,
  query: queryValue,
  header: headerValue,
};
function pathValue({ name }, value, operationId) {
  return notEmpty(name, percentWriter(name, operationId).item(value), operationId);
}
function notEmpty(name, text, operationId) {
  if (text !== "") return text;
  throw new ParameterError(name, `${name} must not be empty in a path`, { operationId });
}
function queryValue(parameter, value, operationId) {
  return formPairs(parameter, value, percentWriter(parameter.name, operationId))
    .map(([name, text]) => `${encodeText(name)}=${text}`)
    .join("&");
}
function headerValue({ name, explode = false, content }, value, operationId) {
  const write = (item, at) => {
    const text2 = itemText(item, name, at, operationId);
    return typeof item === "object" ? toAscii(text2) : text2;
  };
  const inContent = (mediaType) => {
    const text2 = contentText(mediaType, value, name, operationId);
    return isJson(mediaType) ? toAscii(text2) : text2;
  };
  const entries = content === void 0 ? entriesOf(value) : void 0;
  if (entries?.length === 0) return void 0;
  const parts = entries?.map(([key, item, at]) =>
    key === void 0 ? write(item) : `${key}${explode ? "=" : ","}${write(item, at)}`,
  );
  const text = parts?.join(",") ?? (content === void 0 ? write(value) : inContent(content));
  checkHeader(name, text, operationId);
  return text;
}
function percentWriter(name, operationId) {
  return writer(name, operationId, encodeText);
}
function writer(name, operationId, encoder) {
  const write = (text) => {
    try {
      return encoder(text);
    } catch (cause) {
      if (!(cause instanceof URIError)) throw cause;
      const message = `${name} has half of a surrogate pair`;
      throw new ParameterError(name, message, { operationId, cause });
    }
  };
  return {
    text: write,
    item: (value, at) => write(itemText(value, name, at, operationId)),
    content: (mediaType, value) => write(contentText(mediaType, value, name, operationId)),
  };
}
function itemText(value, name, at, operationId) {
  const place = at === void 0 ? name : `${name}.${at}`;
  return typeof value === "object" && !(value instanceof Date)
    ? toJson(value, place, operationId)
    : scalar(value, place, operationId);
}
function formPairs({ name, explode = true, content }, value, write, delimiter = ",") {
  if (content !== void 0) return [[name, write.content(content, value)]];
  const entries = entriesOf(value);
  if (entries === void 0) return [[name, write.item(value)]];
  if (entries.length === 0) return [];
  if (explode) return entries.map(([key = name, item, at]) => [key, write.item(item, at)]);
  return [[name, flat(entries, write).join(delimiter)]];
}
function entriesOf(value) {
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => [void 0, item, void 0]);
  if (!isRecord(value)) return void 0;
  return Object.entries(value)
    .filter(([, item]) => !isAbsent(item))
    .map(([key, item]) => [key, item, key]);
}
function flat(entries, write) {
  return entries.flatMap(([key, item, at]) => {
    const text = write.item(item, at);
    return key === void 0 ? [text] : [write.text(key), text];
  });
}
function contentText(mediaType, value, name, operationId) {
  if (isJson(mediaType)) return toJson(value, name, operationId);
  return scalar(value, name, operationId);
}
function toAscii(json) {
  return json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// src/runtime/request.ts
function prepareParts(api, client, operation, path, params, options) {
  const { id, body, uses } = operation;
  const base = client.baseUrl ?? api.baseUrl;
  if (base === void 0)
    throw new ParameterError("baseUrl", "baseUrl is required", { operationId: id });
  const writers = uses?.parameters ?? plainParameters;
  const given = new Map(Object.entries(params ?? {}));
  const used = /* @__PURE__ */ new Set();
  const paths = /* @__PURE__ */ new Map();
  const queries = [];
  const cookies = [];
  const headers = {};
  setHeaders(headers, client.headers, id);
  for (const parameter of operation.parameters ?? []) {
    const { name, key = name, limits } = parameter;
    const value = parameter.in === "path" ? path[paths.size] : given.get(key);
    if (parameter.in !== "path") used.add(key);
    if (isAbsent(value)) {
      if (parameter.required === true || parameter.in === "path") throw missing(key, id);
      continue;
    }
    if (
      parameter.in === "path" &&
      parameter.structured !== true &&
      typeof value === "object" &&
      !(value instanceof Date)
    ) {
      throw new ParameterError(name, `${name} must be text, and not an object`, {
        operationId: id,
      });
    }
    if (limits !== void 0) part(uses?.limits, "limits", id)(limits, value, key, id);
    const write = part(writers[parameter.in], "parameters", id);
    const text = write(parameter, value, id);
    if (parameter.in === "path") paths.set(name, text ?? "");
    else if (parameter.in === "header") setHeaders(headers, { [name]: text }, id);
    else (parameter.in === "cookie" ? cookies : queries).push(text ?? "");
  }
  for (const name of used) given.delete(name);
  const encoded = body && part(uses?.body, "body", id).encode(body, given, id, uses?.limits);
  for (const [name, value] of given) {
    if (value === void 0) continue;
    throw new ParameterError(name, `${JSON.stringify(name)} is not a parameter of this operation`, {
      operationId: id,
    });
  }
  headers["accept"] ??=
    operation.accept ?? (operation.response === "json" ? "application/json" : "*/*");
  setHeaders(headers, options?.headers, id);
  const cookie = [headers["cookie"], ...cookies].filter((pair) => pair).join("; ");
  if (cookie !== "") headers["cookie"] = cookie;
  delete headers["content-length"];
  delete headers["content-type"];
  if (encoded !== void 0) headers["content-type"] = encoded.mediaType;
  const wire = {
    operation: id,
    method: operation.method.toUpperCase(),
    url: withQuery(base.replace(/\/+$/, "") + fillPath(operation.path, paths, id), queries),
    headers,
    ...(encoded === void 0 ? {} : { body: encoded.sources }),
  };
  return { wire, parts: encoded?.parts };
}
function setHeaders(headers, values, operationId) {
  for (const [name, value] of values instanceof Headers ? values : Object.entries(values ?? {})) {
    if (value === void 0) continue;
    if (value === null) {
      delete headers[name.toLowerCase()];
      continue;
    }
    checkHeader(name, value, operationId);
    headers[name.toLowerCase()] = value;
  }
}
function fillPath(template, values, operationId) {
  if (!template.includes("{")) return template;
  const segments = template.split("/").map((segment) => {
    const names = [];
    const filled = segment.replace(/\{([^{}]+)\}/g, (whole, name2) => {
      const value = values.get(name2);
      if (value !== void 0) names.push(name2);
      return value ?? encodeText(whole);
    });
    const [name] = names;
    if (name === void 0 || (filled !== "." && filled !== "..")) return filled;
    const message = `${name} must not make ${JSON.stringify(filled)} of a path`;
    throw new ParameterError(name, message, { operationId });
  });
  return segments.join("/");
}
function withQuery(url, queries) {
  const query = queries.filter((part2) => part2 !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}
function missing(name, operationId) {
  return new ParameterError(name, `${name} is required`, { operationId });
}

// src/runtime/hooks.ts
var none = [];
function listHooks(option) {
  if (option === void 0 || option === null) return none;
  const hooks = Array.isArray(option) ? [...option] : [option];
  if (hooks.some((each) => typeof each !== "object" || each === null))
    throw new ParameterError("hooks", "hooks must be an object, or a list of objects");
  return hooks;
}
function hookRequestOf({ client: { api }, bare }, attempt) {
  return {
    operation: bare.operation,
    method: bare.method,
    url: redactUrl(api, bare.url),
    headers: redactHeaders(api, bare.headers),
    attempt,
  };
}
function runOwn(call, own) {
  try {
    return own();
  } catch (error) {
    call.thrown = { error };
    throw error;
  }
}
function* runHooks(call, name, run, take) {
  for (const each of call.hooks) {
    const answer = runOwn(call, () => run(each));
    const settled = isThenable(answer) ? yield* outcomeOf(call, name, answer) : answer;
    take?.(settled);
  }
}
function* outcomeOf(call, name, promise) {
  const value = promise.then(
    (answer) => () => answer,
    (error) => () => {
      throw error;
    },
  );
  const kind = name === "onError" ? "settle" : "await";
  const outcome = yield { kind, value, option: `hooks.${name}` };
  return outcome && runOwn(call, outcome);
}
function* changeRequest(call, request) {
  const { bare } = call;
  const headers = { ...bare.headers };
  const { "content-type": contentType } = headers;
  yield* runHooks(
    call,
    "onRequest",
    (each) => each.onRequest?.(request),
    (change) => {
      if (typeof change !== "object" || change === null || !("headers" in change)) return;
      setHeaders(headers, change.headers, bare.operation);
    },
  );
  delete headers["content-length"];
  delete headers["content-type"];
  if (contentType !== void 0) headers["content-type"] = contentType;
  return { ...bare, headers };
}
function isThenable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

// src/runtime/steps.ts
async function drive(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      const pending = carryOut(next.value);
      answer = pending instanceof Promise ? await pending : pending;
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
function driveSync(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      answer = carryOut(next.value);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
async function* driveValues(steps, carryOut) {
  const pass = async (step) => {
    let answer;
    try {
      answer = await carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = await pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : await pass(next.value);
  }
}
function* driveValuesSync(steps, carryOut) {
  const pass = (step) => {
    let answer;
    try {
      answer = carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : pass(next.value);
  }
}
function isGive(step) {
  return step.kind === "give";
}

// src/runtime/line-splitter.ts
var TextSplitter = class {
  #separator;
  #decoder = new TextDecoder();
  #rest = "";
  constructor(separator) {
    this.#separator = separator;
  }
  /** The piece that has no end yet. */
  get rest() {
    return this.#rest;
  }
  get length() {
    return this.#rest.length;
  }
  /** Forgets what there is of the piece that has no end yet. */
  drop() {
    this.#rest = "";
  }
  /** The pieces that a chunk completes. */
  push(chunk) {
    const text = this.#decoder.decode(chunk, { stream: true });
    const [first = "", ...more] = text.split(this.#separator);
    const pieces = [this.#rest + first, ...more];
    this.#rest = pieces.pop() ?? "";
    return pieces;
  }
  /** The last piece, if it has no end. */
  end() {
    const rest = this.#rest + this.#decoder.decode();
    return rest === "" ? [] : [rest];
  }
};
var LineSplitter = class extends TextSplitter {
  constructor() {
    super("\n");
  }
  push(chunk) {
    return super.push(chunk).map(withoutReturn);
  }
  end() {
    return super.end().map(withoutReturn);
  }
};
function withoutReturn(line) {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

export {
  drive,
  driveSync,
  driveValues,
  driveValuesSync,
  LineSplitter,
  isJson,
  isRange,
  matchesMediaType,
  checkHeader,
  scalar,
  toJson,
  encodeText,
  isAbsent,
  isRecord,
  encodeReserved,
  percentWriter,
  writer,
  formPairs,
  part,
  prepareParts,
  setHeaders,
  listHooks,
  hookRequestOf,
  runOwn,
  runHooks,
  changeRequest,
  isThenable,
};
