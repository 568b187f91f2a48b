import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

/* What is drawn while the page is idle, before anybody presses. */

let idle: (() => void)[];
let panel: PanelUnderTest;
beforeEach(() => {
  idle = [];
});
afterEach(() => panel.dispose());

async function setUp(setup: PanelSetup = {}) {
  panel = setUpPanel({ ...setup, whenIdle: (callback) => void idle.push(callback) });
  await panel.environment.settle();
  return panel;
}
/** One idle moment of the page. */
const rest = (): void => {
  for (const callback of idle.splice(0)) callback();
};
const restLong = (): void => {
  while (idle.length > 0) rest();
};
const phone = (): HTMLInputElement | null => panel.root.querySelector('input[type=tel]');
const classes = (): string[] => [...(panel.root.querySelector('.rb')?.classList ?? [])].filter((name) => /early|part/.test(name));

describe('[pain 3] the panel before the press', () => {
  it('is drawn piece by piece, each in an idle moment of its own, unseen and unheard; the press shows it', async () => {
    await setUp();
    expect(phone()).toBeNull();
    // The first also measures the window, and makes the form without drawing it.
    rest();
    expect(phone()).toBeNull();
    rest();
    const drawn = phone();
    expect(drawn).not.toBeNull();
    expect(classes()).toEqual(['early', 'part']);
    rest();
    expect(classes()).toEqual(['early']);
    rest();
    expect(classes()).toEqual(['early']);
    expect(idle).toEqual([]);
    await panel.environment.settle();
    expect(panel.heard).toEqual([]);
    expect(panel.environment.requests).toEqual([]);
    expect(panel.focused()).toBeNull();
    await panel.open();
    expect(classes()).toEqual([]);
    expect(phone()).toBe(drawn);
    expect(panel.focused()).toBe(drawn);
    expect(panel.names()).toEqual(['opened']);
    expect(await panel.view.findByText('about 5 min wait')).toBeTruthy();
  });
  it.each([0, 1, 2, 3])('may be wanted after %i idle moments: what is there is shown, the rest drawn at once', async (moments) => {
    await setUp();
    for (let i = 0; i < moments; i++) rest();
    const drawn = phone();
    await panel.open();
    restLong();
    expect(classes()).toEqual([]);
    expect(panel.root.querySelectorAll('input[type=tel]')).toHaveLength(1);
    if (drawn) expect(phone()).toBe(drawn);
    expect(panel.focused()).toBe(phone());
    expect(panel.names()).toEqual(['opened']);
  });
  it.each<[string, () => unknown, OpenOptions | undefined, string]>([
    ['a prefilled form', () => undefined, { form: { firstname: 'Ada' } }, 'Ada'],
    ['another configuration', () => panel.bus.command('Callback.configure', { defaultCountry: 'GB' }), undefined, ''],
    ['another language', () => panel.translator.use('de'), undefined, ''],
  ])('gives way to %s', async (_, change, options, name) => {
    await setUp();
    restLong();
    const drawn = phone();
    await change();
    await panel.open(options);
    expect(phone()).not.toBe(drawn);
    expect(panel.root.querySelectorAll('input[type=tel]')).toHaveLength(1);
    expect(classes()).toEqual([]);
    expect(panel.find<HTMLInputElement>('[name=firstname]').value).toBe(name);
    expect(panel.focused()).toBe(phone());
  });
  it('is drawn for the first opening only', async () => {
    await setUp();
    await panel.open();
    await panel.bus.command('Callback.close');
    restLong();
    expect(phone()).toBeNull();
  });
  it.each([{ form: { inputs: [{ name: 'phonenumber' }] } }, { identity: 'signed' }])('is not drawn for %j', async (config) => {
    await setUp({ config });
    restLong();
    expect(panel.root.querySelector('.panel')).toBeNull();
  });
  it.each([0, 1, 2, 3, 4])('leaves nothing behind when the widget goes after %i idle moments', async (moments) => {
    await setUp();
    for (let i = 0; i < moments; i++) rest();
    panel.dispose();
    restLong();
    expect(phone()).toBeNull();
  });
});
