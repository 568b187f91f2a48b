import type { openFor as openForAnswer, openForQuery } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { momentOf } from '../domain/availability-window.js';
import { isWithinImmediateOfferTime, offerHoursOpenFor } from '../domain/offers.js';
import { agentsServing } from './agents-serving.js';
import { waitOfNext } from './boards.js';
import type { Dependencies } from './dependencies.js';
import { unknownService, type QueueRules } from './site-rules.js';

type Query = InferOutput<typeof openForQuery>;
type Answer = InferOutput<typeof openForAnswer>;

/** See `Ringback.openFor`. A queue's name wins over a business-hours object of the same name. */
export async function openFor(deps: Dependencies, name: string, query: Query): Promise<Answer> {
  const at = query.start === undefined ? deps.clock.now() : momentOf(query.start, query.timezone, 'start');
  const rules = deps.site.queues.get(name);
  if (rules) return ofQueue(deps, rules, { query, at });
  const hours = deps.site.hours.get(name);
  if (!hours) throw unknownService(name);
  return {
    openFor: hours.openFor(at),
    ...(query.queryImmediateOfferHours && { immediateOfferHoursOpenFor: -1 }),
    ...(query.returnWithinImmediateOfferTime && { isWithinImmediateOfferTime: hours.isOpen(at) }),
  };
}

async function ofQueue(deps: Dependencies, rules: QueueRules, { query, at }: { query: Query; at: number }): Promise<Answer> {
  const { settings, hours, offerHours } = rules;
  const answer: Answer = { openFor: hours.openFor(at) };
  if (query.queryImmediateOfferHours) answer.immediateOfferHoursOpenFor = offerHoursOpenFor(offerHours, at);
  if (query.returnWithinImmediateOfferTime) {
    await deps.roster.fresh();
    const wait = waitOfNext(await deps.boards.fresh(settings.name), agentsServing(deps, settings.name));
    const times = { hours, offerHours, blackoutMinutes: settings.immediateBlackoutMinutes };
    answer.isWithinImmediateOfferTime = isWithinImmediateOfferTime(times, { wait, now: at });
  }
  if (query.checkImmediateEnabled) answer.isImmediateEnabled = settings.immediateEnabled;
  return answer;
}
