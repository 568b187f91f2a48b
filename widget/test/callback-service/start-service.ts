import type { BusEvent } from '../../src/bus/bus-types.js';
import { createBus } from '../../src/bus/create-bus.js';
import { createTranslator } from '../../src/i18n/translate.js';
import type { PanelDeps } from '../../src/load-panel.js';
import { readCallbackOptions, readMainOptions } from '../../src/options/read-options.js';
import { registerCallbackService } from '../../src/plugins/callback-service/index.js';
import { fakeEnvironment, type FakeEnvironment } from '../../src/testing/fake-environment.js';

export const CONFIG = { apikey: 'key-1', serviceName: 'Support_VQ', dataURL: 'https://api.example.com/engagement/v3/callbacks' };
const EVENTS = [
  'ready',
  'scheduled',
  'scheduleError',
  'availableSlots',
  'availabilityError',
  'statusChanged',
  'retrying',
  'connectionChanged',
];

/** The plugin on a bus of its own, without a panel (WI2), and all that it has published. */
export async function startService(
  config: Record<string, unknown> = CONFIG,
  environment: FakeEnvironment = fakeEnvironment(),
  main: Record<string, unknown> = {},
) {
  const { bus } = createBus(environment, () => undefined);
  const events: BusEvent[] = [];
  for (const name of EVENTS) bus.subscribe(`CallbackService.${name}`, (event: BusEvent) => events.push(event));
  const lifetime = new AbortController();
  const starting: Promise<void>[] = [];
  const deps: PanelDeps = {
    bus,
    environment,
    options: { main: readMainOptions(main), callback: readCallbackOptions(config), timeFormat: undefined, position: 'right' },
    baseUrl: 'https://widget.example.com',
    translator: createTranslator({ lang: 'en-GB' }),
    host: { container: document.createElement('div'), signal: lifetime.signal },
    start: (plugin) => {
      const run = async () => {
        await bus.command(`${plugin.namespace()}.configure`, config);
        plugin.ready();
        plugin.republish('ready');
      };
      starting.push(run());
    },
  };
  registerCallbackService(deps);
  await Promise.all(starting);
  const named = (name: string) => events.filter((event) => event.name === `CallbackService.${name}`).map(({ data }) => data);
  return { bus, environment, events, named, destroy: () => lifetime.abort() };
}

const STATUS = { code: 0, message: 'Successful', corrId: '5f3cbd3a-3d3c-4a2d-9a51-0a5ad0f6f7d5' };

/** A success in the envelope. */
export const answer = (data: unknown) => Response.json({ status: STATUS, data });
/** A refusal in the envelope. */
export const refusal = (http: number, code: number, message: string, more: object = {}, headers: Record<string, string> = {}) =>
  Response.json({ status: { ...STATUS, code, message }, ...more }, { status: http, headers });
