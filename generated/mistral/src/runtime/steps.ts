/** Carries the steps of a generator out, one by one; what cannot be carried out is thrown into it. */
export async function drive<Step, Answer, Outcome>(
  steps: Generator<Step, Outcome, Answer>,
  carryOut: (step: Step) => Answer | Promise<Answer>,
): Promise<Outcome> {
  let next = steps.next();
  while (next.done !== true) {
    let answer: Answer;
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
export function driveSync<Step, Answer, Outcome>(
  steps: Generator<Step, Outcome, Answer>,
  carryOut: (step: Step) => Answer,
): Outcome {
  let next = steps.next();
  while (next.done !== true) {
    let answer: Answer;
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

/** A step by which a generator gives a value to whoever drives it. */
export interface Give<Value> {
  readonly kind: "give";
  readonly value: Value;
}

/** Steps that give values. What one of the other steps comes to is what it is answered with. */
export type ValueSteps<Step, Value> = Generator<Step | Give<Value>, void, unknown>;

/** Carries steps out, and gives their values when they are asked for. Leaving the loop ends the steps as `return` would. */
export async function* driveValues<Step extends { readonly kind: string }, Value>(
  steps: ValueSteps<Step, Value>,
  carryOut: (step: Step) => unknown,
): AsyncGenerator<Value, void, undefined> {
  const pass = async (step: Step): Promise<IteratorResult<Step | Give<Value>, void>> => {
    let answer: unknown;
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
export function* driveValuesSync<Step extends { readonly kind: string }, Value>(
  steps: ValueSteps<Step, Value>,
  carryOut: (step: Step) => unknown,
): Generator<Value, void, undefined> {
  const pass = (step: Step): IteratorResult<Step | Give<Value>, void> => {
    let answer: unknown;
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

function isGive<Step extends { readonly kind: string }, Value>(
  step: Step | Give<Value>,
): step is Give<Value> {
  return step.kind === "give";
}
