import { callbackFields, mainFields, serviceFields, shortFields } from './option-fields.js';
import { isObject, readFields } from './read-fields.js';
import type { CallbackOptions, CallbackWidgetOptions, MainOptions } from './widget-options.js';

/** The sections as the plugins are configured with them: where the page has one and nothing is added, its own object. */
export interface Sections {
  main: Record<string, unknown>;
  callback: Record<string, unknown>;
  calendar: Record<string, unknown>;
}

const NO_OBJECT: Record<string, unknown> = {};

export const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

/** Spreads the short form (`apiKey` ...) over the sections. Vendor's sections without short form stay the very objects they are. */
export function sectionsOf(config: CallbackWidgetOptions): Sections {
  const { apiKey, service: shortName, serviceName = shortName, baseUrl, userData, theme, lang, i18n, compatDom } = config;
  const section = (name: keyof Sections, short: Record<string, unknown>) => {
    const own = isObject(config[name]) ? config[name] : NO_OBJECT;
    return isEmpty(short) && own !== NO_OBJECT ? own : { ...own, ...short };
  };
  const dataURL = typeof baseUrl === 'string' ? `${baseUrl.replace(/\/+$/, '')}/engagement/v3/callbacks` : undefined;
  return {
    main: section('main', given({ theme, lang, i18n, compatDom })),
    callback: section('callback', given({ apikey: apiKey, serviceName, dataURL, userData })),
    calendar: section('calendar', {}),
  };
}

/** WI1: whether anything in a config may be worth the words of check-options.ts. */
export function looksWrong(config: CallbackWidgetOptions): boolean {
  // Few pages say anything of the calendar: those that do are read by check-options.ts.
  let isWrong = isObject(config.calendar) && !isEmpty(config.calendar);
  const report = () => {
    isWrong = true;
  };
  readFields(config, shortFields, '', report);
  readFields(config.main, mainFields, '', report);
  readFields(config.callback, { ...serviceFields, ...callbackFields }, '', report);
  return isWrong;
}

const silent = () => {};

export function readMainOptions(section: unknown): MainOptions {
  const { theme, themes, lang, i18n, compatDom, mobileMode, mobileModeBreakpoint, timeFormat, debug, header } = readFields(
    section,
    mainFields,
    '',
    silent,
  );
  return {
    theme,
    lang,
    compatDom,
    mobileMode,
    mobileModeBreakpoint,
    timeFormat,
    debug,
    headers: Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)])),
    themes: Object.fromEntries(Object.entries(themes).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    i18n: typeof i18n === 'string' || isObject(i18n) ? i18n : undefined,
  };
}

/** Reads the `callback` section for the panel; wrong values are as absent ones. */
export const readCallbackOptions = (section: unknown): CallbackOptions => readFields(section, callbackFields, '', silent);

/** Time format of the `calendar` section, for the whole panel. */
export const readTimeFormat = (section: unknown): 12 | 24 | undefined =>
  readFields(section, { timeFormat: mainFields.timeFormat }, '', silent).timeFormat;
