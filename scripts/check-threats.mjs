// Holds docs/security.md to its word: every row says what stops the attack and names at least one test that exists.
import { existsSync, readFileSync } from 'node:fs';

const FILE = 'docs/security.md';
const problems = [];
const sources = new Map();
const sourceOf = (path) => {
  if (!sources.has(path)) sources.set(path, existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return sources.get(path);
};

let rows = 0;
for (const line of readFileSync(FILE, 'utf8').split('\n')) {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  if (!line.startsWith('|') || /^\|\s*(-|attack)/.test(line)) continue;
  const [, attack, stops = '', tests = ''] = cells;
  rows += 1;
  if (stops === '') problems.push(`${attack}: nothing says what stops it`);
  // `path/of/the.test.ts` part of a title; several with semicolons between them.
  const cited = [...tests.matchAll(/`([\w./-]+)` ([^;]+)/g)];
  if (cited.length === 0) problems.push(`${attack}: no test is named`);
  for (const [, path, title] of cited) {
    const source = sourceOf(path);
    const wanted = title.trim().replaceAll('\\|', '|');
    if (wanted.length < 6) problems.push(`${attack}: "${wanted}" says too little of which test is meant`);
    if (source === undefined) problems.push(`${attack}: there is no ${path}`);
    else if (!source.includes(wanted)) problems.push(`${attack}: ${path} has no test "${wanted}"`);
  }
}

if (rows === 0) problems.push(`${FILE} has no rows`);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${rows} rows of ${FILE}, each with what stops it and its test`);
