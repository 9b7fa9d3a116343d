/** Carries the steps of a generator out, one by one; what cannot be carried out is thrown into it. */
export declare function drive<Step, Answer, Outcome>(
  steps: Generator<Step, Outcome, Answer>,
  carryOut: (step: Step) => Answer | Promise<Answer>,
): Promise<Outcome>;
/** The same without waiting for anything. */
export declare function driveSync<Step, Answer, Outcome>(
  steps: Generator<Step, Outcome, Answer>,
  carryOut: (step: Step) => Answer,
): Outcome;
