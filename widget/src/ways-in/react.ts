/** @packageDocumentation The widget for React 18 and later: `<RingbackCallback apiKey="..." serviceName="..." />`. */
import { createElement, useEffect, useRef, type ReactElement } from 'react';
import type { CallbackWidget, CallbackWidgetOptions } from '../index.js';
import { mountWidget, optionsKey, type MountedEvent } from './mount-widget.js';

export interface RingbackCallbackProps extends CallbackWidgetOptions {
  /** `corner` (default): the usual button. `inline`: the form stands where the component does. */
  display?: 'corner' | 'inline';
  /** Called with the widget once it is there: to open it from elsewhere, or to use its bus. */
  onWidget?: (widget: CallbackWidget) => void;
  /** Every event of the panel, by name (`opened`, `completed` ...), with its metadata. */
  onEvent?: (event: MountedEvent) => void;
}

/**
 * One widget for as long as it is mounted. Options that change begin a new one; those that are functions count from the next mount.
 * Callbacks may change with every render.
 */
export function RingbackCallback({ display = 'corner', onWidget, onEvent, ...options }: RingbackCallbackProps): ReactElement | null {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ options, onWidget, onEvent });
  latest.current = { options, onWidget, onEvent };
  useEffect(() => {
    const { widget, end } = mountWidget(latest.current.options, display === 'inline' ? place.current : null, (event) =>
      latest.current.onEvent?.(event),
    );
    latest.current.onWidget?.(widget);
    return end;
  }, [display, optionsKey(options)]);
  return display === 'inline' ? createElement('div', { ref: place }) : null;
}
