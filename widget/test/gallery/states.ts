import type { Availabilities, Offers, VisitorCallback } from '@ringback/contract';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import type { CallbackServiceError } from '../../src/plugins/callback-service/protocol.js';

/** Monday, 23 November 2026, 9:05 in New York. */
export const NOW = Date.UTC(2026, 10, 23, 14, 5);
const at = (day: number, hour: number, minute = 0): string => new Date(Date.UTC(2026, 10, day, hour, minute)).toISOString();

export const OPEN: Offers = {
  serviceName: 'Sales',
  timeZone: 'America/New_York',
  open: true,
  openFor: 32_000,
  immediate: { offered: true, estimatedWaitTime: 290, waiting: 2 },
  scheduled: { offered: true, firstFree: at(23, 15, 30), slotDurationMinutes: 15, maxAdvanceDays: 30 },
  defaultCountry: 'US',
};
export const CLOSED: Offers = {
  ...OPEN,
  open: false,
  openFor: 0,
  nextOpening: at(24, 13),
  immediate: { offered: false, estimatedWaitTime: -1, waiting: 0 },
  scheduled: { ...OPEN.scheduled, firstFree: at(24, 13) },
};
export const NOTHING: Offers = { ...CLOSED, scheduled: { offered: false, slotDurationMinutes: 15, maxAdvanceDays: 30 } };

/** Weekdays 8:00 to 18:00 in New York, Thanksgiving full, some times full, some nearly. */
export function availability(from: number, to: number): Availabilities {
  const slots: Availabilities['slots'] = [];
  for (let time = Math.ceil(from / 900_000) * 900_000; time < to; time += 900_000) {
    const date = new Date(time);
    const hour = date.getUTCHours();
    const weekday = date.getUTCDay();
    const quarter = (Math.floor(time / 900_000) + 3) % 7;
    if (weekday === 0 || weekday === 6 || hour < 13 || hour >= 23 || quarter > 4) continue;
    const full = weekday === 4 || quarter === 0;
    slots.push({ utcTime: date.toISOString(), capacity: full ? 0 : quarter === 2 ? 2 : 5, total: 5 });
  }
  return { slots, durationMin: 15, timezone: 'America/New_York' };
}

export const REQUEST: VisitorCallback = {
  id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as VisitorCallback['id'],
  serviceName: 'Sales',
  phoneNumber: '+12123456789',
  state: 'QUEUED',
  scheduled: false,
  desiredTime: at(23, 14, 4),
  createdAt: at(23, 14, 4),
  queuedAt: at(23, 14, 4),
  position: 3,
  estimatedWaitTime: 290,
  attempts: 0,
  canCancel: true,
  canReschedule: false,
  version: 2,
};

/** One picture of the panel. */
export interface GalleryState {
  offers?: Offers | 'never' | 'fails';
  open?: OpenOptions;
  request?: VisitorCallback | 'never';
  /** Statuses that follow. */
  then?: readonly VisitorCallback[];
  refuse?: Partial<CallbackServiceError>;
  retrying?: boolean;
  /** `lost`: what was free at the first question is taken at the next. */
  availability?: 'never' | 'fails' | 'none' | 'lost';
  /** Where to go from the form. */
  steps?: readonly (
    | 'picker'
    | 'time'
    | 'confirm'
    | 'close'
    | 'cancel'
    | 'note'
    | 'country'
    | 'change'
    | 'minimize'
    | 'type-short'
    | 'later-day'
    | 'look-again'
  )[];
  lang?: string;
  zone?: string;
  custom?: Record<string, unknown>;
  /** Section `callback`. */
  config?: Record<string, unknown>;
}

/** A token as a site signs it; nobody checks it here. */
const IDENTITY = `e30.${btoa(JSON.stringify({ given_name: 'Ada', family_name: 'Lovelace', phone_number: '+12123456789' }))}.x`;
const CONSENT = {
  name: 'consent',
  type: 'consent',
  label: 'I agree that my number is used for this call, as the {link} says.',
  link: { url: '#privacy', text: 'privacy notice' },
};
const filled = { form: { phonenumber: '+1 212 345 6789' } };
const done = (over: Partial<VisitorCallback>): VisitorCallback => ({
  ...REQUEST,
  position: undefined,
  estimatedWaitTime: undefined,
  canCancel: false,
  version: 3,
  ...over,
});
const scheduled = done({
  state: 'SCHEDULED',
  scheduled: true,
  desiredTime: at(24, 19, 30),
  queuedAt: undefined,
  canCancel: true,
  canReschedule: true,
});

