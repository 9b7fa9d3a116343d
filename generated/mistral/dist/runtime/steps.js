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
/** Carries steps out, and gives their values when they are asked for. Leaving the loop ends the steps as `return` would. */
export async function* driveValues(steps, carryOut) {
  const pass = async (step) => {
    let answer;
    try {
      answer = await carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = await pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : await pass(next.value);
  }
}
/** The same without waiting for anything. */
export function* driveValuesSync(steps, carryOut) {
  const pass = (step) => {
    let answer;
    try {
      answer = carryOut(step);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(answer);
  };
  let next = steps.next();
  try {
    while (next.done !== true) {
      const step = next.value;
      if (isGive(step)) {
        yield step.value;
        next = steps.next();
      } else next = pass(step);
    }
  } finally {
    next = steps.return();
    while (next.done !== true) next = isGive(next.value) ? steps.next() : pass(next.value);
  }
}
function isGive(step) {
  return step.kind === "give";
}
