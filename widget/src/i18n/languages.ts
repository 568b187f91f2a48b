/*
 * Languages other than English, each a file of its own that is fetched alone. English lies in the panel's files.
 * Only visitors who read another language fetch this one.
 */
import type { Environment } from '../environment.js';
import { fetchPack } from './fetch-pack.js';
import type { Messages, Words } from './translate.js';
import { unpack } from './unpack.js';

const PACKS: Readonly<Record<string, () => Promise<{ readonly pack: string }>>> = {
  de: () => import('./languages/de.json?packed'),
  fr: () => import('./languages/fr.json?packed'),
  es: () => import('./languages/es.json?packed'),
  it: () => import('./languages/it.json?packed'),
  pt: () => import('./languages/pt-BR.json?packed'),
  nl: () => import('./languages/nl.json?packed'),
  pl: () => import('./languages/pl.json?packed'),
  ja: () => import('./languages/ja.json?packed'),
  'zh-Hans': () => import('./languages/zh-CN.json?packed'),
  ar: () => import('./languages/ar.json?packed'),
  he: () => import('./languages/he.json?packed'),
};

/** What `loadWords` needs to know of the page. */
export interface WordsSource {
  /** The site's own texts, or the address of a pack of them. */
  i18n: Record<string, unknown> | string | undefined;
  environment: Environment;
}

/**
 * All that a language is told with: our texts, and over them the site's own. A language that neither of us has is English.
 * @param asked BCP 47
 */
export async function loadWords(asked: string, { i18n, environment }: WordsSource): Promise<Words> {
  const [own, pack] = await Promise.all([ownTexts(i18n, environment), loadPack(asked, environment)]);
  return {
    // Dates of a language whose texts are missing would stand among English ones.
    lang: pack || own || isEnglish(asked) ? asked : 'en',
    overrides: [own],
    ...(pack && { translate: (english: Messages) => unpack(pack, english, asked) }),
  };
}

const isEnglish = (tag: string): boolean => /^en\b/i.test(tag);

async function loadPack(asked: string, { warn }: Environment): Promise<string | undefined> {
  try {
    return (await PACKS[nameOf(asked)]?.())?.pack;
  } catch (cause) {
    warn(`The texts for ${asked} couldn't be loaded; they stay English`, cause);
    return undefined;
  }
}

/** `de-AT` -> `de`, `zh-SG` -> `zh-Hans`; empty for what is no language tag. */
function nameOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    // Those who read traditional characters are better served in English than in simplified ones.
    return language === 'zh' ? `zh-${script}` : language;
  } catch {
    return '';
  }
}

async function ownTexts(i18n: WordsSource['i18n'], environment: Environment): Promise<Messages | undefined> {
  if (typeof i18n !== 'string') return i18n;
  try {
    return await fetchPack(i18n, environment);
  } catch (cause) {
    environment.warn(`The language pack ${i18n} couldn't be loaded; the texts stay ours`, cause);
    return undefined;
  }
}
