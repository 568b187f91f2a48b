/** @packageDocumentation The plugin CallbackService: the network, and nothing to see. Works without the panel (headless). */
import type { VisitorCallback } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { PanelDeps } from '../../load-panel.js';
import type { CallbackServiceError, TokenOptions } from './protocol.js';
import { createRunningRequest } from './running-request.js';
import { createServiceCalls, type ServiceCalls } from './service-calls.js';
import { localError } from './service-error.js';

interface Parts {
  plugin: BusPlugin<'CallbackService'>;
  calls: ServiceCalls;
  running: ReturnType<typeof createRunningRequest>;
  environment: PanelDeps['environment'];
  signal: AbortSignal;
}

/** Registers `CallbackService` and its commands, which `protocol.ts` describes. Ends with the host's signal. */
export function registerCallbackService({ bus, environment, options, baseUrl, translator, host: { signal }, start }: PanelDeps): void {
  const plugin = bus.registerPlugin('CallbackService');
  if (!plugin) return;
  const onRetry = (command: string, attempt: number, delay: number) => plugin.publish('retrying', { command, attempt, delay });
  const calls = createServiceCalls({ environment, baseUrl, headers: options.main.headers, language: translator.lang, signal, onRetry });
  const parts: Parts = { plugin, calls, running: createRunningRequest(environment.session), environment, signal };
  plugin.registerEvents([
    'scheduled',
    'scheduleError',
    'availableSlots',
    'availabilityError',
    'statusChanged',
    'retrying',
    'connectionChanged',
  ]);

  let isConfigured = false;
  plugin.registerCommand('configure', ({ data, deferred }) => {
    calls.configure(data, !isConfigured);
    isConfigured = true;
    deferred.resolve();
  });
  registerBooking(parts);
  registerOwnCallback(parts);
  start(plugin, 'callback');
}

/** What a visitor asks before there is a callback, and the asking for one. */
function registerBooking({ plugin, calls, running, environment }: Parts): void {
  // In a task of its own: who waits for the command shows its outcome first, so that listeners find it on the page.
  const afterwards = (publish: () => void) => void environment.after(0, publish);

  plugin.registerCommand('schedule', async ({ data, deferred }) => {
    try {
      const answer = await calls.schedule(data);
      const { id, visitorToken } = answer.data ?? {};
      if (typeof id === 'string' && typeof visitorToken === 'string') running.keep({ id, token: visitorToken });
      deferred.resolve(answer);
      afterwards(() => plugin.publish('scheduled', answer));
    } catch (error) {
      deferred.reject(error);
      afterwards(() => plugin.publish('scheduleError', error as CallbackServiceError));
    }
  });
  plugin.registerCommand('availability', async ({ data, deferred }) => {
    try {
      const availabilities = await calls.availability(data);
      plugin.publish('availableSlots', Object.fromEntries(availabilities.slots.map(({ utcTime, capacity }) => [utcTime, capacity])));
      deferred.resolve(availabilities);
    } catch (error) {
      plugin.publish('availabilityError', error as CallbackServiceError);
      deferred.reject(error);
    }
  });
  plugin.registerCommand('offers', async ({ data, deferred }) => deferred.resolve(await calls.offers(data.serviceName)));
}

/** What a visitor does with their own callback. */
function registerOwnCallback({ plugin, calls, running, environment, signal }: Parts): void {
  let last: VisitorCallback | undefined;
  let stopWatch = () => {};
  signal.addEventListener('abort', () => stopWatch());

  const tokenOf = ({ token }: TokenOptions): string => {
    const found = token || running.get()?.token;
    if (!found) throw localError(0, 'No callback was booked in this tab');
    return found;
  };
  /** Answers may overtake each other: only what is newer counts. */
  const learn = (callback: VisitorCallback): VisitorCallback => {
    const isNews = callback.id !== last?.id || callback.version > last.version;
    if (!isNews) return last as VisitorCallback;
    last = callback;
    if (callback.state === 'COMPLETED') {
      if (running.get()?.id === callback.id) running.end();
      stopWatch();
    }
    plugin.publish('statusChanged', callback);
    return callback;
  };
  const forgetGone = (error: unknown) => {
    const { httpStatus } = error as CallbackServiceError;
    if (httpStatus === 401 || httpStatus === 404) running.end();
    throw error;
  };

  plugin.registerCommand('running', ({ deferred }) => deferred.resolve(running.get()));
  plugin.registerCommand('status', async ({ data, deferred }) =>
    deferred.resolve(learn(await calls.status(tokenOf(data)).catch(forgetGone))),
  );
  plugin.registerCommand('cancel', async ({ data, deferred }) => deferred.resolve(learn(await calls.cancel(tokenOf(data)))));
  plugin.registerCommand('reschedule', async ({ data, deferred }) =>
    deferred.resolve(learn(await calls.reschedule(tokenOf(data), data.desiredTime))),
  );
  plugin.registerCommand('watch', async ({ data, deferred }) => {
    const token = tokenOf(data);
    // After a booking is time enough.
    const { CallbackWatch } = await import('./watch-callback.js');
    signal.throwIfAborted();
    stopWatch();
    const watch = new CallbackWatch({
      environment,
      eventsUrl: calls.eventsUrl(token),
      askStatus: () => calls.status(token),
      onStatus: learn,
      onConnection: (connection) => plugin.publish('connectionChanged', { connection }),
      onGone: () => {
        running.end();
        plugin.publish('connectionChanged', { connection: 'lost' });
      },
    });
    stopWatch = () => watch.stop();
    deferred.resolve({ stop: stopWatch });
  });
}
