import { describe, expect, it } from 'vitest';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { startService } from './start-service.js';

const DATA_URL = 'https://gms.example.com:8080/genesys/1/service/callback/Sales';
const GMS = { dataURL: DATA_URL, apiVersion: 'v1', callDirection: 'USERTERMINATED', userData: { channel: 'web' } };

const start = async (answer: () => Response, config: Record<string, unknown> = GMS) => {
  const environment = fakeEnvironment({ onFetch: answer });
  const service = await startService(config, environment);
  return {
    ...service,
    asked: () =>
      environment.requests.map(({ url, init }) => ({
        url,
        method: init?.method,
        headers: init?.headers,
        body: init?.body && JSON.parse(String(init.body)),
      })),
  };
};
const booked = () => Response.json({ _id: '361-7a1c', _text: 'thanks' });

describe('wire v1', () => {
  it('[BU1] books with the names of GMS; what it does not know is user data', async () => {
    const { bus, asked } = await start(booked, { ...GMS, apikey: 'proxy-token' });
    const answer = await bus.command('CallbackService.schedule', {
      phonenumber: '+14155550100',
      firstname: 'Ada',
      lastname: 'Lovelace',
      subject: 'Bill',
      desiredTime: '2026-11-24T15:00:00Z',
      tennantId: '7',
      userData: { channel: 'shop' },
      idempotencyKey: 'k',
    });
    expect(answer).toEqual({ _id: '361-7a1c', _text: 'thanks' });
    expect(asked()).toEqual([
      {
        url: DATA_URL,
        method: 'POST',
        headers: { apikey: 'proxy-token', 'content-type': 'application/json' },
        body: {
          _customer_number: '+14155550100',
          _desired_time: '2026-11-24T15:00:00.000Z',
          _call_direction: 'USERTERMINATED',
          first_name: 'Ada',
          last_name: 'Lovelace',
          subject: 'Bill',
          tennantId: '7',
          channel: 'shop',
        },
      },
    ]);
  });
  it('[BU1] leaves the time out for a call at once, and a hidden `_call_direction` of a form wins', async () => {
    const { bus, asked } = await start(booked);
    await bus.command('CallbackService.schedule', { phonenumber: '+14155550100', desiredTime: 'now', _call_direction: 'USERORIGINATED' });
    expect(asked()[0]?.body).toEqual({ _customer_number: '+14155550100', _call_direction: 'USERORIGINATED', channel: 'web' });
  });
  it.each([
    [{ dataURL: DATA_URL }, DATA_URL],
    [{ dataURL: DATA_URL, apiVersion: 'v1' }, DATA_URL],
    [{ dataURL: `${DATA_URL}/` }, DATA_URL],
    [{ dataURL: 'https://own.example.com/callback', apiVersion: 'v1' }, 'https://own.example.com/callback'],
    [{ dataURL: 'https://own.example.com/callback', serviceName: 'S' }, 'https://own.example.com/callback/create'],
    [
      { dataURL: 'https://own.example.com/engagement/v3/callbacks', apiVersion: 'v1', serviceName: 'S' },
      'https://own.example.com/engagement/v3/callbacks/create',
    ],
  ])('[WI1] %j posts to %s', async (config, url) => {
    const { bus, asked } = await start(booked, config);
    await bus.command('CallbackService.schedule', { phonenumber: '+14155550100' });
    expect(asked()[0]?.url).toBe(url);
  });
  it('[WI5] an answer that got lost is not asked for again: GMS has no key to know it by', async () => {
    const { bus, environment, named } = await start(() => {
      throw new TypeError('Failed to fetch');
    });
    await expect(bus.command('CallbackService.schedule', { phonenumber: '+14155550100' })).rejects.toMatchObject({ httpStatus: 0 });
    await environment.advance(60_000);
    expect(environment.requests).toHaveLength(1);
    expect(named('retrying')).toEqual([]);
  });
  it('[WI5] reads its exceptions by code, and the free times in them', async () => {
    const { bus } = await start(() =>
      Response.json(
        {
          exception: 'x',
          code: 7041,
          message: 'Too many requests',
          availability: { '2026-11-24T16:00:00.000Z': 2, '2026-11-24T15:00:00.000Z': 0 },
        },
        { status: 400 },
      ),
    );
    await expect(bus.command('CallbackService.schedule', { phonenumber: '1' })).rejects.toMatchObject({
      httpStatus: 400,
      code: 7041,
      message: 'Too many requests',
      slots: [{ utcTime: '2026-11-24T16:00:00.000Z', capacity: 2 }],
      responseJSON: { code: 7041 },
    });
  });
  it('[SL6] asks for free times as GMS does, and reads its map', async () => {
    const { bus, asked, named } = await start(() =>
      Response.json({ '2026-11-24T15:05:00.000Z': 3, '2026-11-24T15:00:00.000Z': '1', nonsense: 1 }),
    );
    const { slots, durationMin } = await bus.command('CallbackService.availability', {
      startDate: '2026-11-24',
      numberOfDays: 5,
      maxTimeSlots: 10,
    });
    expect(asked()[0]?.url).toBe(`${DATA_URL}/availability?start=2026-11-24T00%3A00%3A00.000Z&number-of-days=5&max-time-slots=10`);
    expect(slots.map(({ utcTime, capacity }) => [utcTime, capacity])).toEqual([
      ['2026-11-24T15:00:00.000Z', 1],
      ['2026-11-24T15:05:00.000Z', 3],
    ]);
    expect(durationMin).toBe(5);
    expect(named('availableSlots')).toEqual([{ '2026-11-24T15:00:00.000Z': 1, '2026-11-24T15:05:00.000Z': 3 }]);
  });
  it('[WI10] asks nothing that GMS has no answer for', async () => {
    const { bus, environment, named } = await start(booked);
    await expect(bus.command('CallbackService.offers')).rejects.toMatchObject({ httpStatus: 0 });
    await bus.command('CallbackService.schedule', { phonenumber: '1' });
    await bus.command('CallbackService.watch');
    expect(named('connectionChanged')).toEqual([{ connection: 'none' }]);
    expect(environment.requests).toHaveLength(1);
    expect(await bus.command('CallbackService.running')).toBeNull();
  });
});
