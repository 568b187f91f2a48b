/** @packageDocumentation The widget by ES import: `createCallbackWidget({ apiKey, serviceName, baseUrl })`. Touches no global. */
import { createWidget, type CallbackWidget } from './create-widget.js';
import { pageEnvironment } from './environment.js';
import type { CallbackWidgetOptions } from './options/widget-options.js';

export type { CallbackWidget } from './create-widget.js';
export type { Bus, BusEvent, BusPlugin, CommandEvent, CommandMap, Deferred, EventMap, Settler } from './bus/bus-types.js';
export type { CallbackWidgetOptions } from './options/widget-options.js';

/**
 * Puts a callback widget on the page. Wrong options are warned about by name and ignored, never thrown.
 * `baseUrl` should be given; without it the server is the origin that this module came from.
 */
export function createCallbackWidget(options: CallbackWidgetOptions): CallbackWidget {
  const widget = createWidget({
    environment: pageEnvironment(),
    readConfig: () => options,
    baseUrl: new URL(import.meta.url).origin,
    importPanel: () => import('./load-panel-start.js'),
  });
  widget.start();
  const { bus, open, close, destroy } = widget;
  return { bus, open, close, destroy };
}
