import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/accessibility.js';
import { DESKTOP, newPage, PHONE_DARK, type Look } from '../support/browser.js';
import { demoConfig } from '../support/demo-config.js';
import { confirmOf, openPanel, phoneOf, reach } from '../support/panel.js';
import { shoot } from '../support/shots.js';
import { useStage } from '../support/stage.js';

const SECRET = 'a secret of the shop that nobody guesses';
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the shop's server would put into its page. */
function signed(claims: object, secondsToLive = 300): string {
  const exp = Math.floor(Date.now() / 1000) + secondsToLive;
  const text = `${encoded({ alg: 'HS256', kid: 'shop-1' })}.${encoded({ aud: 'ringback', exp, ...claims })}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

describe('a visitor whom the site has signed for', () => {
  const config = demoConfig({ ringSeconds: 600, agents: 9, support: { numberCheck: 'sms' } }) as { site: object };
  const identity = { audience: 'ringback', keys: [{ kid: 'shop-1', alg: 'HS256', secret: SECRET }] };
  const stage = useStage({ ...config, site: { ...config.site, identity } });

  const openWith = async (token: string, { look, expected }: { look: Look; expected?: RegExp[] }): Promise<Page> => {
    const { page } = await newPage(stage.browser, { look, ...(expected && { expected }) });
    await page.goto(stage.origin);
    await page.evaluate(
      (identityToken) =>
        (window as unknown as { CXBus: { command(name: string, options: object): unknown } }).CXBus.command('Callback.configure', {
          identity: identityToken,
        }),
      token,
    );
    await page.evaluate(
      (identityToken) =>
        (window as unknown as { CXBus: { command(name: string, options: object): unknown } }).CXBus.command('CallbackService.configure', {
          identity: identityToken,
        }),
      token,
    );
    return page;
  };

  it.each([
    { look: DESKTOP, number: '+12125550191' },
    { look: PHONE_DARK, number: '+12125550192' },
  ])(
    '[WI12] [SE5] sees what is fixed and why, needs no code, and the record tells what was signed: $look.name',
    async ({ look, number }) => {
      const page = await openWith(
        signed({ phone_number: number, phone_number_verified: true, given_name: 'Ann', userData: { customer: 17 } }),
        { look },
      );
      const panel = await openPanel(page);
      expect(await phoneOf(panel).getAttribute('readonly')).not.toBeNull();
      const first = panel.getByRole('textbox', { name: 'First Name' });
      expect([await first.inputValue(), await first.getAttribute('readonly')]).toEqual(['Ann', '']);
      await panel.getByText('Details with a lock come from your account').waitFor();
      await panel.getByRole('textbox', { name: 'Last Name' }).fill('Lee');
      await shoot(page, `${look.name}-identity`);
      expect(await accessibilityProblems(page)).toEqual([]);
      await confirmOf(panel).click();
      await reach(panel, 'Calling you now');
      expect(await stage.records.ofNumber(number)).toMatchObject([
        { user_data: { firstname: 'Ann', lastname: 'Lee', customer: 17, signedFields: ['phoneNumber', 'customer', 'firstname'] } },
      ]);
    },
  );

  it('[WI12] can book unsigned when the token has expired, and the developer is told', async () => {
    const page = await openWith(signed({ given_name: 'Eve' }, -300), {
      look: DESKTOP,
      expected: [/status of 400/, /identity has expired/],
    });
    const panel = await openPanel(page);
    await phoneOf(panel).fill('2125550193');
    await confirmOf(panel).click();
    // Unsigned, so the number is checked.
    await panel.getByRole('heading', { name: 'Confirm your number' }).waitFor();
  });
});
