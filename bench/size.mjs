/*
 * What a visitor downloads, in bytes after brotli 11, against budgets.json. Run it after a build; ends with 1 over a budget.
 * `node bench/size.mjs --record` writes down what each lazy chunk weighs now, and drops those that are gone.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseAst } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'widget', 'dist');
const budgetFile = join(root, 'bench', 'budgets.json');
const budgets = JSON.parse(readFileSync(budgetFile, 'utf8'));

/** A lazy chunk's figure is recorded in whole hundreds: a renamed variable is no news, another feature is. */
const ROUND = 100;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]\w+)?$/;
const PHONE_RULES = /^phone-\d+$/;

/**
 * Files name each other by hashes of what is in them, which weigh some 40 bytes more or less with every change anywhere. So that a budget
 * tells of the file itself, each is weighed with hashes that only the names decide.
 */
const FILE_NAME = /([\w.-]+?)-([0-9a-f]{7})(?=\.m?js\b)/g;
const weighed = (file, folder) => {
  const bytes = readFileSync(join(folder, file));
  if (!/\.m?js$/.test(file)) return bytes;
  const hashes = new Map();
  const even = (_, name, hash) => {
    if (!hashes.has(hash)) hashes.set(hash, createHash('sha256').update(name).digest('hex').slice(0, hash.length));
    return `${name}-${hashes.get(hash)}`;
  };
  return Buffer.from(bytes.toString().replace(FILE_NAME, even));
};

const brotliBytes = (file, folder = dist) => {
  const plain = weighed(file, folder);
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

function builtFiles() {
  let files = [];
  try {
    files = readdirSync(dist, { recursive: true }).filter((file) => /\.(?:m?js|json)$/.test(file));
  } catch {
    // Said below.
  }
  const panel = files.find((file) => /^panel-[\w-]+\.mjs$/.test(file));
  if (!panel || !files.includes('ringback.js')) throw new Error('widget/dist holds no build; run "npm run build" first');
  return { files, panel };
}

/** `de-3fa1b2c.mjs` -> `de` */
const nameOf = (file) => file.replace(/^.*[\\/]/, '').replace(/(?:-[0-9a-f]{7})?\.(?:m?js|json)$/, '');
const sizesOf = (files) => [...files].map((file) => ({ name: nameOf(file), bytes: brotliBytes(file) }));
const sum = (parts) => parts.reduce((total, { bytes }) => total + bytes, 0);

const { files, panel } = builtFiles();
const loader = sizesOf(['ringback.js']);
const opening = sizesOf(closure(panel));
// Not in a visitor's usual way: the import instead of the script, the panel again after a failure, and the ways in that build on them.
const others = new Set(['ringback.js', 'ringback.mjs', 'whole.mjs', ...(budgets.widget.ways ?? []), ...closure(panel)]);
const rest = sizesOf(files.filter((file) => !others.has(file))).sort((a, b) => a.name.localeCompare(b.name));
const languages = rest.filter(({ name }) => LANGUAGE.test(name));
const phoneRules = rest.filter(({ name }) => PHONE_RULES.test(name)).sort((a, b) => a.bytes - b.bytes);
const chunks = rest.filter(({ name }) => !LANGUAGE.test(name) && !PHONE_RULES.test(name));

if (process.argv.includes('--record')) {
  budgets.chunks = Object.fromEntries(chunks.map(({ name, bytes }) => [name, Math.ceil(bytes / ROUND) * ROUND]));
  writeFileSync(budgetFile, `${JSON.stringify(budgets, undefined, 2)}\n`);
}

const problems = [];
const line = (name, bytes, budget, what) => {
  const isOver = bytes > budget;
  if (isOver) problems.push(`${name} is ${bytes - budget} bytes over its ${budget}`);
  console.log(`${name.padEnd(24)} ${String(bytes).padStart(6)} of ${String(budget).padEnd(6)}${isOver ? 'OVER  ' : '      '}${what}`);
};
line('loader', sum(loader), budgets.widget.loader.bytes, budgets.widget.loader.what);
line('usable', sum(loader) + sum(opening), budgets.widget.usable.bytes, budgets.widget.usable.what);
for (const { name, bytes } of opening) console.log(`  ${name.padEnd(22)} ${String(bytes).padStart(6)}`);
for (const { name, bytes } of languages) line(`language ${name}`, bytes, budgets.widget.language.bytes, budgets.widget.language.what);
const { biggest, median } = budgets.widget.phoneRules;
line(`rules of ${phoneRules.at(-1)?.name}`, phoneRules.at(-1)?.bytes ?? Infinity, biggest.bytes, biggest.what);
line('rules, the median', phoneRules[phoneRules.length >> 1]?.bytes ?? Infinity, median.bytes, median.what);
for (const { name, bytes } of chunks) line(`lazy ${name}`, bytes, budgets.chunks[name] ?? 0, '');
for (const [file, { bytes, what }] of Object.entries(budgets.files)) line(nameOf(file), brotliBytes(file, root), bytes, what);
console.log(`import   ${sum(sizesOf(closure('ringback.mjs')))} bytes (ringback.mjs, the loader by ES import)`);

if (problems.length > 0) {
  console.error(
    `\n${problems.join('\n')}\nWhat can move into a lazy chunk, or go? A budget of what everybody pays is raised only with a decision`,
  );
  console.error('record; a lazy chunk that has grown, or is new, for a reason: `node bench/size.mjs --record`, and commit what it wrote.');
  process.exit(1);
}
