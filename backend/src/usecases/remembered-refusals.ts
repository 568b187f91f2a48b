/** Refusals remembered at most; those that nobody has met for longest are forgotten first, and cost a statement when they come back. */
const MOST_REMEMBERED = 50_000;
/** Requests with an Idempotency-Key that somebody who is refused may still have answered from the records, until they are let in again. */
const REPEATS = 3;

interface Refused {
  /** The limit that was reached. */
  readonly most: number;
  /** Epoch ms. */
  readonly until: number;
  repeats: number;
}

/** Who is certainly refused until when: the counts that say so only grow before that. */
export interface RememberedRefusals {
  /** Epoch ms; undefined: nothing is certain, or another limit holds by now. */
  until(text: string, most: number, now: number): number | undefined;
  add(text: string, most: number, until: number): void;
  /** Repeats that are left. */
  repeats(text: string): number;
  /** Takes one of them; false: none was left. */
  takeRepeat(text: string): boolean;
  readonly size: number;
}

/** Two generations: when the young one is full, the old one is forgotten whole. Taking the oldest of a large map one by one is slow. */
export function rememberedRefusals(most = MOST_REMEMBERED): RememberedRefusals {
  let young = new Map<string, Refused>();
  let old = new Map<string, Refused>();
  const keep = (text: string, refused: Refused): void => {
    old.delete(text);
    if (young.size >= most / 2 && !young.has(text)) [young, old] = [new Map(), young];
    young.set(text, refused);
  };
  const find = (text: string): Refused | undefined => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const aged = old.get(text);
    if (aged !== undefined) keep(text, aged);
    return aged;
  };
  return {
    until(text, limit, now) {
      const known = find(text);
      if (known === undefined) return undefined;
      if (known.until > now && known.most === limit) return known.until;
      young.delete(text);
      return undefined;
    },
    add: (text, limit, until) => keep(text, { most: limit, until, repeats: REPEATS }),
    repeats: (text) => find(text)?.repeats ?? 0,
    takeRepeat(text) {
      const known = find(text);
      if (known === undefined || known.repeats === 0) return false;
      known.repeats -= 1;
      return true;
    },
    get size() {
      return young.size + old.size;
    },
  };
}
