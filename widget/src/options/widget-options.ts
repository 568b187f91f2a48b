/*
 * What a site owner writes, and what the plugins read. `README.md` beside this file is the table for site owners.
 */

/**
 * The one config object: of `createCallbackWidget`, of `window.ringback`, and, with its sections alone, of `window._genesys.widgets`.
 * Newcomers need `apiKey` and `serviceName`; everything else has a default.
 */
export interface CallbackWidgetOptions {
  apiKey?: string;
  /** The queue to book on. */
  serviceName?: string;
  /** Short for `serviceName`, as in `data-service`. */
  service?: string;
  /** Origin (and path) of the Ringback server. Default: where the script came from. */
  baseUrl?: string;
  /** `light`, `dark`, `auto` or a name of `main.themes`. Default `auto`. */
  theme?: string;
  /** BCP 47. Default: the page's `lang`, then the visitor's. */
  lang?: string;
  /** `false`: no button of ours. */
  launcher?: boolean;
  /** Text of the button. Default "Receive a Call". */
  label?: string;
  /** Bottom corner of the button and the panel; in right-to-left text the other one. Default `right`. */
  position?: 'right' | 'left';
  /** Attached to every callback. */
  userData?: Record<string, unknown>;
  /** Texts: `{callback: {CallbackTitle: '...'}}`, or the same by language. */
  i18n?: Record<string, unknown> | string;
  /** Plain ids and classes of the vendor's in the page instead of a shadow root. */
  compatDom?: boolean;
  main?: Record<string, unknown>;
  callback?: Record<string, unknown>;
  calendar?: Record<string, unknown>;
  stats?: Record<string, unknown>;
  channelselector?: Record<string, unknown>;
  sidebar?: Record<string, unknown>;
  /** Click-To-Call-In: see docs/call-in.md. */
  callin?: Record<string, unknown>;
  /** Offers messages to visitors who have booked. Off unless it is here. */
  push?: Record<string, unknown>;
  /** How the captcha looks and when it is loaded, on sites that ask for one; see docs/captcha.md. */
  recaptcha?: Record<string, unknown>;
  /** Invites once a visit. Off unless it is here; `true`: after 30 s, and when the pointer leaves the window. */
  proactive?: boolean | ProactiveSection;
}

/** Option `proactive`: at least one of the first three. */
export interface ProactiveSection {
  /** Seconds on the page. */
  afterSeconds?: number;
  /** How far down the page the visitor has come. */
  scrollPercent?: number;
  /** The pointer leaves the window at its top. */
  exitIntent?: boolean;
  /** A small card above the button (default), or the panel at once. */
  show?: 'invitation' | 'panel';
  /** Words of the card. */
  title?: string;
  text?: string;
}

/** Section `main`, defaults filled in. */
export interface MainOptions {
  theme: string;
  /** Theme name -> CSS class that the panel's root gets. */
  themes: Record<string, string>;
  lang: string | undefined;
  /** Language pack(s), or the address of one. */
  i18n: Record<string, unknown> | string | undefined;
  mobileMode: boolean | 'auto';
  /** CSS pixels. */
  mobileModeBreakpoint: number;
  /** `undefined`: as the language has it. */
  timeFormat: 12 | 24 | undefined;
  debug: boolean;
  /** Custom request headers of a site's own proxy; a service sends them when its `enableCustomHeader` is set. */
  headers: Record<string, string>;
  compatDom: boolean;
}

/** Section `callback`, what the panel reads of it, defaults filled in. */
export interface CallbackOptions {
  serviceName: string;
  userData: Record<string, unknown>;
  /** Show the country picker on the phone field. */
  countryCodes: boolean;
  /** ISO 3166 code preselected there; `undefined`: what the server says. */
  defaultCountry: string | undefined;
  immediateCallback: boolean;
  scheduledCallback: boolean;
  /** Form definition (FO1) as given. */
  form: Record<string, unknown> | undefined;
  formValidation: boolean;
  /** Ask before a started form is closed. */
  confirmFormCloseEnabled: boolean;
  ewt: {
    display: boolean;
    queue: string | undefined;
    /** Seconds; a shorter wait isn't shown. */
    threshold: number;
    /** Seconds. */
    refreshInterval: number;
    /** Seconds; outside of them "as soon as possible" isn't offered. */
    immediateCallback: { thresholdMin: number | undefined; thresholdMax: number | undefined };
  };
  /** Values of the form in lifecycle metadata; without it only the names of filled fields (LC1). */
  metadata: { includeFormValues: boolean };
  /** Link in the panel's footer. */
  privacyUrl: string | undefined;
  /** WI12: a token (JWT) that the site has signed for this visitor; name and number in it are shown as fixed. */
  identity: string | undefined;
  /** WI13: page address, referrer and campaign go with the request. */
  source: boolean;
}

/** Section `callback`, what CallbackService reads of it, defaults filled in. */
export interface ServiceOptions {
  /** `v1`: the API of GMS 8.5; its service is the address itself. */
  dialect: 'v1' | 'v3';
  /** Base of the callback operations, `https://host/engagement/v3/callbacks`, no final slash. */
  callbacksUrl: string;
  /** Base of the visitor API, `https://host/visitor/v1`. */
  visitorUrl: string;
  apiKey: string;
  serviceName: string;
  callDirection: 'USERTERMINATED' | 'USERORIGINATED' | undefined;
  userData: Record<string, unknown>;
  /** Milliseconds of one try. */
  ajaxTimeout: number;
  /** Custom headers of `main.header`, when `enableCustomHeader` is set. */
  headers: Record<string, string>;
}

/** Section `calendar`, defaults filled in. */
export interface CalendarOptions {
  showAvailability: boolean;
  numberOfDays: number;
  hideUnavailableTimeSlots: boolean;
  timeFormat: 12 | 24 | undefined;
  calendarHours: {
    /** Minutes between two slots when availability isn't asked. */
    interval: number;
    /** Times of day that are shown, minutes since midnight, in order. */
    windows: readonly { open: number; close: number }[];
  };
}

/** Everything the panel starts with. */
export interface WidgetOptions {
  main: MainOptions;
  callback: CallbackOptions;
  /** Of the `calendar` section; goes before that of `main`. */
  timeFormat: 12 | 24 | undefined;
  /** Corner of the button, and of the panel that takes its place. */
  position: 'right' | 'left';
}
