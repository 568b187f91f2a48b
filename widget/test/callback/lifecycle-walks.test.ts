import { LIFECYCLE_EVENTS, type LifecycleMetadata } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBus } from '../../src/bus/create-bus.js';
import { defaultFields } from '../../src/form/fields.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readCallbackOptions } from '../../src/options/read-options.js';
import { createBooking } from '../../src/plugins/callback/booking.js';
import { knownOffer } from '../../src/plugins/callback/known-offer.js';
import { BLANK_METADATA } from '../../src/plugins/callback/lifecycle.js';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import { Session } from '../../src/plugins/callback/session.js';
import { registerCalendar } from '../../src/plugins/calendar/index.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { availability, NOW, OPEN, REQUEST } from '../gallery/states.js';
import { accepted, fakeCallbackService } from './fake-service.js';

/* LC1 through every way that a visitor and a network can take, on the real session, flow, booking and bus. */

/** What nobody but the server may ever be told. */
const PERSONAL = { phonenumber: '2125550199', firstname: 'Zaphod', subject: 'my very secret note', reference: 'secret-customer-77' };
/** What the server says to the next request; `undefined` takes it. */
const ANSWERS = {
  taken: undefined,
  number: { httpStatus: 400, code: 7030, message: `${PERSONAL.phonenumber} is no number`, corrId: 'c' },
  full: { httpStatus: 429, code: 7041, message: 'full', corrId: 'c', slots: [] },
  closed: { httpStatus: 400, code: 7042, message: 'closed', corrId: 'c' },
  offline: { httpStatus: 0, code: 0, message: 'offline', corrId: '', offline: true },
  broken: { httpStatus: 500, code: 0, message: 'no', corrId: 'c' },
} as const;
const SLOT = Date.UTC(2026, 10, 24, 15);

type Step =
  | { do: 'type'; field: 'phonenumber' | 'firstname' | 'subject' }
  | { do: 'now' | 'pick' | 'back' | 'minimize' | 'restore' | 'cancel' | 'again' }
  | { do: 'confirm' | 'take'; answer: keyof typeof ANSWERS }
  | { do: 'told'; version: number }
  | { do: 'wait'; ms: number };

const answer = fc.constantFrom(...(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[]));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('type' as const), field: fc.constantFrom('phonenumber' as const, 'firstname' as const, 'subject' as const) }),
  fc.record({ do: fc.constantFrom('now' as const, 'pick' as const, 'back' as const, 'cancel' as const, 'again' as const) }),
  fc.record({ do: fc.constantFrom('minimize' as const, 'restore' as const) }),
  fc.record({ do: fc.constantFrom('confirm' as const, 'take' as const), answer }),
  fc.record({ do: fc.constant('told' as const), version: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(5000) }),
);

type Heard = { name: string; data: LifecycleMetadata; at: number };

