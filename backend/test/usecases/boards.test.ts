import type { CallbackId } from '@ringback/contract';
import { expect, it } from 'vitest';
import type { Waiting } from '../../src/ports/queue-reader.js';
import { createBoards, waitOfNext } from '../../src/usecases/boards.js';
import { testClock } from './harness.js';

const MINUTE = 60_000;
const idOf = (number: number): CallbackId => `00000000-0000-7000-8000-00000000000${number}` as CallbackId;
const waitingOf = (number: number, notBefore?: number): Waiting => ({
  id: idOf(number),
  version: 1,
  queue: 'Q',
  phone: '+12125550100',
  name: undefined,
  priority: 0,
  queuedAt: number,
  desiredTime: number,
  notBefore,
  attempts: 0,
  skillExpression: undefined,
  owner: undefined,
  declines: {},
  upcomingDue: false,
  readyAt: undefined,
  callInUntil: undefined,
});

it('[QU1][QU2][QU3] whoever waits for a later time keeps a place, but nobody waits for them before it', async () => {
  const clock = testClock();
  const now = clock.now();
  // Interactions of a minute, one after the other.
  const finished = Array.from({ length: 5 }, (_, n) => ({ finishedAt: now - n * MINUTE, handleSeconds: 60 }));
  const waiting = [waitingOf(1, now + 10 * MINUTE), waitingOf(2), waitingOf(3, now + MINUTE), waitingOf(4, now - MINUTE), waitingOf(5)];
  const boards = createBoards({
    reader: {
      snapshot: async () => ({ waiting, routing: 0, finished }),
      slotsTaken: async () => new Map(),
      counts: async () => [],
      ready: async () => true,
    },
    agentsOf: () => 1,
    clock,
  });
  boards.configure(new Map([['Q', 0]]));
  const board = await boards.fresh('Q');
  const places = () => waiting.map(({ id }) => board.placeOf(id)).map((place) => [place?.position, place?.estimatedWaitTime]);

  expect(places()).toEqual([
    [1, 0],
    [2, 0],
    [3, 60],
    [4, 60],
    [5, 120],
  ]);
  expect(waitOfNext(board, 1).seconds).toBe(180);
  // The same board, a minute later.
  clock.pass(MINUTE);
  expect(places().map(([, seconds]) => seconds)).toEqual([0, 0, 60, 120, 180]);
  expect(waitOfNext(board, 1).seconds).toBe(240);
  clock.pass(9 * MINUTE);
  expect(places().map(([, seconds]) => seconds)).toEqual([0, 60, 120, 180, 240]);
});
