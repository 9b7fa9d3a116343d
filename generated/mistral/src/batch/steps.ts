/**
 * What a batch does, written once for all styles: generators that ask for one thing after the other to be done, and that
 * do nothing by themselves. The styles differ in how they carry out what is asked.
 */

import type { BatchJob, BatchJobList, CreateBatchJob, DeletedFile, FileObject } from "../types.js";
import type { Part } from "./part.js";

/** What is asked for, except for the next value to be given to the caller. */
export type Action =
  | { readonly kind: "next" }
  | { readonly kind: "upload"; readonly name: string; readonly content: () => Steps<string> }
  | { readonly kind: "create"; readonly params: CreateBatchJob }
  | { readonly kind: "get"; readonly jobId: string; readonly inline?: boolean }
  | { readonly kind: "list"; readonly page: number; readonly createdAfter: string | undefined }
  | { readonly kind: "wait"; readonly part: Part }
  | { readonly kind: "open"; readonly fileId: string }
  | { readonly kind: "line"; readonly lines: object }
  | { readonly kind: "close"; readonly lines: object }
  | { readonly kind: "delete"; readonly fileId: string }
  | { readonly kind: "save" }
  | { readonly kind: "sleep"; readonly ms: number };

/** What comes back, by what was asked for. */
export interface Replies {
  next: IteratorResult<unknown, unknown>;
  upload: FileObject;
  create: BatchJob;
  get: BatchJob;
  list: BatchJobList;
  wait: BatchJob;
  open: object;
  line: IteratorResult<string, unknown>;
  close: void;
  delete: DeletedFile;
  save: void;
  sleep: void;
}

export type Step<Value> = Action | { readonly kind: "give"; readonly value: Value };

/** Steps that give values, and come to a result. */
export type Steps<Value = never, Result = void> = Generator<Step<Value>, Result, unknown>;

/** Asks for one thing. */
export function* ask<Name extends Action["kind"]>(
  request: Extract<Action, { readonly kind: Name }>,
): Steps<never, Replies[Name]> {
  return (yield request) as Replies[Name];
}

/** Carries out a request: what it returns, or a promise's value, is the reply, and what it throws is thrown where it was asked. */
export type Perform = (request: Action) => unknown;

/** Carries out steps, and gives their values when they are asked for. Leaving the loop ends the steps as `return` would. */
export async function* drive<Value>(
  steps: Steps<Value>,
  perform: Perform,
): AsyncGenerator<Value, void, undefined> {
  type Turn = IteratorResult<Step<Value>, void>;
  const carryOut = async (request: Action): Promise<Turn> => {
    let reply: unknown;
    try {
      reply = await perform(request);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(reply);
  };
  let turn: Turn = steps.next();
  try {
    while (turn.done !== true) {
      const step: Step<Value> = turn.value;
      if (step.kind === "give") yield step.value;
      turn = step.kind === "give" ? steps.next() : await carryOut(step);
    }
  } finally {
    turn = steps.return();
    while (turn.done !== true)
      turn = turn.value.kind === "give" ? steps.next() : await carryOut(turn.value);
  }
}

/** The same where everything blocks. */
export function* driveSync<Value>(
  steps: Steps<Value>,
  perform: Perform,
): Generator<Value, void, undefined> {
  type Turn = IteratorResult<Step<Value>, void>;
  const carryOut = (request: Action): Turn => {
    let reply: unknown;
    try {
      reply = perform(request);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(reply);
  };
  let turn: Turn = steps.next();
  try {
    while (turn.done !== true) {
      const step: Step<Value> = turn.value;
      if (step.kind === "give") yield step.value;
      turn = step.kind === "give" ? steps.next() : carryOut(step);
    }
  } finally {
    turn = steps.return();
    while (turn.done !== true)
      turn = turn.value.kind === "give" ? steps.next() : carryOut(turn.value);
  }
}
