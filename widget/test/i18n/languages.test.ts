import { describe, expect, it } from 'vitest';
import { loadWords } from '../../src/i18n/languages.js';
import { createTranslator, type Messages, type Translator } from '../../src/i18n/translate.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

const TAGS = ['ar', 'de', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt-BR', 'zh-CN'];
const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/;
/** Of these the plural form is that of a rank: 1st, 2nd, 3rd. */
const ORDINALS = ['ringback.PlaceInLine'];

const modules = import.meta.glob<Record<string, Messages>>('../../src/i18n/english*.ts', { eager: true });
/** The English texts as they are loaded together. */
const sections = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((texts) => Object.values(texts).every((namespace) => typeof namespace === 'object'));

/** Every text by its full key; lists of names are left out. */
function flat(tree: Messages, path: readonly string[] = []): Array<[key: string, text: string]> {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[[...path, key].join('.'), value] as [string, string]];
    return Array.isArray(value) ? [] : flat(value as Messages, [...path, key]);
  });
}
const english = new Map(sections.flatMap((section) => flat(section)));
const stemOf = (key: string): string => PLURAL.exec(key)?.[1] ?? key;
const isPlural = (stem: string): boolean => english.has(`${stem}_other`);
const stems = [...new Set([...english.keys()].map(stemOf))];
const englishOf = (key: string): string => english.get(key) ?? english.get(`${stemOf(key)}_other`) ?? '';

/** As translators write them. */
const files = import.meta.glob<Messages>('../../src/i18n/languages/*.json', { eager: true, import: 'default' });
const sourceOf = (tag: string): Map<string, string> => new Map(flat(files[`../../src/i18n/languages/${tag}.json`] ?? {}));
const placeholders = (text: string): string[] => [...text.matchAll(/<%\w+%>/g)].map(([found]) => found).sort();

async function speak(tag: string, i18n?: Messages): Promise<Translator> {
  const translator = createTranslator(await loadWords(tag, { i18n, environment: fakeEnvironment() }));
  for (const section of sections) translator.add(section);
  return translator;
}

