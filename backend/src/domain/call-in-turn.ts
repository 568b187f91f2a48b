/** Somebody who waits to be told that they may call, or has been told. Epoch ms. */
export interface CallerInLine {
  readonly notBefore: number | undefined;
  /** Told since then. */
  readonly readyAt: number | undefined;
  /** Has asked for the number, and may call until then. */
  readonly callInUntil: number | undefined;
}

export interface TurnScene<Caller extends CallerInLine> {
  /** The queue in its order. */
  readonly waiting: readonly Caller[];
  /** Customers who have called and are not with an agent yet. */
  readonly onTheLine: number;
  /** Agents who serve the queue, busy or not. */
  readonly serving: number;
  /** How many free agents could take this one. */
  readonly freeFor: (caller: Caller) => number;
  /** Customers told at once for each free agent. */
  readonly pacing: number;
  readonly now: number;
}

/** So long somebody who was told is expected to react; then the next one is told as well. */
const REACTION_MS = 60_000;

/**
 * CI3: whose turn it is to call now. As many are on their way as free agents can take; where nobody is known to serve the queue,
 * because the telephony side keeps its agents to itself, one at a time. Nobody is told before their time, and who is told stays told.
 */
export function whoseTurn<Caller extends CallerInLine>({ waiting, onTheLine, serving, freeFor, pacing, now }: TurnScene<Caller>): Caller[] {
  let onTheWay = onTheLine + waiting.filter((caller) => isOnTheWay(caller, now)).length;
  const told: Caller[] = [];
  for (const caller of waiting) {
    if (caller.readyAt !== undefined || (caller.notBefore !== undefined && caller.notBefore > now)) continue;
    const room = serving === 0 ? 1 : Math.floor(pacing * freeFor(caller));
    if (onTheWay >= room) {
      // Somebody further back may ask for other skills; who has no agent at all holds nobody up.
      if (room > 0) break;
      continue;
    }
    told.push(caller);
    onTheWay += 1;
  }
  return told;
}

const isOnTheWay = ({ readyAt, callInUntil }: CallerInLine, now: number): boolean =>
  readyAt !== undefined && (now - readyAt < REACTION_MS || (callInUntil !== undefined && callInUntil > now));
