import type { VisitorCallback } from '@ringback/contract';
import type { BusPlugin, CommandEvent, CommandMap } from '../../bus/bus-types.js';
import type { PanelDeps } from '../../load-panel.js';
import { createOtherTabs } from './other-tabs.js';
import type { CallbackServiceError, RunningRequest, ServiceConfig, TokenOptions } from './protocol.js';
import type { createRunningRequest } from './running-request.js';
import { createServiceCalls, type ServiceCalls } from './service-calls.js';
import { localError } from './service-error.js';
import { CallbackWatch } from './watch-callback.js';

export interface OperationsDeps extends PanelDeps {
  plugin: BusPlugin<'CallbackService'>;
  running: ReturnType<typeof createRunningRequest>;
  /** The configuration of the moment. */
  config(): ServiceConfig;
}

type Handler<Name extends string> = `CallbackService.${Name}` extends infer Full extends keyof CommandMap
  ? (event: CommandEvent<Exclude<CommandMap[Full]['options'], undefined>, CommandMap[Full]['result']>) => Promise<void>
  : never;
type Booking = { [Name in 'schedule' | 'availability' | 'offers']: Handler<Name> };
type OwnCallback = { [Name in 'status' | 'adopt' | 'cancel' | 'reschedule' | 'watch']: Handler<Name> };
/** What the commands of `CallbackService` do. */
export type Operations = Booking & OwnCallback;

/** What was booked last: of another maker's server, nothing more can be asked. */
interface Booked {
  isForeign: boolean;
}

/** All that talks to the server. */
export function createOperations(given: OperationsDeps): Operations {
  const { plugin, environment, config, baseUrl, options, translator, host } = given;
  const tabs = createOtherTabs({ environment, running: given.running, signal: host.signal });
  const deps: OperationsDeps = { ...given, running: toldOf(given.running, tabs) };
  const calls = createServiceCalls({
    environment,
    config,
    baseUrl,
    headers: options.main.headers,
    language: translator.lang,
    signal: host.signal,
    onRetry: (command, attempt, delay) => plugin.publish('retrying', { command, attempt, delay }),
  });
  const booked: Booked = { isForeign: false };
  // Not before there can be a code.
  plugin.registerCommand('resendCode', async ({ data, deferred }) => deferred.resolve(await calls.resendCode(data)));
  return { ...bookingOf(deps, calls, booked), ...ownCallbackOf({ ...deps, tabs }, calls, booked) };
}

type Tabs = ReturnType<typeof createOtherTabs>;

/** The running request, of which other tabs can learn while it runs. */
function toldOf(running: OperationsDeps['running'], tabs: Tabs): OperationsDeps['running'] {
  if (running.get()) tabs.answer();
  return {
    ...running,
    keep: (request) => {
      running.keep(request);
      tabs.answer();
    },
    end: () => {
      running.end();
      tabs.rest();
    },
  };
}

/** What a visitor asks before there is a callback, and the asking for one. */
function bookingOf({ plugin, running, environment }: OperationsDeps, calls: ServiceCalls, booked: Booked): Booking {
  // In a task of its own: who waits for the command shows its outcome first, so that listeners find it on the page.
  const afterwards = (publish: () => void) => void environment.after(0, publish);
  return {
    async schedule({ data, deferred }) {
      try {
        const answer = await calls.schedule(data);
        const { id, visitorToken } = answer.data ?? {};
        if (typeof id === 'string' && typeof visitorToken === 'string') running.keep({ id, token: visitorToken });
        booked.isForeign = typeof visitorToken !== 'string';
        // What was booked before is not what is on screen now.
        if (booked.isForeign) running.end();
        deferred.resolve(answer);
        afterwards(() => plugin.publish('scheduled', answer));
      } catch (error) {
        let shown: Promise<unknown> | undefined;
        const waitUntil = (until: Promise<unknown>): void => void (shown = until);
        // Not among what a site reads, or sends on, as the error.
        Object.defineProperty(error, 'waitUntil', { value: waitUntil, configurable: true });
        deferred.reject(error);
        const publish = (): void => plugin.publish('scheduleError', error as CallbackServiceError);
        afterwards(() => (shown ? void shown.then(publish, publish) : publish()));
      }
    },
    async availability({ data, deferred }) {
      try {
        const availabilities = await calls.availability(data);
        plugin.publish('availableSlots', Object.fromEntries(availabilities.slots.map(({ utcTime, capacity }) => [utcTime, capacity])));
        deferred.resolve(availabilities);
      } catch (error) {
        plugin.publish('availabilityError', error as CallbackServiceError);
        deferred.reject(error);
      }
    },
    offers: async ({ data, deferred }) => deferred.resolve(await calls.offers(data.serviceName)),
  };
}

interface AdoptionParts {
  tabs: Tabs;
  calls: ServiceCalls;
  running: OperationsDeps['running'];
  learn(callback: VisitorCallback): VisitorCallback;
}

/** Takes over the request of a number from another tab. */
const adoption =
  ({ tabs, calls, running, learn }: AdoptionParts): OwnCallback['adopt'] =>
  async ({ data, deferred }) => {
    const found = await tabs.ask();
    const callback = found && (await calls.status(found.token).catch(() => undefined));
    // Another number's is not what was asked for.
    if (callback?.phoneNumber !== data.phoneNumber || callback.state === 'COMPLETED') return deferred.resolve(null);
    running.keep(found as RunningRequest);
    deferred.resolve(learn(callback));
  };

/** What a visitor does with their own callback. */
function ownCallbackOf(
  { plugin, running, environment, host: { signal }, tabs }: OperationsDeps & { tabs: Tabs },
  calls: ServiceCalls,
  booked: Booked,
): OwnCallback {
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
  return {
    status: async ({ data, deferred }) => deferred.resolve(learn(await calls.status(tokenOf(data)).catch(forgetGone))),
    adopt: adoption({ tabs, calls, running, learn }),
    cancel: async ({ data, deferred }) => deferred.resolve(learn(await calls.cancel(tokenOf(data)))),
    reschedule: async ({ data, deferred }) => deferred.resolve(learn(await calls.reschedule(tokenOf(data), data.desiredTime))),
    async watch({ data, deferred }) {
      const known = data.token || running.get()?.token;
      if (!known && booked.isForeign) {
        plugin.publish('connectionChanged', { connection: 'none' });
        return deferred.resolve({ stop: () => undefined });
      }
      const token = tokenOf(data);
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
    },
  };
}
