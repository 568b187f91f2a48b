import * as v from 'valibot';

/** UUID of one callback, as every API spells it (lower case, hyphens). */
export type CallbackId = string & v.Brand<'CallbackId'>;
/** Phone number in E.164: `+` and 2 to 15 digits. */
export type E164 = string & v.Brand<'E164'>;
/** ISO 8601 instant in UTC with milliseconds, `2026-11-23T13:00:00.000Z`. */
export type IsoInstant = string & v.Brand<'IsoInstant'>;
/** IANA time zone name that this runtime knows, `America/New_York`. */
export type TimeZone = string & v.Brand<'TimeZone'>;

const ISO_WITH_OFFSET = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Reads an ISO 8601 date-time that names its offset.
 * @returns epoch milliseconds, or `undefined` when the text is not such a date-time (also 30 February, hour 25).
 */
export function parseInstant(text: string): number | undefined {
  const match = ISO_WITH_OFFSET.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const fits =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysInMonth &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second ?? 0) <= 59;
  if (!fits) return undefined;
  // `+0100` is legal ISO basic form but not for Date.parse.
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : ms;
}

/** Epoch milliseconds as the one spelling of an instant that leaves this system. */
export const toIsoInstant = (epochMs: number): IsoInstant => new Date(epochMs).toISOString() as IsoInstant;

/** Whether this runtime's ICU data knows the zone. */
export function isTimeZone(name: string): name is TimeZone {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return name.length > 0;
  } catch {
    return false;
  }
}

export const callbackId = v.pipe(
  v.string('expected a UUID string'),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'expected a UUID like 0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10'),
  v.transform((id) => id.toLowerCase()),
  v.brand('CallbackId'),
);

/** ISO date-time with offset in, epoch milliseconds out. */
export const instant = v.pipe(
  v.string('expected an ISO 8601 date-time'),
  v.check((text) => parseInstant(text) !== undefined, 'expected an ISO 8601 date-time with offset, like 2026-11-23T13:00:00.000Z'),
  v.transform((text) => parseInstant(text) as number),
);

export const timeZone = v.pipe(
  v.string('expected an IANA time zone name'),
  v.check(isTimeZone, 'is not a time zone known here; expected an IANA name like Europe/Lisbon'),
  v.transform((name) => name as TimeZone),
);
