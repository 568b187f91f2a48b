import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '../../src/domain/csv.js';
import { spokenTime } from '../../src/domain/spoken-time.js';

/** RFC 4180, read back: cells in quotes, in which a quote is two, or without any. */
function parse(line: string): string[] {
  const cells: string[] = [];
  const cell = /"((?:[^"]|"")*)"(?:,|\r\n)|([^",\r\n]*)(?:,|\r\n)/y;
  for (let match = cell.exec(line); match; match = cell.exec(line)) cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return cells;
}

describe('[SE4] a cell of a CSV file', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
    ['+1+1', "'+1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['-', "'-"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['+12125550199', '+12125550199'],
    ['+1', "'+1"],
    ['+12125550199 ', `"'+12125550199 "`],
    ['-17', '-17'],
    ['Ann, "the" Lee', '"Ann, ""the"" Lee"'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
    ['', ''],
  ])('%j becomes %j', (value, cell) => expect(csvCell(value)).toBe(cell));

  it('[SE4] is read back as it was, or with an apostrophe before what looks like a formula, which no spreadsheet runs', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('=', '+', '-', '@', '"', ',', '\n', '+1', '=1,"2"')).filter((s) => !/\r\n$/.test(s));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (values) => {
        const cells = parse(csvLine(values));
        expect(cells.map((cell, index) => (cell === `'${values[index] ?? ''}` ? values[index] : cell))).toEqual(values);
        for (const cell of cells) if (/^\s*[=+\-@]/.test(cell)) expect(cell).toMatch(/^\+[1-9]\d{1,14}$|^-\d+(\.\d+)?$/);
      }),
    );
  });
});

it.each([
  ['2026-11-23T13:05:00.000Z', 'UTC', '24', '2026-11-23 13:05:00'],
  ['2026-11-23T13:05:00.000Z', 'UTC', '12', '2026-11-23 01:05:00 PM'],
  ['2026-11-23T00:00:00.000Z', 'UTC', '12', '2026-11-23 12:00:00 AM'],
  ['2026-11-23T12:00:00.000Z', 'UTC', '12', '2026-11-23 12:00:00 PM'],
  ['2026-11-23T03:05:00.000Z', 'America/New_York', '24', '2026-11-22 22:05:00'],
  ['2026-11-01T05:30:00.000Z', 'America/New_York', '24', '2026-11-01 01:30:00'],
  ['2026-11-01T06:30:00.000Z', 'America/New_York', '24', '2026-11-01 01:30:00'],
  ['2026-11-23T13:05:00.000Z', 'Asia/Kathmandu', '12', '2026-11-23 06:50:00 PM'],
] as const)('[SE4] %s in %s with %s hours is written as %s', (at, timeZone, clock, text) =>
  expect(spokenTime(Date.parse(at), { timeZone, clock })).toBe(text),
);
