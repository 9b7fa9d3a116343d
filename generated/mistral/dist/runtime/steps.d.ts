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
/** A step by which a generator gives a value to whoever drives it. */
export interface Give<Value> {
  readonly kind: "give";
  readonly value: Value;
}
/** Steps that give values. What one of the other steps comes to is what it is answered with. */
export type ValueSteps<Step, Value> = Generator<Step | Give<Value>, void, unknown>;
/** Carries steps out, and gives their values when they are asked for. Leaving the loop ends the steps as `return` would. */
export declare function driveValues<
  Step extends {
    readonly kind: string;
  },
  Value,
>(
  steps: ValueSteps<Step, Value>,
  carryOut: (step: Step) => unknown,
): AsyncGenerator<Value, void, undefined>;
/** The same without waiting for anything. */
export declare function driveValuesSync<
  Step extends {
    readonly kind: string;
  },
  Value,
>(
  steps: ValueSteps<Step, Value>,
  carryOut: (step: Step) => unknown,
): Generator<Value, void, undefined>;
