import type { Availabilities, NumberCheck, Offers, VisitorCallback } from '@ringback/contract';
import type { Environment } from '../../environment.js';
import { readServiceOptions } from '../../options/read-service-options.js';
import type { ServiceOptions } from '../../options/widget-options.js';
import { sendRequest, type ApiRequest } from './api-client.js';
import { availabilityQuery } from './availability-query.js';
import { gmsAvailabilities, gmsBody, gmsQuery } from './gms-dialect.js';
import type {
  AvailabilityOptions,
  CallbackServiceError,
  ResendOptions,
  ScheduledAnswer,
  ScheduleOptions,
  ServiceConfig,
} from './protocol.js';
import { givenOf, isoInstant, scheduleBody } from './schedule-body.js';
import { localError, refusalOf } from './service-error.js';

export interface ServiceCallsParts {
  environment: Environment;
  /** The configuration of the moment: read anew each time, since interceptors and sites change the object in place. */
  config(): ServiceConfig;
  /** Where the server is unless the `callback` section says so. */
  baseUrl: string;
  /** `main.header`. */
  headers: Record<string, string>;
  language: string;
  signal: AbortSignal;
  onRetry(command: string, attempt: number, delay: number): void;
}

const IDENTITY_REFUSED = 7046;

export type ServiceCalls = ReturnType<typeof createServiceCalls>;

/** The server's operations, by the configuration of the moment. All reject with a CallbackServiceError. */
export function createServiceCalls({ environment, config, baseUrl, headers, language, signal, onRetry }: ServiceCallsParts) {
  const settings = () => readServiceOptions(config(), headers, baseUrl);

  const send: Send = async (command, request) => {
    const { ajaxTimeout: timeout, headers: custom } = settings();
    const whole = { ...request, timeout, headers: { ...custom, ...request.headers } };
    return sendRequest(whole, { environment, signal, onRetry: (attempt, delay) => onRetry(command, attempt, delay) });
  };
  const visitor = async (command: string, path: string, token: string, body?: unknown) => {
    const url = `${settings().visitorUrl}/callback${path}`;
    const isQuestion = path === '';
    const answer = await send(command, {
      method: isQuestion ? 'GET' : 'POST',
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(!isQuestion && { body: body ?? {} }),
    });
    return dataOf<VisitorCallback>(answer);
  };

  return {
    schedule: async (given: ScheduleOptions): Promise<ScheduledAnswer> => {
      const now = settings();
      if (now.dialect === 'v1') return gmsSchedule(given, now, send);
      const body = scheduleBody(given, now, language);
      const own = { ...keyOf(now), 'idempotency-key': given.idempotencyKey || environment.uuid() };
      const create = (signed: object) =>
        send('schedule', { method: 'POST', url: `${now.callbacksUrl}/create`, headers: own, body: { ...body, ...signed } });
      return (await withIdentity(givenOf({ identity: given.identity ?? config()['identity'] }), create, environment)) as ScheduledAnswer;
    },
    availability: async ({ serviceName, ...query }: AvailabilityOptions): Promise<Availabilities> => {
      const now = settings();
      if (now.dialect === 'v1') return gmsAvailability(gmsQuery(query, environment.now()), now, send);
      const url = `${now.callbacksUrl}/availability/${serviceOf(serviceName, now)}?${availabilityQuery(query, environment.now())}`;
      const answer = await send('availability', { method: 'GET', url, headers: keyOf(now) });
      const data = dataOf<Availabilities>(answer);
      if (!Array.isArray(data.slots)) throw { ...refusalOf(200, answer, null), message: 'The server sent no slots' };
      return data;
    },
    offers: async (serviceName?: string): Promise<Offers> => {
      const now = settings();
      if (now.dialect === 'v1') throw localError(0, 'GMS does not tell what it offers');
      return dataOf<Offers>(
        await send('offers', { method: 'GET', url: `${now.visitorUrl}/offers/${serviceOf(serviceName, now)}`, headers: keyOf(now) }),
      );
    },
    resendCode: async ({ numberCheckId, phonenumber, serviceName }: ResendOptions): Promise<NumberCheck> => {
      const now = settings();
      const body = { numberCheckId, phoneNumber: phonenumber, serviceName: serviceName || now.serviceName, language };
      const url = `${now.visitorUrl}/number-checks/resend`;
      // Each try may cost a message.
      const answer = await send('resendCode', { method: 'POST', url, headers: keyOf(now), body, once: true });
      return dataOf<{ numberCheck: NumberCheck }>(answer).numberCheck;
    },
    status: (token: string) => visitor('status', '', token),
    cancel: (token: string) => visitor('cancel', '/cancel', token),
    reschedule: (token: string, desiredTime: string | Date) =>
      visitor('reschedule', '/reschedule', token, { desiredTime: isoInstant(desiredTime) }),
    eventsUrl: (token: string) => `${settings().visitorUrl}/callback/events?token=${encodeURIComponent(token)}`,
  };
}

type Send = (
  command: string,
  request: Pick<ApiRequest, 'method' | 'url' | 'body' | 'once'> & { headers: Record<string, string> },
) => Promise<unknown>;

/** WI12: a token that is not good keeps nobody from booking, unless the site demands one; its developer is told. */
async function withIdentity(signed: object, create: (signed: object) => Promise<unknown>, { warn }: Environment): Promise<unknown> {
  try {
    return await create(signed);
  } catch (error) {
    const { code, message } = error as CallbackServiceError;
    if (code !== IDENTITY_REFUSED || !('identity' in signed)) throw error;
    warn(`callback.identity was refused, so the request goes unsigned: ${message}`);
    return create({}).catch((second: CallbackServiceError) => {
      throw second.code === IDENTITY_REFUSED ? error : second;
    });
  }
}

/** Of the proxy in front of GMS. */
const gmsKeyOf = ({ apiKey }: ServiceOptions): Record<string, string> => (apiKey === '' ? {} : { apikey: apiKey });

async function gmsSchedule(given: ScheduleOptions, settings: ServiceOptions, send: Send): Promise<ScheduledAnswer> {
  const request = {
    method: 'POST',
    url: settings.callbacksUrl,
    headers: gmsKeyOf(settings),
    body: gmsBody(given, settings),
    once: true,
  } as const;
  // As received: sites read its fields from the event.
  return (await send('schedule', request)) as ScheduledAnswer;
}

async function gmsAvailability(query: string, settings: ServiceOptions, send: Send): Promise<Availabilities> {
  const url = `${settings.callbacksUrl}/availability?${query}`;
  const answer = await send('availability', { method: 'GET', url, headers: gmsKeyOf(settings) });
  const found = gmsAvailabilities(answer);
  if (!found) throw { ...refusalOf(200, answer, null), message: 'The server sent no slots' };
  return found;
}

const keyOf = ({ apiKey }: ServiceOptions): Record<string, string> => (apiKey === '' ? {} : { 'x-api-key': apiKey });

function serviceOf(given: string | undefined, { serviceName }: ServiceOptions): string {
  if (!given && !serviceName) throw localError(7040, 'No serviceName is configured');
  return encodeURIComponent(given || serviceName);
}

function dataOf<Data>(answer: unknown): Data {
  const data = (answer as { data?: Data } | null)?.data;
  if (typeof data !== 'object' || data === null)
    throw { ...refusalOf(200, answer, null), message: 'The server sent an answer without data' };
  return data;
}
