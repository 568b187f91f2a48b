import { toIsoInstant, type NumberCheck, type NumberCheckWay } from '@ringback/contract';
import type { Draw } from './access-code.js';
import { Refusal } from './refusal.js';

/** SE5: the code of a check. */
const DIGITS = 6;
const CODE_LIFE_MS = 600_000;
export const MOST_TRIES = 5;
const MOST_SENDS = 4;
/** From one code to the next; twice as long after each. */
const FIRST_PAUSE_MS = 30_000;

/** What is kept of a check; `passed`: good for a booking, without its code too; `spent`: a booking was made of it. */
export interface CheckFacts {
  readonly state: 'sent' | 'passed' | 'spent';
  /** Codes sent so far. */
  readonly sends: number;
  /** Wrong codes so far, over all that were sent. */
  readonly tries: number;
  /** Of the latest code, epoch ms. */
  readonly sentAt: number;
  readonly expiresAt: number;
}

/** Each as likely as any other, leading zeros and all. */
export const drawCode = (draw: Draw): string => String(draw(0, 10 ** DIGITS)).padStart(DIGITS, '0');

/** Of a code that is sent now, epoch ms. */
export const codeExpiry = (now: number): number => now + CODE_LIFE_MS;

/** A check of which a code is sent for the first time. */
export const firstFacts = (now: number): CheckFacts => ({ state: 'sent', sends: 1, tries: 0, sentAt: now, expiresAt: codeExpiry(now) });

/** Whether a code could still be right. */
export const isAlive = ({ state, tries, expiresAt }: CheckFacts, now: number): boolean =>
  expiresAt > now && (state === 'passed' || (state === 'sent' && tries < MOST_TRIES));

/** Epoch ms from which another code may be sent; undefined: never. */
export function resendFrom(facts: CheckFacts, now: number): number | undefined {
  if (facts.state !== 'sent' || !isAlive(facts, now) || facts.sends >= MOST_SENDS) return undefined;
  return facts.sentAt + FIRST_PAUSE_MS * 2 ** (facts.sends - 1);
}

/** What its visitor may know of it. */
export function checkView(id: string, way: NumberCheckWay, { facts, now }: { facts: CheckFacts; now: number }): NumberCheck {
  const from = resendFrom(facts, now);
  return {
    id,
    way,
    digits: DIGITS,
    triesLeft: isAlive(facts, now) ? MOST_TRIES - facts.tries : 0,
    expiresAt: toIsoInstant(facts.expiresAt),
    ...(from !== undefined && { resendAfter: Math.max(0, Math.ceil((from - now) / 1000)) }),
  };
}

const BY: Readonly<Record<NumberCheckWay, string>> = { sms: 'by text message', voice: 'by a call' };

/** To whoever books without a code. */
export const checkNeeded = (numberCheck: NumberCheck): Refusal =>
  new Refusal(
    'NUMBER_CHECK_NEEDED',
    `This number has to be confirmed first: a code of ${DIGITS} digits reaches it ${BY[numberCheck.way]}. Send the same request again with numberCheckId (data.numberCheck.id) and the code as numberCheckCode.`,
    { numberCheck },
  );

/** To whoever books with a code that is not right, or not any more. `facts` undefined: there is no such check of this number and queue. */
export function codeRefused(facts: CheckFacts | undefined, now: number, view: (facts: CheckFacts) => NumberCheck): Refusal {
  if (facts && isAlive(facts, now)) {
    const numberCheck = view(facts);
    const left = numberCheck.triesLeft === 1 ? 'one more try' : `${numberCheck.triesLeft} more tries`;
    return new Refusal(
      'NUMBER_CODE_WRONG',
      `The code is not right. Check the digits; there ${numberCheck.triesLeft === 1 ? 'is' : 'are'} ${left}.`,
      {
        numberCheck,
      },
    );
  }
  return new Refusal('NUMBER_CODE_WRONG', `${whyDead(facts)} Send the request without numberCheckId to get a new code.`);
}

function whyDead(facts: CheckFacts | undefined): string {
  if (!facts) return 'This code belongs to another number or service, or has expired.';
  if (facts.state === 'spent') return 'This code was used for another request already.';
  return facts.tries >= MOST_TRIES ? 'The code was wrong too often.' : 'The code has expired.';
}
