import { parts } from './languages/parts.json?packed';
import type { Messages } from './translate.js';

const PLURAL = /^(.+)_(?:zero|one|two|few|many|other)$/;

/**
 * The same tree as the English one, in another language; what that lacks is absent.
 * @param pack as the build leaves it: texts without keys, in the order of the English ones
 */
export function unpack(pack: string, english: Messages, lang: string): Messages {
  const [plurals = '', ...texts] = pack.split('\t');
  const lines = (texts[parts.indexOf(firstKey(english))] ?? '').split('\n');
  const categories = plurals.split(' ');
  const readTree = (tree: Messages): Messages => {
    const read: Messages = {};
    const seen = new Set<string>();
    for (const [key, value] of Object.entries(tree)) {
      const stem = PLURAL.exec(key)?.[1];
      if (Array.isArray(value)) read[key] = value.length === 7 ? dayNames(lang) : monthNames(lang);
      else if (typeof value === 'object') read[key] = readTree(value as Messages);
      else if (stem === undefined) put(read, key, lines.shift());
      else if (!seen.has(stem)) {
        seen.add(stem);
        const forms = (lines.shift() ?? '').split('|');
        if (forms.length === 1) put(read, `${stem}_other`, forms[0]);
        else forms.forEach((form, index) => put(read, `${stem}_${categories[index]}`, form));
      }
    }
    return read;
  };
  return readTree(english);
}

const put = (target: Messages, key: string, text: string | undefined): void => {
  if (text) target[key] = text;
};

/** The key that a part of the texts is known by: `callback.CallbackTitle`. A plural's without its ending. */
function firstKey(tree: Messages): string {
  const [key = '', value] = Object.entries(tree)[0] ?? [];
  return typeof value === 'object' ? `${key}.${firstKey(value as Messages)}` : (PLURAL.exec(key)?.[1] ?? key);
}

// A week that begins with a Sunday, and the months of a year.
const dayNames = (lang: string): string[] => names(lang, { weekday: 'long' }, 7, (day) => Date.UTC(2023, 0, 1 + day));
const monthNames = (lang: string): string[] => names(lang, { month: 'short' }, 12, (month) => Date.UTC(2023, month, 1));

function names(lang: string, options: Intl.DateTimeFormatOptions, length: number, at: (index: number) => number): string[] {
  const { format } = new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' });
  return [...' '.repeat(length)].map((_, index) => format(at(index)));
}
