import { expect } from "vitest";
import type { BatchCheckpoint } from "../../generated/mistral/src/batch/checkpoint.ts";
import { collect, follow } from "../../generated/mistral/src/batch/collect.ts";
import { newRun, openSync, resumedRun } from "../../generated/mistral/src/batch/make.ts";
import type { CommonBatchOptions } from "../../generated/mistral/src/batch/params.ts";
import type { BatchResult } from "../../generated/mistral/src/batch/results.ts";
import type { Run } from "../../generated/mistral/src/batch/run.ts";
import type { Perform } from "../../generated/mistral/src/batch/steps.ts";
import { submit } from "../../generated/mistral/src/batch/submit.ts";
import { ConnectionError } from "../../generated/mistral/src/runtime/errors.ts";
import { driveValues, driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import type { Weather } from "./api.ts";

export type Given = { readonly custom_id?: string; readonly body: { input: string } };

export const endpoint = "/v1/embeddings";
const idOf = (request: Given, index: number): string => request.custom_id ?? String(index);

export function start(requests: Iterable<Given>, options: CommonBatchOptions = {}): Run {
  return newRun({ endpoint, model: "m", requests }, options, openSync).run as Run;
}

export function resume(from: string | BatchCheckpoint, requests?: Iterable<Given>): Run {
  const options = requests === undefined ? {} : { requests };
  return resumedRun(from, options, openSync).run as Run;
}

export function runSync(run: Run, perform: Perform): BatchResult[] {
  const results: BatchResult[] = [];
  for (const part of driveValuesSync(submit(run), perform)) {
    for (const _ of driveValuesSync(follow(run, part), perform));
    results.push(...driveValuesSync(collect(run, part), perform));
  }
  return results;
}

export async function runAsync(run: Run, perform: Perform): Promise<BatchResult[]> {
  const later: Perform = async (action) => {
    await Promise.resolve();
    return perform(action);
  };
  const results: BatchResult[] = [];
  for await (const part of driveValues(submit(run), later)) {
    for await (const _ of driveValues(follow(run, part), later));
    for await (const result of driveValues(collect(run, part), later)) results.push(result);
  }
  return results;
}

/** What is to come of each request, by its number. */
export function wanted(requests: readonly Given[], weather: Weather): string[] {
  return requests.map((request, index) => {
    const id = idOf(request, index);
    const kind = weather.isLost(id) ? "missing" : weather.hasFailed(id) ? "error" : "success";
    return `${index} ${kind} ${id}`;
  });
}

/** What came of each request, in the order of their numbers; and of lines that belong to none, how many. */
export function got(results: readonly BatchResult[]): { joined: string[]; unmatched: number } {
  const joined = results.flatMap((result) => (result.kind === "unmatched" ? [] : [result]));
  joined.sort((a, b) => a.index - b.index);
  for (const result of joined) {
    if (result.kind === "success") expect(result.output).toEqual({ answers: result.customId });
    if (result.kind === "error")
      expect(result.error.message).toBe(`no: ${JSON.stringify(result.customId)}`);
  }
  return {
    joined: joined.map(({ index, kind, customId }) => `${index} ${kind} ${customId}`),
    unmatched: results.length - joined.length,
  };
}

/** Two requests, for what goes wrong with one. */
export const pair: readonly Given[] = [{ body: { input: "x" } }, { body: { input: "y" } }];

export const broken: ConnectionError = new ConnectionError("the connection broke");

/** Lets things of a kind fail so many times, after they were done or instead of that. */
export function failing(
  perform: Perform,
  kind: string,
  { times, isDone, error }: { times: number; isDone: boolean; error: unknown },
): Perform {
  let left = times;
  return (action) => {
    if (action.kind !== kind || left-- <= 0) return perform(action);
    if (isDone) perform(action);
    throw error;
  };
}

/** What an `ApiError` is made of. */
export const answer = (
  status: number,
  headers: Record<string, string> = {},
): { status: number; headers: Headers; body: undefined } => ({
  status,
  headers: new Headers(headers),
  body: undefined,
});
