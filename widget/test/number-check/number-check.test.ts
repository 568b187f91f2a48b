import { fireEvent, waitFor } from '@testing-library/preact';
import fc from 'fast-check';
import type { NumberCheck } from '@ringback/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { NUMBER_CHECK_TEXTS } from '../../src/i18n/number-check-texts.js';
import type { ScheduleOptions } from '../../src/plugins/callback-service/protocol.js';
import { digitsOf } from '../../src/panel/number-check/digits.js';
import { setUpPanel, type PanelSetup, type PanelUnderTest } from '../callback/open-panel.js';
import { accepted } from '../callback/fake-service.js';
import { NOW } from '../gallery/states.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

const CHECK: NumberCheck = {
  id: 'check-1',
  way: 'sms',
  digits: 6,
  triesLeft: 5,
  expiresAt: new Date(NOW + 600_000).toISOString(),
  resendAfter: 30,
};
const refusal = (code: number, numberCheck?: Partial<NumberCheck>, more: object = {}) => ({
  httpStatus: code === 7041 ? 429 : 400,
  code,
  message: 'told by the server',
  corrId: '',
  ...(numberCheck && { responseJSON: { data: { numberCheck: { ...CHECK, ...numberCheck } } } }),
  ...more,
});
const NUMBER = '+12125550134';
const RIGHT = '048213';

/** A server that asks for a code, as the documents say. */
function server({ check = {}, then }: { check?: Partial<NumberCheck>; then?: (options: ScheduleOptions) => unknown } = {}) {
  let tries = 5;
  return (options: ScheduleOptions) => {
    if (options.numberCheckId === undefined) {
      tries = 5;
      throw refusal(7044, check);
    }
    const other = then?.(options);
    if (other) throw other;
    if (options.numberCheckCode === RIGHT) return accepted();
    tries -= 1;
    throw refusal(7045, tries > 0 ? { triesLeft: tries } : undefined);
  };
}

async function asked(setup: PanelSetup & { schedule?: (options: ScheduleOptions) => ReturnType<typeof accepted> } = {}) {
  const { schedule = server(), ...rest } = setup;
  panel = setUpPanel({ ...rest, answers: { schedule, ...rest.answers } });
  const resent: unknown[] = [];
  panel.service.plugin.registerCommand('resendCode', ({ data, deferred }) => {
    resent.push(data);
    deferred.resolve({ ...CHECK, resendAfter: 60 });
  });
  await panel.open({ form: { phonenumber: NUMBER, firstname: 'Ann' } });
  await panel.user.click(await panel.view.findByRole('button', { name: /Confirm|Bestätigen|تأكيد/ }));
  const field = await panel.view.findByRole<HTMLInputElement>('textbox', { name: /^(?:Code|Code-Eingabe|الرمز)$/ });
  return { field, resent };
}
const codes = (): unknown[] => panel.service.scheduled.map(({ numberCheckId, numberCheckCode }) => [numberCheckId, numberCheckCode]);
const booked = () => panel.view.findByRole('heading', { name: "You're booked in!" });

