/** @import { BatchInputLine } from "mistral-batch-files/types" */

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
 * @returns {BatchInputLine[]}
 */
export function makeRequests(live) {
  const requests = Object.entries(questions).map(([custom_id, content]) => ({
    custom_id,
    body: { max_tokens: 60, messages: [{ role: "user", content }] },
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

/**
 * The requests as JSON lines, one at a time, so that nothing large is held in memory.
 *
 * @param {Iterable<BatchInputLine>} requests
 */
export function* toLines(requests) {
  for (const request of requests) yield `${JSON.stringify(request)}\n`;
}
