import type { AvailabilityOptions } from './protocol.js';
import { isoInstant } from './schedule-body.js';

/** Query of `GET /callbacks/availability`, without the question mark. `now` is epoch milliseconds. */
export function availabilityQuery(
  { startDate, endDate, numberOfDays, maxTimeSlots, timezone, reportBusy }: AvailabilityOptions,
  now: number,
): string {
  const query = new URLSearchParams();
  const put = (name: string, value: unknown) => {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  };
  const putTime = (name: string, time: AvailabilityOptions['startDate']) => {
    if (time === undefined || time === '') return;
    // Beside `timezone`, text would be read as wall clock of that zone.
    if (timezone) put(`${name}MS`, Date.parse(isoInstant(time)));
    else put(name, isoInstant(time));
  };
  putTime('start', startDate || now);
  putTime('end', endDate);
  put('numberOfDays', numberOfDays);
  put('maxTimeSlots', maxTimeSlots);
  put('timezone', timezone);
  put('reportBusy', reportBusy);
  return query.toString();
}
