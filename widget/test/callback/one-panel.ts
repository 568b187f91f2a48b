import { afterEach, beforeAll } from 'vitest';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from './open-panel.js';

// What comes in chunks of its own is read before the first test: how long that takes is the machine's business.
beforeAll(async () => {
  await Promise.all([import('../../src/plugins/callback/views/later.js'), import('../../src/plugins/calendar/commands.js')]);
}, 60_000);

/** The panel of the test that runs; taken down after it. */
export let panel: PanelUnderTest;
afterEach(() => panel.dispose());

export const FILLED = { form: { phonenumber: '+12125550134' } };

/** Sets a panel up without opening it. */
export function prepared(setup: PanelSetup = {}): PanelUnderTest {
  panel = setUpPanel(setup);
  return panel;
}
export async function opened(setup: PanelSetup = {}, options?: Parameters<PanelUnderTest['open']>[0]): Promise<PanelUnderTest> {
  await prepared(setup).open(options);
  return panel;
}
export const button = (name: string | RegExp): HTMLElement => panel.view.getByRole('button', { name });
export const press = async (name: string | RegExp): Promise<void> => panel.user.click(await panel.view.findByRole('button', { name }));
export async function booked(setup: PanelSetup = {}): Promise<void> {
  await opened(setup, FILLED);
  await press('Confirm');
  await panel.view.findByRole('heading', { name: "You're booked in!" });
}
