/** Places in the shared memory of the two threads. */
export const flag = {
  /** Counts the messages of the worker; the caller's thread waits for it to change. */
  messages: 0,
  /** Counts up while the worker has calls and its event loop turns. */
  heartbeat: 1,
  /** 1 once the worker ends. */
  ended: 2,
  exitCode: 3,
};
/** The number of places. */
export const flagCount = 4;
/** Time in ms between two beats. */
export const heartbeatInterval = 200;