/** Opens a session, takes the steps, closes. @returns what the page has heard. */
async function walk(steps: readonly Step[], open: OpenOptions): Promise<Heard[]> {
  let next: keyof typeof ANSWERS = 'taken';
  let now = NOW;
  const environment = fakeEnvironment({ now: () => now });
  const { bus } = createBus(environment, () => undefined);
  const plugin = bus.registerPlugin('Callback');
  const calendar = bus.registerPlugin('Calendar');
  if (!plugin || !calendar) throw new Error('taken');
  const heard: Heard[] = [];
  for (const name of LIFECYCLE_EVENTS)
    bus.subscribe(`Callback.${name}`, ({ data, time }) => void heard.push({ name, data: data as LifecycleMetadata, at: time }));
  const running = { ...REQUEST, phoneNumber: `+1${PERSONAL.phonenumber}`, state: 'QUEUED' as const, version: 1 };
  const service = fakeCallbackService(bus, {
    offers: () => OPEN,
    schedule: () => {
      const refusal = ANSWERS[next];
      if (refusal) throw refusal;
      return accepted();
    },
    availability,
    status: () => running,
    cancel: () => ({ ...running, version: 20, state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }),
    reschedule: () => running,
    running: null,
  });
  const translator = createTranslator({ lang: 'en' });
  const lifetime = new AbortController();
  registerCalendar({ plugin: calendar, environment, translator, zone: () => 'UTC', signal: lifetime.signal, timeFormat: undefined });
  calendar.ready();
  plugin.ready();
  const options = readCallbackOptions({ userData: { reference: PERSONAL.reference } });
  const session = new Session({
    plugin,
    environment,
    translator,
    options: () => options,
    form: { fields: defaultFields(translator.resolve) },
    open,
    running: null,
    loadLater: () => Promise.resolve({ createBooking, knownOffer }),
    onClose: () => undefined,
  });
  session.start();
  await environment.settle();
  let minimized = false;
  for (const taken of steps) {
    now += 10;
    if ('answer' in taken) next = taken.answer;
    switch (taken.do) {
      case 'type':
        if (session.screen.peek().at !== 'form') break;
        if (taken.field === 'phonenumber') session.form.setPhone({ ...session.form.phone.peek(), digits: PERSONAL.phonenumber });
        else session.form.setValue(taken.field, PERSONAL[taken.field]);
        break;
      case 'now':
        if (session.screen.peek().at === 'form') session.chooseNow();
        break;
      case 'pick':
        session.openPicker();
        break;
      case 'confirm':
        // A booked request has no button for it.
        if (session.screen.peek().at !== 'request') void session.confirm();
        break;
      case 'take':
        if (session.screen.peek().at !== 'request') void session.takeTime(SLOT);
        break;
      case 'back':
        session.back();
        break;
      case 'cancel':
        if (session.screen.peek().at === 'request') void session.cancelCall();
        break;
      case 'again':
        if (session.screen.peek().at === 'request') session.bookAgain();
        break;
      case 'told':
        service.say({ ...running, version: taken.version, state: 'PROCESSING' });
        break;
      case 'minimize':
      case 'restore':
        if (minimized !== (taken.do === 'minimize')) session.lifecycle[taken.do === 'minimize' ? 'minimized' : 'unminimized']();
        minimized = taken.do === 'minimize';
        break;
      case 'wait':
        now += taken.ms;
        break;
      default:
        taken satisfies never;
    }
    await environment.settle();
  }
  now += 10;
  session.end();
  await environment.settle();
  lifetime.abort();
  return heard;
}

/** One interaction by its main events: the documented sequences, submissions repeated as often as the server says no. */
const LEGAL = /^opened (started (submitted )*)?(cancelled|completed) closed$|^opened started (submitted )+completed closed$/;
const MAIN = ['opened', 'started', 'submitted', 'completed', 'cancelled', 'closed'];

/** What belongs together: the panel can book again after one is done. */
function interactionsOf(heard: readonly Heard[]): Heard[][] {
  const parts: Heard[][] = [];
  for (const event of heard) {
    if (event.name === 'opened') parts.push([]);
    parts.at(-1)?.push(event);
  }
  return parts;
}

function expectLegal(interaction: readonly Heard[]): void {
  const names = interaction.map(({ name }) => name);
  expect(names.filter((name) => MAIN.includes(name)).join(' ')).toMatch(LEGAL);
  expect(names.at(-1)).toBe('closed');
  if (names.includes('completed')) expect(names).not.toContain('cancelled');
  const first = (name: string): number => (names.includes(name) ? names.indexOf(name) : Infinity);
  expect(first('rejected')).toBeGreaterThan(Math.min(first('submitted'), 1e9));
  if (names.includes('statusChanged')) expect(first('statusChanged')).toBeGreaterThan(first('submitted'));
}

