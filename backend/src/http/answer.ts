import { STATUS_CODES, type StatusName, toIsoInstant } from '@ringback/contract';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal, type SlotProposals } from '../domain/refusal.js';
import type { AppContext } from './app-env.js';

/** 200 with the envelope of every good answer. */
export function succeed(c: AppContext, data: unknown): Response {
  c.set('code', 0);
  c.header('Cache-Control', 'no-store');
  c.header('Content-Type', 'application/json');
  const text = textOf(data);
  const status = `{"code":0,"message":"Successful","corrId":"${c.get('corrId')}"}`;
  return c.body(text === undefined ? `{"status":${status}}` : `{"status":${status},"data":${text}}`);
}

/** An answer that is given to many at once is one object, and is written once. */
const texts = new WeakMap<object, string>();

function textOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const known = texts.get(data);
  if (known !== undefined) return known;
  const text = JSON.stringify(data);
  texts.set(data, text);
  return text;
}

/** The envelope of a refusal, under the HTTP status of its code. */
export function refuse(c: AppContext, refusal: Refusal): Response {
  const { code, http } = STATUS_CODES[refusal.status];
  c.set('code', code);
  c.set('message', refusal.message);
  c.header('Cache-Control', 'no-store');
  if (refusal.retryAfterSeconds !== undefined) c.header('Retry-After', String(Math.max(1, Math.ceil(refusal.retryAfterSeconds))));
  const { message, reason } = refusal;
  const status = { code, message, corrId: c.get('corrId'), ...(reason && { reason }) };
  const data = dataOf(refusal);
  return c.json(data ? { status, data } : { status }, http as ContentfulStatusCode);
}

/** What there is to choose from, or to mend. */
function dataOf({ slots, problems, numberCheck }: Refusal): object | undefined {
  if (slots) return { slots: proposals(slots) };
  if (numberCheck) return { numberCheck };
  return problems && { problems };
}

/** Instants as text -> free places as text (rest-api 3.1), in the order of the map. */
function proposals(slots: SlotProposals): Record<string, string> {
  return Object.fromEntries([...slots].map(([start, free]) => [toIsoInstant(start), String(free)]));
}

/** The same envelope where no request context exists: raw protocol errors. */
export function bareEnvelope(name: StatusName, message: string, corrId: string): string {
  return JSON.stringify({ status: { code: STATUS_CODES[name].code, message, corrId } });
}
