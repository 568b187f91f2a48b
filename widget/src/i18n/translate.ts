import type { englishLater } from './english-later.js';
import type { englishVendor } from './english-vendor.js';
import { english } from './english.js';

/** Texts by namespace and key; a value is a text, a list of texts, or a further level (`Errors`). */
export type Messages = Record<string, unknown>;

type English = typeof english & typeof englishLater & typeof englishVendor;
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

export interface TranslatorOptions {
  /** BCP 47; the formatting language too. */
  lang: string;
  /** Texts of that language; what it lacks is English. */
  pack?: Messages;
  /** The site's own texts, strongest first: `{callback: {...}}`, the same by language, or flat `{'callback.CallbackTitle': '...'}`. */
  overrides?: readonly (Messages | undefined)[];
}

export interface Translator {
  readonly lang: string;
  readonly direction: 'ltr' | 'rtl';
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
export function createTranslator({ lang: asked, pack, overrides = [] }: TranslatorOptions): Translator {
  const lang = usableTag(asked);
  const layers: Messages[] = [...overrides.flatMap((override) => layersOf(override, lang)), ...(pack ? [pack] : []), english];

  const find = <Kind>(key: string, isKind: (value: unknown) => value is Kind): Kind | undefined => {
    for (const layer of layers) {
      for (const spelling of [key, MISSPELLED[key]]) {
        const value = spelling === undefined ? undefined : lookUp(layer, spelling);
        if (isKind(value)) return value;
      }
    }
    return undefined;
  };
  const isText = (value: unknown): value is string => typeof value === 'string';
  const text = (key: string, values?: TextValues): string => fill(find(key, isText) ?? key, values);

  return {
    lang,
    direction: RIGHT_TO_LEFT.test(lang) ? 'rtl' : 'ltr',
    text,
    plural: (key, count, values, kind = 'cardinal') => {
      const category = new Intl.PluralRules(lang, { type: kind }).select(count);
      const form = find(`${key}_${category}`, isText) ?? find(`${key}_other`, isText) ?? key;
      return fill(form, { Count: new Intl.NumberFormat(lang).format(count), ...values });
    },
    add: (texts) => void layers.push(texts),
    resolve: (given) => {
      const reference = /^@i18n:(.+)$/.exec(given)?.[1];
      return reference === undefined ? given : (find(reference, isText) ?? given);
    },
    errorText: (code, message) => find(`callback.Errors.${code}`, isText) ?? (message || text('callback.Errors.unknownError')),
  };
}
