import { anything, bool, group, link, number, object, oneOf, text } from './read-fields.js';

/* The options that have a meaning here, by section: how each is read, and what it is when absent. */

/** Beside the sections, at the top. */
export const shortFields = {
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

export const mainFields = {
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
};

/** Section `callback`, the part of CallbackService. */
export const serviceFields = {
  dataURL: text(undefined),
  apikey: text(''),
  apiVersion: oneOf(['v1', 'v3'], undefined),
  serviceName: text(''),
  callDirection: oneOf(['USERTERMINATED', 'USERORIGINATED'], undefined),
  userData: object({}),
  ajaxTimeout: number(10_000, 1),
  enableCustomHeader: bool(false),
};
/** Section `callback`, the part of the panel. */
export const callbackFields = {
  serviceName: text(''),
  userData: object({}),
  countryCodes: bool(true),
  defaultCountry: text(undefined),
  immediateCallback: bool(true),
  scheduledCallback: bool(true),
  form: object(undefined),
  formValidation: bool(true),
  confirmFormCloseEnabled: bool(true),
  privacyUrl: link,
  identity: text(undefined),
  source: bool(false),
  ewt: group({
    display: bool(true),
    queue: text(undefined),
    threshold: number(30),
    refreshInterval: number(10, 1),
    immediateCallback: group({ thresholdMin: number(undefined), thresholdMax: number(undefined) }),
  }),
  metadata: group({ includeFormValues: bool(false) }),
};
