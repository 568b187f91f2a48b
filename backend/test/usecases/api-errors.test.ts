import { expect, it } from 'vitest';
import type { ApiErrorEntry } from '../../src/ports/api-error-log.js';
import { createErrorNotes } from '../../src/usecases/api-errors.js';

const entry = (corrId: string): ApiErrorEntry => ({
  corrId,
  at: 0,
  method: 'GET',
  route: '/engagement/v3/callbacks/create',
  http: 400,
  code: 501,
  message: 'no',
  origin: undefined,
});

/** A log whose writes end when they are told to. */
function slowLog() {
  const kept: string[] = [];
  const pending: { end: (error?: Error) => void }[] = [];
  const add = (entries: readonly ApiErrorEntry[]): Promise<void> =>
    new Promise((resolve, reject) => {
      pending.push({
        end(error) {
          if (error) return reject(error);
          kept.push(...entries.map(({ corrId }) => corrId));
          resolve();
        },
      });
    });
  return { kept, pending, notes: createErrorNotes({ add }) };
}

it('[SE1] whoever lists the errors also finds those that somebody else is writing down just now', async () => {
  const { kept, pending, notes } = slowLog();
  notes.note(entry('one'));
  const first = notes.flush();
  const second = notes.flush().then(() => [...kept]);
  await Promise.resolve();
  pending[0]?.end();
  expect(await first).toBe(1);
  expect(await second).toEqual(['one']);
  expect(pending).toHaveLength(1);
});

it('[SE1] an error that could not be written down is written with the next ones', async () => {
  const { kept, pending, notes } = slowLog();
  notes.note(entry('one'));
  const first = notes.flush();
  notes.note(entry('two'));
  await Promise.resolve();
  pending[0]?.end(new Error('no database'));
  await expect(first).rejects.toThrow('no database');
  const second = notes.flush();
  await Promise.resolve();
  await Promise.resolve();
  pending[1]?.end();
  expect(await second).toBe(2);
  expect(kept).toEqual(['one', 'two']);
});
