import { anything, bool, group, isObject, number, object, oneOf, readFields, text, type Field, type Warn } from './read-fields.js';
import type { CalendarOptions, CallbackOptions, CallbackWidgetOptions, MainOptions, ServiceOptions } from './widget-options.js';

/** The sections as the plugins are configured with them: where the page has one and nothing is added, its own object. */
export interface Sections {
  main: Record<string, unknown>;
  callback: Record<string, unknown>;
  calendar: Record<string, unknown>;
}

const NO_OBJECT: Record<string, unknown> = {};

const topLevel = {
  apiKey: text(undefined),
  serviceName: text(undefined),
  baseUrl: text(undefined),
  theme: text(undefined),
  lang: text(undefined),
  service: text(undefined),
  launcher: bool(true),
  label: text(undefined),
  position: oneOf(['right', 'left'], undefined),
  userData: object(undefined),
  i18n: anything,
  compatDom: bool(false),
  main: object(undefined),
  callback: object(undefined),
  calendar: object(undefined),
};
/** Parts of `_genesys.widgets` that belong to others, or to the start. */
const NOT_OURS = [
  'stats',
  'extensions',
  'onReady',
  'bus',
  'common',
  'webchat',
  'webchatservice',
  'sendmessage',
  'sendmessageservice',
  'sidebar',
  'channelselector',
  'callus',
  'cobrowse',
  'search',
  'clicktocall',
  'offers',
  'console',
  'gwe',
  'engage',
  'knowledgecenter',
  'knowledgecenterservice',
  'chatdeflection',
  'richmediabridge',
  'buster',
  'toaster',
  'overlay',
  'windowmanager',
];

const main = {
  theme: text('auto'),
  themes: object({}),
  lang: text(undefined),
  i18n: anything,
  compatDom: bool(false),
  mobileMode: oneOf([true, false, 'auto'], 'auto'),
  mobileModeBreakpoint: number(600),
  timeFormat: oneOf([12, 24], undefined),
  debug: bool(false),
  header: object({}),
  preload: anything,
  plugins: anything,
  customStylesheetID: anything,
  downloadGoogleFont: anything,
  deploymentID: anything,
  cookieOptions: anything,
};

const service = {
  dataURL: text(undefined),
  apikey: text(''),
  apiVersion: oneOf(['v1', 'v3'], undefined),
  serviceName: text(''),
  callDirection: oneOf(['USERTERMINATED', 'USERORIGINATED'], undefined),
  userData: object({}),
  ajaxTimeout: number(10_000, 1),
  enableCustomHeader: bool(false),
};
const ui = {
  serviceName: text(''),
  userData: object({}),
  countryCodes: bool(true),
  defaultCountry: text(undefined),
  immediateCallback: bool(true),
  scheduledCallback: bool(true),
  form: object(undefined),
  formValidation: bool(true),
  confirmFormCloseEnabled: bool(true),
  privacyUrl: text(undefined),
  ewt: group({
    display: bool(true),
    queue: text(undefined),
    threshold: number(30),
    refreshInterval: number(10, 1),
    immediateCallback: group({ thresholdMin: number(undefined), thresholdMax: number(undefined) }),
  }),
  metadata: group({ includeFormValues: bool(false) }),
};
/** Seen in old configs and without meaning. */
const ignoredThere = { theme: anything, sync: anything, timezone: anything };

const clock: Field<number | undefined> = {
  read: (value) => {
    const [, hour, minute] = (typeof value === 'string' && /^(\d{1,2}):(\d{2})$/.exec(value)) || [];
    const minutes = Number(hour) * 60 + Number(minute);
    return minutes >= 0 && minutes <= 24 * 60 ? minutes : undefined;
  },
  expected: 'a time like "08:00"',
  fallback: undefined,
};
const dayPart = group({ enable: bool(true), openTime: clock, closeTime: clock });
const calendar = {
  showAvailability: bool(true),
  numberOfDays: number(5, 1, 366),
  hideUnavailableTimeSlots: bool(false),
  timeFormat: oneOf([12, 24], undefined),
  calendarHours: group({ interval: number(15, 1, 1440), allDay: dayPart, morning: dayPart, afternoon: dayPart, evening: dayPart }),
};

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

/** Checks a whole config: each unknown or ill-typed option is warned about once, by name. */
export function warnOfOptions(config: CallbackWidgetOptions, warn: Warn): void {
  const others = Object.fromEntries(NOT_OURS.map((name) => [name, anything]));
  readFields(config, { ...topLevel, ...others }, '', warn);
  readFields(config.main, main, 'main.', warn);
  const { apiVersion } = readFields(config.callback, { ...service, ...ui, ...ignoredThere }, 'callback.', warn);
  if (apiVersion === 'v1') warn('Option "callback.apiVersion": the GMS dialect v1 is not spoken here; v3 is used');
  readFields(config.calendar, calendar, 'calendar.', warn);
}

const silent: Warn = () => {};

export function readMainOptions(section: unknown): MainOptions {
  const { theme, themes, lang, i18n, compatDom, mobileMode, mobileModeBreakpoint, timeFormat, debug, header } = readFields(
    section,
    main,
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
export const readCallbackOptions = (section: unknown): CallbackOptions => readFields(section, ui, '', silent);

/** Reads the `callback` section for CallbackService. `headers` are `main.header`, `baseUrl` the server where the section names none. */
export function readServiceOptions(section: unknown, headers: Record<string, string>, baseUrl: string): ServiceOptions {
  const { dataURL, apikey, serviceName, callDirection, userData, ajaxTimeout, enableCustomHeader } = readFields(
    section,
    service,
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
  const { calendarHours, ...plain } = readFields(section, calendar, '', silent);
  const { interval, allDay, morning, afternoon, evening } = calendarHours;
  const windows = [allDay, morning, afternoon, evening]
    .filter(({ enable, openTime, closeTime }) => enable && openTime !== undefined && closeTime !== undefined && openTime < closeTime)
    .map(({ openTime = 0, closeTime = 0 }) => ({ open: openTime, close: closeTime }))
    .sort((a, b) => a.open - b.open);
  return { ...plain, calendarHours: { interval, windows: windows.length > 0 ? windows : [{ open: 0, close: 24 * 60 }] } };
}
