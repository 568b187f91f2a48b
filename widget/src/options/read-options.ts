import { calendarFields, callbackFields, mainFields, serviceFields, shortFields } from './option-fields.js';
import { isObject, readFields } from './read-fields.js';
import type { CalendarOptions, CallbackOptions, CallbackWidgetOptions, MainOptions, ServiceOptions } from './widget-options.js';

/** The sections as the plugins are configured with them: where the page has one and nothing is added, its own object. */
export interface Sections {
  main: Record<string, unknown>;
  callback: Record<string, unknown>;
  calendar: Record<string, unknown>;
}

const NO_OBJECT: Record<string, unknown> = {};

const isEmpty = (value: object) => Object.keys(value).length === 0;
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

/** WI1: whether anything in a config is worth the words of check-options.ts. */
export function looksWrong(config: CallbackWidgetOptions): boolean {
  let isWrong = config.callback?.['apiVersion'] === 'v1';
  const report = () => {
    isWrong = true;
  };
  readFields(config, shortFields, '', report);
  readFields(config.main, mainFields, '', report);
  readFields(config.callback, { ...serviceFields, ...callbackFields }, '', report);
  readFields(config.calendar, calendarFields, '', report);
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

/** Reads the `callback` section for CallbackService. `headers` are `main.header`, `baseUrl` the server where the section names none. */
export function readServiceOptions(section: unknown, headers: Record<string, string>, baseUrl: string): ServiceOptions {
  const { dataURL, apikey, serviceName, callDirection, userData, ajaxTimeout, enableCustomHeader } = readFields(
    section,
    serviceFields,
    '',
    silent,
  );
  const url = (dataURL || `${baseUrl}/engagement/v3/callbacks`).replace(/\/+$/, '');
  const callbacksUrl = url.endsWith('/engagement/v3') ? `${url}/callbacks` : url;
  // The visitor API stands beside the Engagement API.
  const prefix = /^(.*)\/engagement\/v\d+(\/|$)/.exec(callbacksUrl)?.[1] ?? /^(?:https?:)?\/\/[^/]+/.exec(callbacksUrl)?.[0] ?? baseUrl;
  return {
    callbacksUrl,
    visitorUrl: `${prefix}/visitor/v1`,
    apiKey: apikey,
    serviceName,
    callDirection,
    userData,
    ajaxTimeout,
    headers: enableCustomHeader ? headers : {},
  };
}

/** Reads the `calendar` section; day parts become windows in order, the whole day when none is given. */
export function readCalendarOptions(section: unknown): CalendarOptions {
  const { calendarHours, ...plain } = readFields(section, calendarFields, '', silent);
  const { interval, allDay, morning, afternoon, evening } = calendarHours;
  const windows = [allDay, morning, afternoon, evening]
    .filter(({ enable, openTime, closeTime }) => enable && openTime !== undefined && closeTime !== undefined && openTime < closeTime)
    .map(({ openTime = 0, closeTime = 0 }) => ({ open: openTime, close: closeTime }))
    .sort((a, b) => a.open - b.open);
  return { ...plain, calendarHours: { interval, windows: windows.length > 0 ? windows : [{ open: 0, close: 24 * 60 }] } };
}
