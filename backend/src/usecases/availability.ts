import { toIsoInstant, type IsoInstant, type Availabilities, type AvailabilityQuery } from '@ringback/contract';
import { availabilityWindow, type AvailabilityWindow } from '../domain/availability-window.js';
import { bookableUntil, listSlots, type SlotBook } from '../domain/availability.js';
import { MINUTE, localTime } from '../domain/zone-clock.js';
import type { Dependencies } from './dependencies.js';
import { queueRules, type QueueRules } from './site-rules.js';
import { readSlotBook } from './slot-book.js';

/** A slot that holds an instant began less than this before it, also where the clock jumps. */
const REACH_MS = 2 * 3_600_000;

/** See `Ringback.availability`. 1 statement, shared by those who ask about the same days at once. */
export async function availability(deps: Dependencies, serviceName: string, query: AvailabilityQuery): Promise<Availabilities> {
  const rules = queueRules(deps.site, serviceName);
  const now = deps.clock.now();
  const window = availabilityWindow(query, now);
  const asked = window.kind === 'span' ? window : { from: window.at - REACH_MS, to: window.at + REACH_MS };
  const from = Math.max(asked.from, now - REACH_MS);
  const to = Math.max(from, Math.min(asked.to, bookableUntil(now, rules.settings.maxAdvanceDays) + 1));
  const book = await readSlotBook(deps, rules, { from, to });
  return sharedAnswer({ rules, book, window, query, now });
}

interface Asked {
  readonly rules: QueueRules;
  readonly book: SlotBook;
  readonly window: AvailabilityWindow;
  readonly query: AvailabilityQuery;
  readonly now: number;
}

function answerOf({ rules, book, window, query, now }: Asked): Availabilities {
  const slots = listSlots(book, now, { window, maxTimeSlots: query.maxTimeSlots, reportBusy: query.reportBusy });
  const { timeZone } = window;
  return {
    slots: slots.map(({ start, free, total }) => ({
      utcTime: written(start),
      ...(timeZone !== undefined && { localTime: localTime(start, timeZone) }),
      capacity: free,
      total,
    })),
    durationMin: rules.settings.slotDurationMinutes,
    timezone: timeZone ?? 'UTC',
  };
}

interface Answered {
  readonly rules: QueueRules;
  readonly answer: Availabilities;
}
/** By the reading of the places, then by the question. */
const answers = new WeakMap<SlotBook['taken'], Map<string, Answered>>();

/**
 * Whoever shares a reading of the places and asks the same in the same minute gets the same answer, which is worked out (and written
 * as text, by the HTTP side) once. Slots begin on whole minutes, so within one nothing is over that was not.
 */
function sharedAnswer(asked: Asked): Availabilities {
  const { rules, book, query, now } = asked;
  const known = answers.get(book.taken) ?? new Map<string, Answered>();
  answers.set(book.taken, known);
  const question = `${Math.floor(now / MINUTE)} ${Math.ceil(now / MINUTE)} ${JSON.stringify(query)}`;
  const earlier = known.get(question);
  // The rules may have been edited while the places were read.
  if (earlier?.rules === rules) return earlier.answer;
  const answer = answerOf(asked);
  known.set(question, { rules, answer });
  return answer;
}

const WRITTEN_KEPT = 20_000;
const instants = new Map<number, IsoInstant>();

/** The same slots are listed again and again, and writing their instants would be half of the work. */
function written(start: number): IsoInstant {
  const known = instants.get(start);
  if (known !== undefined) return known;
  if (instants.size >= WRITTEN_KEPT) instants.clear();
  const text = toIsoInstant(start);
  instants.set(start, text);
  return text;
}
