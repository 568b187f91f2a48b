/*
 * What a visitor downloads, in bytes after brotli 11, against the budgets in budgets.json.
 * `node bench/size.mjs` after a build; ends with 1 over a budget.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseAst } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'widget', 'dist');
const budgets = JSON.parse(readFileSync(join(root, 'bench', 'budgets.json'), 'utf8'));

const brotliBytes = (file) => {
  const plain = readFileSync(join(dist, file));
  return brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
    .length;
};

/** Files that a module imports statically, itself first. */
function closure(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const { source } of parseAst(readFileSync(join(dist, file), 'utf8')).body)
    if (source) closure(source.value.replace(/^\.\//, ''), found);
  return found;
}

function findPanel() {
  let files = [];
  try {
    files = readdirSync(dist);
  } catch {
    // Said below.
  }
  const panel = files.find((file) => /^panel-[\w-]+\.mjs$/.test(file));
  if (!panel || !files.includes('ringback.js')) throw new Error('widget/dist holds no build; run "npm run build" first');
  return panel;
}

const sizesOf = (files) => [...files].map((file) => ({ file, bytes: brotliBytes(file) }));
const panel = findPanel();
const measured = { loader: sizesOf(['ringback.js']), opening: sizesOf(closure(panel)) };

let isOver = false;
for (const [name, { bytes: budget, what }] of Object.entries(budgets.widget)) {
  const bytes = measured[name].reduce((sum, part) => sum + part.bytes, 0);
  isOver ||= bytes > budget;
  console.log(`${name.padEnd(8)} ${String(bytes).padStart(6)} of ${budget} bytes${bytes > budget ? '  OVER BUDGET' : ''}  (${what})`);
  for (const part of measured[name])
    console.log(`         ${String(part.bytes).padStart(6)} ${part.file.replace(/-[\w-]{8}\.mjs$/, '.mjs')}`);
}
const entry = sizesOf(closure('ringback.mjs')).reduce((sum, part) => sum + part.bytes, 0);
console.log(`import   ${String(entry).padStart(6)} bytes (ringback.mjs, the loader by ES import)`);
if (isOver) {
  console.error('Over budget. What can move into a lazy chunk, or go? A budget is raised only with a decision record.');
  process.exit(1);
}