describe.each(TAGS)('the texts in %s', (tag) => {
  const source = sourceOf(tag);

  it('[WI8] say all that the English ones say, and nothing else', () => {
    expect(new Set([...source.keys()].map(stemOf))).toEqual(new Set(stems));
    for (const key of source.keys()) expect(isPlural(stemOf(key)) || !PLURAL.test(key), `${key} is no plural in English`).toBe(true);
  });

  it('[WI8] have a form for every number', () => {
    for (const stem of stems.filter(isPlural)) {
      const forms = [...source.keys()].filter((key) => stemOf(key) === stem);
      expect(forms, `${stem} needs the form that fits when no other does`).toContain(`${stem}_other`);
      if (forms.length === 1) continue;
      const rules = new Intl.PluralRules(tag, { type: ORDINALS.includes(stem) ? 'ordinal' : 'cardinal' });
      const wanted = Array.from({ length: 1000 }, (_, count) => `${stem}_${rules.select(count)}`);
      expect(new Set(forms)).toEqual(new Set([...wanted, `${stem}_other`]));
    }
  });

  it('[WI8] keep their placeholders', () => {
    for (const [key, text] of source) {
      // "One try", "two tries": a word may stand for the number.
      const isSpelled = /_(zero|one|two)$/.test(key) && !text.includes('<%Count%>');
      const wanted = placeholders(english.get(`${stemOf(key)}_other`) ?? englishOf(key));
      expect([key, placeholders(text)]).toEqual([key, isSpelled ? wanted.filter((name) => name !== '<%Count%>') : wanted]);
    }
  });

  it('[WI8] leave nothing in English', () => {
    const left = [...source].filter(([key, text]) => text === englishOf(key) && /\p{L}{3}/u.test(text.replace(/<%\w+%>/g, '')));
    expect(left.map(([key]) => key)).toEqual(SAME[tag] ?? []);
  });

  it('[WI8] are written cleanly: no stray spaces, no straight quotes for apostrophes, nothing that packing would break', () => {
    for (const [key, text] of source) {
      expect([key, text]).toEqual([key, text.trim()]);
      expect(text).not.toMatch(/[|\n\t'"]| {2}|\.\.\./);
    }
  });

  it('[WI8] arrive as they were written, plurals by the rules of the language', async () => {
    const { text, plural, lang } = await speak(tag);
    for (const stem of stems) {
      if (isPlural(stem)) {
        const rules = new Intl.PluralRules(tag, { type: ORDINALS.includes(stem) ? 'ordinal' : 'cardinal' });
        for (const count of [1, 2, 3, 5, 11, 21, 22, 100, 101]) {
          const form = source.get(`${stem}_${rules.select(count)}`) ?? source.get(`${stem}_other`) ?? '';
          const expected = form.replace('<%Count%>', new Intl.NumberFormat(lang).format(count));
          expect(plural(stem as never, count, undefined, ORDINALS.includes(stem) ? 'ordinal' : 'cardinal')).toBe(expected);
        }
      } else expect(text(stem as never)).toBe(source.get(stem) ?? englishOf(stem));
    }
  });

  it("[WI8] name days and months as the language does, for a site's own form", async () => {
    const words = await loadWords(tag, { i18n: undefined, environment: fakeEnvironment() });
    const vendor = sections.find((section) => 'CalendarDayLabels' in ((section['calendar'] as Messages) ?? {}));
    const named = words.translate?.(vendor ?? {})['calendar'] as { CalendarDayLabels: string[]; CalendarMonthLabels: string[] };
    const day = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' });
    expect(named.CalendarDayLabels).toHaveLength(7);
    expect(named.CalendarDayLabels[0]).toBe(day.format(Date.UTC(2026, 10, 22)));
    expect(named.CalendarMonthLabels).toHaveLength(12);
  });
});

/** Words that really are the same. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['callback.CallbackPlaceholderOptional'],
  fr: ['channelselector.AriaWarning'],
  nl: ['ringback.LaterDays'],
};

describe('which language is spoken', () => {
  const de = 'Rückruf anfordern';
  it.each([
    ['de', 'de', de],
    ['de-AT', 'de-AT', de],
    ['DE-ch', 'de-CH', de],
    ['pt', 'pt', 'Receber uma ligação'],
    ['pt-PT', 'pt-PT', 'Receber uma ligação'],
    ['zh', 'zh', '预约回电'],
    ['zh-SG', 'zh-SG', '预约回电'],
    ['zh-Hans-HK', 'zh-Hans-HK', '预约回电'],
    ['zh-TW', 'en', 'Receive a Call'],
    ['zh-Hant', 'en', 'Receive a Call'],
    ['iw', 'he', 'בקשת שיחה'],
    ['ar-EG-u-nu-latn', 'ar-EG-u-nu-latn', 'اطلب مكالمة'],
    ['en-GB', 'en-GB', 'Receive a Call'],
    ['sv', 'en', 'Receive a Call'],
    ['und', 'en', 'Receive a Call'],
    ['no tag', 'en', 'Receive a Call'],
    ['', 'en', 'Receive a Call'],
  ])('[WI8] %j is told as %s', async (asked, lang, title) => {
    const translator = await speak(asked);
    expect([translator.lang, translator.text('callback.CallbackTitle')]).toEqual([lang, title]);
  });

  it("[WI8] a language that is only the site's own keeps its dates and its direction", async () => {
    const translator = await speak('fa', { fa: { callback: { CallbackTitle: 'درخواست تماس' } } });
    expect([translator.lang, translator.direction, translator.text('callback.CallbackTitle')]).toEqual(['fa', 'rtl', 'درخواست تماس']);
  });

  it("[WI8] the site's own texts go before ours", async () => {
    const { text } = await speak('de', { callback: { CallbackTitle: 'Ruf mich an' } });
    expect([text('callback.CallbackTitle'), text('callback.CancelButtonText')]).toEqual(['Ruf mich an', 'Abbrechen']);
  });

  it('[WI8] can be changed while the page stands, with what later parts have brought', async () => {
    const environment = fakeEnvironment();
    const translator = createTranslator({ lang: 'en', load: (lang) => loadWords(lang, { i18n: undefined, environment }) });
    for (const section of sections) translator.add(section);
    await translator.use('he');
    expect([translator.lang, translator.direction, translator.text('ringback.Booked')]).toEqual(['he', 'rtl', 'הוזמנה']);
    await translator.use('fr');
    expect([translator.lang, translator.direction, translator.text('ringback.Booked')]).toEqual(['fr', 'ltr', 'Réservé']);
    await translator.use('en');
    expect([translator.lang, translator.text('ringback.Booked')]).toEqual(['en', 'Booked']);
  });

  it('[WI8] every language has its file, and every file is a language', () => {
    expect(Object.keys(files).map((path) => path.replace(/^.*\/|\.json$/g, ''))).toEqual(TAGS);
  });
});
