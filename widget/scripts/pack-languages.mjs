import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'i18n');
const SOURCE = '.json?packed';
const PACKED = '.packed-language';
const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/;
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** The English texts as they are loaded together: each a tree of namespaces. Their order is that of every pack. */
async function englishSections() {
  const files = readdirSync(folder).filter((file) => /^english.*\.ts$/.test(file));
  const modules = await Promise.all(files.map((file) => runnerImport(join(folder, file), { configFile: false, logLevel: 'error' })));
  return modules
    .flatMap(({ module }) => Object.values(module))
    .filter((texts) => Object.values(texts).every((namespace) => typeof namespace === 'object'));
}

const at = (tree, path) => path.reduce((level, key) => level?.[key], tree);

/** Paths of all texts in order; of a plural that of its stem, once. Lists of names come from the browser. */
function pathsOf(tree, path = []) {
  const paths = Object.entries(tree).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [];
    if (typeof value === 'object') return pathsOf(value, [...path, key]);
    return [[...path, PLURAL.exec(key)?.[1] ?? key]];
  });
  return [...new Map(paths.map((found) => [found.join('.'), found])).values()];
}

/** One text; of a plural its forms in the order of {@link CATEGORIES}. Nothing where it is missing: then it is English. */
function lineOf(texts, path, plurals) {
  const text = at(texts, path);
  if (text !== undefined) return text;
  const [stem, parent] = [path.at(-1), at(texts, path.slice(0, -1))];
  const form = (category) => parent?.[`${stem}_${category}`];
  const forms = CATEGORIES.map(form).filter((found) => found !== undefined);
  return forms.length < 2 ? (forms[0] ?? '') : plurals.map((category) => form(category) ?? form('other')).join('|');
}

/** Plural categories that occur in a language's texts. */
const pluralsOf = (texts) => {
  const found = new Set(JSON.stringify(texts).match(/_(zero|one|two|few|many|other)(?=":)/g));
  return CATEGORIES.filter((category) => found.has(`_${category}`));
};

/** The plural categories, then the parts of the English texts: one line for each text. */
function pack(texts, sections) {
  const plurals = pluralsOf(texts);
  const packed = sections.map((english) =>
    pathsOf(english)
      .map((path) => lineOf(texts, path, plurals))
      .join('\n'),
  );
  return `export const pack=${JSON.stringify([plurals.join(' '), ...packed].join('\t'))}`;
}

/** First keys of the parts, in the order of the packs. */
const packParts = (sections) => `export const parts=${JSON.stringify(sections.map((english) => pathsOf(english)[0].join('.')))}`;

/**
 * Vite plugin: `import('./languages/de.json?packed')` is the language without its keys, a third of the bytes.
 * `./languages/parts.json?packed` is what `src/i18n/unpack.ts` needs to put them back.
 */
export function packLanguages() {
  let sections;
  return {
    name: 'pack-languages',
    enforce: 'pre',
    resolveId(source, importer) {
      // Under a name that isn't JSON, or Vite would read it as such.
      return source.endsWith(SOURCE) ? join(dirname(importer), `${source.slice(0, -SOURCE.length)}${PACKED}`) : undefined;
    },
    async load(id) {
      if (!id.endsWith(PACKED)) return undefined;
      sections ??= englishSections();
      if (id.endsWith(`parts${PACKED}`)) return { code: packParts(await sections), moduleType: 'js' };
      const file = `${id.slice(0, -PACKED.length)}.json`;
      this.addWatchFile(file);
      return { code: pack(JSON.parse(await readFile(file, 'utf8')), await sections), moduleType: 'js' };
    },
  };
}
