import { createElement, StrictMode } from 'react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, reactive } from 'vue';
import { createBus } from '../../src/bus/create-bus.js';
import type { CallbackWidgetOptions } from '../../src/options/widget-options.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { RingbackCallback as ReactCallback, type RingbackCallbackProps } from '../../src/ways-in/react.js';
import { RingbackCallback as VueCallback } from '../../src/ways-in/vue.js';

/* The real frameworks; only the widget is played. */

interface Played {
  options: CallbackWidgetOptions;
  place: unknown;
  isGone: boolean;
  publish(event: string): void;
}
const made: Played[] = [];
vi.mock('../../src/index.js', () => ({
  createCallbackWidget: (options: CallbackWidgetOptions, place: unknown) => {
    const { bus } = createBus(fakeEnvironment(), () => undefined);
    const callback = bus.registerPlugin('Callback');
    if (!callback) throw new Error('taken');
    callback.registerCommand('open', ({ deferred }) => deferred.resolve(undefined));
    callback.ready();
    const widget: Played = { options, place, isGone: false, publish: (event) => callback.publish(event as never, undefined as never) };
    made.push(widget);
    return {
      bus,
      open: () => bus.command('Callback.open'),
      close: () => bus.command('Callback.close'),
      destroy: () => (widget.isGone = true),
    };
  },
}));

let place: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  made.length = 0;
  place = document.body.appendChild(document.createElement('div'));
});
afterEach(() => place.remove());
const alive = () => made.filter(({ isGone }) => !isGone);

describe('React', () => {
  const start = () => {
    const root = createRoot(place);
    const draw = (props: RingbackCallbackProps) =>
      act(() => root.render(createElement(StrictMode, null, createElement(ReactCallback, props))));
    return { draw, end: () => act(() => root.unmount()) };
  };
  it('[WI1] has one widget while it is mounted, in strict mode too, and none after', async () => {
    const { draw, end } = start();
    const onWidget = vi.fn();
    await draw({ apiKey: 'k', serviceName: 'q', onWidget });
    expect(alive()).toHaveLength(1);
    expect(alive()[0]).toMatchObject({ options: { apiKey: 'k', serviceName: 'q' }, place: undefined });
    expect(onWidget.mock.lastCall?.[0]).toHaveProperty('bus');
    await end();
    expect(alive()).toHaveLength(0);
    expect(place.innerHTML).toBe('');
  });
  it('[WI1] begins anew with other options, not with other callbacks, which count at once', async () => {
    const { draw, end } = start();
    const [first, second] = [vi.fn(), vi.fn()];
    await draw({ apiKey: 'k', userData: { a: 1 }, onEvent: first });
    const [before] = alive();
    await draw({ apiKey: 'k', userData: { a: 1 }, onEvent: second });
    expect(alive()).toEqual([before]);
    before?.publish('completed');
    expect([first.mock.calls.length, second.mock.lastCall?.[0]]).toMatchObject([0, { name: 'completed' }]);
    await draw({ apiKey: 'other', onEvent: second });
    expect(before?.isGone).toBe(true);
    expect(alive()[0]?.options.apiKey).toBe('other');
    await end();
  });
  it('[WI1] inline stands in its own place, without a button', async () => {
    const { draw, end } = start();
    await draw({ apiKey: 'k', display: 'inline' });
    expect(alive()[0]).toMatchObject({ options: { apiKey: 'k', launcher: false }, place: place.firstElementChild });
    await end();
    expect(alive()).toHaveLength(0);
  });
});

describe('Vue', () => {
  const start = (props: { options: CallbackWidgetOptions; display?: 'corner' | 'inline' }, on: Record<string, unknown> = {}) => {
    const given = reactive(props);
    const app = createApp({ render: () => h(VueCallback, { ...given, ...on }) });
    app.mount(place);
    return { app, given };
  };
  it('[WI1] has one widget while it is mounted, emits its events, and has none after', () => {
    const [onWidget, onCompleted] = [vi.fn(), vi.fn()];
    const { app } = start({ options: { apiKey: 'k' } }, { onWidget, onCompleted });
    expect(alive()).toHaveLength(1);
    expect(onWidget).toHaveBeenCalledOnce();
    alive()[0]?.publish('completed');
    expect(onCompleted).toHaveBeenCalledOnce();
    app.unmount();
    expect(alive()).toHaveLength(0);
  });
  it('[WI1] begins anew with other options or another display, and only then', async () => {
    const { app, given } = start({ options: { apiKey: 'k' }, display: 'corner' });
    given.options = { apiKey: 'k' };
    await nextTick();
    expect(made).toHaveLength(1);
    given.options = { apiKey: 'other' };
    await nextTick();
    expect(alive()).toMatchObject([{ options: { apiKey: 'other' } }]);
    given.display = 'inline';
    await nextTick();
    expect(alive()).toMatchObject([{ options: { launcher: false }, place: place.firstElementChild }]);
    app.unmount();
    expect(alive()).toHaveLength(0);
  });
});
