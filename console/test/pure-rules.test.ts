import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desk } from '@ringback/contract';
import { retryDelay } from '../src/api/retry-delay.js';
import { availableCommands, COMMAND_KEYS, nextToTake } from '../src/desk/desk-commands.js';
import { newestDesk, type DeskOrigin } from '../src/desk/newest-desk.js';
import { initials, languageText, pageText, timeOfDay } from '../src/format/display-text.js';
import { clockText, isoDuration, secondsBetween } from '../src/format/duration.js';
import { ordinal } from '../src/format/ordinal.js';
import { phoneText, telLink } from '../src/format/phone-text.js';
import { pagesFor } from '../src/shell/pages.js';
import { shortcutOf, type Shortcut } from '../src/shell/shortcuts.js';
import { NOW, busyDesk, emptyDesk } from './support/desks.js';

describe('waits', () => {
  it.each([
    [0, '0:00', 'PT0H0M0S'],
    [9.99, '0:09', 'PT0H0M9S'],
    [59, '0:59', 'PT0H0M59S'],
    [60, '1:00', 'PT0H1M0S'],
    [290, '4:50', 'PT0H4M50S'],
    [3_599, '59:59', 'PT0H59M59S'],
    [3_600, '1:00:00', 'PT1H0M0S'],
    [36_061, '10:01:01', 'PT10H1M1S'],
    [100_000, '27:46:40', 'PT27H46M40S'],
    [-5, '0:00', 'PT0H0M0S'],
  ])('%d s reads %s', (seconds, text, iso) => {
    expect(clockText(seconds)).toBe(text);
    expect(isoDuration(seconds)).toBe(iso);
  });

  it.each([
    [0, 0, 0],
    [0, 999, 0],
    [0, 1_000, 1],
    [5_000, 4_000, 0],
    [Number.NaN, 4_000, 0],
  ])('from %d ms to %d ms are %d whole seconds', (from, to, seconds) => {
    expect(secondsBetween(from, to)).toBe(seconds);
  });

  it('grow with time and never jump back', () => {
    assert(
      property(nat(4e9), nat(4e9), nat(4e9), (start, first, more) => {
        expect(secondsBetween(start, start + first + more)).toBeGreaterThanOrEqual(secondsBetween(start, start + first));
      }),
    );
  });
});

it.each([
  [0, '0th'],
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [111, '111th'],
  [122, '122nd'],
])('%d is the %s', (count, text) => expect(ordinal(count)).toBe(text));

describe('numbers', () => {
  it.each([
    ['+12123456789', '+1 212 345 6789'],
    ['+442079460018', '+44 20 7946 0018'],
    ['+351211234567', '+351 21 123 4567'],
    ['+999', '+999'],
    ['anonymous', 'anonymous'],
    ['', ''],
  ])('%s is shown as %s', (e164, text) => expect(phoneText(e164)).toBe(text));

  it.each([
    ['tel:+12123456789', true],
    ['tel:+19059680004,,730184#', false],
    ['tel:+1-905-968-0004;ext=12', true],
    ['javascript:alert(1)', false],
    ['https://evil.example/tel:+1', false],
    ['tel:', false],
    [' tel:+1', false],
  ])('a link to %s is followed: %s', (uri, followed) => expect(telLink(uri) !== undefined).toBe(followed));
});

describe('what a visitor left', () => {
  it.each([
    ['https://shop.example.com/shop/desk-lamp?utm_source=mail#top', '/shop/desk-lamp'],
    ['https://shop.example.com/', 'shop.example.com'],
    ['https://shop.example.com', 'shop.example.com'],
    ['https://shop.example.com/caf%C3%A9', '/café'],
    ['https://shop.example.com/100%', '/100%'],
    ['/shop/desk-lamp', '/shop/desk-lamp'],
    ['mailto:somebody', 'mailto:somebody'],
    ['', ''],
  ])('page %s is shown as %s', (page, text) => expect(pageText(page)).toBe(text));

  it.each([
    ['en-US', 'English (US)'],
    ['pt-BR', 'Portuguese (Brazil)'],
    ['de', 'German'],
    ['english', 'english'],
    ['not a tag', 'not a tag'],
  ])('language %s is shown as %s', (tag, text) => expect(languageText(tag)).toBe(text));

  it.each([
    ['ada.lopes', 'AL'],
    ['admin', 'A'],
    ['ada maria lopes', 'AL'],
    ['éva@example.com', 'ÉC'],
    ['李雷', '李'],
    ['...', '?'],
    ['', '?'],
  ])('%s is %s in a circle', (username, text) => expect(initials(username)).toBe(text));

  it.each([
    ['en-US', /^2:04\sPM$/],
    ['de-DE', /^14:04$/],
  ])('the time of day follows the locale %s', (locale, text) => {
    expect(timeOfDay(new Date(2026, 10, 23, 14, 4).getTime(), locale)).toMatch(text);
  });
});

describe('of two states of the desk the newer is shown', () => {
  const at = (version: number | undefined, waitingCount: number): Desk => ({ ...emptyDesk, version, waitingCount });
  const cases: { name: string; shown?: Desk; arrived: Desk; origin: DeskOrigin; waiting: number }[] = [
    { name: 'the first one', arrived: at(3, 1), origin: 'feed', waiting: 1 },
    { name: 'a later answer', shown: at(3, 1), arrived: at(4, 2), origin: 'answer', waiting: 2 },
    { name: 'a later event', shown: at(3, 1), arrived: at(4, 2), origin: 'feed', waiting: 2 },
    { name: 'the same version again: nothing is lost by it', shown: at(3, 1), arrived: at(3, 2), origin: 'feed', waiting: 2 },
    { name: 'not an answer that an event has overtaken', shown: at(5, 1), arrived: at(4, 2), origin: 'answer', waiting: 1 },
    { name: 'not an event that an answer has overtaken', shown: at(5, 1), arrived: at(4, 2), origin: 'feed', waiting: 1 },
    { name: 'that of a server that counts anew', shown: at(500, 1), arrived: at(1, 2), origin: 'feed-start', waiting: 2 },
    { name: 'that of a server without versions', shown: at(5, 1), arrived: at(undefined, 2), origin: 'feed', waiting: 2 },
    { name: 'the first version after none', shown: at(undefined, 1), arrived: at(0, 2), origin: 'answer', waiting: 2 },
  ];
  it.each(cases)('$name', ({ shown, arrived, origin, waiting }) => {
    expect(newestDesk(shown, arrived, origin).waitingCount).toBe(waiting);
  });
});

