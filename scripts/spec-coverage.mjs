// Lists the rules under "Built" in SPEC.md that no test title names, and fails when there are any.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const built = readFileSync('SPEC.md', 'utf8').split(/^## Planned/m)[0] ?? '';
const rules = [...built.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map((match) => match[1]);
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.test.ts', '*.test.tsx'], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);
const cited = new Set(
  files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\[([A-Z]{2}\d+)\]|'([A-Z]{2}\d+)'/g)].map((match) => match[1] ?? match[2]),
  ),
);
const uncited = rules.filter((rule) => !cited.has(rule));

if (uncited.length > 0) {
  console.error(`Rules of SPEC.md that no test names: ${uncited.join(', ')}`);
  process.exit(1);
}
console.log(`${rules.length} built rules, each named by a test`);
