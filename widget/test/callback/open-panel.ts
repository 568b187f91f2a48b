import { configure, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import type { LifecycleMetadata } from '@ringback/contract';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerCalendar } from '../../src/plugins/calendar/index.js';
import { registerCallback } from '../../src/plugins/callback/index.js';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { availability, NOW, OPEN, REQUEST } from '../gallery/states.js';
import { accepted, fakeCallbackService, type FakeAnswers } from './fake-service.js';

// What is waited for is always named; how long it may take is the machine's business.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const EVENTS = [
  'opened',
  'started',
  'submitted',
  'completed',
  'cancelled',
  'closed',
  'minimized',
  'unminimized',
  'validationFailed',
  'rejected',
  'timeSelected',
  'statusChanged',
];

export interface PanelSetup {
  answers?: Partial<FakeAnswers>;
  /** Section `callback`. */
  config?: Record<string, unknown>;
  lang?: string;
  zone?: string;
  main?: Record<string, unknown>;
  position?: 'right' | 'left';
  overrides?: Record<string, unknown>;
  /** When the page is idle; at once without. */
  whenIdle?: (callback: () => void) => void;
}

/** The plugins Callback and Calendar on a real bus, with a fake CallbackService and a clock that stands still at {@link NOW}. */
export function setUpPanel({
  answers,
  config = {},
  lang = 'en-US',
  zone = 'America/New_York',
  main = {},
  position = 'right',
  overrides,
  whenIdle = (callback) => callback(),
}: PanelSetup = {}) {
  const environment = fakeEnvironment({ now: () => NOW, whenIdle });
  const lifetime = new AbortController();
  const translator = createTranslator({ lang, overrides: [overrides] });
  const { bus } = createBus(environment, () => undefined);
  const container = document.createElement('ringback-panel');
  document.body.append(container);
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
  const heard: Array<{ name: string; data: LifecycleMetadata }> = [];
  for (const name of EVENTS) bus.subscribe(`Callback.${name}`, ({ data }) => void heard.push({ name, data: data as LifecycleMetadata }));

  const calendar = bus.registerPlugin('Calendar');
  const callback = bus.registerPlugin('Callback');
  if (!calendar || !callback) throw new Error('plugin names are taken');
  registerCalendar({ plugin: calendar, environment, translator, zone: () => zone, signal: lifetime.signal, timeFormat: undefined });
  calendar.ready();
  const panel = registerCallback({
    plugin: callback,
    environment,
    translator,
    container,
    signal: lifetime.signal,
    main: readMainOptions(main),
    position,
    zone: () => zone,
  });
  callback.ready();
  void bus.command('Callback.configure', { ...config });
  callback.republish('ready');

  const root = container.shadowRoot;
  if (!root) throw new Error('no shadow root');
  const mount = root.querySelector<HTMLElement>('.rb');
  if (!mount) throw new Error('no panel root');
  const view = within(mount);
  return {
    bus,
    environment,
    translator,
    service,
    container,
    root,
    view,
    heard,
    user: userEvent.setup({ document, advanceTimers: () => undefined }),
    names: () => heard.map(({ name }) => name),
    open: (options?: OpenOptions) => bus.command('Callback.open', options),
    /** The element with the focus, inside the panel. */
    focused: () => root.activeElement as HTMLElement | null,
    find: <Kind extends HTMLElement = HTMLElement>(selector: string): Kind => {
      const element = root.querySelector<Kind>(selector);
      if (!element) throw new Error(`no ${selector} in ${root.querySelector('.rb')?.innerHTML ?? 'an empty panel'}`);
      return element;
    },
    dispose: () => {
      panel.destroy();
      lifetime.abort();
      container.remove();
    },
  };
}
export type PanelUnderTest = ReturnType<typeof setUpPanel>;
