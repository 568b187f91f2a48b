import { zoneClock } from './zone-clock.js';

/** How people want times written. */
export interface TimeStyle {
  /** IANA name. */
  readonly timeZone: string;
  readonly clock: '12' | '24';
}

/** `2026-11-23 14:05:00`, or with a 12-hour clock `2026-11-23 02:05:00 PM`; wall clock of the zone. Epoch ms. */
export function spokenTime(at: number, { timeZone, clock }: TimeStyle): string {
  const wall = new Date(zoneClock(timeZone).wallAt(at)).toISOString();
  const [date, time] = [wall.slice(0, 10), wall.slice(11, 19)];
  if (clock === '24') return `${date} ${time}`;
  const hour = Number(time.slice(0, 2));
  const shown = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0');
  return `${date} ${shown}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}
