import { anything, bool, group, link, number, object, oneOf, text } from './read-fields.js';

/* Sections of plugins that come when asked for: how each option is read, and what it is when absent. */

export const statsFields = {
  ewt: group({
    dataURL: text(undefined),
    apikey: text(undefined),
    apiVersion: oneOf(['v1', 'v2', 'v3'], undefined),
    mode: text(undefined),
  }),
  ajaxTimeout: number(10_000, 1),
};

/** Section `channelselector`. */
export const selectorFields = { ewtRefreshInterval: number(10, 1), channels: anything };
/** One of its `channels`. */
export const channelFields = {
  enable: bool(true),
  name: text(''),
  clickCommand: text(''),
  clickOptions: object({}),
  readyEvent: text(undefined),
  displayName: text(undefined),
  i18n: text(undefined),
  icon: text(''),
  html: anything,
  ewt: group({
    display: bool(false),
    queue: text(undefined),
    availabilityThresholdMin: number(undefined),
    availabilityThresholdMax: number(undefined),
    hideChannelWhenThresholdMax: bool(false),
  }),
};

/** Section `sidebar`. */
export const sideBarFields = {
  showOnStartup: bool(true),
  position: oneOf(['right', 'left'], undefined),
  expandOnHover: bool(true),
  channels: anything,
};
/** One of its `channels`. */
export const entryFields = {
  name: text(''),
  clickCommand: text(undefined),
  clickOptions: object({}),
  readyEvent: text(undefined),
  displayName: text(undefined),
  displayTitle: text(undefined),
  icon: text(undefined),
  onClick: anything,
};

/** Section `push`. */
export const pushFields = { workerUrl: text(undefined) };

/** Section `recaptcha`. */
export const recaptchaFields = {
  load: oneOf(['open', 'input'], undefined),
  badge: oneOf(['hidden', 'inline', 'bottomright', 'bottomleft'], 'hidden'),
  theme: oneOf(['light', 'dark'], undefined),
  size: oneOf(['normal', 'compact'], undefined),
  provider: oneOf(['recaptcha-v3', 'recaptcha-v2-checkbox', 'recaptcha-v2-invisible'], undefined),
  siteKey: text(undefined),
  action: text(undefined),
  scriptUrl: link,
};

/** Section `callin`. */
export const callInFields = {
  way: oneOf(['immediate', 'delayed'], undefined),
  groupName: text(undefined),
  serviceName: text(undefined),
  acceptance: oneOf(['manual', 'automatic'], 'manual'),
  askNumber: bool(false),
  countryCodes: bool(true),
  userData: object({}),
};

/** Option `proactive`. */
export const proactiveFields = {
  afterSeconds: number(undefined),
  scrollPercent: number(undefined, 0, 100),
  exitIntent: bool(false),
  show: oneOf(['invitation', 'panel'], 'invitation'),
  title: text(undefined),
  text: text(undefined),
};
