import type { ApiEndpoint } from "../types.js";
/** What has to be known to take up a run that was interrupted: plain data, made to be stored as JSON. */
export interface BatchCheckpoint {
  readonly version: 1;
  /** What every job is created with; absent from a run that was taken up by the id of its job. */
  readonly params?: JobParams;
  /** Whether the custom ids are the numbers of the requests. */
  readonly usesNumbersAsIds: boolean;
  /** Whether all requests are in the parts. */
  readonly isComplete: boolean;
  readonly parts: readonly PartRecord[];
}
export interface JobParams {
  readonly endpoint: ApiEndpoint;
  readonly model?: string;
  readonly agent_id?: string;
  readonly metadata?: {
    readonly [key: string]: string;
  };
  readonly timeout_hours?: number;
}
/** The requests of one job. */
export interface PartRecord {
  /** The number of its first request. */
  readonly offset: number;
  readonly count: number;
  /** The uploaded file; none if the job was created without one. */
  readonly file?: string;
  /** When the file was uploaded, in unix seconds. */
  readonly uploadedAt?: number;
  /** The job's id, once it is known that the job was created. */
  readonly job?: string;
  /** Whether all of its results were given to the caller. */
  readonly isCollected: boolean;
}
/**
 * Checks what was stored.
 *
 * @throws {ParameterError} If it is no checkpoint.
 */
export declare function checkCheckpoint(value: unknown): BatchCheckpoint;
