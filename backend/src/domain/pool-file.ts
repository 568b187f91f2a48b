import { poolNumber, type ImportProblem, type PoolNumber } from '@ringback/contract';
import * as v from 'valibot';

/** CI1. */
const MOST_NUMBERS = 10_000;
/** What the first line may be called instead of being a number. */
const HEADERS: readonly string[] = ['dnis', 'number', 'phone number', 'phonenumber'];

export type PoolFile = { readonly ok: true; readonly numbers: PoolNumber[] } | { readonly ok: false; readonly problems: ImportProblem[] };

/**
 * CI1: the numbers of a CSV file: number, description (may be empty or left out). All or nothing: with one bad line there are only
 * problems, one for each bad line. Blank lines, and a first one that names the columns, are passed over.
 */
export function readPoolFile(text: string): PoolFile {
  const problems: ImportProblem[] = [];
  const numbers: PoolNumber[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, cells } of linesOf(text)) {
    const read = readLine(cells, { lineOf, isFull: numbers.length >= MOST_NUMBERS });
    if (typeof read === 'string') problems.push({ line, reason: read });
    else {
      lineOf.set(read.dnis, line);
      numbers.push(read);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  return numbers.length > 0
    ? { ok: true, numbers }
    : { ok: false, problems: [{ line: 1, reason: 'the file has no number; a group needs at least one' }] };
}

interface Line {
  readonly line: number;
  /** Undefined: its quotes don't close. */
  readonly cells: readonly string[] | undefined;
}

function linesOf(text: string): Line[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, content }));
  return lines
    .filter(({ line, content }) => content.trim() !== '' && !(line === 1 && isHeader(content)))
    .map(({ line, content }) => ({ line, cells: cellsOf(content) }));
}

const isHeader = (content: string): boolean => HEADERS.includes((cellsOf(content)?.[0] ?? '').toLowerCase());

/** One cell, quoted or not, and what follows it. */
const CELL = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;

/** RFC 4180, of one line: neither numbers nor descriptions have line breaks. */
function cellsOf(content: string): string[] | undefined {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const match = CELL.exec(content);
    if (!match) return undefined;
    cells.push(match[1] === undefined ? (match[2] ?? '').trim() : match[1].replaceAll('""', '"'));
    if (match[3] === '') return cells;
  }
}

/** The number of a line, or what is wrong with it. */
function readLine(
  cells: readonly string[] | undefined,
  { lineOf, isFull }: { lineOf: ReadonlyMap<string, number>; isFull: boolean },
): PoolNumber | string {
  if (!cells) return 'has quotes that do not close; expected a number, a comma and a description';
  const [dnis = '', description = '', ...rest] = cells;
  if (rest.some((cell) => cell !== '')) return 'has more than a number and a description; put a description with a comma in quotes';
  const read = v.safeParse(poolNumber, { dnis, description: description === '' ? undefined : description });
  if (!read.success) return reasonOf(read.issues);
  const before = lineOf.get(dnis);
  if (before !== undefined) return `the number is in line ${before} already`;
  return isFull ? `a group has ${MOST_NUMBERS} numbers at most` : read.output;
}

const reasonOf = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => `${issue.path?.[0]?.key === 'description' ? 'the description' : 'the number'} ${worded(issue.message)}`).join('; ');

const worded = (message: string): string => (message.startsWith('expected') ? `is not right: ${message}` : message);
