/** @import { BatchRequestTo } from "mistral-batch-files/batch" */

/** @typedef {BatchRequestTo<"/v1/chat/completions">} ChatRequest */

const questions = {
  capital: "What is the capital of Norway?",
  prime: "Is 97 a prime number?",
  haiku: "Write a haiku about batch jobs.",
  greeting: "Say hello in Breton.",
};

/**
 * Five requests, of which the last fails.
 *
 * @param {boolean} live
 * @returns {ChatRequest[]}
 */
export function makeRequests(live) {
  const requests = Object.entries(questions).map(([custom_id, content]) => ({
    custom_id,
    body: { max_tokens: 60, messages: [{ role: /** @type {const} */ ("user"), content }] },
  }));
  // The real endpoint refuses this temperature; the embedded server has to be told to fail.
  const fault = live
    ? { temperature: 99 }
    : { simulate_error: { status: 400, message: "temperature is out of range" } };
  return [
    ...requests,
    { custom_id: "broken", body: { ...fault, messages: [{ role: "user", content: "Hello?" }] } },
  ];
}
