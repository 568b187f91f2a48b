import type { ServiceOptions } from '../../options/widget-options.js';
import type { ScheduleOptions } from './protocol.js';
import { localError } from './service-error.js';

/** Body of `POST /callbacks/create`, as far as the widget fills it. */
export interface ScheduleBody {
  serviceName: string;
  phoneNumber: string;
  /** ISO instant; absent means as soon as possible. */
  desiredTime?: string;
  language: string;
  userData?: Record<string, unknown>;
  captchaToken?: string;
  pushTargets?: unknown[];
  numberCheckId?: string;
  numberCheckCode?: string;
  identity?: string;
}

/** An instant as the server reads it. Throws a CallbackServiceError for what is no time. */
export function isoInstant(time: string | number | Date): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw localError(501, 'The desired time is not a date and time');
  return date.toISOString();
}

/** Whether a caller has said anything. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
/** What is said of some values. */
export const givenOf = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => isGiven(value)));

/**
 * What `schedule` sends. userData: the configured, below 8.5's `form.userData`, below the call's, below what the visitor typed.
 * Throws a CallbackServiceError when number or service is missing.
 */
export function scheduleBody(
  given: ScheduleOptions,
  { serviceName: configured, userData: always }: ServiceOptions,
  language: string,
): ScheduleBody {
  const { phonenumber, desiredTime, userData, form, serviceName, idempotencyKey: _key, pushTargets, ...rest } = given;
  const { captchaToken, numberCheckId, numberCheckCode, identity, ...inputs } = rest;
  if (!isGiven(phonenumber)) throw localError(7030, 'A phone number is required');
  const service = serviceName || configured;
  if (!service) throw localError(7040, 'No serviceName is configured');
  const all = { ...always, ...form?.userData, ...userData, ...givenOf(inputs) };
  return {
    serviceName: service,
    phoneNumber: String(phonenumber),
    language,
    ...(isGiven(desiredTime) && desiredTime !== 'now' && { desiredTime: isoInstant(desiredTime as string | Date) }),
    ...(Object.keys(all).length > 0 && { userData: all }),
    ...givenOf({ captchaToken, numberCheckId, numberCheckCode, identity }),
    ...(Array.isArray(pushTargets) && { pushTargets }),
  };
}
