import { createBus } from '../../src/bus/create-bus.js';
import { browserEnvironment, pageEnvironment } from '../../src/environment.js';
import { loadWords } from '../../src/i18n/languages.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerCalendar } from '../../src/plugins/calendar/index.js';
import { registerCallback } from '../../src/plugins/callback/index.js';
import { accepted, fakeCallbackService, never } from '../callback/fake-service.js';
import { availability, NOW, OPEN, REQUEST, STATES, type GalleryState } from './states.js';

/* Draws one state: ?state=form&lang=ar&theme=dark. `document.documentElement.dataset.ready` says when it stands. */
const query = new URLSearchParams(location.search);
const state = STATES[query.get('state') ?? 'form'] ?? {};
const lang = query.get('lang') ?? 'en-US';
const browser = browserEnvironment(pageEnvironment());
// Nobody is patient here: skeletons show at once. What is only done after long waits is done when a state says so.
const LONG = 4000;
const waiting = new Set<() => void>();
const after = (ms: number, callback: () => void): (() => void) => {
  if (ms < LONG) return browser.after(0, callback);
  waiting.add(callback);
  return () => void waiting.delete(callback);
};
const environment = { ...browser, now: () => NOW, after };
const translator = createTranslator(await loadWords(lang, { i18n: undefined, environment }));
const { bus } = createBus(environment, () => Promise.reject(new Error('nothing to load')));
const zone = state.zone ?? 'America/New_York';
const { signal } = new AbortController();
const container = document.createElement('ringback-panel');
document.body.append(container);

let hasLooked = false;
const service = fakeCallbackService(bus, {
  offers: () =>
    state.offers === 'never' ? never() : state.offers === 'fails' ? Promise.reject(new Error('offers')) : (state.offers ?? OPEN),
  availability: (from, to) => {
    if (state.availability === 'never') return never();
    if (state.availability === 'fails') return Promise.reject(new Error('availability'));
    if (state.availability === 'lost' && hasLooked) return { ...availability(from, to), slots: availability(from, to).slots.slice(6) };
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

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
/** Waits frame by frame; the page's own time limit is the test's. */
async function until<Value>(look: () => Value | null | undefined | false): Promise<Value> {
  for (;;) {
    const found = look();
    if (found) return found;
    await frame();
  }
}
/** Two frames in which the panel's tree stays as it is. */
async function settle(): Promise<void> {
  const picture = (): string => container.shadowRoot?.innerHTML ?? '';
  for (let before = '', calm = 0; calm < 2; calm = picture() === before ? calm + 1 : 0) {
    before = picture();
    await frame();
  }
}
const within = <Kind extends HTMLElement = HTMLElement>(selector: string): Promise<Kind> =>
  until(() => container.shadowRoot?.querySelector<Kind>(selector));
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
  'later-day': () => click('.day:not([aria-disabled]):nth-child(3)'),
  'look-again': async () => {
    hasLooked = true;
    await until(() => waiting.size > 0);
    for (const goOn of [...waiting]) goOn();
    return within('.note');
  },
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
    ...state.config,
    ...(state.custom && { form: state.custom }),
  });
  await bus.command('Callback.open', state.open);
  await settle();
  for (const step of state.steps ?? []) {
    await STEPS[step]();
    if (step === 'confirm' && state.request && state.request !== 'never') {
      await until(() => service.watching() > 0);
      for (const next of [state.request, ...(state.then ?? [])]) service.say(next);
    }
    if (step === 'confirm' && state.retrying) {
      await until(() => service.scheduled.length > 0);
      service.retry(2);
    }
    await settle();
  }
  document.documentElement.dataset['ready'] = 'yes';
}
void draw();
