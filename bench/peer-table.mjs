/* The harness's results (README.md) as the rows of results.md: `node bench/peer-table.mjs FILE.json ...`. */
import { readFileSync } from 'node:fs';

const HEAD = [
  '',
  'eval',
  'blocked on load',
  'longest task',
  'click to visible',
  'INP',
  'heap',
  'CLS',
  'KiB (requests)',
  'axe WCAG / best',
  'keyboard',
];
const range = ({ median, min, max }) => `${median} [${min}-${max}]`;
const duties = ({ focusMovedIntoPanel, escapeCloses, focusReturnedToLauncher, opensWithEnter } = {}) =>
  [focusMovedIntoPanel, escapeCloses, focusReturnedToLauncher, opensWithEnter].map((done) => (done ? 'yes' : 'no')).join(' ');

const row = ({ label, load, open, axe, keyboard, totalTransferKiB, totalRequests, failures }) =>
  failures.length > 0
    ? [label, failures[0]]
    : [
        label,
        range(load.evalMs),
        range(load.tbtMs),
        range(load.longestTaskMs),
        range(open.visibleMs),
        range(open.inpMs),
        `${Math.round((open.heapDeltaMB.median + Number.EPSILON) * 10) / 10}`,
        `${load.cls}`,
        `${totalTransferKiB} (${totalRequests})`,
        axe ? `${axe.wcagViolations} / ${axe.bestPracticeViolations}` : '',
        duties(keyboard),
      ];

const rows = process.argv.slice(2).map((file) => row(JSON.parse(readFileSync(file, 'utf8'))));
for (const cells of [HEAD, HEAD.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
