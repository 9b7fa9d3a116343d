// @ts-check
// The same call, a list of jobs, by each client. All send the same key and read the same JSON.
import { Agent, get } from "node:http";
import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import { batchJobsList, createCore } from "mistral-batch-files/operations";
import { createSyncClient } from "mistral-batch-files/sync";
import { heyApi, orval } from "./peers.js";

const apiKey = "key";
const headers = { accept: "application/json", authorization: `Bearer ${apiKey}` };

/** @typedef {() => Promise<unknown>} AsyncCall */

/**
 * @param {string} baseUrl
 * @returns {Promise<Record<string, AsyncCall>>} The first is what the others are compared with.
 */
export async function asyncCalls(baseUrl) {
  const url = `${baseUrl}/v1/batch/jobs`;
  const agent = new Agent({ keepAlive: true, scheduling: "lifo" });
  const options = { baseUrl, apiKey };
  const client = createClient(options);
  const core = createCore(options);
  const callbacks = createCallbackClient(options);
  return {
    fetch: async () => (await fetch(url, { headers })).json(),
    "node:http": () => nodeHttp(url, agent),
    "triptych, promise": () => client.batch.jobs.list(),
    "triptych, function": () => batchJobsList(core),
    "triptych, callback": () =>
      new Promise((resolve, reject) => {
        callbacks.batch.jobs.list(undefined, { onSuccess: resolve, onError: reject });
      }),
    "triptych, given fetch": givenFetch(options),
    "openapi-fetch": await openapiFetch(baseUrl),
    "hey-api": await heyApiCall(baseUrl),
    orval: await orvalCall(baseUrl),
    "vendor's SDK": await vendor(baseUrl),
  };
}

/**
 * @param {string} url
 * @param {Agent} agent
 */
function nodeHttp(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.once("error", reject);
    }).once("error", reject);
  });
}

/**
 * The promise layer over the global `fetch`, as where it has no transport of its own.
 *
 * @param {{ baseUrl: string, apiKey: string }} options
 */
function givenFetch(options) {
  const client = createClient({ ...options, fetch: (url, init) => fetch(url, init) });
  return () => client.batch.jobs.list();
}

/** @param {string} baseUrl */
async function openapiFetch(baseUrl) {
  const { default: create } = await load("openapi-fetch");
  const client = create({ baseUrl, headers });
  return async () => (await client.GET("/v1/batch/jobs")).data;
}

/** @param {string} baseUrl */
async function heyApiCall(baseUrl) {
  const { client, ...operations } = await load(heyApi);
  client.setConfig({ baseUrl, headers });
  const list = operations.jobsApiRoutesBatchGetBatchJobs;
  return async () => (await list()).data;
}

/** @param {string} baseUrl */
async function orvalCall(baseUrl) {
  Object.assign(globalThis, { orvalOrigin: baseUrl });
  const { jobsApiRoutesBatchGetBatchJobs: list } = await load(orval);
  return async () => (await list(undefined, { headers })).data;
}

/** @param {string} serverURL */
async function vendor(serverURL) {
  const { Mistral } = await load("@mistralai/mistralai");
  const client = new Mistral({ apiKey, serverURL });
  return () => client.batch.jobs.list();
}

/**
 * The peers are in this folder only, and without them there is nothing to check their types by.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
function load(name) {
  return import(name);
}

/**
 * @param {string} baseUrl
 * @returns {Promise<Record<string, () => unknown>>}
 */
export async function syncCalls(baseUrl) {
  const url = `${baseUrl}/v1/batch/jobs`;
  const client = createSyncClient({ baseUrl, apiKey });
  const { createSyncFn } = await load("synckit");
  const inWorker = createSyncFn(new URL("synckit-worker.js", import.meta.url));
  const { default: syncFetch } = await load("sync-fetch");
  return {
    "triptych, sync": () => client.batch.jobs.list(),
    synckit: () => inWorker(url, headers),
    "sync-fetch": () => syncFetch(url, { headers }).json(),
  };
}
