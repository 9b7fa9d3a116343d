// src/runtime/guard.ts
function guard(handler) {
  try {
    handler();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export { guard };
