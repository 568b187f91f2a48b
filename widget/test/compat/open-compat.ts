import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerCalendar } from '../../src/plugins/calendar/index.js';
import { createCompatView } from '../../src/plugins/callback/compat/create-compat-view.js';
import { registerCallback } from '../../src/plugins/callback/index.js';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { accepted, fakeCallbackService, type FakeAnswers } from '../callback/fake-service.js';
import { availability, NOW, OPEN, REQUEST } from '../gallery/states.js';

export interface CompatSetup {
  answers?: Partial<FakeAnswers>;
  /** Section `callback`. */
  config?: Record<string, unknown>;
  main?: Record<string, unknown>;
  /** The page's global names. */
  global?: Record<string, unknown>;
}

/** The panel with the vendor's ids and classes, on a real bus with a fake CallbackService. */
export async function setUpCompat({ answers, config = {}, main = {}, global = {} }: CompatSetup = {}) {
  const environment = fakeEnvironment({ now: () => NOW, global });
  const lifetime = new AbortController();
  const translator = createTranslator({ lang: 'en-US' });
  const { bus } = createBus(environment, () => undefined);
  const service = fakeCallbackService(bus, {
    offers: () => OPEN,
    schedule: () => accepted(),
    availability,
    status: () => REQUEST,
    cancel: () => REQUEST,
    reschedule: () => REQUEST,
    running: null,
    ...answers,
  });
  const heard: string[] = [];
  for (const name of ['opened', 'started', 'submitted', 'completed', 'cancelled', 'closed', 'minimized', 'unminimized', 'rejected'])
    bus.subscribe(`Callback.${name}`, () => void heard.push(name));
  const calendar = bus.registerPlugin('Calendar');
  const callback = bus.registerPlugin('Callback');
  if (!calendar || !callback) throw new Error('plugin names are taken');
  const zone = 'America/New_York';
  registerCalendar({ plugin: calendar, environment, translator, zone: () => zone, signal: lifetime.signal, timeFormat: undefined });
  calendar.ready();
  const container = document.createElement('ringback-panel');
  const panel = registerCallback({
    plugin: callback,
    environment,
    translator,
    container,
    signal: lifetime.signal,
    main: readMainOptions(main),
    position: 'right',
    zone: () => zone,
    createView: createCompatView,
  });
  callback.ready();
  // Two hundred flags a test are worth their time only where they are looked at.
  await bus.command('Callback.configure', { countryCodes: false, ...config });

  const find = <Kind extends HTMLElement = HTMLInputElement>(selector: string): Kind => {
    const element = document.querySelector<Kind>(selector);
    if (!element) throw new Error(`no ${selector} in ${document.body.innerHTML.slice(0, 4000)}`);
    return element;
  };
  return {
    bus,
    environment,
    service,
    heard,
    find,
    all: (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)],
    open: (options?: OpenOptions) => bus.command('Callback.open', options),
    /** As a visitor types: the value, then what a browser says of it. */
    type: (selector: string, value: string) => {
      const control = find(selector);
      control.value = value;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    },
    /** Presses, and lets everything that follows happen. */
    press: async (target: string | HTMLElement) => {
      (typeof target === 'string' ? find(target) : target).click();
      await environment.advance(0);
      await environment.settle();
      await environment.settle();
    },
    dispose: () => {
      panel.destroy();
      lifetime.abort();
      document.body.replaceChildren();
    },
  };
}