export const STATES: Readonly<Record<string, GalleryState>> = {
  form: { open: filled },
  empty: {},
  asking: { offers: 'never' },
  note: { open: filled, steps: ['note'] },
  country: { open: filled, steps: ['country'] },
  missing: { steps: ['confirm'] },
  short: { steps: ['type-short'] },
  picker: { open: filled, steps: ['picker', 'time'], zone: 'Europe/Lisbon' },
  'picker-waiting': { open: filled, steps: ['picker'], availability: 'never' },
  'picker-failed': { open: filled, steps: ['picker'], availability: 'fails' },
  'picker-none': { open: filled, steps: ['picker'], availability: 'none' },
  sending: { open: filled, steps: ['confirm'], request: 'never' },
  flaky: { open: filled, steps: ['confirm'], request: 'never', retrying: true },
  closed: { offers: CLOSED },
  nothing: { offers: NOTHING },
  taken: {
    open: { form: { phonenumber: '+12123456789', firstname: 'Ada', desiredTime: at(23, 19, 0) } },
    steps: ['confirm'],
    refuse: {
      httpStatus: 429,
      code: 7041,
      slots: [at(23, 19, 15), at(23, 19, 45), at(23, 20, 0), at(23, 20, 15), at(24, 14, 30), at(24, 14, 45)].map((utcTime) => ({
        utcTime,
        capacity: 2,
      })),
    },
  },
  number: { open: { form: { phonenumber: '+1 212 34' } }, steps: ['confirm'], refuse: { httpStatus: 400, code: 7030 } },
  busy: { open: filled, steps: ['confirm'], refuse: { httpStatus: 429, code: 7041, retryAfter: 90 } },
  outside: { open: filled, offers: { ...OPEN, nextOpening: at(24, 13) }, steps: ['confirm'], refuse: { httpStatus: 400, code: 7042 } },
  offline: { open: filled, steps: ['confirm'], refuse: { httpStatus: 0, code: 0, offline: true } },
  failed: {
    open: filled,
    steps: ['confirm'],
    refuse: {
      httpStatus: 500,
      code: 500,
      message: 'Something broke on our side. Please try again.',
      corrId: '7f3c9a10-aaaa-4bbb-8ccc-dddddddddddd',
    },
  },
  placing: { open: filled, steps: ['confirm'], request: { ...REQUEST, position: undefined } },
  waiting: { open: filled, steps: ['confirm'], request: { ...REQUEST, position: 5 }, then: [{ ...REQUEST, version: 3 }] },
  next: {
    open: filled,
    steps: ['confirm'],
    request: { ...REQUEST, position: 4 },
    then: [{ ...REQUEST, position: 1, estimatedWaitTime: 40, version: 3 }],
  },
  scheduled: { open: filled, steps: ['confirm'], request: scheduled, zone: 'Europe/Lisbon' },
  change: { open: filled, steps: ['confirm', 'change'], request: scheduled },
  calling: { open: filled, steps: ['confirm'], request: done({ state: 'ROUTING' }) },
  connected: { open: filled, steps: ['confirm'], request: done({ state: 'PROCESSING' }) },
  retrying: {
    open: filled,
    steps: ['confirm'],
    request: done({ attempts: 1, lastOutcome: 'no-answer', nextAttemptAt: at(23, 14, 20), canCancel: true }),
  },
  done: { open: filled, steps: ['confirm'], request: done({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' }) },
  missed: { open: filled, steps: ['confirm'], request: done({ state: 'COMPLETED', reason: 'FAILED_MAX_ATTEMPTS', attempts: 3 }) },
  cancelled: { open: filled, steps: ['confirm'], request: done({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }) },
  discard: { open: filled, steps: ['type-short', 'close'] },
  cancel: { open: filled, steps: ['confirm', 'cancel'], request: REQUEST },
  minimized: { open: filled, steps: ['confirm', 'minimize'], request: REQUEST },
  'picker-far': {
    open: filled,
    offers: { ...OPEN, scheduled: { ...OPEN.scheduled, maxAdvanceDays: 180 } },
    steps: ['picker', 'later-day'],
    zone: 'Europe/Lisbon',
  },
  'picker-lost': { open: filled, steps: ['picker', 'time', 'look-again'], availability: 'lost' },
  slow: { open: filled, steps: ['confirm', 'look-again'], request: 'never' },
  captcha: { open: filled, steps: ['confirm'], refuse: { httpStatus: 400, code: 7043, corrId: '7f3c9a10-aaaa-4bbb-8ccc-dddddddddddd' } },
  extension: { open: { form: { phonenumber: '+1 (212) 345-6789 ext. 42' } } },
  identity: { config: { identity: IDENTITY } },
  checking: {
    open: filled,
    custom: { inputs: [{ name: 'order', label: 'Order number', value: 'A-1', validate: () => new Promise(() => undefined) }] },
    steps: ['confirm'],
  },
  own: {
    open: filled,
    custom: {
      wrapper: '<div><h3>Tell us a little first</h3><p>It takes <b>half a minute</b>, and saves you ten on the phone.</p></div>',
      inputs: [
        { name: 'phonenumber' },
        {
          name: 'how',
          type: 'radio',
          label: 'Are you a customer?',
          required: true,
          options: [{ text: 'Yes', selected: true }, { text: 'Not yet' }],
        },
        { name: 'born', type: 'date', label: 'Date of birth' },
        { custom: '<p>We never sell anything on this call. <a href="#more">How we work</a></p>' },
        { name: 'desiredtime' },
        CONSENT,
      ],
    },
  },
  'own-errors': {
    custom: {
      inputs: [
        { name: 'how', type: 'radio', label: 'Are you a customer?', required: true, options: [{ text: 'Yes' }, { text: 'Not yet' }] },
        { name: 'email', required: true, value: 'ada' },
        CONSENT,
      ],
    },
    steps: ['confirm'],
  },
  'own-table': {
    open: filled,
    custom: {
      wrapper: '<table></table>',
      inputs: [
        { name: 'firstname', wrapper: '<tr><td>{label}</td><td>{input}</td></tr>' },
        { name: 'lastname', wrapper: '<tr><td>{label}</td><td>{input}</td></tr>' },
        { name: 'order', label: 'Order', wrapper: '<tr><td>{label}</td><td>{input}</td></tr>' },
      ],
    },
  },
  custom: {
    custom: {
      inputs: [
        { name: 'firstname', placeholder: 'Ada' },
        { name: 'email', required: true },
        { name: 'phonenumber' },
        {
          name: 'topic',
          type: 'select',
          label: 'What is it about?',
          options: [
            { text: 'Sales', group: true },
            { text: 'A new order', value: 'new' },
            { text: 'Support', group: true },
            { text: 'A fault', value: 'fault' },
          ],
        },
        { name: 'member', type: 'checkbox', label: 'I am a member and agree that this call may be recorded for training' },
      ],
    },
  },
};