describe('the step with the code', () => {
  it('[SE5] asks for it over the form, has the focus, and suits what phones fill in', async () => {
    const { field } = await asked();
    await panel.environment.advance(16);
    expect(panel.focused()).toBe(field);
    expect([field.inputMode, field.autocomplete, field.type, field.dir]).toEqual(['numeric', 'one-time-code', 'text', 'ltr']);
    expect(panel.view.getByRole('heading', { name: 'Confirm your number' })).toBeTruthy();
    await waitFor(() =>
      expect(panel.find('.rb-code > p').textContent).toBe(
        'We’ve sent a 6-digit code to +1 212 555 0134. Type it here and your call is booked.',
      ),
    );
    // Nothing is on its way, and nobody gets at what lies behind.
    expect([panel.find('.screen').inert, panel.root.querySelector('[aria-busy]')]).toEqual([true, null]);
  });

  it('[SE5] sends by itself once all digits are there, with the same key, and shows the booking', async () => {
    const { field } = await asked();
    await panel.user.type(field, RIGHT);
    expect(await booked()).toBeTruthy();
    expect(codes()).toEqual([
      [undefined, undefined],
      ['check-1', RIGHT],
    ]);
    const keys = panel.service.scheduled.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    expect(panel.root.querySelector('.rb-code')).toBeNull();
    expect(panel.find('.screen').inert).toBe(false);
    expect(panel.names()).toEqual(['opened', 'started', 'submitted', 'completed']);
  });

  it.each([
    ['a message', `${RIGHT} is your code`],
    ['spaces', ' 048 213 '],
    ['Arabic digits', '٠٤٨٢١٣'],
    ['full-width digits', '０４８２１３'],
  ])('[SE5] takes a pasted code out of %s', async (_, text) => {
    const { field } = await asked();
    // What a browser does with a pasted text.
    fireEvent.input(field, { target: { value: text } });
    expect(await booked()).toBeTruthy();
    expect(codes().at(-1)).toEqual(['check-1', RIGHT]);
  });

  it('[SE5] says what is wrong, at the field and aloud, and lets the next one take its place', async () => {
    const { field } = await asked();
    await panel.user.type(field, '111111');
    const error = await panel.view.findByRole('alert');
    expect(error.textContent).toBe('That code isn’t right. Please check it.');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field.getAttribute('aria-describedby')).toBe(error.id);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 6]);
    for (const code of ['222222', '333333', '444444'])
      await panel.user.type(field, code, { initialSelectionStart: 0, initialSelectionEnd: 6 });
    expect((await panel.view.findByText(/one more try/)).textContent).toContain('You have one more try');
    await panel.user.type(field, RIGHT, { initialSelectionStart: 0, initialSelectionEnd: 6 });
    expect(await booked()).toBeTruthy();
  });

  it('[SE5] that is over offers a new code, and goes on with that', async () => {
    const { field } = await asked({ schedule: server({ check: { triesLeft: 1 } }) });
    for (const code of ['111111', '222222', '333333', '444444', '555555'])
      await panel.user.type(field, code, { initialSelectionStart: 0, initialSelectionEnd: 6 });
    await panel.view.findByText(/no longer valid/);
    expect(field.readOnly).toBe(true);
    await panel.user.click(panel.view.getByRole('button', { name: 'Send a new code' }));
    await panel.view.findByText('A new code is on its way.');
    await panel.user.type(field, RIGHT, { initialSelectionStart: 0, initialSelectionEnd: 6 });
    expect(await booked()).toBeTruthy();
  });

  it('[SE5] has another one sent after the pause, and counts down to it without a word to screen readers', async () => {
    const { field, resent } = await asked();
    const again = panel.view.getByRole('button', { name: 'New code in 0:30' });
    expect(again.getAttribute('aria-disabled')).toBe('true');
    expect(again.closest('[aria-live],[role=status],[role=alert]')).toBeNull();
    await panel.user.click(again);
    expect(resent).toEqual([]);
    Object.assign(panel.environment, { now: () => NOW + 30_000 });
    await panel.environment.advance(1000);
    await panel.user.click(await panel.view.findByRole('button', { name: 'Send a new code' }));
    expect(resent).toEqual([{ numberCheckId: 'check-1', phonenumber: NUMBER }]);
    const said = await panel.view.findByText('A new code is on its way.');
    expect(said.closest('[role=status]')).toBeTruthy();
    await panel.view.findByRole('button', { name: /New code in 1:00|New code in 0:/ });
    await panel.user.type(field, RIGHT);
    expect(await booked()).toBeTruthy();
  });

  it.each([
    ['the button', () => panel.user.click(panel.view.getByRole('button', { name: 'Change number' }))],
    ['Escape', () => panel.user.keyboard('{Escape}')],
  ])('[SE5] is left by %s, back to a form that kept all, with the focus on the number', async (_, leave) => {
    const { field } = await asked();
    field.focus();
    await leave();
    await waitFor(() => expect(panel.root.querySelector('.rb-code')).toBeNull());
    const phone = panel.find<HTMLInputElement>('input[type=tel]');
    await waitFor(() => expect(panel.focused()).toBe(phone));
    expect(phone.getAttribute('aria-invalid')).toBeNull();
    expect(panel.find<HTMLInputElement>('[name=firstname]').value).toBe('Ann');
    await panel.user.click(panel.view.getByRole('button', { name: 'Confirm' }));
    expect(await panel.view.findByRole('textbox', { name: 'Code' })).toBeTruthy();
  });

  it('[SE5] goes with the panel, and leaves nothing on its way', async () => {
    await asked();
    await panel.bus.command('Callback.close');
    await waitFor(() => expect(panel.root.querySelector('.rb-code')).toBeNull());
    await panel.open({ form: { phonenumber: NUMBER } });
    expect(await panel.view.findByRole('button', { name: 'Confirm' })).toBeTruthy();
  });

  it('[SE5] [SL7] shows the code again when the time went meanwhile: nobody types it twice', async () => {
    let isFull = true;
    const then = ({ numberCheckCode }: ScheduleOptions) =>
      isFull && numberCheckCode === RIGHT ? refusal(7041, undefined, { slots: [] }) : undefined;
    const { field } = await asked({ schedule: server({ then }) });
    await panel.user.type(field, RIGHT);
    await panel.view.findByText(/That time has just been taken/);
    isFull = false;
    await panel.user.click(panel.view.getByRole('button', { name: /^Confirm/ }));
    expect(await booked()).toBeTruthy();
    expect(codes()).toEqual([
      [undefined, undefined],
      ['check-1', RIGHT],
      ['check-1', RIGHT],
    ]);
  });

  it('[SE5] of a number that is signed for offers no other number', async () => {
    const payload = btoa(JSON.stringify({ phone_number: NUMBER }));
    await asked({ config: { identity: `e30.${payload}.c2ln` } });
    expect(panel.view.queryByRole('button', { name: 'Change number' })).toBeNull();
    expect(panel.view.getByRole('button', { name: 'Back' })).toBeTruthy();
  });
});

