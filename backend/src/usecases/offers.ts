import { toIsoInstant, type Offers } from '@ringback/contract';
import { firstFreeSlot } from '../domain/availability.js';
import { activeKeySet, captchaOfferOf } from '../domain/captcha.js';
import type { Dependencies } from './dependencies.js';
import { queueNow } from './queue-status.js';
import { queueRules, type QueueRules } from './site-rules.js';
import { bookableSpan, readSlotBook } from './slot-book.js';

/** See `Ringback.offers` (WI11). 1 statement, shared; without scheduling none. */
export async function offers(deps: Dependencies, serviceName: string): Promise<Offers> {
  const rules = queueRules(deps.site, serviceName);
  const { settings, hours, numberRule } = rules;
  const now = deps.clock.now();
  const keySet = activeKeySet(deps.site.effective.config.site.captcha);
  const [queue, firstFree] = await Promise.all([
    queueNow(deps, rules),
    settings.scheduledEnabled ? firstFreeStart(deps, rules, now) : undefined,
  ]);
  const openFor = hours.openFor(now);
  const opens = hours.isOpen(now) ? undefined : hours.nextOpening(now);
  return {
    serviceName: settings.name,
    timeZone: hours.timeZone,
    open: hours.isOpen(now),
    openFor,
    ...(opens !== undefined && { nextOpening: toIsoInstant(opens) }),
    immediate: { offered: queue.offers.immediate, estimatedWaitTime: queue.wait.seconds, waiting: queue.board.waiting.length },
    scheduled: {
      offered: queue.offers.scheduled,
      ...(firstFree !== undefined && { firstFree: toIsoInstant(firstFree) }),
      slotDurationMinutes: settings.slotDurationMinutes,
      maxAdvanceDays: settings.maxAdvanceDays,
    },
    ...(settings.callDirection === 'USERORIGINATED' && settings.callInGroup && { callIn: { groupName: settings.callInGroup } }),
    ...(numberRule?.defaultCountry !== undefined && { defaultCountry: numberRule.defaultCountry }),
    ...(keySet && { captcha: captchaOfferOf(keySet) }),
    ...(settings.numberCheck && { numberCheck: settings.numberCheck }),
  };
}

async function firstFreeStart(deps: Dependencies, rules: QueueRules, now: number): Promise<number | undefined> {
  const book = await readSlotBook(deps, rules, bookableSpan(rules, now));
  return firstFreeSlot(book, now)?.start;
}