/** Every field is what the events so far make it. */
function expectConsistent(interaction: readonly Heard[]): void {
  let seen: string[] = [];
  const times: Record<string, number> = {};
  const count = (name: string): number | false => seen.filter((other) => other === name).length || false;
  for (const { name, data, at } of interaction) {
    seen = [...seen, name];
    times[name] = at;
    expect(Object.keys(BLANK_METADATA).filter((key) => !(key in data))).toEqual([]);
    expect(data.interactionId).toBe(interaction[0]?.data.interactionId);
    for (const field of ['opened', 'started', 'submitted', 'completed', 'cancelled', 'closed'] as const)
      expect(data[field]).toBe(times[field] ?? false);
    expect(data.attempts).toBe(count('submitted'));
    expect(data.errors === false ? false : data.errors.length).toBe(count('rejected'));
    expect(data.validationErrors === false).toBe(!seen.includes('validationFailed'));
    expect(data.form === false).toBe(!seen.includes('submitted') && !(seen.includes('cancelled') && seen.includes('started')));
    const end = times['completed'] ?? times['cancelled'];
    expect(data.elapsed).toBe(end === undefined || times['started'] === undefined ? false : end - times['started']);
    if (data.timeToFirstInput !== false) expect(data.timeToFirstInput).toBe((times['started'] ?? NaN) - (times['opened'] ?? NaN));
    expect(data.timeToSubmit).toBe(times['submitted'] === undefined ? false : times['submitted'] - (times['opened'] ?? NaN));
    if (data.durations !== false)
      expect(Object.values(data.durations).reduce((sum, ms) => sum + ms, 0)).toBe(at - (times['opened'] ?? NaN));
  }
}

const OPENINGS: fc.Arbitrary<OpenOptions> = fc.constantFrom<OpenOptions>(
  {},
  { proactive: true },
  { form: { phonenumber: `+1${PERSONAL.phonenumber}`, firstname: PERSONAL.firstname } },
  { form: { phonenumber: `+1${PERSONAL.phonenumber}`, autoSubmit: true } },
);

describe('the lifecycle on any way through the panel', () => {
  it('[LC1] keeps its order, and every flag, counter, time and duration is what happened; nothing personal is ever in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), OPENINGS, async (steps, open) => {
        const heard = await walk(steps, open);
        for (const interaction of interactionsOf(heard)) {
          expectLegal(interaction);
          expectConsistent(interaction);
          expect(interaction[0]?.data).toMatchObject({ proactive: open.proactive ?? false, prefilled: open.form !== undefined });
        }
        const ids = interactionsOf(heard).map(([first]) => first?.data.interactionId);
        expect(new Set(ids).size).toBe(ids.length);
        const told = JSON.stringify(heard);
        for (const secret of Object.values(PERSONAL)) expect(told).not.toContain(secret);
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  const type: Step = { do: 'type', field: 'phonenumber' };
  it.each<[string, readonly Step[], string]>([
    ['closed untouched', [], 'opened cancelled closed'],
    ['typed, given up', [type], 'opened started cancelled closed'],
    ['booked now', [type, { do: 'confirm', answer: 'taken' }], 'opened started submitted completed closed'],
    ['sent without a number', [{ do: 'confirm', answer: 'taken' }], 'opened validationFailed cancelled closed'],
    [
      'number refused, then booked',
      [type, { do: 'confirm', answer: 'number' }, type, { do: 'confirm', answer: 'taken' }],
      'opened started submitted rejected submitted completed closed',
    ],
    ['offline, given up', [type, { do: 'confirm', answer: 'offline' }], 'opened started submitted rejected cancelled closed'],
    [
      'a time, full, another way',
      [type, { do: 'pick' }, { do: 'take', answer: 'full' }, { do: 'back' }, { do: 'now' }, { do: 'confirm', answer: 'taken' }],
      'opened started timeSelected submitted rejected timeSelected submitted completed closed',
    ],
    [
      'booked, followed, cancelled',
      [type, { do: 'confirm', answer: 'taken' }, { do: 'told', version: 3 }, { do: 'cancel' }],
      'opened started submitted completed statusChanged statusChanged closed',
    ],
    [
      'booked twice',
      [type, { do: 'confirm', answer: 'taken' }, { do: 'again' }, { do: 'confirm', answer: 'taken' }],
      'opened started submitted completed closed opened started submitted completed closed',
    ],
    [
      'minimized on the way',
      [type, { do: 'minimize' }, { do: 'restore' }, { do: 'confirm', answer: 'taken' }],
      'opened started minimized unminimized submitted completed closed',
    ],
  ])('[LC1] %s', async (_, steps, expected) => {
    const heard = await walk(steps, {});
    expect(heard.map(({ name }) => name).join(' ')).toBe(expected);
  });
});
