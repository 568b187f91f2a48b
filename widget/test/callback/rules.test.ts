import type { Offers } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { readCallbackOptions } from '../../src/options/read-options.js';
import { calendarFile } from '../../src/plugins/callback/calendar-file.js';
import { knownOffer } from '../../src/plugins/callback/known-offer.js';
import { offerViewOf } from '../../src/plugins/callback/offer-view.js';
import { codeOf, isDuplicate, isRefusal, problemOf } from '../../src/plugins/callback/problem.js';
import { requestOf } from '../../src/plugins/callback/request.js';
import { sourceOf } from '../../src/plugins/callback/source.js';
import { nodeOf } from '../../src/ui/page-nodes.js';
import { CLOSED, NOTHING, OPEN } from '../gallery/states.js';

describe('problemOf', () => {
  const time = Date.UTC(2026, 10, 23, 14);
  const context = { desiredTime: time, nextOpening: 5, errorText: (code: number, message?: string) => message ?? `text ${code}` };
  it.each<[string, unknown, object]>([
    ['an invalid number', { httpStatus: 400, code: 7030 }, { kind: 'number', message: 'text 7030' }],
    ['a country not served', { httpStatus: 400, code: 7036 }, { kind: 'number' }],
    ['a blocked number', { httpStatus: 400, code: 7037 }, { kind: 'number' }],
    [
      'a full time',
      { httpStatus: 429, code: 7041, slots: [{ utcTime: '2026-11-23T15:00:00.000Z', capacity: 1 }] },
      { kind: 'taken', time, alternatives: [{ time: Date.UTC(2026, 10, 23, 15), capacity: 1 }] },
    ],
    ['a full time with nothing else', { httpStatus: 429, code: 7041, slots: [] }, { kind: 'taken', alternatives: [] }],
    [
      'alternatives that are none',
      {
        httpStatus: 429,
        code: 7041,
        slots: [
          { utcTime: 'soon', capacity: 1 },
          { utcTime: '2026-11-23T15:00:00.000Z', capacity: 0 },
        ],
      },
      { kind: 'taken', alternatives: [] },
    ],
    ['a limit', { httpStatus: 429, code: 7041, retryAfter: 90 }, { kind: 'busy', retryAfter: 90 }],
    ['closed then', { httpStatus: 400, code: 7042 }, { kind: 'closed', nextOpening: 5 }],
    ['no connection', { httpStatus: 0, code: 0, offline: true }, { kind: 'offline' }],
    ['our fault', { httpStatus: 500, code: 500, message: 'Sorry', corrId: 'c' }, { kind: 'failed', message: 'Sorry', reference: 'c' }],
    [
      'a fault without a word',
      { httpStatus: 502, code: 0, message: 'The server answered with HTTP 502', unsaid: true },
      { kind: 'failed', message: 'text 0' },
    ],
    ['no answer', { httpStatus: 0, code: 0, message: 'Failed to fetch' }, { kind: 'failed', message: 'text 0', reference: '' }],
    ['something thrown', new Error('boom'), { kind: 'failed', message: 'text 0' }],
    ['nothing at all', undefined, { kind: 'failed' }],
  ])('[WI5] %s', (_, reason, expected) => expect(problemOf(reason, context)).toMatchObject(expected));

  it('[WI5] too many requests for now, without a word more, is a limit', () => {
    expect(problemOf({ httpStatus: 429, code: 7041 }, { ...context, desiredTime: undefined })).toEqual({
      kind: 'busy',
      retryAfter: undefined,
    });
  });

  it.each([
    [{ httpStatus: 429, code: 7041 }, true],
    [{ httpStatus: 429, code: 7041, slots: [] }, false],
    [{ httpStatus: 429, code: 7041, retryAfter: 60 }, false],
    [{ httpStatus: 400, code: 7042 }, false],
    [undefined, false],
  ])('[WI14] %j may repeat a request: %s', (reason, expected) => expect(isDuplicate(reason)).toBe(expected));

  it('[WI14] only a judged request frees its key', () => {
    expect([400, 404, 429].map((httpStatus) => isRefusal({ httpStatus }))).toEqual([true, true, true]);
    expect([0, 500, 503].map((httpStatus) => isRefusal({ httpStatus }))).toEqual([false, false, false]);
    expect(isRefusal(new Error('x'))).toBe(false);
    expect([codeOf({ code: 7030, httpStatus: 400 }), codeOf({ httpStatus: 502, code: 0 }), codeOf('x')]).toEqual([7030, 502, 0]);
  });
});

