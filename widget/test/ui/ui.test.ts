import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../src/i18n/translate.js';
import { deepActiveElement, returnFocus } from '../../src/ui/focus.js';
import { gridTarget } from '../../src/ui/roving.js';
import { englishLater } from '../../src/i18n/english-later.js';
import { createTimeText } from '../../src/ui/time-text.js';

/** Rows of 3, 2 and 3 items, as laid out. */
const PLACES = [3, 2, 3].flatMap((count, row) => Array.from({ length: count }, (_, column) => ({ top: row * 50, left: column * 100 })));

describe('gridTarget', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, 3],
    ['ArrowRight', 7, undefined],
    ['ArrowLeft', 0, undefined],
    ['ArrowDown', 0, 3],
    ['ArrowDown', 2, 4],
    ['ArrowDown', 4, 6],
    ['ArrowDown', 7, undefined],
    ['ArrowUp', 7, 4],
    ['ArrowUp', 1, undefined],
    ['Home', 5, 0],
    ['End', 0, 7],
    ['PageDown', 1, 7],
    ['PageUp', 6, 0],
    ['Enter', 1, undefined],
  ])('[WI7] %s from %i leads to %s', (key, from, to) => expect(gridTarget({ key, from, places: PLACES, rtl: false })).toBe(to));

  it('[WI7] right-to-left mirrors left and right, and nothing else', () => {
    const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End');
    const mirror: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };
    fc.assert(
      fc.property(keys, fc.nat(7), (key, from) => {
        expect(gridTarget({ key, from, places: PLACES, rtl: true })).toBe(
          gridTarget({ key: mirror[key] ?? key, from, places: PLACES, rtl: false }),
        );
      }),
    );
  });

  it('[WI7] never leaves the grid', () => {
    const key = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown');
    fc.assert(
      fc.property(key, fc.nat(7), (pressed, from) => {
        const to = gridTarget({ key: pressed, from, places: PLACES, rtl: false });
        if (to !== undefined) expect(PLACES[to]).toBeDefined();
        expect(to).not.toBe(from);
      }),
    );
  });
});

describe('focus', () => {
  it('[WI7] is found inside open shadow roots, and returned only to what is still there', () => {
    const host = document.createElement('div');
    const button = document.createElement('button');
    host.attachShadow({ mode: 'open' }).append(button);
    document.body.append(host);
    expect(deepActiveElement(document)).toBeUndefined();
    button.focus();
    expect(deepActiveElement(document)).toBe(button);
    button.blur();
    returnFocus(button);
    expect(deepActiveElement(document)).toBe(button);
    host.remove();
    expect(() => returnFocus(button)).not.toThrow();
    expect(() => returnFocus(undefined)).not.toThrow();
  });
});

describe('time-text', () => {
  const now = Date.parse('2026-11-23T14:05:00Z');
  const text = (lang: string, zone = 'America/New_York', timeFormat?: 12 | 24) =>
    createTimeText({ translator: createTranslator({ lang, overrides: [englishLater] }), zone, timeFormat });
  const at = (iso: string) => Date.parse(iso);

  it.each([
    ['2026-11-23T20:30:00Z', 'today 3:30 PM'],
    ['2026-11-24T13:00:00Z', 'tomorrow 8:00 AM'],
    ['2026-11-25T04:59:00Z', 'tomorrow 11:59 PM'],
    ['2026-11-29T13:00:00Z', 'Sun 8:00 AM'],
    ['2026-11-30T13:00:00Z', 'Nov 30 8:00 AM'],
  ])('[WI4] %s is near as "%s"', (iso, expected) => expect(text('en-US').near(at(iso), now)).toBe(expected));

  it('[WI4] follows zone, language and the wished clock', () => {
    const time = at('2026-11-23T20:30:00Z');
    expect(text('en-US').time(time)).toBe('3:30 PM');
    expect(text('en-US', 'Europe/Lisbon').time(time)).toBe('8:30 PM');
    expect(text('en-US').time(time, { zone: 'UTC' })).toBe('8:30 PM');
    expect(text('en-US', 'UTC', 24).time(time)).toBe('20:30');
    expect(text('de-DE', 'UTC').time(time)).toBe('20:30');
    expect(text('de-DE', 'UTC', 12).time(time)).toMatch(/8:30.PM/);
    expect(text('en-US').time(time, { named: true })).toBe('3:30 PM EST');
  });

  it('[WI4] names a day by itself, whatever the zone of the visitor', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      expect(text('en-US', zone).day('2026-11-23')).toEqual({ weekday: 'Mon', number: '23', month: 'Nov', full: 'Monday, November 23' });
    }
  });

  it('[WI3] is short on buttons and beside another time', () => {
    const time = at('2026-11-24T14:30:00Z');
    expect(text('en-US').button(time, now)).toBe('Tue, 9:30 AM');
    expect(text('en-US').beside(time, now)).toBe('Tue 9:30 AM');
    expect(text('en-US').beside(time, time)).toBe('9:30 AM');
  });
});
