const wordsPerKey = 3;
/** Keys are kept in pieces of this many, so that growing copies none of them. */
const pieceLength = 4_096;
/** The table of places is filled up to this share. */
const fill = 0.75;
const factors = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d] as const;

/**
 * A set of ids in the order in which they were added, which says the number of each. It keeps 96 bits of each id and not
 * the id itself, in at most 28 bytes, also while it grows: two different ids are taken for the same with a chance of less
 * than one in 10^16 among a million.
 */
export class IdTable {
  readonly #pieces: Uint32Array[] = [];
  readonly #seeds: readonly [number, number, number] = [seed(), seed(), seed()];
  readonly #key: [number, number, number] = [0, 0, 0];
  /** The numbers of the ids, plus 1, at the places that their keys say, or at the next free ones. */
  #places: Uint32Array = new Uint32Array(64);
  #size = 0;

  /** How many ids there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds an id. If it is there already its number is returned, and nothing is added. */
  add(id: string): number | undefined {
    this.#digest(id);
    const place = this.#placeOfKey();
    const found = this.#places[place] ?? 0;
    if (found !== 0) return found - 1;
    const number = this.#size++;
    const at = (number % pieceLength) * wordsPerKey;
    if (at === 0) this.#pieces.push(new Uint32Array(pieceLength * wordsPerKey));
    this.#pieces.at(-1)?.set(this.#key, at);
    this.#places[place] = number + 1;
    if (this.#size > this.#places.length * fill) this.#grow();
    return undefined;
  }

  /** The number of an id, counted from 0; undefined if it was not added. */
  find(id: string): number | undefined {
    this.#digest(id);
    const found = this.#places[this.#placeOfKey()] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  #digest(id: string): void {
    let [a, b, c] = this.#seeds;
    for (let index = 0; index < id.length; index++) {
      const unit = id.charCodeAt(index);
      a = Math.imul(a ^ unit, factors[0]);
      b = Math.imul(b ^ unit, factors[1]);
      c = Math.imul(c ^ unit, factors[2]);
      a = (a << 13) | (a >>> 19);
      b = (b << 11) | (b >>> 21);
      c = (c << 17) | (c >>> 15);
    }
    this.#key[0] = mixed(a ^ id.length);
    this.#key[1] = mixed(b + a);
    this.#key[2] = mixed(c ^ b);
  }

  /** The place of the key, or the free one where it would stand. */
  #placeOfKey(): number {
    const [a, b, c] = this.#key;
    const mask = this.#places.length - 1;
    for (let place = a & mask; ; place = (place + 1) & mask) {
      const found = this.#places[place] ?? 0;
      if (found === 0) return place;
      const piece = this.#pieces[Math.floor((found - 1) / pieceLength)];
      const at = ((found - 1) % pieceLength) * wordsPerKey;
      if (piece?.[at] === a && piece[at + 1] === b && piece[at + 2] === c) return place;
    }
  }

  #grow(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let number = 0; number < this.#size; number++) {
      const piece = this.#pieces[Math.floor(number / pieceLength)];
      let place = (piece?.[(number % pieceLength) * wordsPerKey] ?? 0) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}

/** Differs from table to table, so that nobody can choose ids that get in each other's way. */
function seed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

/** Spreads what a word says over all of its bits. */
function mixed(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** A set of numbers, one bit each. */
export class NumberSet {
  #bits: Uint8Array = new Uint8Array(64);

  has(number: number): boolean {
    return (((this.#bits[number >>> 3] ?? 0) >>> (number & 7)) & 1) === 1;
  }

  add(number: number): void {
    const at = number >>> 3;
    if (at >= this.#bits.length) {
      const bits = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      bits.set(this.#bits);
      this.#bits = bits;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (number & 7));
  }
}

/** The number of a request whose custom id is its number; undefined if the id is another text. */
export function numberIn(id: string): number | undefined {
  const number = Number(id);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === id ? number : undefined;
}
