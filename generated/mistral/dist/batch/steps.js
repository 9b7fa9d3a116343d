/** Asks for one thing. */
export function* ask(request) {
  return yield request;
}
