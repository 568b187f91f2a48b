import { configure, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import type { Offers } from '@ringback/contract';
import type { BusPlugin } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import { readMainOptions } from '../../src/options/read-options.js';
import { registerCallIn } from '../../src/plugins/call-in/index.js';
import type { CallInStatus } from '../../src/plugins/call-in/protocol.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';
import { OPEN } from '../gallery/states.js';

// What is waited for is always named; how long it may take is the machine's business.
configure({ asyncUtilTimeout: 10_000 });

export const ID = '01920000-0000-7000-8000-000000000001';
const TURN_MS = 900_000;
const NUMBER_MS = 30_000;
const EVENTS = ['opened', 'closed', 'minimized', 'unminimized', 'submitted', 'rejected', 'completed', 'cancelled'];

/** How the server stands to the visitor's place. */
export interface Place {
  state: 'QUEUED' | 'PROCESSING' | 'COMPLETED';
  reason?: string;
  position?: number;
  estimatedWaitTime?: number;
  readyUntil?: number;
}

/** The server's side of a call-in, in the test's hands. */
function createServer(environment: FakeEnvironment) {
  const bodies: { path: string; body: Record<string, unknown> }[] = [];
  let version = 1;
  let refusal: { status: number; code: number; retryAfter?: number; data?: unknown } | undefined;
  let codes = 483_911;
  const place: Place = { state: 'QUEUED', position: 2, estimatedWaitTime: 240 };
  const seen = () => ({
    id: ID,
    serviceName: 'App_VQ',
    ...place,
    callIn: { groupName: 'help', ...(place.readyUntil && { readyUntil: new Date(place.readyUntil).toISOString() }) },
    version,
  });
  const answers: Readonly<Record<string, (body: Record<string, unknown>) => unknown>> = {
    '/engagement/v3/callbacks/create': () => ({ id: ID, visitorToken: 'token' }),
    '/engagement/v3/call-in/requests/create': ({ callbackServiceId }) => {
      codes += 1;
      return {
        toPhoneNumber: '+19059680004',
        accessCode: codes,
        telUri: `tel:+19059680004,,${codes}`,
        expirationTime: environment.now() + NUMBER_MS,
        ...(callbackServiceId === undefined ? { visitorToken: 'number-token' } : { callbackServiceId }),
      };
    },
    '/visitor/v1/call-in': () => ({ id: 'number', state: 'WAITING', expiresAt: '2030-01-01T00:00:00.000Z', version: 1 }),
    '/visitor/v1/callback': seen,
    '/visitor/v1/callback/cancel': () => {
      Object.assign(place, { state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' });
      return seen();
    },
    '/visitor/v1/callback/push-targets': seen,
  };
  environment.onFetch = async (url, init) => {
    const { pathname: path } = new URL(url);
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    if (!environment.isOnline) throw new TypeError('no network');
    if (init?.method !== 'GET') bodies.push({ path, body });
    if (refusal) {
      const { status, code, retryAfter, data } = refusal;
      const headers = new Headers(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)]]);
      return Response.json({ status: { code, message: 'Refused.', corrId: 'x' }, data }, { status, headers });
    }
    return Response.json({ status: { code: 0, message: '', corrId: 'x' }, data: answers[path]?.(body) ?? {} });
  };
  return {
    bodies,
    sent: (part: string) => bodies.filter(({ path }) => path.includes(part)).map(({ body }) => body),
    refuse: (next: typeof refusal) => void (refusal = next),
    /** Says it over the live events, as soon as somebody listens to them. */
    async say(change: Partial<Place>): Promise<void> {
      Object.assign(place, change);
      version += 1;
      await waitFor(() => environment.streams.length > 0);
      environment.streams.at(-1)?.send('callback', seen());
      await environment.settle();
    },
    /** The call to the number that was handed out at once was matched. */
    async matched(): Promise<void> {
      await waitFor(() => environment.streams.length > 0);
      environment.streams.at(-1)?.send('call-in', { id: 'number', state: 'MATCHED', expiresAt: '2030-01-01T00:00:00.000Z', version: 2 });
      await environment.settle();
    },
    turn: (): Partial<Place> => ({ readyUntil: environment.now() + TURN_MS }),
  };
}

export interface PageSetup {
  section?: Record<string, unknown>;
  lang?: string;
  main?: Record<string, unknown>;
  offers?: Partial<Offers> | Error;
  /** Texts of the site. */
  texts?: Record<string, string>;
  /** What the tab has kept. */
  environment?: FakeEnvironment;
  /** `held`: the visitor has to tick the box first, which the captcha says by itself. May be changed at any time. */
  captcha?: 'passes' | 'fails' | 'held';
  /** Of the section `callback`. */
  identity?: string;
}

