import type { BatchJob, BatchRequest } from "../types.js";
import type { PartRecord } from "./checkpoint.js";
import type { IdTable } from "./ids.js";

/** The requests of one job, and what is known of it. */
export class Part {
  /** The number of its first request. */
  readonly offset: number;
  count: number;
  hasCount: boolean;
  /** The uploaded file that the requests are in. */
  fileId: string | undefined;
  uploadedAt: number | undefined;
  /** The requests themselves, if they are sent without a file. */
  inline: readonly BatchRequest[] | undefined;
  jobId: string | undefined;
  /** As it was seen last, without its outputs. */
  job: BatchJob | undefined;
  /** Whether it may have a job that nobody told of. */
  isInDoubt = false;
  /** Since when it has had a job in this run, by `performance.now()`. */
  waitingSince: number | undefined;
  isOver: boolean;
  isCollected: boolean;
  /** How many of its requests have a result. */
  found = 0;
  /** Files of results that are gone. */
  readonly gone: string[] = [];
  /** The ids of its requests, where they had to be read back. */
  ids: IdTable | undefined;

  constructor(record: Partial<PartRecord> & { readonly offset: number }) {
    this.offset = record.offset;
    this.count = record.count ?? 0;
    this.hasCount = record.count !== undefined;
    this.fileId = record.file;
    this.uploadedAt = record.uploadedAt;
    this.jobId = record.job;
    this.isCollected = record.isCollected ?? false;
    this.isOver = this.isCollected;
  }

  get end(): number {
    return this.offset + this.count;
  }

  /** Undefined as long as nothing of it is with the server. */
  toRecord(): PartRecord | undefined {
    const { offset, count, fileId: file, uploadedAt, jobId: job, isCollected } = this;
    if (file === undefined && job === undefined) return undefined;
    return {
      offset,
      count,
      ...(file === undefined ? {} : { file }),
      ...(uploadedAt === undefined ? {} : { uploadedAt }),
      ...(job === undefined ? {} : { job }),
      isCollected,
    };
  }
}
