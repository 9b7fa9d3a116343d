// @ts-check
// The answers of the batch endpoints: plausible, and always the same for the same request.
/** @import { BatchRequest, Outcome, StoredJob } from "./types.ts" */
import { createHash, randomUUID } from "node:crypto";

/**
 * What becomes of a request. A request's body can ask for a failure:
 *
 * - `simulate_error: { status, message }` (400 and "Simulated error" by default): the endpoint answers with that status and
 *   an error body, and `error` of the line has the message;
 * - with `form: "status"` the line's `error` is null and only the status tells of the failure;
 * - with `form: "object"` or `form: "string"` there is no response, only an `error` as an object or as text.
 *
 * A request without a model in a job without a model or agent fails with status 422.
 *
 * @param {Pick<StoredJob, "id" | "endpoint" | "model" | "agentId" | "createdMs">} job
 * @param {BatchRequest} request
 * @param {number} number From 1, the place of the request in the job.
 * @returns {Outcome}
 */
export function decide(job, request, number) {
  const { custom_id, body } = request;
  const id = `batch-${job.id.slice(0, 8)}-${number}-${randomUUID()}`;
  const model = job.model ?? job.agentId ?? body["model"];
  const wish =
    typeof model === "string"
      ? body["simulate_error"]
      : { status: 422, message: "No model is given" };
  if (typeof wish !== "object" || wish === null) {
    const answer = answerOf(job.endpoint, body, String(model), Math.floor(job.createdMs / 1000));
    return {
      line: { id, custom_id, response: { status_code: 200, body: answer }, error: null },
      failure: null,
    };
  }
  /** @type {Readonly<Record<string, unknown>>} */
  const { form, ...wished } = { ...wish };
  const status = Number(wished["status"] ?? 400);
  const message = String(wished["message"] ?? "Simulated error");
  const type =
    status === 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
  const code = `http_${status}`;
  const response = {
    status_code: status,
    body: { object: "error", message, type, param: null, code: null },
  };
  const error = form === "status" ? null : form === "string" ? message : { message, code };
  const answered = form !== "string" && form !== "object";
  return { line: { id, custom_id, response: answered ? response : null, error }, failure: message };
}

/**
 * @param {string} endpoint
 * @param {Readonly<Record<string, unknown>>} body
 * @param {string} model
 * @param {number} created Unix seconds.
 * @returns {object}
 */
function answerOf(endpoint, body, model, created) {
  const hash = createHash("sha256")
    .update(endpoint)
    .update(JSON.stringify(body))
    .digest("hex")
    .slice(0, 32);
  const prompt = promptOf(body);
  const reply = `You wrote: ${prompt}`;
  const usage = usageOf(prompt, reply);
  switch (endpoint) {
    case "/v1/embeddings": {
      const inputs = texts(body["input"]);
      const size = Number(body["output_dimension"] ?? 16);
      const data = inputs.map((text, index) => ({
        object: "embedding",
        index,
        embedding: vector(text, size),
      }));
      return { id: hash, object: "list", data, model, usage: usageOf(inputs.join(" "), "") };
    }
    case "/v1/moderations":
    case "/v1/chat/moderations":
      return {
        id: hash,
        model,
        results: (endpoint === "/v1/moderations" ? texts(body["input"]) : [prompt]).map(moderation),
      };
    case "/v1/classifications":
    case "/v1/chat/classifications":
      return { id: hash, model, results: [{ topic: { scores: { other: 0.75, question: 0.25 } } }] };
    case "/v1/ocr": {
      const page = {
        index: 0,
        markdown: "# A page\n\nRead by the embedded server.",
        images: [],
        dimensions: { dpi: 200, height: 2200, width: 1700 },
      };
      return {
        pages: [page],
        model,
        usage_info: { pages_processed: 1, doc_size_bytes: JSON.stringify(body).length },
      };
    }
    case "/v1/audio/transcriptions":
      return { model, text: "Heard by the embedded server.", language: "en", segments: [], usage };
    case "/v1/conversations":
      return {
        object: "conversation.response",
        conversation_id: `conv_${hash}`,
        outputs: [{ object: "entry", type: "message.output", role: "assistant", content: reply }],
        usage,
      };
    default: {
      const choice = {
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", tool_calls: null, content: reply },
      };
      return { id: hash, object: "chat.completion", created, model, choices: [choice], usage };
    }
  }
}

/**
 * The last thing that a request says: its prompt, its input, or the content of its last message.
 *
 * @param {Readonly<Record<string, unknown>>} body
 */
function promptOf(body) {
  const { prompt, messages, inputs, input } = body;
  if (typeof prompt === "string") return prompt;
  const last = [messages ?? inputs ?? input ?? ""].flat().at(-1);
  const content =
    typeof last === "object" && last !== null && "content" in last ? last.content : last;
  return texts(content).join(" ");
}

/**
 * @param {unknown} value A text, content chunks with a `text`, or a list of these.
 * @returns {string[]}
 */
function texts(value) {
  return [value].flat().map((item) => {
    if (typeof item === "string") return item;
    return typeof item === "object" && item !== null && "text" in item
      ? String(item.text)
      : (JSON.stringify(item) ?? "");
  });
}

/**
 * @param {string} prompt
 * @param {string} reply
 */
function usageOf(prompt, reply) {
  const [prompt_tokens, completion_tokens] = [words(prompt), words(reply)];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

/** @param {string} text */
function words(text) {
  return (text.match(/\S+/g) ?? []).length;
}

/**
 * A vector of length 1, made from the text's hash.
 *
 * @param {string} text
 * @param {number} size
 */
function vector(text, size) {
  const raw = Array.from({ length: size }, (_, index) => {
    const digest = createHash("sha256").update(`${index}:${text}`).digest();
    return digest.readInt32BE(0) / 2 ** 31;
  });
  const norm = Math.hypot(...raw) || 1;
  return raw.map((value) => Number((value / norm).toFixed(8)));
}

/** @param {string} text */
function moderation(text) {
  const flagged = /\b(kill|hate)\b/i.test(text);
  const score = flagged ? 0.9 : 0.01;
  return {
    categories: { hate_and_discrimination: flagged, violence_and_threats: flagged },
    category_scores: { hate_and_discrimination: score, violence_and_threats: score },
  };
}