/** The plugin CallIn on a real bus, its server in the test's hands, and a clock that stands still until it is moved. */
export async function openPage({
  section = { serviceName: 'App_VQ' },
  lang = 'en-US',
  main = {},
  offers = {},
  texts,
  ...setup
}: PageSetup = {}) {
  const environment = setup.environment ?? fakeEnvironment();
  const lifetime = new AbortController();
  const { bus } = createBus(environment, () => undefined);
  const server = createServer(environment);
  const owner = <Name extends string>(name: Name): BusPlugin<Name> => bus.registerPlugin(name) || (null as never);
  const asked: unknown[] = [];
  const service = owner('CallbackService');
  service.registerCommand('offers', ({ data, deferred }) => {
    asked.push(data);
    if (offers instanceof Error) deferred.reject(offers);
    else deferred.resolve({ ...OPEN, ...offers });
  });
  const resent: unknown[] = [];
  service.registerCommand('resendCode', ({ data, deferred }) => {
    resent.push(data);
    deferred.resolve({ id: 'check', way: 'sms', digits: 6, triesLeft: 5, expiresAt: '2030-01-01T00:00:00.000Z', resendAfter: 60 });
  });
  service.ready();
  const tokens: unknown[] = [];
  const captcha = { is: setup.captcha };
  const recaptcha = owner('Recaptcha');
  recaptcha.registerEvents(['ready', 'changed']);
  const prepared: unknown[] = [];
  recaptcha.registerCommand('prepare', ({ data, deferred }) => {
    prepared.push(data);
    deferred.resolve();
  });
  recaptcha.registerCommand('reset', ({ deferred }) => deferred.resolve());
  recaptcha.registerCommand('token', ({ data, deferred }) => {
    tokens.push(data);
    if (captcha.is === 'fails') deferred.reject({ reason: 'dismissed', message: '', isShown: false });
    else if (captcha.is === 'held') deferred.reject({ reason: 'unsolved', message: 'Please tick the box.', isShown: true });
    else deferred.resolve({ token: `captcha-${tokens.length}`, provider: 'recaptcha-v3', isRepeated: false });
  });
  recaptcha.ready();

  const launcher = document.createElement('ringback-launcher');
  document.documentElement.append(launcher);
  const plugin = owner('CallIn');
  const heard: { name: string; status: CallInStatus }[] = [];
  for (const name of EVENTS) bus.subscribe(`CallIn.${name}`, ({ data }) => void heard.push({ name, status: data as CallInStatus }));
  registerCallIn({
    plugin,
    environment,
    translator: createTranslator({ lang, overrides: [texts && { callin: texts }] }),
    main: readMainOptions(main),
    position: 'right',
    headers: {},
    baseUrl: 'https://ringback.example',
    callbackSection: () => ({
      apikey: 'key',
      userData: { shop: 'lamps' },
      ...(setup.identity !== undefined && { identity: setup.identity }),
    }),
    signal: lifetime.signal,
    launcher,
  });
  await bus.command('CallIn.configure', section);
  plugin.ready();
  await environment.settle();

  const element = (): HTMLElement | null => document.querySelector('ringback-call-in');
  const mount = (): HTMLElement => {
    const found = element()?.shadowRoot?.querySelector<HTMLElement>('.rb');
    if (!found) throw new Error('CallIn is not on the page');
    return found;
  };
  const view = () => within(mount());
  return {
    bus,
    environment,
    server,
    launcher,
    heard,
    asked,
    tokens,
    captcha,
    recaptcha,
    prepared,
    resent,
    element,
    mount,
    view,
    owner,
    user: userEvent.setup({ document, advanceTimers: () => undefined }),
    names: () => heard.map(({ name }) => name),
    said: () => mount().querySelector('[role=status][aria-live]')?.textContent,
    press: async (name: string | RegExp) => {
      (await view().findByRole('button', { name })).click();
      await environment.settle();
    },
    /** Waits for a text outside of what is only said. */
    shown: (text: string) => view().findByText(text, { ignore: '.said' }),
    reach: (name: string) => view().findByRole('heading', { name }),
    /** Types a number, takes a place. */
    join: async () => {
      await bus.command('CallIn.start', { phonenumber: '+1 212 555 0134' });
      await environment.settle();
    },
    leave: () => {
      lifetime.abort();
      launcher.remove();
      element()?.remove();
    },
  };
}
export type CallInPage = Awaited<ReturnType<typeof openPage>>;
