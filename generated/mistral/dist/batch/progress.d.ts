/** How far a batch has come. */
export interface BatchProgress {
  /** Requests that were read so far. */
  readonly read: number;
  /** Requests that jobs were created for. */
  readonly submitted: number;
  /** Whether these are all. */
  readonly isComplete: boolean;
  /** Requests that are over, as the server counts them, successful or not. */
  readonly completed: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Jobs that were created. */
  readonly jobs: number;
  /** Jobs that change no more. */
  readonly jobsOver: number;
  /** Results that were given to the caller, those of missing requests included. */
  readonly results: number;
}
