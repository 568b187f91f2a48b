import type { LifecycleMetadata } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { BLANK_METADATA, createLifecycle, type Lifecycle, type LifecycleOptions } from '../../src/plugins/callback/lifecycle.js';

function record(options: Partial<LifecycleOptions> = {}) {
  let now = 1000;
  const events: Array<{ name: string; data: LifecycleMetadata }> = [];
  const lifecycle = createLifecycle({
    interactionId: 'i-1',
    now: () => now,
    publish: (name, data) => events.push({ name, data }),
    ...options,
  });
  return {
    lifecycle,
    events,
    wait: (ms: number) => void (now += ms),
    names: () => events.map(({ name }) => name),
    last: () => events.at(-1)?.data as LifecycleMetadata,
  };
}
const FORM = { phonenumber: '+12125550134', firstname: '' };

/** Every way through the panel, and what the page hears. */
const WAYS: ReadonlyArray<[string, (lifecycle: Lifecycle) => void, string]> = [
  ['closed untouched', (l) => l.closed(FORM), 'opened cancelled closed'],
  ['typed something, closed', (l) => (l.input('firstname'), l.closed(FORM)), 'opened started cancelled closed'],
  [
    'success',
    (l) => (l.input('phonenumber'), l.submitted(FORM), l.completed(), l.closed(FORM)),
    'opened started submitted completed closed',
  ],
  [
    'prefilled and sent without a touch',
    (l) => (l.submitted(FORM, { auto: true }), l.completed(), l.closed(FORM)),
    'opened started submitted completed closed',
  ],
  [
    'refused, corrected, booked',
    (l) => (
      l.input('phonenumber'),
      l.submitted(FORM),
      l.rejected(7030),
      l.input('phonenumber'),
      l.submitted(FORM),
      l.completed(),
      l.closed(FORM)
    ),
    'opened started submitted rejected submitted completed closed',
  ],
  [
    'refused and given up',
    (l) => (l.input('phonenumber'), l.submitted(FORM), l.rejected(7041), l.closed(FORM)),
    'opened started submitted rejected cancelled closed',
  ],
  ['invalid, then given up', (l) => (l.validationFailed(1), l.closed(FORM)), 'opened validationFailed cancelled closed'],
  [
    'minimized on the way',
    (l) => (l.minimized(), l.unminimized(), l.input('firstname'), l.closed(FORM)),
    'opened minimized unminimized started cancelled closed',
  ],
  [
    'a time picked, booked, called',
    (l) => (l.input('phonenumber'), l.timeSelected(), l.submitted(FORM), l.completed(), l.statusChanged(), l.closed(FORM)),
    'opened started timeSelected submitted completed statusChanged closed',
  ],
];

describe('lifecycle', () => {
  it.each(WAYS)('[LC1] %s', (_, walk, expected) => {
    const { lifecycle, names } = record();
    lifecycle.opened();
    walk(lifecycle);
    expect(names().join(' ')).toBe(expected);
  });

  it('[LC1] a request that was booked earlier is not cancelled by closing', () => {
    const { lifecycle, names } = record({ resumed: true });
    lifecycle.opened();
    lifecycle.closed(FORM);
    expect(names()).toEqual(['opened', 'closed']);
  });

  it('[LC1] every event carries all fields, false until known', () => {
    const { lifecycle, events } = record();
    lifecycle.opened();
    lifecycle.closed(FORM);
    for (const { data } of events) expect(Object.keys(data).sort()).toEqual(Object.keys(BLANK_METADATA).sort());
    expect(events[0]?.data).toMatchObject({
      interactionId: 'i-1',
      opened: 1000,
      started: false,
      closed: false,
      form: false,
      errors: false,
      elapsed: false,
      attempts: false,
    });
  });

  it('[LC1] measures from opening, from the first input, and per step', () => {
    const { lifecycle, wait, last } = record();
    lifecycle.opened();
    lifecycle.step('form');
    wait(200);
    lifecycle.input('phonenumber');
    wait(100);
    lifecycle.input('phonenumber');
    lifecycle.input('firstname');
    lifecycle.step('picker');
    wait(50);
    lifecycle.step('review');
    wait(25);
    lifecycle.submitted(FORM);
    lifecycle.step('success');
    lifecycle.completed();
    expect(last()).toMatchObject({
      timeToFirstInput: 200,
      timeToSubmit: 375,
      elapsed: 175,
      fieldsTouched: 2,
      attempts: 1,
      started: 1200,
      completed: 1375,
      durations: { form: 300, picker: 50, review: 25, success: 0 },
    });
  });

  it('[LC1] counts attempts, validation errors and codes', () => {
    const { lifecycle, last } = record();
    lifecycle.opened();
    lifecycle.validationFailed(2);
    lifecycle.validationFailed(1);
    lifecycle.submitted(FORM);
    lifecycle.rejected(7030);
    lifecycle.submitted(FORM);
    lifecycle.rejected('offline');
    expect(last()).toMatchObject({ validationErrors: 3, attempts: 2, errors: [7030, 'offline'] });
  });

  it('[LC1] tells names of filled fields, and values only when the site wants them', () => {
    for (const [includeFormValues, form] of [
      [false, { phonenumber: true }],
      [true, { phonenumber: '+12125550134' }],
    ] as const) {
      const { lifecycle, events, last } = record({ includeFormValues });
      lifecycle.opened();
      lifecycle.input('phonenumber');
      lifecycle.submitted(FORM);
      expect(last().form).toEqual(form);
      expect(JSON.stringify(events).includes('5550134')).toBe(includeFormValues);
    }
  });

  it('[LC1] says how the form came to be filled and sent', () => {
    const { lifecycle, last } = record({ prefilled: true, proactive: true });
    lifecycle.opened();
    lifecycle.submitted(FORM, { auto: true });
    expect(last()).toMatchObject({ prefilled: true, proactive: true, autoSubmitted: true });
  });
});