describe('offerViewOf', () => {
  const settings = (section: object = {}) => readCallbackOptions(section);
  const view = (offers: Offers, section: object = {}) => offerViewOf({ known: 'yes', offers, viewOf: knownOffer }, settings(section));

  it('[WI11] allows what the site allows until the server has spoken, and when it does not speak', () => {
    for (const known of ['asking', 'failed'] as const) {
      expect(offerViewOf({ known }, settings())).toMatchObject({
        immediate: 'unknown',
        scheduled: 'unknown',
        nothing: false,
        open: undefined,
      });
      expect(offerViewOf({ known }, settings({ immediateCallback: false }))).toMatchObject({ immediate: 'hidden', scheduled: 'unknown' });
    }
  });

  it('[WI11] open: both ways, with the wait in whole minutes', () => {
    expect(view(OPEN)).toMatchObject({
      open: true,
      immediate: 'offered',
      scheduled: 'offered',
      waitMinutes: 5,
      firstFree: Date.UTC(2026, 10, 23, 15, 30),
    });
  });

  it.each([
    [-1, {}, undefined],
    [0, {}, 0],
    [29, {}, 0],
    [30, {}, 1],
    [60, {}, 1],
    [61, {}, 2],
    [300, { ewt: { display: false } }, undefined],
    [300, { ewt: { threshold: '2000' } }, 0],
  ])('[WI3] a wait of %i s with %j is shown as %s', (estimatedWaitTime, section, minutes) => {
    expect(view({ ...OPEN, immediate: { offered: true, estimatedWaitTime, waiting: 1 } }, section).waitMinutes).toBe(minutes);
  });

  it.each([
    [290, { thresholdMin: 300 }, 'refused'],
    [290, { thresholdMax: 200 }, 'refused'],
    [290, { thresholdMin: 10, thresholdMax: '3000' }, 'offered'],
    [290, { thresholdMin: null }, 'offered'],
  ])('[WI1] a wait of %i s and thresholds %j: now is %s', (estimatedWaitTime, immediateCallback, expected) => {
    expect(view({ ...OPEN, immediate: { offered: true, estimatedWaitTime, waiting: 1 } }, { ewt: { immediateCallback } }).immediate).toBe(
      expected,
    );
  });

  it('[WI3] closed: as soon as possible means the first free time after opening', () => {
    expect(view(CLOSED)).toMatchObject({ open: false, immediate: 'offered', immediateFrom: Date.UTC(2026, 10, 24, 13), nothing: false });
    expect(view(NOTHING)).toMatchObject({
      nothing: true,
      immediate: 'refused',
      scheduled: 'refused',
      nextOpening: Date.UTC(2026, 10, 24, 13),
    });
  });

  it('[WI3] open but with every place taken: only as soon as possible', () => {
    const { firstFree: _none, ...scheduled } = OPEN.scheduled;
    expect(view({ ...OPEN, scheduled })).toMatchObject({ immediate: 'offered', scheduled: 'refused', nothing: false });
  });
});

describe('requestOf', () => {
  it('[FO1] sends built-in inputs as parameters and all others as userData', () => {
    const request = requestOf({
      values: { phonenumber: '+12125550134', firstname: 'Ada', lastname: ' ', subject: 'Hello', member: 'true', topic: '' },
      desiredTime: Date.UTC(2026, 10, 23, 15),
      userData: { campaign: 'x', member: 'no' },
      idempotencyKey: 'k',
    });
    expect(request).toEqual({
      phonenumber: '+12125550134',
      firstname: 'Ada',
      subject: 'Hello',
      desiredTime: '2026-11-23T15:00:00.000Z',
      userData: { campaign: 'x', member: 'true' },
      idempotencyKey: 'k',
    });
  });

  it('[CB2] asks for no time when it is to be as soon as possible', () => {
    expect(requestOf({ values: { phonenumber: '+1' }, desiredTime: undefined, userData: {}, idempotencyKey: 'k' })).not.toHaveProperty(
      'desiredTime',
    );
  });
});

