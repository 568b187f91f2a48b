/** @packageDocumentation The widget by ES import: `createCallbackWidget({ apiKey, serviceName, baseUrl })`. Touches no global. */
import type { Bus } from './bus/bus-types.js';
import { createWidget } from './create-widget.js';
import { pageEnvironment } from './environment.js';
import type { CallbackWidgetOptions } from './options/widget-options.js';

export type { Bus, BusEvent, BusPlugin, CommandEvent, CommandMap, Deferred, EventMap, Settler } from './bus/bus-types.js';
export type { CallbackWidgetOptions } from './options/widget-options.js';

/** One widget on a page. */
export interface CallbackWidget {
  readonly bus: Bus;
  /** Opens the panel, loading it if need be. Rejects when that fails, or when it is open already. */
  open(): Promise<unknown>;
  /** Closes the panel. Rejects when it isn't open. */
  close(): Promise<unknown>;
  /** Leaves no listener and no node behind; the panel's commands are gone. */
  destroy(): void;
}

/**
 * Puts a callback widget on the page. Wrong options are warned about by name and ignored, never thrown.
 * `baseUrl` should be given; without it the server is the origin that this module came from.
 * @param place what the panel's element is put into; absent: the page itself
 */
export function createCallbackWidget(options: CallbackWidgetOptions, place?: ParentNode): CallbackWidget {
  const { bus, start, destroy } = createWidget({
    environment: pageEnvironment(),
    readConfig: () => options,
    baseUrl: new URL(import.meta.url).origin,
    importPanel: () => import('./load-panel-start.js'),
    place,
  });
  start();
  return { bus, open: () => bus.command('Callback.open'), close: () => bus.command('Callback.close'), destroy };
}
