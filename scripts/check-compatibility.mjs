// Holds docs/compatibility.md to its word: every row has a verdict, every "works" names a test, and every test named exists.
import { existsSync, readFileSync } from 'node:fs';

const FILE = 'docs/compatibility.md';
const text = readFileSync(FILE, 'utf8');
const VERDICTS = ['works', 'works differently', 'left out'];

/** Short names of test files, from the list at the top: "- `bus`: `widget/test/bus/bus.test.ts`". */
const files = new Map([...text.matchAll(/^- `([a-z0-9-]+)`: `([^`]+)`$/gm)].map((match) => [match[1], match[2]]));
const sources = new Map();
const problems = [];
for (const [name, path] of files) {
  if (existsSync(path)) sources.set(name, readFileSync(path, 'utf8'));
  else problems.push(`${name}: there is no ${path}`);
}

let rows = 0;
const used = new Set();
for (const line of text.split('\n')) {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  if (!line.startsWith('|') || /^\|\s*(-|item)/.test(line)) continue;
  const [, item, verdict, why = '', tests = ''] = cells;
  rows += 1;
  if (!VERDICTS.includes(verdict)) problems.push(`${item}: "${verdict}" is no verdict (${VERDICTS.join(', ')})`);
  const cited = [...tests.matchAll(/`([a-z0-9-]+)` ([^;]+)/g)];
  if (verdict === 'works' && cited.length === 0) problems.push(`${item}: works, and no test is named`);
  if (verdict !== 'works' && why === '') problems.push(`${item}: ${verdict}, and nothing says why`);
  for (const [, name, title] of cited) {
    used.add(name);
    const source = sources.get(name);
    // `%s` alone stands in every table of tests.
    if (title.replace(/%\w/g, '').trim().length < 6) problems.push(`${item}: "${title.trim()}" says too little of which test is meant`);
    if (source === undefined) problems.push(`${item}: no file is called "${name}"`);
    else if (!source.includes(title.trim().replaceAll('\\|', '|'))) problems.push(`${item}: ${name} has no test "${title.trim()}"`);
  }
}
for (const name of files.keys()) if (!used.has(name)) problems.push(`${name}: named at the top, and cited by no row`);

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${rows} rows of ${FILE}, each with its verdict and its test or reason`);
