import { nextWebhookTry } from '../domain/webhook-retry.js';
import { webhookMessageId, webhookMessageOf } from '../domain/webhook-message.js';
import type { Delivery, Settlement, WebhookOutbox } from '../ports/webhook-outbox.js';
import type { SendResult, WebhookEndpoint, WebhookSender } from '../ports/webhook-sender.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { bringAll } from './bring-all.js';
import type { Tally } from './tally.js';

/** Tries under way at one receiver. */
const MOST_AT_ONCE = 8;
/** Longer than a try can take: whoever holds a lease that has ended is taken for dead. */
const LEASE_MS = 60_000;

/** Brings the outbox to its receivers (TE2). Each receiver has its own pass: one that is slow holds up nobody else. */
export interface Courier {
  /** From now on the receivers of the present configuration are told, also one that was gone. Nothing is asked when they are the same as before. */
  keep(): Promise<void>;
  /** Starts a pass for each receiver that has none under way. Resolves at once. */
  start(): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  settle(): Promise<void>;
  /** Gives up the tries under way; they are made again by whoever comes next. */
  stop(): Promise<void>;
}

interface Options {
  readonly outbox: WebhookOutbox;
  readonly sender: WebhookSender;
  /** The receivers that are configured now. */
  readonly endpoints: () => readonly WebhookEndpoint[];
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
}

export function createCourier(options: Options): Courier {
  const passes = new Map<string, Promise<void>>();
  let kept: string | undefined;
  let stopped = false;

  const keep = async (): Promise<void> => {
    const endpoints = options.endpoints();
    const wanted = JSON.stringify(endpoints.map(({ id, url }) => [id, url]));
    if (wanted === kept) return;
    await options.outbox.keepEndpoints(endpoints.map(({ id }) => id));
    kept = wanted;
  };
  const begin = (endpoint: WebhookEndpoint): void => {
    if (stopped || passes.has(endpoint.id)) return;
    const pass = bring(options, endpoint, () => stopped)
      .catch(() => options.log.warn('webhooks could not be sent', { endpoint: endpoint.id }))
      .finally(() => passes.delete(endpoint.id));
    passes.set(endpoint.id, pass);
  };
  const start = async (): Promise<void> => {
    await keep();
    options.endpoints().forEach(begin);
  };
  return {
    keep,
    start,
    async settle() {
      await start();
      await Promise.all(passes.values());
    },
    async stop() {
      stopped = true;
      options.sender.stop();
      await Promise.all(passes.values());
    },
  };
}

/** Sends to one receiver until nothing more is due. */
function bring(options: Options, endpoint: WebhookEndpoint, isStopped: () => boolean): Promise<void> {
  const { outbox, clock } = options;
  return bringAll<Delivery>({
    mostAtOnce: MOST_AT_ONCE,
    claim(limit) {
      const now = clock.now();
      return outbox.claim({ endpoint: endpoint.id, now, leaseUntil: now + LEASE_MS, limit });
    },
    bringOne: (delivery) => bringOne(options, endpoint, delivery),
    isStopped,
  });
}

async function bringOne({ outbox, sender, clock, log, tally }: Options, endpoint: WebhookEndpoint, delivery: Delivery): Promise<void> {
  const id = webhookMessageId(delivery.callback, delivery.change);
  const body = JSON.stringify(webhookMessageOf(delivery.callback, delivery.change, endpoint));
  const result = await sender.send(endpoint, { id, at: clock.now(), body });
  tally.webhook(result.kind);
  if (result.kind === 'gone') {
    log.warn('a webhook receiver is gone and is told nothing more', { endpoint: endpoint.id });
    return outbox.endGone(endpoint.id, clock.now());
  }
  const settlement = settlementOf(delivery, result, clock.now());
  if (settlement.kind === 'dead') log.warn('a webhook was given up', { endpoint: endpoint.id, message: id, reason: settlement.reason });
  await outbox.settle(delivery, settlement);
}

function settlementOf({ tries, change }: Delivery, result: Exclude<SendResult, { kind: 'gone' }>, now: number): Settlement {
  if (result.kind === 'delivered') return { kind: 'delivered' };
  const { reason, retryAfterMs } = result;
  const at = nextWebhookTry({ tries, toldAt: change.at, now, retryAfterMs });
  return at === undefined ? { kind: 'dead', at: now, reason } : { kind: 'again', at, reason };
}
