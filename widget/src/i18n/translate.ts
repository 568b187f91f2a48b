import type { englishChannels } from './english-channels.js';
import type { englishLater } from './english-later.js';
import type { englishLauncher } from './english-launcher.js';
import type { englishVendor } from './english-vendor.js';
import { english } from './english.js';

/** Texts by namespace and key; a value is a text, a list of texts, or a further level (`Errors`). */
export type Messages = Record<string, unknown>;

type English = typeof english & typeof englishLater & typeof englishVendor & typeof englishChannels & typeof englishLauncher;
type KeysOf<Wanted> = {
  [Namespace in keyof English]: {
    [Key in keyof English[Namespace]]: English[Namespace][Key] extends Wanted ? `${Namespace}.${Key & string}` : never;
  }[keyof English[Namespace]];
}[keyof English];

/** Full key of a text, `callback.CallbackTitle`. */
export type TextKey = KeysOf<string> | `callback.Errors.${keyof English['callback']['Errors']}`;
/** Full key without its plural ending: `ringback.Wait` for `ringback.Wait_one`. */
export type PluralKey = TextKey extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never;
/** Values for the `<%Name%>` placeholders. */
export type TextValues = Readonly<Record<string, string | number>>;

/** What a language is told with. */
export interface Words {
  /** BCP 47; the formatting language too. */
  lang: string;
  /** A part of the English texts in that language; what it lacks is English. */
  translate?: (english: Messages) => Messages;
  /** The site's own texts, strongest first: `{callback: {...}}`, the same by language, or flat `{'callback.CallbackTitle': '...'}`. */
  overrides?: readonly (Messages | undefined)[];
}
export interface TranslatorOptions extends Words {
  /** Fetches another language. */
  load?: (lang: string) => Promise<Words>;
}

export interface Translator {
  readonly lang: string;
  readonly direction: 'ltr' | 'rtl';
  /** From now on another language; what is on the screen keeps its own. Rejects, and changes nothing, when no other language can be asked for. */
  use(lang: string): Promise<void>;
  /** The text of a key. */
  text(key: TextKey, values?: TextValues): string;
  /** The form of a text that fits `count`, which also is `<%Count%>`. Kind `ordinal` picks between 1st, 2nd, 3rd. */
  plural(key: PluralKey, count: number, values?: TextValues, kind?: Intl.PluralRuleType): string;
  /** A text from a config: as it is, or what its `@i18n:namespace.key` points at (the reference itself when it points nowhere). */
  resolve(text: string): string;
  /** Adds texts that a later part of the panel brings, below all that is there. */
  add(texts: Messages): void;
  /** The text for a server's status code: ours, else the server's `message`, else `Errors.unknownError`. */
  errorText(code: number, message?: string): string;
}

const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|iw|ks|nqo|ps|sd|syr|ug|ur|yi)(-|$)/i;
/** Key as the vendor once misspelled it -> as it is meant. Both are looked for, the right one first. */
const MISSPELLED: Readonly<Record<string, string>> = { 'callback.CallbackWaitTimeText': 'callback.CallbackWaiTimeText' };

const isMessages = (value: unknown): value is Messages => typeof value === 'object' && value !== null && !Array.isArray(value);

function lookUp(messages: Messages | undefined, key: string): unknown {
  if (!messages) return undefined;
  if (Object.hasOwn(messages, key)) return messages[key];
  let level: unknown = messages;
  for (const part of key.split('.')) {
    if (!isMessages(level) || !Object.hasOwn(level, part)) return undefined;
    level = level[part];
  }
  return level;
}

/** The pack's layers for one language, exact tag before its language alone; a pack that isn't by language is one layer. */
function layersOf(pack: Messages | undefined, lang: string): Messages[] {
  if (!pack) return [];
  const byTag = [lang, lang.split('-')[0]!].map((tag) => pack[tag]).filter(isMessages);
  return [...new Set(byTag), pack];
}

const fill = (text: string, values: TextValues | undefined): string =>
  values
    ? text.replace(/<%(\w+)%>/g, (placeholder, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : placeholder))
    : text;

function usableTag(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** Makes the one source of words for a panel. Never throws: a missing text is English, then its key; a tag that isn't one is `en`. */
export function createTranslator({ load, ...first }: TranslatorOptions): Translator {
  const parts: Messages[] = [english];
  let words: Words;
  let layers: Messages[];

  /** The first of these keys that a layer has, strongest layer first. */
  const find = (...keys: readonly (string | undefined)[]): string | undefined => {
    for (const layer of layers) {
      for (const key of keys) {
        const value = key && lookUp(layer, key);
        if (typeof value === 'string') return value;
      }
    }
    return undefined;
  };
  const text = (key: string, values?: TextValues): string => fill(find(key, MISSPELLED[key]) ?? key, values);
  const add = (texts: Messages): void => void layers.push(...(words.translate ? [words.translate(texts)] : []), texts);

  const speak = (next: Words) => {
    const lang = usableTag(next.lang);
    words = next;
    layers = (next.overrides ?? []).flatMap((override) => layersOf(override, lang));
    parts.forEach(add);
    return { lang, direction: RIGHT_TO_LEFT.test(lang) ? ('rtl' as const) : ('ltr' as const) };
  };
  const translator = {
    ...speak(first),
    text,
    plural: (key: string, count: number, values?: TextValues, kind: Intl.PluralRuleType = 'cardinal') => {
      const { lang } = translator;
      const category = new Intl.PluralRules(lang, { type: kind }).select(count);
      const form = find(`${key}_${category}`, `${key}_other`) ?? key;
      return fill(form, { Count: new Intl.NumberFormat(lang).format(count), ...values });
    },
    add: (texts: Messages) => {
      parts.push(texts);
      add(texts);
    },
    use: async (lang: string) => void Object.assign(translator, speak((await load?.(lang)) ?? { lang })),
    resolve: (given: string) => {
      const reference = /^@i18n:(.+)$/.exec(given)?.[1];
      return reference === undefined ? given : (find(reference) ?? given);
    },
    errorText: (code: number, message?: string) => find(`callback.Errors.${code}`) ?? (message || text('callback.Errors.unknownError')),
  };
  return translator;
}
