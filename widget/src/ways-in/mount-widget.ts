import { createCallbackWidget, type CallbackWidget, type CallbackWidgetOptions } from '../index.js';
import { keepOpen } from './inline-panel.js';
import { LIFECYCLE, type LifecycleName } from './lifecycle-events.js';

/** An event of the panel, as a component passes it on. */
export interface MountedEvent {
  readonly name: LifecycleName;
  readonly data: unknown;
}

/**
 * What the components of all frameworks do.
 * @param place where the form stands; `null`: in the corner, behind its button
 * @returns the widget, and what ends it without a trace
 */
export function mountWidget(
  options: CallbackWidgetOptions,
  place: HTMLElement | null,
  onEvent: (event: MountedEvent) => void,
): { widget: CallbackWidget; end: () => void } {
  const widget = createCallbackWidget(place ? { ...options, launcher: false } : options, place ?? undefined);
  for (const name of Object.keys(LIFECYCLE) as LifecycleName[])
    widget.bus.subscribe(`Callback.${name}`, ({ data }) => onEvent({ name, data }));
  const leave = place && keepOpen(widget, place);
  const end = (): void => {
    leave?.();
    widget.destroy();
  };
  return { widget, end };
}

/** The same for options that say the same, however often they are written anew. What can't be written down counts as unchanged. */
export function optionsKey(options: CallbackWidgetOptions): string {
  try {
    return JSON.stringify(options);
  } catch {
    return '';
  }
}
