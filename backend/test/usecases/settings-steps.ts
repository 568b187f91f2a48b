import type { Context } from '../../src/context.js';
import type { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import { HOUR, MONDAY } from './harness.js';

/* Steps of the tests of settings. */

export const admin: ConsoleUser = { username: 'ada', roles: ['administrator'], queues: undefined };
export const messageOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error: Refusal) => error.message,
  );
/** Of `Office_VQ`, an hour after it has opened. */
export const SLOT = MONDAY + HOUR;
export const freeAt = async ({ ringback }: Context, start: number, queue = 'Office_VQ'): Promise<number | undefined> =>
  (await ringback.availability(queue, { startMS: start, endMS: start + 1, reportBusy: true })).slots[0]?.capacity;
export const putQueue = async ({ ringback }: Context, name: string, changes: Record<string, unknown>, user = admin) => {
  const { version, value } = await ringback.readObject(user, 'queues', name);
  return ringback.putObject(user, { kind: 'queues', name }, { version, value: { ...value, ...changes } });
};
export const putCapacity = (context: Context, name: string, cells: Record<string, Record<string, number>>, version?: number) =>
  context.ringback.putObject(admin, { kind: 'capacity-rules', name }, { version, value: { cellMinutes: 60, cells } });
