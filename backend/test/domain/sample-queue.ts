import { parseConfigFile, type BusinessHours, type QueueSettings } from '@ringback/contract';
import type { BookingRules } from '../../src/domain/booking.js';
import { compileHours } from '../../src/domain/business-hours.js';
import { office } from './sample-hours.js';

/** Queue settings with the contract's own defaults. */
export function queueOf(change: Partial<QueueSettings> = {}): QueueSettings {
  const result = parseConfigFile({
    site: { name: 'test', apiKeys: ['test-key'] },
    businessHours: [{ name: 'Sample', timeZone: 'UTC', weekly: {} }],
    queues: [{ name: 'Test_VQ', businessHours: 'Sample' }],
  });
  const [queue] = result.ok ? result.config.queues : [];
  if (!queue) throw new Error('the sample configuration does not parse');
  return { ...queue, ...change };
}

/** Rules of a queue with the demo's office hours, unless others are given. */
export function rulesOf(
  change: Partial<QueueSettings> = {},
  hours: { business?: BusinessHours; offer?: BusinessHours; capacity?: Partial<BookingRules['capacity']> } = {},
): BookingRules {
  const settings = queueOf(change);
  const business = hours.business ?? office();
  return {
    settings,
    hours: compileHours(business),
    offerHours: hours.offer && compileHours(hours.offer),
    capacity: { rule: undefined, slotCapacity: settings.slotCapacity, timeZone: business.timeZone, ...hours.capacity },
  };
}
