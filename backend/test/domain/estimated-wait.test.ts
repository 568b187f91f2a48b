import { EWT_MODES } from '@ringback/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THROUGHPUT_SAMPLE, estimateWait, type FinishedInteraction } from '../../src/domain/estimated-wait.js';

/** Interactions of 60 s, one after the other, the last one ending at `end` seconds. */
const line = (count: number, end = 0, handleSeconds = 60): FinishedInteraction[] =>
  Array.from({ length: count }, (_, i) => ({ finishedAt: (end - i * handleSeconds) * 1000, handleSeconds }));

describe('estimateWait', () => {
  it.each([
    ['mode1', 1, 10, 600],
    ['mode1', 0, 10, 600],
    ['mode2', 1, 10, 600],
    ['mode2', 4, 10, 600],
    ['mode3', 1, 10, 600],
    ['mode3', 4, 10, 150],
    ['mode2', 1, 0, 0],
  ] as const)('[QU1] %s with %i agents and %i waiting: %i s', (mode, agents, waiting, seconds) => {
    expect(estimateWait(mode, { waiting, agents, finished: line(5) })).toEqual({ seconds, resultCode: 0, message: 'Successful' });
  });

  it('[QU1] two agents at work halve it, in every mode', () => {
    const finished = [...line(10), ...line(10, 30)];
    expect(EWT_MODES.map((mode) => Math.round(estimateWait(mode, { waiting: 10, agents: 2, finished }).seconds / 30) * 30)).toEqual([
      330, 330, 300,
    ]);
  });

  it('[QU1] mode2 promises no more than the agents who are left can do', () => {
    const four = [0, 15, 30, 45].flatMap((end) => line(8, end));
    expect(estimateWait('mode1', { waiting: 10, agents: 1, finished: four }).seconds).toBeLessThan(200);
    expect(estimateWait('mode2', { waiting: 10, agents: 1, finished: four }).seconds).toBe(600);
  });

  it('[QU1] a night in between does not count', () => {
    const finished = [...line(5), ...line(5, -50_000)];
    expect(estimateWait('mode1', { waiting: 2, agents: 1, finished }).seconds).toBe(120);
  });

  it('[QU1] only the last 32 count, in whatever order they come', () => {
    const finished = [...line(100, -100_000, 600), ...line(THROUGHPUT_SAMPLE)];
    expect(EWT_MODES.map((mode) => estimateWait(mode, { waiting: 1, agents: 1, finished }).seconds)).toEqual([60, 60, 60]);
    expect(estimateWait('mode1', { waiting: 1, agents: 1, finished: finished.toReversed() }).seconds).toBe(60);
  });

  it.each([
    ['mode1', 0, -1],
    ['mode1', 3, -1],
    ['mode2', 0, -2],
    ['mode2', 3, -1],
    ['mode3', 0, -2],
    ['mode3', 3, -1],
  ] as const)('[QU1] %s with %i agents before any interaction: unknown, code %i, with the reason', (mode, agents, resultCode) => {
    const wait = estimateWait(mode, { waiting: 5, agents, finished: [] });
    expect(wait).toMatchObject({ seconds: -1, resultCode });
    expect(wait.message).toMatch(resultCode === -2 ? /agent/ : /interaction/);
  });

  it('[QU1] no agent is -2 also after interactions', () => {
    expect(estimateWait('mode2', { waiting: 5, agents: 0, finished: line(3) })).toMatchObject({ seconds: -1, resultCode: -2 });
    expect(estimateWait('mode1', { waiting: 5, agents: 0, finished: line(3) }).resultCode).toBe(0);
  });

  const history = fc.array(
    fc.record({ finishedAt: fc.integer({ min: 0, max: 100_000_000 }), handleSeconds: fc.double({ min: 0, max: 7200, noNaN: true }) }),
    { minLength: 1, maxLength: 50 },
  );

  it('[QU1][QU3] more waiting is never a shorter wait, more agents never a longer one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EWT_MODES),
        history,
        fc.nat(500),
        fc.nat(50),
        fc.integer({ min: 1, max: 100 }),
        (...[mode, finished, waiting, more, agents]) => {
          const { seconds } = estimateWait(mode, { waiting, agents, finished });
          expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
          expect(estimateWait(mode, { waiting: waiting + more, agents, finished }).seconds).toBeGreaterThanOrEqual(seconds);
          expect(estimateWait(mode, { waiting, agents: agents + more, finished }).seconds).toBeLessThanOrEqual(seconds);
        },
      ),
    );
  });

  it('[QU1] the busy time is that of a count second by second', () => {
    const whole = fc.array(fc.record({ finishedAt: fc.integer({ min: 300, max: 900 }).map((s) => s * 1000), handleSeconds: fc.nat(300) }), {
      minLength: 1,
      maxLength: THROUGHPUT_SAMPLE,
    });
    fc.assert(
      fc.property(whole, (finished) => {
        let busy = 0;
        for (let second = 0; second < 900; second += 1) {
          if (finished.some((f) => f.finishedAt / 1000 - f.handleSeconds <= second && second < f.finishedAt / 1000)) busy += 1;
        }
        expect(estimateWait('mode1', { waiting: 1000, agents: 0, finished }).seconds).toBe(Math.round((busy / finished.length) * 1000));
      }),
    );
  });
});
