/* bench/results.md, which several commands write: each replaces its own part. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('results.md', import.meta.url));
/** In the order of the file. */
const PARTS = ['bench', 'week', 'peers', 'abuse', 'fuzz'];
const mark = (part) => `<!-- part: ${part} -->`;

/** What no command writes is kept as it is. @param {'bench' | 'week' | 'abuse' | 'fuzz'} part @param {string} text Markdown */
export async function writePart(part, text) {
  const present = await readFile(FILE, 'utf8').catch(() => '');
  const textOf = (one) => (one === part ? text : (present.split(`${mark(one)}\n`)[1] ?? '').split('<!-- part: ')[0]);
  const written = PARTS.map((one) => [one, textOf(one).trim()]).filter(([, kept]) => kept !== '');
  await writeFile(FILE, `${written.map(([one, kept]) => `${mark(one)}\n\n${kept}\n`).join('\n')}`);
}
