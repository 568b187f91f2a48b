import { describe, expect, it } from 'vitest';
import { readPoolFile } from '../../src/domain/pool-file.js';

const problemsOf = (text: string) => {
  const read = readPoolFile(text);
  return read.ok ? [] : read.problems;
};
const numbersOf = (text: string) => {
  const read = readPoolFile(text);
  return read.ok ? read.numbers : [];
};

describe('the CSV file of a pool', () => {
  it.each([
    ['a number alone', '+19059680004', [{ dnis: '+19059680004' }]],
    ['an empty description', '+19059680004,', [{ dnis: '+19059680004' }]],
    ['a description', '+19059680004,Toronto 1', [{ dnis: '+19059680004', description: 'Toronto 1' }]],
    ['a comma in quotes', '+19059680004,"Toronto, 1"', [{ dnis: '+19059680004', description: 'Toronto, 1' }]],
    ['quotes in quotes', '"+19059680004" , "the ""best"" one"', [{ dnis: '+19059680004', description: 'the "best" one' }]],
    ['every kind of line end, blank lines, a mark at the start', '\uFEFF+15550000001\r\n\n+15550000002\r+15550000003\n', 3],
    ['names of columns', 'DNIS,Description\n+19059680004,x', [{ dnis: '+19059680004', description: 'x' }]],
    ['more commas than it needs', '+19059680004,x,,', [{ dnis: '+19059680004', description: 'x' }]],
  ])('[CI1] takes %s', (_, text, expected) => {
    if (typeof expected === 'number') expect(numbersOf(text)).toHaveLength(expected);
    else expect(numbersOf(text)).toEqual(expected);
  });

  it.each([
    ['no plus', '19059680004', /E\.164/],
    ['letters', '+1905968CALL', /E\.164/],
    ['too long', '+1234567890123456', /E\.164/],
    ['nothing before the comma', ',Toronto', /E\.164/],
    ['a long description', `+19059680004,${'x'.repeat(33)}`, /description is longer than 32/],
    ['quotes that do not close', '+19059680004,"Toronto', /quotes that do not close/],
    ['a third column', '+19059680004,Toronto,1', /in quotes/],
  ])('[CI1] refuses %s', (_, text, reason) => {
    expect(problemsOf(`+15550000001\n${text}`)).toEqual([{ line: 2, reason: expect.stringMatching(reason) }]);
  });

  it('[CI1] a number twice names the first line; an empty file is no pool; one too many is told', () => {
    expect(problemsOf('+15550000001\n\n+15550000001')).toEqual([{ line: 3, reason: 'the number is in line 1 already' }]);
    expect(problemsOf('\n \n')).toEqual([{ line: 1, reason: expect.stringContaining('no number') }]);
    const lines = Array.from({ length: 10_001 }, (_, index) => `+1555${String(index).padStart(7, '0')}`);
    expect(problemsOf(lines.join('\n'))).toEqual([{ line: 10_001, reason: expect.stringContaining('10000') }]);
    expect(numbersOf(lines.slice(1).join('\n'))).toHaveLength(10_000);
  });
});
