import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { together } from '../../src/storage/together.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Statements that end when they are told to. */
function statements() {
  const sent: { asks: readonly string[]; end: (error?: Error) => Promise<void> }[] = [];
  const ask = together<string, string>({
    nameOf: (text) => text.charAt(0),
    askAll: (asks) =>
      new Promise((resolve, reject) => {
        const end = async (error?: Error): Promise<void> => {
          if (error) reject(error);
          else resolve(asks.map((one) => `${one}!`));
          await vi.advanceTimersByTimeAsync(0);
        };
        sent.push({ asks, end });
      }),
  });
  return { ask, sent, batches: () => sent.map(({ asks }) => asks.join(' ')) };
}

describe('[SE1] what is asked together', () => {
  it('[SE1] whoever comes alone is asked for at once, again and again', async () => {
    const { ask, sent, batches } = statements();
    for (const [index, one] of ['a', 'b', 'c'].entries()) {
      const answer = ask(one);
      expect(batches()).toHaveLength(index + 1);
      await sent[index]?.end();
      expect(await answer).toBe(`${one}!`);
    }
  });

  it('[SE1] what comes while a statement is under way goes in the next, whose successor waits: a flood costs few statements', async () => {
    const { ask, sent, batches } = statements();
    const answers = [ask('a'), ask('b'), ask('c')];
    await sent[0]?.end();
    expect(batches()).toEqual(['a', 'b c']);
    answers.push(ask('d'));
    await sent[1]?.end();
    answers.push(ask('e'));
    await vi.advanceTimersByTimeAsync(3);
    expect(batches()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches()).toEqual(['a', 'b c', 'd e']);
    await sent[2]?.end();
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  });

  it('[SE1] two of one name go one after the other, in their order, and 200 at most at once', async () => {
    const { ask, sent, batches } = statements();
    const answers = [ask('a1'), ask('b1'), ask('b2'), ask('c1'), ask('b3')];
    for (let turn = 0; turn < 4; turn += 1) {
      await sent[turn]?.end();
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(batches()).toEqual(['a1', 'b1 c1', 'b2', 'b3']);
    await Promise.all(answers);
    const many = Array.from({ length: 300 }, (_, index) => ask(String.fromCharCode(1_000 + index)));
    for (let turn = 4; turn < 7; turn += 1) {
      await sent[turn]?.end();
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(sent.slice(4).map(({ asks }) => asks.length)).toEqual([1, 200, 99]);
    await Promise.all(many);
  });

  it('[SE1] a statement that fails is the trouble of those who were in it', async () => {
    const { ask, sent } = statements();
    const [first, second, third] = [ask('a'), ask('b').catch(String), ask('c').catch(String)];
    await sent[0]?.end();
    const later = ask('d');
    await sent[1]?.end(new Error('down'));
    await vi.advanceTimersByTimeAsync(5);
    await sent[2]?.end();
    expect(await Promise.all([first, second, third, later])).toEqual(['a!', 'Error: down', 'Error: down', 'd!']);
  });
});
