/** @packageDocumentation The plugin Push: asks for permission after a press, gets the browser's token, hands it to the request, and passes on what comes. */
import type { LateModule } from '../../late-plugins.js';
import type { Environment } from '../../environment.js';
import type { RunningRequest } from '../callback-service/protocol.js';
import { follow, HEAD } from './follow.js';
import type { PushError, PushRefusal } from './protocol.js';
import { browserPush, type PushPort, type WebPushConfig } from './push-port.js';
import { askConfig, putTargets, type PushServerDeps } from './push-server.js';
import { readWorkerMessage } from './read-worker-message.js';

export interface PushDeps extends PushServerDeps {
  readonly port: PushPort;
  /** Ends all listening. */
  readonly signal: AbortSignal;
}

const WORKER_URL = '/ringback-worker.js';
/** The browser's own push service may never answer. */
const TOKEN_MS = 20_000;
/** For whoever calls the commands; the panel says it in the visitor's language. */
const TEXTS: Readonly<Record<PushRefusal, string>> = {
  unsupported: 'This browser can’t show messages.',
  'not-configured': 'Messages are not set up on this site.',
  denied: 'Messages are blocked for this site. Allow notifications in the browser’s settings to be told.',
  dismissed: 'No permission was given. You can ask again at any time.',
  failed: 'Messages could not be switched on. Please try again later.',
};

/** Registers the plugin on the widget's bus and starts it. */
export const register: LateModule['register'] = ({ bus, environment, baseUrl, sections, host, start }) => {
  const plugin = bus.registerPlugin('Push');
  if (!plugin) return;
  const port = browserPush(environment.global as unknown as typeof globalThis);
  registerPush({ plugin, environment, baseUrl, port, signal: host.signal, callbackSection: () => sections?.callback ?? {} });
  start(plugin, 'push');
};

/** Registers the commands of `Push`. The caller starts the plugin. */
export function registerPush(deps: PushDeps): void {
  const { plugin, environment, port } = deps;
  const browser = createBrowser(deps);

  plugin.registerEvents(['ready', 'offered', 'enabled', 'disabled', 'failed', 'received']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    browser.configure(data);
    deferred.resolve();
  });
  plugin.registerCommand('status', ({ deferred }) => deferred.resolve({ permission: port.permission(), enabled: browser.isEnabled() }));
  plugin.registerCommand('offer', async ({ deferred }) => {
    deferred.resolve();
    if (port.permission() === 'unsupported' || port.permission() === 'denied') return;
    if (await browser.config().catch(() => undefined)) plugin.republish('offered');
    else environment.warn('Messages are not offered: the server has no settings for them (site.push.web), or could not be asked');
  });
  plugin.registerCommand('enable', async ({ deferred }) => {
    try {
      const target = await browser.enable();
      plugin.publish('enabled', { target });
      deferred.resolve({ target });
    } catch (cause) {
      const error = isRefusal(cause) ? cause : refusal('failed');
      if (error !== cause) environment.warn('Push could not be enabled', cause);
      plugin.publish('failed', error);
      deferred.reject(error);
    }
  });
  plugin.registerCommand('disable', async ({ deferred }) => {
    await browser.disable();
    plugin.publish('disabled');
    deferred.resolve();
  });
  listen(deps, browser);
}

type Browser = ReturnType<typeof createBrowser>;

/** This browser as a device: its permission, its token, and who has it. */
function createBrowser(deps: PushDeps) {
  const { environment, port } = deps;
  let section: Record<string, unknown> = {};
  let web: WebPushConfig | undefined;
  let target: string | undefined;
  const config = async (): Promise<WebPushConfig | undefined> => (web ??= await askConfig(deps));
  const handOver = async (other?: RunningRequest): Promise<void> => {
    const request = target === undefined ? null : await putTargets(deps, [target], other);
    if (request) port.keep(request);
  };
  return {
    config,
    handOver,
    isEnabled: () => target !== undefined,
    configure(more: Record<string, unknown>): void {
      section = { ...section, ...more };
    },
    /** @param other told instead, where no request runs in this tab */
    async enable(other?: RunningRequest): Promise<string> {
      if (port.permission() === 'unsupported') throw refusal('unsupported');
      // Asked while the press still counts: browsers forget it while a server answers.
      const permission = port.permission() === 'granted' ? 'granted' : await port.ask();
      if (permission !== 'granted') throw refusal(permission === 'denied' ? 'denied' : 'dismissed');
      const settings = await config();
      if (!settings) throw refusal('not-configured');
      const registration = await inTime(port.register(workerUrl(section, settings)), environment);
      const token = await inTime(port.token(settings, registration), environment);
      target = token;
      try {
        await handOver(other);
      } catch (cause) {
        target = undefined;
        throw cause;
      }
      sayHello(deps);
      return token;
    },
    async disable(): Promise<void> {
      target = undefined;
      port.keep(undefined);
      // The server first: what it doesn't send need not be received.
      await putTargets(deps, []).catch((cause: unknown) =>
        environment.warn('The server could not be told to send no more messages', cause),
      );
      if (web) await port.forgetToken(web).catch((cause: unknown) => environment.warn('Firebase could not forget this browser', cause));
    },
  };
}

/** What workers say, and what happens to requests, until the end of the widget. */
function listen(deps: PushDeps, browser: Browser): void {
  const { plugin, environment, port, signal } = deps;
  const stop = port.listen((data) => {
    const message = readWorkerMessage(data);
    if (message?.type === 'push') {
      follow(message, { plugin, port }).catch((cause: unknown) => environment.warn(`Push: "${message.action}" could not be done`, cause));
    } else if (message?.type === 'tokenStale' && (browser.isEnabled() || port.kept()) && port.permission() === 'granted')
      // Also in a page that was opened since: the request that was to be told is remembered.
      void browser.enable(port.kept()).catch((cause: unknown) => environment.warn('The new push token could not be handed on', cause));
  });
  const leave = [
    // Whoever has asked to be told is told of the next booking, too.
    plugin.subscribe('CallbackService.scheduled', () => {
      browser.handOver().catch((cause: unknown) => environment.warn('The request could not be told where to send messages', cause));
    }),
    plugin.subscribe('CallbackService.statusChanged', ({ data: { id, state } }) => {
      if (state !== 'COMPLETED' || port.kept()?.id !== id) return;
      port.keep(undefined);
      port.say({ ...HEAD, type: 'forget', callbackId: id });
    }),
  ];
  signal.addEventListener('abort', () => {
    stop();
    for (const end of leave) end();
  });
  // What came while no page was there waits for this.
  if (port.permission() === 'granted') sayHello(deps);
}

const sayHello = ({ port, environment }: PushDeps): void => port.say({ ...HEAD, type: 'hello', pageId: environment.uuid() });

const refusal = (reason: PushRefusal): PushError => ({ reason, message: TEXTS[reason] });
const isRefusal = (cause: unknown): cause is PushError => typeof cause === 'object' && cause !== null && 'reason' in cause;

/** The worker reads Firebase's settings from its own address. */
function workerUrl(section: Record<string, unknown>, { projectId, apiKey, appId, messagingSenderId }: WebPushConfig): string {
  const url = typeof section['workerUrl'] === 'string' ? section['workerUrl'] : WORKER_URL;
  const settings = new URLSearchParams({ projectId, apiKey, appId, messagingSenderId });
  return `${url}${url.includes('?') ? '&' : '?'}${settings.toString()}`;
}

async function inTime<Value>(work: Promise<Value>, { after }: Environment): Promise<Value> {
  let callOff = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    callOff = after(TOKEN_MS, () => reject(new Error('The push service did not answer in time')));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}
