import { telephonyCallback, type CallbackId } from '@ringback/contract';
import type pg from 'pg';
import * as v from 'valibot';
import type { Context } from '../../src/context.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { Agenda } from './agenda.js';
import { BOSS, HOUR, MINUTE, midnightOf } from './business.js';
import { chance } from './chance.js';
import type { Ledger } from './ledger.js';

interface Office {
  readonly agenda: Agenda;
  readonly service: () => Context;
  readonly ledger: Ledger;
  readonly client: pg.Client;
  readonly days: number;
  readonly seed: number;
  readonly end: number;
}

/** What is done from above: a campaign in the morning, an hour that falls out at noon, failures called again in the afternoon. */
export function planManagers(office: Office): void {
  for (let day = 0; day < office.days; day += 1) {
    const midnight = midnightOf(day);
    if (day < 5) office.agenda.plan(midnight + 12.5 * HOUR, () => campaign(office, day));
    office.agenda.plan(midnight + 11.75 * HOUR, () => fallOut(office, midnight + 15 * HOUR));
    office.agenda.plan(midnight + 16 * HOUR, () => callAgain(office));
  }
}

async function campaign({ service, ledger, agenda, seed }: Office, day: number): Promise<void> {
  const luck = chance(seed, 'campaign', day);
  for (let n = 0; n < 30; n += 1) {
    const phoneNumber = `+1917${2_000_000 + day * 1_000 + n}`;
    const request = v.parse(telephonyCallback, { serviceName: 'Late_VQ', phoneNumber, channel: 'campaign', priority: luck.pick([-1, 0]) });
    const made = await granted(ledger, () => service().ringback.bookFromTelephony(request, { idempotencyKey: phoneNumber }));
    if (made) ledger.booked({ id: made.id, queue: 'Late_VQ', at: agenda.clock.now(), told: undefined });
  }
}

/** Half an hour of one queue is cancelled. */
async function fallOut({ service, ledger }: Office, from: number): Promise<void> {
  const range = { from, to: from + 30 * MINUTE, queues: ['Service_VQ'] };
  await granted(ledger, () => service().ringback.startBulkCancel(BOSS, { range }));
}

const FAILED = `SELECT id, queue FROM callback WHERE reason = 'FAILED_MAX_ATTEMPTS' AND completed_at > $1 ORDER BY created_at, phone LIMIT 10`;

async function callAgain({ service, ledger, client, agenda }: Office): Promise<void> {
  const now = agenda.clock.now();
  const { rows } = await client.query<{ id: CallbackId; queue: string }>(FAILED, [new Date(now - 8 * HOUR)]);
  for (const { id } of rows) {
    const made = await granted(ledger, () =>
      service().ringback.manageRecreate(BOSS, id, { desiredTime: undefined, idempotencyKey: undefined }),
    );
    if (made) ledger.booked({ id: made.id, queue: made.queue, at: now, told: undefined });
  }
}

async function granted<Result>(ledger: Ledger, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 'INTERNAL' || error.status === 'UNAVAILABLE') throw error;
    ledger.refused(error.status);
    return undefined;
  }
}
