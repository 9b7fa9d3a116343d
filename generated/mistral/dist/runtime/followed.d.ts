/**
 * The cursors or URLs by which the pages of a list were followed. It does not grow with the list: it knows the first one, the
 * last ones, and one that is replaced each time their number has doubled (Brent's algorithm). So a way that leads back to its
 * beginning, or in a circle that is not long, is noticed at once, and any other circle in the end.
 */
export declare class Followed {
  #private;
  /** @returns Whether it was not followed before, as far as that is known. */
  add(key: string): boolean;
}
