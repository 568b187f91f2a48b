import { request, type ClientRequest } from 'node:http';
import type { CallbackId, VisitorCallback } from '@ringback/contract';
import { createCallback } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BootedService, bootService } from './boot-service.js';

let service: BootedService;
beforeAll(async () => void (service = await bootService()));
afterAll(() => service?.end());

const SSE = 200;
const LISTENERS = 1_000;
let numbers = 0;

async function bookMany(count: number): Promise<{ id: CallbackId; visitorToken: string }[]> {
  const made: { id: CallbackId; visitorToken: string }[] = [];
  for (let at = 0; at < count; at += 50)
    made.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - at) }, () =>
          service.context.ringback.createCallback(
            v.parse(createCallback, { serviceName: 'Support_VQ', phoneNumber: `+1646${5_550_000 + (numbers += 1)}` }),
            { idempotencyKey: undefined },
          ),
        ),
      )),
    );
  return made;
}

/** Statements that something costs, beside what the scheduler and the metrics ask in that time. */
async function statementsOf(work: () => Promise<void>): Promise<number> {
  const before = (await service.context.metrics()).statements;
  await work();
  return (await service.context.metrics()).statements - before;
}

/** Reads a live stream as a browser would, and keeps the newest event. */
function listen(token: string): Promise<{ newest: () => VisitorCallback | undefined; close: () => void }> {
  return new Promise((resolve, reject) => {
    let newest: VisitorCallback | undefined;
    let rest = '';
    const sent: ClientRequest = request(`${service.url}/visitor/v1/callback/events?token=${token}`, { agent: false });
    sent.on('error', reject);
    sent.on('response', (response) => {
      expect(response.statusCode).toBe(200);
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (chunk: string) => {
        const events = `${rest}${chunk}`.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data) newest = JSON.parse(data) as VisitorCallback;
        }
        if (newest) resolve({ newest: () => newest, close: () => sent.destroy() });
      });
    });
    sent.end();
  });
}

it('[QU3] 1,000 listeners of 1,000 callbacks, 200 of them over real sockets: a change costs a handful of statements, not one each', async () => {
  const made = await bookMany(LISTENERS);
  await service.context.scheduler.runOnce();
  const places = new Map<CallbackId, number[]>();
  const stops = await Promise.all(
    made.slice(SSE).map(({ id }) =>
      service.context.ringback.watchCallback(id, ({ position }) => {
        if (position !== undefined) places.set(id, [...(places.get(id) ?? []), position]);
      }),
    ),
  );
  const sockets = await Promise.all(made.slice(0, SSE).map(({ visitorToken }) => listen(visitorToken)));
  expect((await service.context.metrics()).watchers).toBe(LISTENERS);
  const placeOf = (id: CallbackId): number | undefined =>
    places.get(id)?.at(-1) ?? sockets[made.findIndex((one) => one.id === id)]?.newest()?.position;
  const before = new Map(made.map(({ id }) => [id, placeOf(id)]));
  expect([...before.values()].toSorted((x, y) => (x ?? 0) - (y ?? 0))).toEqual(Array.from({ length: LISTENERS }, (_, index) => index + 1));
  const top = made.find(({ id }) => before.get(id) === 1);

  const cost = await statementsOf(async () => {
    await service.context.ringback.cancelCallback(top!.id, { kind: 'customer' });
    // Everybody else has moved up by one, whether in this process or at the other end of a socket.
    const moved = () => made.filter(({ id }) => placeOf(id) === (before.get(id) ?? 0) - 1).length;
    await expect.poll(moved, { timeout: 10_000 }).toBe(LISTENERS - 1);
  });
  // Read, change, board, the record that changed, the announcement; the rest is what the scheduler asks each second.
  expect(cost).toBeLessThan(60);

  const many = await statementsOf(async () => {
    for (const { id } of made.slice(0, 20)) await service.context.ringback.cancelCallback(id, { kind: 'customer' });
    await expect.poll(() => sockets[19]?.newest()?.state, { timeout: 10_000 }).toBe('COMPLETED');
  });
  // Two each for the cancels themselves, and no more boards and records than that; a listener costs nothing.
  expect(many).toBeLessThan(200);

  for (const seen of places.values()) expect(seen).toEqual(seen.toSorted((x, y) => y - x));
  for (const stop of stops) stop();
  for (const { close } of sockets) close();
  await expect.poll(async () => (await service.context.metrics()).watchers, { timeout: 10_000 }).toBe(0);
});
