import { pushPayloadOf } from '../domain/push-message.js';
import { isStillTrue } from '../domain/push-plan.js';
import { nextPushTry } from '../domain/push-retry.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { PushDelivery, PushOutbox, PushSettlement } from '../ports/push-outbox.js';
import type { PushAccount, PushResult, PushSender } from '../ports/push-sender.js';
import { bringAll } from './bring-all.js';
import type { Tally } from './tally.js';

/** Tries under way at FCM. */
const MOST_AT_ONCE = 32;
/** Taken together, so that the outbox is not asked for every single one. */
const CLAIMED_AT_ONCE = 16;
/** Longer than a try can take: whoever holds a lease that has ended is taken for dead. */
const LEASE_MS = 60_000;
/** How long nothing is tried after FCM has said that it can't, or doesn't know us, if it doesn't say itself. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Brings push messages to FCM (PU3). */
export interface PushCourier {
  /** Starts a pass unless one is under way. Resolves at once. */
  start(): void;
  /** Resolves when nothing is under way and nothing is due, or FCM has asked for a pause. */
  settle(): Promise<void>;
  /** Gives up the tries under way; they are made again by whoever comes next. */
  stop(): Promise<void>;
}

interface Options {
  readonly outbox: PushOutbox;
  readonly sender: PushSender;
  /** Undefined: push is not configured, and what is to be told waits until it is or is of no use. */
  readonly account: () => PushAccount | undefined;
  /** CI3: whether customers call us on this queue. */
  readonly callsUs: (queue: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
}

export function createPushCourier(options: Options): PushCourier {
  const { outbox, clock, log } = options;
  let pass: Promise<void> | undefined;
  let stopped = false;
  const pause = createPause(clock);
  const isStopped = (): boolean => stopped || pause.isOn();

  const bring = (account: PushAccount): Promise<void> =>
    bringAll<PushDelivery>({
      mostAtOnce: MOST_AT_ONCE,
      claim(room) {
        const now = clock.now();
        return outbox.claim({ now, leaseUntil: now + LEASE_MS, limit: Math.min(room, CLAIMED_AT_ONCE) });
      },
      bringOne: (delivery) => bringOne(options, account, { delivery, pause }),
      isStopped,
    });
  const start = (): void => {
    const account = options.account();
    if (!account || pass || isStopped()) return;
    pass = bring(account)
      .catch(() => log.warn('push messages could not be sent'))
      .finally(() => (pass = undefined));
  };
  return {
    start,
    async settle() {
      start();
      await pass;
    },
    async stop() {
      stopped = true;
      options.sender.stop();
      await pass;
    },
  };
}

/** A time in which FCM is left alone, because it has said of itself, or of our account, that nothing can be sent. */
interface Pause {
  isOn(): boolean;
  begin(retryAfterMs: number | undefined): void;
  /** Something went through. */
  end(): void;
}

function createPause(clock: Clock): Pause {
  let until = 0;
  let inARow = 0;
  return {
    isOn: () => clock.now() < until,
    begin(retryAfterMs) {
      const now = clock.now();
      // Tries that were under way when it began are no further news.
      if (now >= until) inARow += 1;
      const own = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.min(inARow - 1, 10));
      until = Math.max(until, now + (retryAfterMs === undefined ? own : Math.min(retryAfterMs, LONGEST_PAUSE_MS)));
    },
    end: () => void (inARow = 0),
  };
}

async function bringOne(
  options: Options,
  account: PushAccount,
  { delivery, pause }: { delivery: PushDelivery; pause: Pause },
): Promise<void> {
  const { outbox, sender, clock, log, tally, callsUs } = options;
  const now = clock.now();
  const useful = delivery.expiresAt > now && isStillTrue(delivery, delivery.present);
  const payload = useful ? pushPayloadOf({ ...delivery, callsUs: callsUs(delivery.callback.queue) }) : undefined;
  if (!payload) {
    tally.push('passed');
    return outbox.settle(delivery, { kind: 'done' });
  }
  const { token, expiresAt } = delivery;
  const result = await sender.send(account, { token, payload, expiresAt });
  tally.push(result.kind);
  if (result.kind === 'busy' || result.kind === 'denied') pause.begin(result.retryAfterMs);
  if (result.kind === 'delivered') pause.end();
  const settlement = settlementOf(delivery, result, clock.now());
  if (settlement.kind !== 'done' && settlement.kind !== 'forgotten')
    log.warn(settlement.kind === 'dead' ? 'a push message was given up' : 'a push message could not be sent', {
      callback: delivery.callback.id,
      event: delivery.event,
      tries: delivery.tries,
      reason: settlement.reason,
    });
  await outbox.settle(delivery, settlement);
}

function settlementOf({ tries, expiresAt }: PushDelivery, result: PushResult, now: number): PushSettlement {
  switch (result.kind) {
    case 'delivered':
      return { kind: 'done' };
    case 'unregistered':
      return { kind: 'forgotten', at: now, reason: result.reason };
    case 'refused':
      return { kind: 'dead', at: now, reason: result.reason };
    case 'denied':
    case 'busy':
    case 'failed': {
      const at = nextPushTry({ tries, now, expiresAt, retryAfterMs: result.retryAfterMs });
      return at === undefined ? { kind: 'dead', at: now, reason: result.reason } : { kind: 'again', at, reason: result.reason };
    }
  }
}
