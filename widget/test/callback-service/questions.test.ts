import { describe, expect, it } from 'vitest';
import type { AvailabilityOptions, CallbackServiceError } from '../../src/plugins/callback-service/protocol.js';
import { answer, CONFIG, refusal, startService } from './start-service.js';

const SLOTS = {
  slots: [
    { utcTime: '2026-11-24T09:00:00.000Z', capacity: 2, total: 5 },
    { utcTime: '2026-11-24T09:15:00.000Z', capacity: 0, total: 5 },
  ],
  durationMin: 15,
  timezone: 'UTC',
};
const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was resolved'),
    (error) => error as CallbackServiceError,
  );

describe('CallbackService.availability', () => {
  it.each<[string, AvailabilityOptions | undefined, Record<string, string>]>([
    ['nothing asked', undefined, { start: '2026-11-23T13:00:00.000Z' }],
    [
      'days from a date',
      { startDate: new Date('2026-11-24T00:00:00Z'), numberOfDays: 5 },
      { start: '2026-11-24T00:00:00.000Z', numberOfDays: '5' },
    ],
    [
      'a range of text with offset',
      { startDate: '2026-11-24T00:00:00+01:00', endDate: '2026-11-25T00:00:00+01:00' },
      { start: '2026-11-23T23:00:00.000Z', end: '2026-11-24T23:00:00.000Z' },
    ],
    ['epoch milliseconds', { startDate: 1_800_000_000_000 }, { start: '2027-01-15T08:00:00.000Z' }],
    // Beside a zone, the server would read text as wall clock.
    [
      'a zone',
      { startDate: '2026-11-24T00:00:00Z', endDate: 1_800_000_000_000, timezone: 'Asia/Kathmandu' },
      { startMS: '1795478400000', endMS: '1800000000000', timezone: 'Asia/Kathmandu' },
    ],
    ['all of it', { maxTimeSlots: 3, reportBusy: true }, { start: '2026-11-23T13:00:00.000Z', maxTimeSlots: '3', reportBusy: 'true' }],
  ])('[WI2] %s', async (_, options, query) => {
    const { bus, environment, named } = await startService();
    environment.onFetch = () => answer(SLOTS);
    expect(await bus.command('CallbackService.availability', options)).toEqual(SLOTS);
    const url = new URL(environment.requests[0]?.url ?? '');
    expect(url.origin + url.pathname).toBe('https://api.example.com/engagement/v3/callbacks/availability/Support_VQ');
    expect(Object.fromEntries(url.searchParams)).toEqual(query);
    expect(named('availableSlots')).toEqual([{ '2026-11-24T09:00:00.000Z': 2, '2026-11-24T09:15:00.000Z': 0 }]);
  });
  it('[WI2] a service of the caller, whatever it is called', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = () => answer(SLOTS);
    await bus.command('CallbackService.availability', { serviceName: 'Vente & Après/vente' });
    expect(environment.requests[0]?.url).toContain('/availability/Vente%20%26%20Apr%C3%A8s%2Fvente?');
  });
  it.each([
    ['a refusal', () => refusal(400, 7040, 'unknown service'), { httpStatus: 400, code: 7040 }],
    ['an answer without slots', () => answer({ durationMin: 15 }), { message: 'The server sent no slots' }],
    ['an answer without data', () => answer(null), { message: 'The server sent an answer without data' }],
  ])('[WI5] %s is an availabilityError', async (_, respond, expected) => {
    const { bus, environment, named } = await startService();
    environment.onFetch = respond;
    expect(await failed(bus.command('CallbackService.availability'))).toMatchObject(expected);
    expect(named('availabilityError')[0]).toMatchObject(expected);
    expect(named('availableSlots')).toEqual([]);
  });
});

describe('CallbackService.offers', () => {
  it('[WI11] one question, one answer', async () => {
    const { bus, environment } = await startService();
    environment.onFetch = () => answer({ serviceName: 'Support_VQ', open: true });
    expect(await bus.command('CallbackService.offers')).toMatchObject({ open: true });
    expect(environment.requests.map(({ url }) => url)).toEqual(['https://api.example.com/visitor/v1/offers/Support_VQ']);
    expect(new Headers(environment.requests[0]?.init?.headers).get('x-api-key')).toBe('key-1');
  });
  it('[WI1] without dataURL the server is where the script came from', async () => {
    const { bus, environment } = await startService({ serviceName: 'Support_VQ' });
    environment.onFetch = () => answer({ open: false });
    await bus.command('CallbackService.offers', { serviceName: 'Sales_VQ' });
    expect(environment.requests[0]?.url).toBe('https://widget.example.com/visitor/v1/offers/Sales_VQ');
    expect(new Headers(environment.requests[0]?.init?.headers).has('x-api-key')).toBe(false);
  });
  it('[WI1] custom headers of main.header, only when enableCustomHeader is set', async () => {
    for (const [enableCustomHeader, expected] of [
      [true, 'Basic 1'],
      [undefined, null],
    ] as const) {
      const { bus, environment } = await startService({ ...CONFIG, enableCustomHeader }, undefined, {
        header: { Authorization: 'Basic 1' },
      });
      environment.onFetch = () => answer({ open: true });
      await bus.command('CallbackService.offers');
      expect(new Headers(environment.requests[0]?.init?.headers).get('authorization')).toBe(expected);
    }
  });
});
