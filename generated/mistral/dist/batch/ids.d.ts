/**
 * A set of ids in the order in which they were added, which says the number of each. It keeps 96 bits of each id and not
 * the id itself, in at most 28 bytes, also while it grows: two different ids are taken for the same with a chance of less
 * than one in 10^16 among a million.
 */
export declare class IdTable {
  #private;
  /** How many ids there are. */
  get size(): number;
  /** Adds an id. If it is there already its number is returned, and nothing is added. */
  add(id: string): number | undefined;
  /** The number of an id, counted from 0; undefined if it was not added. */
  find(id: string): number | undefined;
}
/** A set of numbers, one bit each. */
export declare class NumberSet {
  #private;
  has(number: number): boolean;
  add(number: number): void;
}
/** The number of a request whose custom id is its number; undefined if the id is another text. */
export declare function numberIn(id: string): number | undefined;
