/** @packageDocumentation The plugin CallbackService: the network, and nothing to see. Works without the panel (headless). */
import type { PanelDeps } from '../../load-panel.js';
import { requestKey } from '../../options/request-key.js';
import type { Operations } from './operations.js';
import type { ServiceConfig } from './protocol.js';
import { createRunningRequest } from './running-request.js';

/**
 * Registers `CallbackService` and its commands, which `protocol.ts` describes; what they do is loaded with the first of them.
 * Ends with the host's signal.
 */
export function registerCallbackService(deps: PanelDeps): void {
  const { bus, environment, start } = deps;
  const plugin = bus.registerPlugin('CallbackService');
  if (!plugin) return;
  const running = createRunningRequest(environment.session, () => requestKey(config, deps.baseUrl));
  let config: ServiceConfig | undefined;
  let operations: Operations | undefined;
  const load = async (): Promise<Operations> => {
    const { createOperations } = await import('./operations.js');
    return (operations ??= createOperations({ ...deps, plugin, running, config: () => config ?? {} }));
  };

  plugin.registerEvents([
    'scheduled',
    'scheduleError',
    'availableSlots',
    'availabilityError',
    'statusChanged',
    'retrying',
    'connectionChanged',
  ]);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    if (config && Object.keys(data).length === 0) return deferred.reject('Invalid configuration');
    // The first time the very object: interceptors and sites change it in place. Later calls replace what they name.
    config = config ? { ...config, ...data } : data;
    deferred.resolve();
  });
  plugin.registerCommand('running', ({ deferred }) => deferred.resolve(running.get()));
  plugin.registerCommand('schedule', async (event) => (await load()).schedule(event));
  plugin.registerCommand('availability', async (event) => (await load()).availability(event));
  plugin.registerCommand('offers', async (event) => (await load()).offers(event));
  plugin.registerCommand('status', async (event) => (await load()).status(event));
  plugin.registerCommand('adopt', async (event) => (await load()).adopt(event));
  plugin.registerCommand('cancel', async (event) => (await load()).cancel(event));
  plugin.registerCommand('reschedule', async (event) => (await load()).reschedule(event));
  plugin.registerCommand('watch', async (event) => (await load()).watch(event));
  start(plugin, 'callback');
}