describe('what an agent can do', () => {
  const now = Date.parse(NOW);
  const [first, , , retry] = busyDesk.waiting;
  const current = { ...first, telUri: 'tel:+1', state: 'ROUTING', attempt: 1, since: '' } as NonNullable<Desk['current']>;
  const held: Desk = { ...busyDesk, current, agent: { ...busyDesk.agent, state: 'busy' } };
  const retryOnly: Desk = { ...emptyDesk, waiting: retry ? [retry] : [], waitingCount: 1 };
  const notReady = { ...emptyDesk.agent, state: 'not-ready' } as const;
  const cases: { name: string; desk: Desk; at?: number; commands: string[] }[] = [
    { name: 'nobody waits', desk: emptyDesk, commands: ['toggle-ready'] },
    { name: 'somebody waits', desk: { ...busyDesk, simulator: null }, commands: ['toggle-ready', 'take-next'] },
    { name: 'the simulator is there', desk: busyDesk, commands: ['toggle-simulator', 'toggle-ready', 'take-next'] },
    { name: 'the agent is not ready', desk: { ...busyDesk, simulator: null, agent: notReady }, commands: ['toggle-ready'] },
    { name: 'all are to be called later', desk: retryOnly, commands: ['toggle-ready'] },
    { name: 'their time has come', desk: retryOnly, at: now + 600_000, commands: ['toggle-ready', 'take-next'] },
    { name: 'more wait than are listed', desk: { ...retryOnly, waitingCount: 2 }, commands: ['toggle-ready', 'take-next'] },
    {
      name: 'a call is to be made',
      desk: held,
      commands: ['toggle-simulator', 'dial', 'connected', 'no-answer', 'busy', 'machine', 'wrong-number'],
    },
    { name: 'they talk', desk: { ...held, current: { ...current, state: 'PROCESSING' } }, commands: ['toggle-simulator', 'ended'] },
  ];
  it.each(cases)('when $name', ({ desk, at = now, commands }) => expect([...availableCommands(desk, at)]).toEqual(commands));

  it('takes the first whose time has come, not the first in line', () => {
    const line: Desk = { ...busyDesk, waiting: busyDesk.waiting.slice(2).sort((a, b) => a.queuedAt.localeCompare(b.queuedAt)) };
    expect(nextToTake(line, now)?.phoneNumber).toBe('+442079460018');
    expect(nextToTake(line, now + 600_000)?.phoneNumber).toBe('+16465550100');
    expect(nextToTake(emptyDesk, now)).toBeUndefined();
  });

  it('each has a key of its own', () => {
    const keys = Object.values(COMMAND_KEYS);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('keys', () => {
  const shortcuts: Shortcut[] = ['n', '?'].map((key) => ({ key, label: key, run: () => undefined }));
  const press = { key: 'n', code: 'KeyN', altKey: false, ctrlKey: false, metaKey: false, repeat: false, defaultPrevented: false };
  it.each([
    ['the letter', press, 'n'],
    ['with Caps Lock', { ...press, key: 'N' }, 'n'],
    ['on a Greek keyboard, by its place', { ...press, key: 'ν' }, 'n'],
    ['on a Dvorak keyboard, by its letter', { ...press, code: 'KeyL' }, 'n'],
    ['a sign', { ...press, key: '?', code: 'Slash' }, '?'],
    ['another letter in the same place', { ...press, key: 'b' }, undefined],
    ['with Ctrl', { ...press, ctrlKey: true }, undefined],
    ['with Alt', { ...press, altKey: true }, undefined],
    ['with Cmd', { ...press, metaKey: true }, undefined],
    ['held down', { ...press, repeat: true }, undefined],
    ['taken by somebody else', { ...press, defaultPrevented: true }, undefined],
    ['a dead key', { ...press, key: 'Dead', code: 'BracketLeft' }, undefined],
  ])('%s', (_, event, key) => expect(shortcutOf(event, shortcuts)?.key).toBe(key));
});

describe('reconnecting', () => {
  it.each([
    [0, 0, 500],
    [0, 0.999, 1_000],
    [1, 0.5, 1_500],
    [4, 0.5, 12_000],
    [5, 0.5, 22_500],
    [60, 0.999, 29_985],
    [2_000, 0.5, 22_500],
  ])('after %d failures, with chance %d, waits %d ms', (failures, random, ms) => {
    expect(Math.abs(retryDelay(failures, random) - ms)).toBeLessThanOrEqual(1);
  });
});

it.each([
  [['agent'], ['/desk']],
  [
    ['administrator', 'agent'],
    ['/desk', '/developer'],
  ],
  [['administrator'], ['/developer']],
  [['developer'], ['/developer']],
  [['supervisor'], []],
  [['monitor'], []],
  [[], []],
] as const)('[SE2] the roles %j open the pages %j', (roles, routes) => {
  expect(pagesFor(roles).map((page) => page.route)).toEqual(routes);
});