describe('its texts', () => {
  it('[WI8] are there in every language, all of them, none left in English', () => {
    panel = setUpPanel();
    expect(Object.keys(NUMBER_CHECK_TEXTS)).toEqual(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ja', 'zh', 'ar', 'he']);
    const english = NUMBER_CHECK_TEXTS['en'] as Record<string, string>;
    for (const [language, texts] of Object.entries(NUMBER_CHECK_TEXTS)) {
      expect(Object.keys(texts)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(texts)) {
        expect(text.match(/<%\w+%>/g)).toEqual(english[key]?.match(/<%\w+%>/g) ?? null);
        expect(text).not.toMatch(/['"]|\.\.\./);
        if (language !== 'en') expect(text).not.toBe(english[key]);
      }
    }
  });

  it('[WI8] may be the site’s own', async () => {
    await asked({ overrides: { ringback: { NumberCheckTitle: 'One more thing' } } });
    expect(panel.view.getByRole('heading', { name: 'One more thing' })).toBeTruthy();
  });
});

it('[SE5] digits are found in any text, in order, and nothing else', () => {
  panel = setUpPanel();
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 9 }),
          fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0xff10),
          fc.string().map((text) => text.replaceAll(/\p{Nd}/gu, '')),
        ),
      ),
      (parts) => {
        const text = parts.map(([digit, zero, noise]) => String.fromCodePoint(zero + digit) + noise).join('');
        expect(digitsOf(text)).toBe(parts.map(([digit]) => digit).join(''));
      },
    ),
  );
});
