/** Asks for one thing. */
export function* ask(request) {
  return yield request;
}
/** Carries out steps, and gives their values when they are asked for. Leaving the loop ends the steps as `return` would. */
export async function* drive(steps, perform) {
  const carryOut = async (request) => {
    let reply;
    try {
      reply = await perform(request);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(reply);
  };
  let turn = steps.next();
  try {
    while (turn.done !== true) {
      const step = turn.value;
      if (step.kind === "give") yield step.value;
      turn = step.kind === "give" ? steps.next() : await carryOut(step);
    }
  } finally {
    turn = steps.return();
    while (turn.done !== true)
      turn = turn.value.kind === "give" ? steps.next() : await carryOut(turn.value);
  }
}
/** The same where everything blocks. */
export function* driveSync(steps, perform) {
  const carryOut = (request) => {
    let reply;
    try {
      reply = perform(request);
    } catch (error) {
      return steps.throw(error);
    }
    return steps.next(reply);
  };
  let turn = steps.next();
  try {
    while (turn.done !== true) {
      const step = turn.value;
      if (step.kind === "give") yield step.value;
      turn = step.kind === "give" ? steps.next() : carryOut(step);
    }
  } finally {
    turn = steps.return();
    while (turn.done !== true)
      turn = turn.value.kind === "give" ? steps.next() : carryOut(turn.value);
  }
}
