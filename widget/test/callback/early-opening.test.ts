import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions } from '../../src/plugins/callback/protocol.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

/* What is drawn while somebody is on the button, before they press. */

let launcher: HTMLElement;
let panel: PanelUnderTest;
beforeEach(() => {
  launcher = document.createElement('ringback-launcher');
  document.body.append(launcher);
});
afterEach(() => {
  panel.dispose();
  launcher.remove();
});

async function setUp(setup: PanelSetup = {}) {
  panel = setUpPanel({ ...setup, launcher });
  await panel.environment.settle();
  return panel;
}
const feel = (type: string): void => void launcher.dispatchEvent(new Event(type));
const phone = (): HTMLInputElement | null => panel.root.querySelector('input[type=tel]');
const isEarly = (): boolean => panel.root.querySelector('.rb')?.classList.contains('early') ?? false;

describe('[pain 3] the panel before the press', () => {
  it.each(['pointerenter', 'focusin'])('is drawn on %s, unseen and unheard; the press shows it', async (type) => {
    await setUp();
    expect(phone()).toBeNull();
    feel(type);
    const drawn = phone();
    expect(drawn).not.toBeNull();
    expect(isEarly()).toBe(true);
    await panel.environment.settle();
    expect(panel.heard).toEqual([]);
    expect(panel.environment.requests).toEqual([]);
    expect(panel.focused()).toBeNull();
    await panel.open();
    expect(isEarly()).toBe(false);
    expect(phone()).toBe(drawn);
    expect(panel.focused()).toBe(drawn);
    expect(panel.names()).toEqual(['opened']);
    expect(await panel.view.findByText('about 5 min wait')).toBeTruthy();
  });
  it('goes a second after they have left, and stays when they come back in time', async () => {
    await setUp();
    feel('pointerenter');
    feel('pointerleave');
    await panel.environment.advance(999);
    feel('pointerenter');
    await panel.environment.advance(5000);
    expect(phone()).not.toBeNull();
    feel('focusout');
    await panel.environment.advance(1000);
    expect(phone()).toBeNull();
    await panel.open();
    expect(panel.names()).toEqual(['opened']);
    feel('pointerleave');
    await panel.environment.advance(5000);
    expect(phone()).not.toBeNull();
  });
  it.each<[string, () => unknown, OpenOptions | undefined, string]>([
    ['a prefilled form', () => undefined, { form: { firstname: 'Ada' } }, 'Ada'],
    ['another configuration', () => panel.bus.command('Callback.configure', { defaultCountry: 'GB' }), undefined, ''],
    ['another language', () => panel.translator.use('de'), undefined, ''],
  ])('gives way to %s', async (_, change, options, name) => {
    await setUp();
    feel('pointerenter');
    const drawn = phone();
    await change();
    await panel.open(options);
    expect(phone()).not.toBe(drawn);
    expect(panel.root.querySelectorAll('input[type=tel]')).toHaveLength(1);
    expect(isEarly()).toBe(false);
    expect(panel.find<HTMLInputElement>('[name=firstname]').value).toBe(name);
    expect(panel.focused()).toBe(phone());
  });
  it('is drawn for the first opening only, and never for a form of the site', async () => {
    await setUp({ config: { form: { inputs: [{ name: 'phonenumber' }] } } });
    feel('pointerenter');
    expect(phone()).toBeNull();
    await panel.open();
    await panel.bus.command('Callback.close');
    await panel.bus.command('Callback.configure', { form: null });
    feel('pointerenter');
    expect(phone()).toBeNull();
  });
  it('leaves nothing behind with the widget', async () => {
    await setUp();
    feel('focusin');
    panel.dispose();
    expect(phone()).toBeNull();
  });
});
