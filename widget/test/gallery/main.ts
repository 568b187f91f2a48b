import { createBus } from '../../src/bus/create-bus.js';
import { browserEnvironment, pageEnvironment } from '../../src/environment.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerCalendar } from '../../src/plugins/calendar/index.js';
import { registerCallback } from '../../src/plugins/callback/index.js';
import { accepted, fakeCallbackService, never } from '../callback/fake-service.js';
import { ARABIC, availability, NOW, OPEN, REQUEST, STATES, type GalleryState } from './states.js';

/* Draws one state: ?state=form&lang=ar&theme=dark. `document.documentElement.dataset.ready` says when it stands. */
const query = new URLSearchParams(location.search);
const state = STATES[query.get('state') ?? 'form'] ?? {};
const lang = query.get('lang') ?? 'en-US';
const environment = { ...browserEnvironment(pageEnvironment()), now: () => NOW };
const translator = createTranslator({ lang, overrides: lang.startsWith('ar') ? [ARABIC] : [] });
const { bus } = createBus(environment, () => Promise.reject(new Error('nothing to load')));
const zone = state.zone ?? 'America/New_York';
const { signal } = new AbortController();
const container = document.createElement('ringback-panel');
document.body.append(container);

const service = fakeCallbackService(bus, {
  offers: () =>
    state.offers === 'never' ? never() : state.offers === 'fails' ? Promise.reject(new Error('offers')) : (state.offers ?? OPEN),
  availability: (from, to) => {
    if (state.availability === 'never') return never();
    if (state.availability === 'fails') return Promise.reject(new Error('availability'));
    return state.availability === 'none' ? { slots: [], durationMin: 15, timezone: 'America/New_York' } : availability(from, to);
  },
  schedule: () => (state.request === 'never' ? never() : state.refuse ? Promise.reject(state.refuse) : accepted()),
  status: () => REQUEST,
  cancel: () => REQUEST,
  reschedule: () => REQUEST,
  running: null,
});

const calendar = bus.registerPlugin('Calendar');
const callback = bus.registerPlugin('Callback');
if (!calendar || !callback) throw new Error('names taken');
registerCalendar({ plugin: calendar, environment, translator, zone: () => zone, signal, timeFormat: undefined });
calendar.ready();
const main = readMainOptions({ theme: query.get('theme') ?? 'auto' });
registerCallback({ plugin: callback, environment, translator, container, signal, main, position: 'right', zone: () => zone });
callback.ready();

const turn = (ms = 60): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const within = async <Kind extends HTMLElement = HTMLElement>(selector: string): Promise<Kind> => {
  for (let tries = 0; tries < 100; tries++) {
    const element = container.shadowRoot?.querySelector<Kind>(selector);
    if (element) return element;
    await turn();
  }
  throw new Error(`no ${selector} in ${location.search}`);
};
const click = async (selector: string): Promise<void> => (await within(selector)).click();

const STEPS: Record<NonNullable<GalleryState['steps']>[number], () => unknown> = {
  picker: () => click('[data-way=time]'),
  time: () => click('.time:nth-child(4)'),
  confirm: () => click('.go'),
  close: () => click('.head .tool:last-child'),
  cancel: () => click('.act.bad'),
  note: () => click('.link'),
  country: () => click('.country'),
  change: () => click('.act:nth-child(2)'),
  minimize: () => click('.head .tool:nth-last-child(2)'),
  'type-short': async () => {
    const input = await within<HTMLInputElement>('[type=tel]');
    input.focus();
    input.value = '212 34';
    input.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }));
    input.blur();
  },
};

async function draw(): Promise<void> {
  await bus.command('Callback.configure', {
    confirmFormCloseEnabled: true,
    privacyUrl: '#privacy',
    ...(state.custom && { form: state.custom }),
  });
  await bus.command('Callback.open', state.open);
  await turn();
  for (const step of state.steps ?? []) {
    await STEPS[step]();
    await turn();
    if (step === 'confirm' && state.request && state.request !== 'never') service.say(state.request);
    for (const next of step === 'confirm' ? (state.then ?? []) : []) {
      await turn();
      service.say(next);
    }
    if (step === 'confirm' && state.retrying) service.retry(2);
    await turn();
  }
  // Past the animations and the patience of the skeletons.
  await turn(700);
  document.documentElement.dataset['ready'] = 'yes';
}
void draw();
