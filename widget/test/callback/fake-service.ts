import type { Availabilities, Offers, VisitorCallback } from '@ringback/contract';
import type { Bus } from '../../src/bus/bus-types.js';
import type { RunningRequest, ScheduledAnswer, ScheduleOptions } from '../../src/plugins/callback-service/protocol.js';

/** What the fake `CallbackService` answers; each may be replaced at any time, and may reject or stay open. */
export interface FakeAnswers {
  offers(): Offers | Promise<Offers>;
  schedule(options: ScheduleOptions): ScheduledAnswer | Promise<ScheduledAnswer>;
  availability(from: number, to: number): Availabilities | Promise<Availabilities>;
  status(): VisitorCallback | Promise<VisitorCallback>;
  adopt?(): VisitorCallback | null;
  cancel(): VisitorCallback | Promise<VisitorCallback>;
  reschedule(desiredTime: string): VisitorCallback | Promise<VisitorCallback>;
  running: RunningRequest | null;
}

export const accepted = (id = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10'): ScheduledAnswer => ({
  status: { code: 0, message: 'Successful', corrId: '7f3c9a10-1111-4222-8333-444444444444' },
  data: { id, visitorToken: 'token' },
});

/** A promise that never settles: the network takes its time. */
export const never = <Value>(): Promise<Value> => new Promise<Value>(() => undefined);

/** Registers a `CallbackService` on a real bus, whose network is in the test's hands. */
export function fakeCallbackService(bus: Bus, answers: FakeAnswers) {
  const plugin = bus.registerPlugin('CallbackService');
  if (!plugin) throw new Error('CallbackService is registered twice');
  const scheduled: ScheduleOptions[] = [];
  const adopted: string[] = [];
  const windows: Array<{ from: number; to: number }> = [];
  let watching = 0;
  plugin.registerCommand('offers', async ({ deferred }) => deferred.resolve(await answers.offers()));
  plugin.registerCommand('running', ({ deferred }) => deferred.resolve(answers.running));
  plugin.registerCommand('schedule', async ({ data, deferred }) => {
    scheduled.push(data);
    deferred.resolve(await answers.schedule(data));
  });
  plugin.registerCommand('availability', async ({ data, deferred }) => {
    const from = new Date(data?.startDate ?? 0).getTime();
    const to = new Date(data?.endDate ?? 0).getTime();
    windows.push({ from, to });
    deferred.resolve(await answers.availability(from, to));
  });
  plugin.registerCommand('status', async ({ deferred }) => deferred.resolve(await answers.status()));
  plugin.registerCommand('adopt', ({ data, deferred }) => {
    adopted.push(data.phoneNumber);
    deferred.resolve(answers.adopt?.() ?? null);
  });
  plugin.registerCommand('cancel', async ({ deferred }) => deferred.resolve(await answers.cancel()));
  plugin.registerCommand('reschedule', async ({ data, deferred }) =>
    deferred.resolve(await answers.reschedule(new Date(data.desiredTime).toISOString())),
  );
  plugin.registerCommand('watch', ({ deferred }) => {
    watching++;
    deferred.resolve({ stop: () => void watching-- });
  });
  plugin.ready();
  return {
    plugin,
    answers,
    /** Requests so far. */
    scheduled,
    /** Numbers whose request other tabs were asked for. */
    adopted,
    windows,
    watching: () => watching,
    say: (callback: VisitorCallback) => plugin.publish('statusChanged', callback),
    retry: (attempt: number) => plugin.publish('retrying', { command: 'schedule', attempt, delay: 1000 }),
    connection: (connection: 'live' | 'polling' | 'lost') => plugin.publish('connectionChanged', { connection }),
  };
}
