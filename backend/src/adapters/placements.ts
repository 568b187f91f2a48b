import type { Clock } from '../ports/clock.js';
import type { Attempt, DialResult, Progress } from '../ports/dialer.js';
import type { Log } from '../ports/log.js';

/** What came of one try to have a call made. */
export type Placed = { readonly kind: 'accepted' } | { readonly kind: Exclude<DialResult, 'accepted'>; readonly reason: string };

/** What a dialer that places calls by itself is given for it. */
export interface PlacementOptions {
  /** Told of the end of each try. */
  readonly onTry: (result: DialResult) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface Options extends PlacementOptions {
  /** One try. `tries` is 1 for the first of this process. May reject, which is a failure. */
  readonly tryOnce: (attempt: Attempt, tries: number) => Promise<Placed>;
}

/** Tries at once; the others wait their turn. */
const MOST_AT_ONCE = 16;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** How long an attempt is tried, from when it was recorded. */
const PATIENCE_MS = 60_000;
/** Longer than anybody asks for an outcome. */
const FORGET_MS = 3_600_000;

interface Entry {
  readonly attempt: Attempt;
  readonly since: number;
  tries: number;
  state: 'trying' | 'pausing' | 'given-up';
  retryAt: number;
}

/**
 * Has calls made by a telephony side that may be slow, busy or gone: each attempt is tried until it is accepted, refused,
 * or a minute is over. `place` returns at once, so that one bad call holds up nobody; `due` retries and tells the failure.
 */
export class Placements {
  readonly #options: Options;
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: (() => void)[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #running = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Starts trying. An attempt that is being tried already goes on. */
  place(attempt: Attempt): void {
    const key = keyOf(attempt);
    const now = this.#options.clock.now();
    for (const [old, { since }] of this.#entries) if (now - since > FORGET_MS) this.#entries.delete(old);
    if (this.#entries.has(key)) return;
    const entry: Entry = { attempt, since: now, tries: 0, state: 'trying', retryAt: now };
    this.#entries.set(key, entry);
    this.#start(entry);
  }

  /** The failure of an attempt that was given up; undefined while there is hope, and for one that was accepted. */
  due(attempt: Attempt, now: number): Progress | undefined {
    const entry = this.#entries.get(keyOf(attempt));
    if (entry?.state === 'given-up') return { kind: 'over', outcome: 'failed' };
    if (entry?.state === 'pausing' && now >= entry.retryAt) this.#start(entry);
    return undefined;
  }

  /**
   * Ends an attempt that nobody wants any more: it is tried no further, and `hangUp` is run on the side. One that fails is
   * logged; the telephony side also learns it from the answer to its next report.
   */
  drop(attempt: Pick<Attempt, 'callbackId' | 'number'>, hangUp: () => Promise<void>): void {
    this.#entries.delete(keyOf(attempt));
    const running = this.#inTurn(hangUp)
      .catch(() => this.#options.log.warn('a call could not be hung up', { callback: attempt.callbackId, attempt: attempt.number }))
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  /** Resolves when no try is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #start(entry: Entry): void {
    entry.state = 'trying';
    const running = this.#inTurn(() => this.#tryOnce(entry)).finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#running >= MOST_AT_ONCE) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    this.#running += 1;
    try {
      await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #tryOnce(entry: Entry): Promise<void> {
    const { tryOnce, onTry, clock, log } = this.#options;
    const { attempt } = entry;
    // Dropped while it waited for its turn.
    if (this.#entries.get(keyOf(attempt)) !== entry) return;
    entry.tries += 1;
    const result = await tryOnce(attempt, entry.tries).catch((error: unknown): Placed => ({
      kind: 'failed',
      reason: error instanceof Error ? error.name : 'unknown',
    }));
    onTry(result.kind);
    if (result.kind === 'accepted') return void this.#entries.delete(keyOf(attempt));
    const now = clock.now();
    entry.retryAt = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (entry.tries - 1));
    entry.state = result.kind === 'refused' || entry.retryAt > entry.since + PATIENCE_MS ? 'given-up' : 'pausing';
    log.warn('a call could not be placed', {
      callback: attempt.callbackId,
      attempt: attempt.number,
      tries: entry.tries,
      reason: result.reason,
      givenUp: entry.state === 'given-up',
    });
  }
}

const keyOf = ({ callbackId, number }: Pick<Attempt, 'callbackId' | 'number'>): string => `${callbackId}/${number}`;
