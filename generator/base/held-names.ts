/** Names that stay with their owners, as a name lock has them. */

import { type LockedName, type LockedNames, sortedObject } from "./name-lock.ts";
import { NameSet } from "./naming.ts";

/** Something that wants a name. */
export interface Claim {
  readonly owner: string;
  readonly wanted: string;
}

interface HeldClaim extends Claim {
  readonly name: string;
}

/** Who had which name, of one kind. */
export class HeldNames {
  readonly #byKey = new Map<string, HeldClaim[]>();
  readonly #byName = new Map<string, HeldClaim>();

  /** @param isPresent whether what had a name is still in the document. */
  constructor(locked: LockedNames = {}, isPresent: (claim: HeldClaim) => boolean = () => true) {
    for (const [name, entry] of Object.entries(locked)) {
      const claim =
        typeof entry === "string"
          ? { name, owner: entry, wanted: name }
          : { name, owner: entry.of, wanted: entry.instead };
      if (!isPresent(claim)) continue;
      this.#byName.set(name, claim);
      const key = keyOf(claim);
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), claim]);
    }
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** The names that an owner had for what it wants, best first; none if it wanted something else. */
  of(claim: Claim): readonly string[] {
    const held = this.#byKey.get(keyOf(claim)) ?? [];
    const isSame = ({ owner }: HeldClaim): number => Number(owner === claim.owner);
    const sorted = [...held].sort(
      (a, b) =>
        isSame(b) - isSame(a) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1),
    );
    return sorted.map(({ name }) => name);
  }

  /** Whether another one had the name. */
  isOthers(name: string, claim: Claim): boolean {
    const held = this.#byName.get(name);
    return held !== undefined && keyOf(held) !== keyOf(claim);
  }
}

/** Parameters of a path may be renamed: callers give them by position. */
export function ownerKey(owner: string): string {
  return owner.startsWith("#") ? owner : owner.replaceAll(/\{[^{}]*\}/g, "{}");
}

function keyOf({ owner, wanted }: Claim): string {
  return JSON.stringify([ownerKey(owner), wanted]);
}

/** How names that were given are written down. */
export class NameRecord {
  readonly #names = new Map<string, LockedName>();

  set(name: string, { owner, wanted }: Claim): void {
    this.#names.set(name, name === wanted ? owner : { of: owner, instead: wanted });
  }

  toJSON(): LockedNames {
    return sortedObject(this.#names);
  }
}

/** Names that must differ, and that stay with their owners. */
export class StableNames {
  readonly #taken = new NameSet();
  readonly #record = new NameRecord();
  readonly #held: HeldNames;

  constructor(held: HeldNames = new HeldNames()) {
    this.#held = held;
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** The name that was held for this, if it is free. */
  held(claim: Claim): string | undefined {
    return this.#held.of(claim).find((name) => !this.#taken.has(name));
  }

  /** Gives a name: the one that was held, else the first of `name`, `name2` and so on that is free and held for nobody else. */
  add(wanted: string, owner: string): string {
    const claim = { owner, wanted };
    const name = this.#taken.add(
      this.held(claim) ?? wanted,
      (free) => !this.#taken.has(free) && !this.#held.isOthers(free, claim),
    );
    this.#record.set(name, claim);
    return name;
  }

  /** Those given, without what `isObvious`: names that nothing can take from their owners. */
  locked(isObvious: (name: string, owner: string) => boolean): LockedNames {
    const names = Object.entries(this.#record.toJSON());
    return Object.fromEntries(
      names.filter(([name, entry]) => typeof entry !== "string" || !isObvious(name, entry)),
    );
  }
}
