import { wallClock, type LocalDate } from '../../ui/local-time.js';
import type { DateLike } from './protocol.js';

const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The calendar date that a caller means, in the zone of the picker; `undefined` when it is none. */
export function readDate(given: DateLike | undefined, zone: string): LocalDate | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string') {
    const [, month, day, year] = US_DATE.exec(given) ?? [];
    if (month && day && year)
      return realDate(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    if (ISO_DATE.test(given)) return realDate(given);
  }
  const at = new Date(given).getTime();
  return Number.isNaN(at) ? undefined : wallClock(at, zone).date;
}

function realDate(text: string): LocalDate | undefined {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text;
}
