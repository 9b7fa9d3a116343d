/** Calls the user's code; what it throws is thrown again where nothing of ours can catch it. */
export function guard(handler: () => void): void {
  try {
    handler();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
