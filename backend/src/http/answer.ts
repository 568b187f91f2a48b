import { STATUS_CODES, type StatusName, toIsoInstant } from '@ringback/contract';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal, type SlotProposals } from '../domain/refusal.js';
import type { AppContext } from './app-env.js';

/** 200 with the envelope of every good answer. */
export function succeed(c: AppContext, data: unknown): Response {
  c.set('code', 0);
  c.header('Cache-Control', 'no-store');
  c.header('Content-Type', 'application/json');
  return c.body(successText(data, c.get('corrId')));
}

/** The envelope of every good answer. */
export function successText(data: unknown, corrId: string): string {
  const text = textOf(data);
  const status = `{"code":0,"message":"Successful","corrId":"${corrId}"}`;
  return text === undefined ? `{"status":${status}}` : `{"status":${status},"data":${text}}`;
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
  const { http, code, message, headers, body } = refusalAnswer(refusal, c.get('corrId'));
  c.set('code', code);
  c.set('message', message);
  for (const [name, value] of headers) c.header(name, value);
  return c.body(body, http as ContentfulStatusCode);
}

/** What a refusal is answered with. */
export interface RefusalAnswer {
  readonly http: number;
  /** `status.code` of the envelope. */
  readonly code: number;
  readonly message: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The one place where refusals get their shape, whoever sends them. */
export function refusalAnswer(refusal: Refusal, corrId: string): RefusalAnswer {
  const { code, http } = STATUS_CODES[refusal.status];
  const { message, reason, retryAfterSeconds } = refusal;
  const status = { code, message, corrId, ...(reason && { reason }) };
  const data = dataOf(refusal);
  const headers: [string, string][] = [
    ['cache-control', 'no-store'],
    ['content-type', 'application/json'],
  ];
  if (retryAfterSeconds !== undefined) headers.push(['retry-after', String(Math.max(1, Math.ceil(retryAfterSeconds)))]);
  return { http, code, message, headers, body: JSON.stringify(data ? { status, data } : { status }) };
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