describe('calendarFile', () => {
  const entry = {
    id: 'abc',
    start: Date.UTC(2026, 10, 23, 15),
    durationMinutes: 15,
    title: 'Phone call: Sales, "A"; B',
    note: 'Line one\nLine two \\',
    sequence: 2,
    now: Date.UTC(2026, 10, 23, 14),
  };
  it('[WI3] writes UTC times, an escaped title, and CRLF', () => {
    const text = calendarFile(entry);
    expect(text).toContain('DTSTART:20261123T150000Z\r\nDTEND:20261123T151500Z\r\n');
    expect(text).toContain('SUMMARY:Phone call: Sales\\, "A"\\; B\r\n');
    expect(text).toContain('DESCRIPTION:Line one\\nLine two \\\\\r\n');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  /** Reads it back as RFC 5545 says: unfolded lines of name, parameters and value. */
  const parse = (text: string): Array<{ name: string; value: string }> =>
    text
      .replace(/\r\n[ \t]/g, '')
      .split('\r\n')
      .slice(0, -1)
      .map((line) => {
        const found = /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^:;]+)*):(.*)$/u.exec(line);
        if (!found) throw new Error(`no content line: ${line}`);
        return { name: found[1] ?? '', value: found[3] ?? '' };
      });
  const instantOf = (stamp: string | undefined): number =>
    Date.parse((stamp ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

  it.each([
    ['an ordinary day', '2026-11-23T15:00:00Z', 15],
    ['the hour that clocks in Berlin skip', '2026-03-29T00:45:00Z', 30],
    ['the first of the hours that clocks in New York show twice', '2026-11-01T05:30:00Z', 60],
    ['the second of them', '2026-11-01T06:30:00Z', 60],
    ['over midnight and the end of a year', '2026-12-31T23:45:00Z', 30],
    ['a zone of half hours', '2026-10-03T16:15:00Z', 45],
  ])('[WI3] is one event of RFC 5545 with the length of a slot: %s', (_what, start, durationMinutes) => {
    const hostile = 'A\r\nATTENDEE:mailto:eve@example.com\rB\u0007,;\\';
    const lines = parse(calendarFile({ ...entry, start: Date.parse(start), durationMinutes, title: hostile, note: hostile }));
    const of = (name: string): string[] => lines.filter((line) => line.name === name).map(({ value }) => value);
    expect(of('BEGIN')).toEqual(['VCALENDAR', 'VEVENT', 'VALARM']);
    expect(of('END')).toEqual(['VALARM', 'VEVENT', 'VCALENDAR']);
    for (const once of ['VERSION', 'PRODID', 'UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'SEQUENCE', 'TRIGGER'])
      expect(of(once), once).toHaveLength(1);
    expect(instantOf(of('DTSTART')[0])).toBe(Date.parse(start));
    expect(instantOf(of('DTEND')[0]) - instantOf(of('DTSTART')[0])).toBe(durationMinutes * 60_000);
    expect(of('SUMMARY')).toEqual(['A\\nATTENDEE:mailto:eve@example.com\\nB\\,\\;\\\\']);
    expect([of('ATTENDEE'), of('SEQUENCE')]).toEqual([[], ['2']]);
  });

  it('[WI3] folds lines at 75 octets without cutting a character', () => {
    const note = 'ü😀'.repeat(60);
    const text = calendarFile({ ...entry, note });
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n /g, '')).toContain(`DESCRIPTION:${note}\r\n`);
  });
});

describe('nodeOf', () => {
  it('[WI6] takes nodes, jQuery sets and markup, whose handlers and scripts are left out', () => {
    const node = document.createElement('div');
    expect(nodeOf(node, document)).toBe(node);
    expect(nodeOf({ 0: node, length: 1 }, document)).toBe(node);
    const picture = nodeOf('<img src=x onerror=alert(1)>', document) as Element;
    expect(picture.outerHTML).toBe('<img src="x">');
    expect(nodeOf('one <b>two</b>', document)?.textContent).toBe('one two');
    for (const nothing of ['', ' ', undefined, null, 5, {}]) expect(nodeOf(nothing, document)).toBeUndefined();
  });
});

describe('sourceOf', () => {
  const of = (href: string, referrer = '') => sourceOf({ location: new URL(href) as unknown as Location, referrer });

  it('[WI13] page, referrer and campaign; never what else stands in an address', () => {
    expect(
      of(
        'https://shop.example/a/b?email=ada@example.com&utm_source=news&utm_campaign=&utm_evil=1#token',
        'https://search.example/q?s=secret',
      ),
    ).toEqual({ sourcePage: 'https://shop.example/a/b', sourceReferrer: 'https://search.example/q', utm_source: 'news' });
  });

  it.each([
    ['about:blank', '', {}],
    ['https://shop.example/', 'android-app://com.example', { sourcePage: 'https://shop.example/' }],
    ['https://shop.example/', 'no address', { sourcePage: 'https://shop.example/' }],
  ])('[WI13] %s from %j', (href, referrer, expected) => expect(of(href, referrer)).toEqual(expected));

  it('[WI13] [CB10] is short, and its keys are names that the server keeps', () => {
    const found = of(`https://shop.example/${'x'.repeat(2000)}?utm_term=${'y'.repeat(2000)}`);
    for (const [key, value] of Object.entries(found)) {
      expect(key).toMatch(/^[A-Za-z_$][\w$]*$/);
      expect(value.length).toBeLessThanOrEqual(500);
    }
  });
});
