/** Carries the steps of a generator out, one by one; what cannot be carried out is thrown into it. */
export async function drive(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      const pending = carryOut(next.value);
      answer = pending instanceof Promise ? await pending : pending;
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
/** The same without waiting for anything. */
export function driveSync(steps, carryOut) {
  let next = steps.next();
  while (next.done !== true) {
    let answer;
    try {
      answer = carryOut(next.value);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}
