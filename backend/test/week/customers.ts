import { availabilityQuery, createCallback, telephonyCallback, toIsoInstant, type CallbackId } from '@ringback/contract';
import * as v from 'valibot';
import type { Context } from '../../src/context.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { Agenda } from './agenda.js';
import { DAY, HOUR, MINUTE, SECOND, TRAFFIC, midnightOf } from './business.js';
import { chance, type Chance } from './chance.js';
import type { Ledger } from './ledger.js';

/** Somebody who wants to be called. */
interface Visit {
  readonly at: number;
  readonly queue: string;
  readonly phone: string;
  readonly luck: Chance;
}

interface Crowd {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  /** Of each day, in New York; whoever would come at other hours stays away. */
  readonly hours: readonly [from: number, to: number];
}

/** All who come in some days, in any order. */
export function visitsOf({ seed, customers, days, hours }: Crowd): Visit[] {
  const week = Object.entries(TRAFFIC).flatMap(([queue, traffic]) => {
    const sum = traffic.days.reduce((total, one) => total + one, 0);
    return traffic.days.slice(0, days).map((weight, day) => ({ queue, traffic, day, customers: (traffic.share * weight) / sum }));
  });
  const whole = week.reduce((total, one) => total + one.customers, 0);
  let serial = 0;
  return week.flatMap(({ queue, traffic, day, customers: part }) =>
    Array.from({ length: Math.round((customers * part) / whole) }, () => {
      serial += 1;
      const luck = chance(seed, 'customer', serial);
      const [from, to] = traffic.hours;
      // More at noon than in the morning and the evening: the mean of two.
      const hour = from + ((luck.unit() + luck.unit()) / 2) * (to - from) * 0.5 + luck.unit() * (to - from) * 0.5;
      return { hour, at: midnightOf(day) + hour * HOUR, queue, phone: `+1646${2_000_000 + serial}`, luck };
    }).filter(({ hour }) => hour >= hours[0] && hour < hours[1]),
  );
}

interface World {
  readonly agenda: Agenda;
  readonly service: () => Context;
  readonly ledger: Ledger;
  /** Epoch ms after which nobody wants to be called. */
  readonly end: number;
}

/** What one customer does. Refusals are answers; everything else is a fault of the service. */
export async function visit(world: World, one: Visit): Promise<void> {
  const { ledger } = world;
  try {
    const traffic = TRAFFIC[one.queue];
    if (one.luck.happens(traffic?.scheduled ?? 0)) await bookForTime(world, one);
    else if (one.luck.happens(traffic?.inQueue ?? 0)) await comeFromCall(world, one);
    else await bookNow(world, one);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 'INTERNAL' || error.status === 'UNAVAILABLE') throw error;
    ledger.refused(error.status);
  }
}

/** Asks for the wait, as the panel does, and books if it is offered; or from a page that was left open. */
async function bookNow(world: World, { queue, phone, luck }: Visit): Promise<void> {
  const { ledger, agenda } = world;
  const { ringback } = world.service();
  const { ewt, offerImmediateCallback } = await ringback.queueStatus(queue);
  if (!offerImmediateCallback && !luck.happens(0.05)) return ledger.turnedAway();
  const at = agenda.clock.now();
  const request = v.parse(createCallback, { serviceName: queue, phoneNumber: phone, userData: { firstname: 'Ann' } });
  const { id } = await ringback.createCallback(request, { idempotencyKey: `${phone} now` });
  ledger.booked({ id, queue, at, told: ewt });
  // The answer was lost: asked again, and granted once.
  if (luck.happens(0.01)) ledger.repeated(id, (await ringback.createCallback(request, { idempotencyKey: `${phone} now` })).id);
  // Impatient, or on two devices.
  if (luck.happens(0.02)) planAgain(world, request, luck);
  if (luck.happens(0.05)) planCancel(world, id, at + luck.around(12) * MINUTE);
  if (luck.happens(0.1)) await ledger.watch(world.service(), id);
}

function planAgain({ agenda, service, ledger }: World, request: Parameters<Context['ringback']['createCallback']>[0], luck: Chance): void {
  agenda.plan(agenda.clock.now() + luck.around(60) * SECOND, async () => {
    const { id } = await service().ringback.createCallback(request, { idempotencyKey: undefined }).catch(refusalIn(ledger));
    // The first one is over already.
    if (id) ledger.booked({ id, queue: request.serviceName, at: agenda.clock.now(), told: undefined });
  });
}

function planCancel({ agenda, service, ledger }: World, id: CallbackId, at: number): void {
  agenda.plan(at, async () => {
    await service().ringback.cancelCallback(id, { kind: 'customer' }).catch(refusalIn(ledger));
  });
}

/** The customer takes the place of their call, with what it asked for. */
async function comeFromCall({ agenda, service, ledger }: World, { queue, phone, luck }: Visit): Promise<void> {
  const at = agenda.clock.now();
  const request = v.parse(telephonyCallback, {
    serviceName: queue,
    phoneNumber: phone,
    queuedSince: toIsoInstant(at - luck.within(1, 8) * MINUTE),
    ...(luck.happens(0.3) && { priority: 5 }),
    ...(queue === 'French_VQ' && luck.happens(0.3) && { skills: 'french >= 1' }),
  });
  const { id } = await service().ringback.bookFromTelephony(request, { idempotencyKey: `${phone} call` });
  ledger.booked({ id, queue, at, told: undefined });
}

async function bookForTime(world: World, { queue, phone, luck }: Visit): Promise<void> {
  const { agenda, service, ledger } = world;
  const { ringback } = service();
  const at = agenda.clock.now();
  const desiredTime = await freeTime(world, queue, luck);
  if (desiredTime === undefined) return ledger.turnedAway();
  const request = v.parse(createCallback, { serviceName: queue, phoneNumber: phone, desiredTime });
  const { id } = await ringback.createCallback(request, { idempotencyKey: `${phone} then` });
  ledger.booked({ id, queue, at, told: undefined });
  if (luck.happens(0.06)) planCancel(world, id, at + luck.around(60) * MINUTE);
  if (!luck.happens(0.08)) return;
  agenda.plan(at + luck.around(30) * MINUTE, async () => {
    const later = await freeTime(world, queue, luck);
    if (later === undefined) return;
    await service().ringback.rescheduleCallback(id, Date.parse(later), { kind: 'customer' }).catch(refusalIn(ledger));
  });
}

/** Mostly today, of those that have room, and not beyond the end. */
async function freeTime({ agenda, service, end }: World, queue: string, luck: Chance): Promise<string | undefined> {
  const now = agenda.clock.now();
  const from = luck.happens(0.6) ? now : now + luck.within(0.5, 2.5) * DAY;
  const to = Math.min(end, from + 0.4 * DAY);
  if (to <= from) return undefined;
  const query = v.parse(availabilityQuery, { startMS: String(Math.round(from)), endMS: String(Math.round(to)) });
  const { slots } = await service().ringback.availability(queue, query);
  const free = slots.filter(({ capacity }) => capacity > 0);
  return free.length === 0 ? undefined : luck.pick(free).utcTime;
}

const refusalIn =
  (ledger: Ledger) =>
  (error: unknown): { id?: undefined } => {
    if (!(error instanceof Refusal) || error.status === 'INTERNAL' || error.status === 'UNAVAILABLE') throw error;
    ledger.refused(error.status);
    return {};
  };
