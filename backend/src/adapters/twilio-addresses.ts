import { callbackId, type CallbackId } from '@ringback/contract';
import * as v from 'valibot';
import type { Attempt } from '../ports/dialer.js';

/**
 * Where Twilio asks: `status` how the dial goes, `answer` what to do with whoever answered, `done` what to do when the agent's leg is
 * over, `left` the same of a call that came in.
 */
export const TWILIO_TOPICS = ['status', 'answer', 'done', 'left'] as const;
export type TwilioTopic = (typeof TWILIO_TOPICS)[number];

export interface TwilioAddress {
  readonly id: CallbackId;
  readonly attempt: number;
  readonly topic: TwilioTopic;
  /** How often agents were tried before. */
  readonly tries: number;
}

const ROOT = '/telephony/v1/twilio';
const ADDRESS = new RegExp(`^${ROOT}/([^/]+)/([1-9]\\d{0,5})/(${TWILIO_TOPICS.join('|')})(?:/(\\d))?$`);

/** Names the attempt, so that whatever Twilio says is said of it. */
export const addressOf = ({ callbackId: id, number }: Pick<Attempt, 'callbackId' | 'number'>, topic: TwilioTopic, tries = 0): string =>
  `${ROOT}/${id}/${number}/${topic}${tries === 0 ? '' : `/${tries}`}`;

/** Where Twilio asks what to do with a call that comes in, and brings the code that was typed. */
export const CALL_IN_ADDRESS = `${ROOT}/call-in`;
export const CALL_IN_CODE_ADDRESS = `${ROOT}/call-in/code`;

/** Undefined: none of ours. */
export function readAddress(path: string): TwilioAddress | undefined {
  const match = ADDRESS.exec(path);
  const id = v.safeParse(callbackId, match?.[1]);
  if (!match || !id.success) return undefined;
  return { id: id.output, attempt: Number(match[2]), topic: match[3] as TwilioTopic, tries: Number(match[4] ?? 0) };
}
