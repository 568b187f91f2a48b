import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setUpPanel, type PanelUnderTest } from '../callback/open-panel.js';

let panel: PanelUnderTest;
afterEach(() => panel.dispose());

const opened = async (...inputs: readonly Record<string, unknown>[]) => {
  panel = setUpPanel();
  await panel.open({ form: { phonenumber: '+12125550134' }, formJSON: { inputs } });
};
const confirm = async () => panel.user.click(await panel.view.findByRole('button', { name: 'Confirm' }));
const field = () => panel.find<HTMLInputElement>('[name=order]');
const order = (validate: unknown, more: Record<string, unknown> = {}) => ({ name: 'order', label: 'Order', validate, ...more });
const isSent = () => waitFor(() => expect(panel.service.scheduled).toHaveLength(1));
const INVALID = 'Please check this field.';
const UNCHECKED = "This field couldn't be checked. Please try again.";

describe("a site's own checks", () => {
  it("[FO1] get the vendor's arguments: event, form, input, label, $, CXBus, Common", async () => {
    const validate = vi.fn((..._given: unknown[]) => true);
    await opened(order(validate));
    Object.assign(panel.environment.global, { CXBus: 'bus', _genesys: { widgets: { common: 'common' } } });
    await panel.user.type(field(), 'A-7');
    expect(validate).not.toHaveBeenCalled();
    await panel.user.tab();
    await waitFor(() => expect(validate).toHaveBeenCalled());
    const [event, form, input, label, $, bus, common] = validate.mock.calls[0] as [
      Event,
      ...{ [index: number]: HTMLElement; val?(): string }[],
    ];
    expect(event.type).toMatch(/focusout|change/);
    expect(input?.[0]).toBe(field());
    expect(input?.val?.()).toBe('A-7');
    expect(form?.[0]?.contains(field())).toBe(true);
    expect(label?.[0]?.textContent).toContain('Order');
    expect($).toBeTypeOf('function');
    expect([bus, common]).toEqual(['bus', 'common']);
    validate.mockClear();
    await confirm();
    await isSent();
    expect(validate.mock.calls.at(-1)?.[0]).toBe(0);
  });

  it("[FO1] get the page's jQuery where it has one", async () => {
    const jQuery = vi.fn((wanted: unknown) => ({ jquery: '3', wanted }));
    const validate = vi.fn((..._given: unknown[]) => true);
    await opened(order(validate));
    panel.environment.global['jQuery'] = jQuery;
    const control = field();
    await confirm();
    await isSent();
    expect(validate.mock.calls[0]?.[2]).toEqual({ jquery: '3', wanted: control });
    expect(validate.mock.calls[0]?.[4]).toBe(jQuery);
  });

  it('[FO1] false keeps the form; typing takes the error away; then it goes', async () => {
    await opened(order((_event: unknown, _form: unknown, input: { val(): string }) => /^A-\d+$/.test(input.val())));
    await panel.user.type(field(), '7');
    await confirm();
    expect(await panel.view.findByText(INVALID)).toBeTruthy();
    expect(panel.focused()).toBe(field());
    expect(panel.service.scheduled).toEqual([]);
    expect(panel.names().at(-1)).toBe('validationFailed');
    expect(panel.names()).not.toContain('submitted');
    await panel.user.type(field(), '{Backspace}');
    expect(panel.view.queryByText(INVALID)).toBeNull();
    await panel.user.type(field(), 'A-7');
    await confirm();
    await isSent();
    expect(panel.names().filter((name) => /^(submitted|validationFailed)$/.test(name))).toEqual(['validationFailed', 'submitted']);
  });

  it('[FO1] a text is the error; undefined is none', async () => {
    const verdicts = ['Orders begin with A', undefined];
    await opened(order(() => verdicts.shift()));
    await confirm();
    expect(await panel.view.findByText('Orders begin with A')).toBeTruthy();
    await confirm();
    await isSent();
  });

  it('[FO1] run on each key with validateWhileTyping, and stay silent without', async () => {
    const validate = vi.fn((..._given: unknown[]) => false);
    await opened(order(validate, { validateWhileTyping: true }));
    await panel.user.type(field(), 'ab');
    await waitFor(() => expect(validate).toHaveBeenCalledTimes(2));
    expect(await panel.view.findByText(INVALID)).toBeTruthy();
  });

  it('[FO1] may take their time: the button is locked, the field says so, one request goes out', async () => {
    let answer: (verdict: boolean) => void = () => undefined;
    await opened(order(() => new Promise<boolean>((resolve) => void (answer = resolve))));
    await confirm();
    expect(await panel.view.findByText('Checking…')).toBeTruthy();
    const locked = panel.view.getByRole('button', { name: 'Sending…' });
    await panel.user.click(locked);
    await panel.user.type(field(), '{Enter}');
    answer(true);
    await isSent();
    expect(panel.view.queryByText('Checking…')).toBeNull();
    expect(panel.names().filter((name) => name === 'submitted')).toHaveLength(1);
  });

  it('[FO1] an answer that typing has overtaken changes nothing', async () => {
    const answers: ((verdict: boolean) => void)[] = [];
    await opened(order(() => new Promise<boolean>((resolve) => void answers.push(resolve)), { validateWhileTyping: true }));
    await panel.user.type(field(), 'ab');
    await waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.(true);
    answers[0]?.(false);
    await panel.environment.settle();
    expect(panel.view.queryByText(INVALID)).toBeNull();
    expect(panel.view.queryByText('Checking…')).toBeNull();
  });

  it.each<[string, unknown]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('[BU2] [FO1] one that %s sends nothing: its field says so, and the next try asks again', async (_how, broken) => {
    const validate = vi.fn((): unknown => true).mockImplementationOnce(broken as () => unknown);
    await opened(order(validate));
    await confirm();
    expect(await panel.view.findByText(UNCHECKED)).toBeTruthy();
    expect(panel.focused()).toBe(field());
    expect(panel.service.scheduled).toEqual([]);
    expect(panel.names().at(-1)).toBe('validationFailed');
    expect(panel.environment.warnings.map(({ message }) => message)).toContain(
      'The check of the field "order" failed; the form is not sent until it answers',
    );
    await confirm();
    await isSent();
    expect(panel.view.queryByText(UNCHECKED)).toBeNull();
  });

  it('[BU2] [FO1] one that never answers sends nothing: after ten seconds its field says so, and the form can be used', async () => {
    const verdicts: unknown[] = [new Promise(() => undefined), true];
    await opened(order(() => verdicts.shift()));
    await confirm();
    await panel.view.findByText('Checking…');
    await panel.environment.advance(9_999);
    expect(panel.view.queryByText(UNCHECKED)).toBeNull();
    await panel.environment.advance(1);
    expect(await panel.view.findByText(UNCHECKED)).toBeTruthy();
    expect(panel.view.queryByText('Checking…')).toBeNull();
    expect(panel.service.scheduled).toEqual([]);
    expect(panel.environment.warnings.map(({ message }) => message)).toContain(
      'The check of the field "order" did not answer in 10 seconds; the form is not sent until it answers',
    );
    await confirm();
    await isSent();
  });

  it('[FO1] an answer that comes after its ten seconds changes nothing', async () => {
    let answer: (verdict: boolean) => void = () => undefined;
    await opened(order(() => new Promise<boolean>((resolve) => void (answer = resolve))));
    await confirm();
    await panel.view.findByText('Checking…');
    await panel.environment.advance(10_000);
    await panel.view.findByText(UNCHECKED);
    answer(true);
    await panel.environment.settle();
    expect(panel.service.scheduled).toEqual([]);
    expect(panel.view.getByText(UNCHECKED)).toBeTruthy();
  });

  it('[FO1] a panel closed while a check runs sends nothing', async () => {
    let answer: (verdict: boolean) => void = () => undefined;
    await opened(order(() => new Promise<boolean>((resolve) => void (answer = resolve))));
    await confirm();
    await panel.view.findByText('Checking…');
    await panel.bus.command('Callback.close');
    answer(true);
    await panel.environment.settle();
    expect(panel.service.scheduled).toEqual([]);
    expect(panel.names()).not.toContain('submitted');
  });

  it('[FO1] also judge a form that is sent from the picker', async () => {
    await opened(order(() => false));
    await panel.user.click(panel.view.getByRole('radio', { name: /Pick date & time/ }));
    await panel.user.click(await panel.view.findByRole('option', { name: '2:30 PM' }));
    await panel.user.click(panel.view.getByRole('button', { name: 'Confirm Mon, 2:30 PM' }));
    expect(await panel.view.findByText(INVALID)).toBeTruthy();
    expect(panel.service.scheduled).toEqual([]);
  });

  it('[FO1] are not asked when formValidation is off', async () => {
    panel = setUpPanel({ config: { formValidation: false } });
    await panel.open({ formJSON: { inputs: [order(() => false)] } });
    await confirm();
    await isSent();
  });

  it('[FO1] `validate: true` asks for nothing more than the type does', async () => {
    await opened(order(true));
    await confirm();
    await isSent();
  });
});
