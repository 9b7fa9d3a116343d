/**
 * What a batch does, written once for all styles: generators that ask for one thing after the other to be done, and that
 * do nothing by themselves. The styles differ in how they carry out what is asked.
 */

import type { Give } from "../runtime/steps.js";
import type { BatchJob, BatchJobList, CreateBatchJob, DeletedFile, FileObject } from "../types.js";
import type { Part } from "./part.js";

/** What is asked for, except for the next value to be given to the caller. */
export type Action =
  | { readonly kind: "next" }
  | { readonly kind: "upload"; readonly name: string; readonly content: () => Steps<string> }
  | { readonly kind: "create"; readonly params: CreateBatchJob }
  | { readonly kind: "cancel"; readonly jobId: string }
  | { readonly kind: "get"; readonly jobId: string; readonly inline?: boolean }
  | { readonly kind: "list"; readonly page: number; readonly createdAfter: string | undefined }
  | { readonly kind: "wait"; readonly part: Part }
  | { readonly kind: "open"; readonly fileId: string }
  | { readonly kind: "chunk"; readonly file: OpenFile }
  | { readonly kind: "close"; readonly file: OpenFile }
  | { readonly kind: "delete"; readonly fileId: string }
  | { readonly kind: "save" }
  | { readonly kind: "sleep"; readonly ms: number };

/** A file that is being read, as each style has it. */
export interface OpenFile {
  /** In characters. */
  readonly maxLineLength: number;
}

/** What comes back, by what was asked for. */
export interface Replies {
  next: IteratorResult<unknown, unknown>;
  upload: FileObject;
  create: BatchJob;
  cancel: BatchJob;
  get: BatchJob;
  list: BatchJobList;
  wait: BatchJob;
  open: OpenFile;
  chunk: IteratorResult<Uint8Array, unknown>;
  close: void;
  delete: DeletedFile;
  save: void;
  sleep: void;
}

export type Step<Value> = Action | Give<Value>;

/** Steps that give values, and come to a result. */
export type Steps<Value = never, Result = void> = Generator<Step<Value>, Result, unknown>;

/** Asks for one thing. */
export function* ask<Name extends Action["kind"]>(
  request: Extract<Action, { readonly kind: Name }>,
): Steps<never, Replies[Name]> {
  return (yield request) as Replies[Name];
}

/** Carries out what is asked for. What it returns, or a promise's value, is the reply; what it throws is thrown where it was asked. */
export type Perform = (request: Action) => unknown;
