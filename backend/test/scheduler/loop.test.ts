import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLoop } from '../../src/scheduler/loop.js';
import { quietLog } from '../quiet-log.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const loopOf = (run: () => Promise<boolean>) => createLoop({ name: 'test', run, pauseMs: 1_000, log: quietLog });

it('runs, pauses, runs again; without a pause while there is more to do', async () => {
  const answers = [true, true, false, false];
  const run = vi.fn(async () => answers.shift() ?? false);
  const loop = loopOf(run);
  loop.start();
  await vi.advanceTimersByTimeAsync(5);
  expect(run).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(4);
  await loop.stop();
});

it('starts once however often it is started, and stops for good', async () => {
  const run = vi.fn(async () => false);
  const loop = loopOf(run);
  await loop.stop();
  loop.start();
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(1);
  await Promise.all([loop.stop(), loop.stop()]);
  loop.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(1);
});

it('stop waits for the run under way', async () => {
  let finish = (_more: boolean): void => undefined;
  const loop = loopOf(() => new Promise<boolean>((resolve) => void (finish = resolve)));
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  let stopped = false;
  const stopping = loop.stop().then(() => void (stopped = true));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).toBe(false);
  finish(true);
  await stopping;
  expect(stopped).toBe(true);
});

it('wakes early, many calls at once count as one, and one during a run is not lost', async () => {
  let finish = (_more: boolean): void => undefined;
  const run = vi.fn(() => new Promise<boolean>((resolve) => void (finish = resolve)));
  const loop = loopOf(run);
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  loop.wake();
  loop.wake();
  finish(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(run).toHaveBeenCalledTimes(2);
  finish(false);
  await vi.advanceTimersByTimeAsync(0);
  loop.wake();
  loop.wake();
  await vi.advanceTimersByTimeAsync(20);
  expect(run).toHaveBeenCalledTimes(3);
  finish(false);
  await loop.stop();
});

it('goes on after failures, ever slower up to a limit, and at its pace again after a success', async () => {
  let failing = true;
  const run = vi.fn(async () => {
    if (failing) throw new Error('no database');
    return false;
  });
  const loop = loopOf(run);
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(run).toHaveBeenCalledTimes(3);
  loop.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(3);
  failing = false;
  await vi.advanceTimersByTimeAsync(10_000);
  const { length } = run.mock.calls;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run.mock.calls.length).toBe(length + 1);
  await loop.stop();
});
