/** Repeatable randomness. */
export interface Chance {
  /** From 0 to below 1. */
  unit(): number;
  within(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Positive, mostly near `median`, sometimes much more. */
  around(median: number, spread?: number): number;
}

/**
 * The same names give the same numbers, whatever else was drawn before: what one person of the simulation does hangs on
 * nobody else, so a change of the service changes the world as little as it can.
 */
export function chance(...names: readonly (string | number)[]): Chance {
  let state = hashOf(names.join(' '));
  // Mulberry32: 32 bits of state are plenty for some dozens of numbers each.
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const within = (low: number, high: number): number => low + unit() * (high - low);
  return {
    unit,
    within,
    happens: (probability) => unit() < probability,
    pick: (items) => items[Math.floor(unit() * items.length)] as (typeof items)[number],
    around(median, spread = 0.5) {
      // Box and Muller.
      const normal = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
      return median * Math.exp(spread * normal);
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
