// @ts-check
// What a caller of synckit would write: a fetch in its worker.
const { runAsWorker } = /** @type {any} */ (await import(/** @type {string} */ ("synckit")));

runAsWorker(async (/** @type {string} */ url, /** @type {Record<string, string>} */ headers) =>
  (await fetch(url, { headers })).json(),
);
