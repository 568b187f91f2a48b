import { describe, expect, it } from 'vitest';
import { warnOfOptions } from '../../src/options/check-options.js';
import { nearest } from '../../src/options/nearest.js';
import { readCalendarOptions } from '../../src/options/read-calendar-options.js';
import { looksWrong, readCallbackOptions, readMainOptions, sectionsOf } from '../../src/options/read-options.js';
import { readServiceOptions } from '../../src/options/read-service-options.js';
import type { CallbackWidgetOptions } from '../../src/options/widget-options.js';

const warningsOf = (config: unknown): string[] => {
  const warnings: string[] = [];
  warnOfOptions(config as CallbackWidgetOptions, (message) => warnings.push(message));
  return warnings;
};

describe('warnings', () => {
  it('[WI1] a config as real sites have it is silent', () => {
    expect(
      warningsOf({
        main: {
          theme: 'dark',
          themes: { blue: 'cx-theme-blue' },
          lang: 'en',
          i18n: 'https://x.example/i18n.json',
          preload: ['webchat'],
          mobileMode: 'auto',
          mobileModeBreakpoint: 600,
          timeFormat: 24,
          downloadGoogleFont: false,
          debug: false,
        },
        callback: {
          dataURL: 'https://gapi-use1.genesyscloud.com/engagement/v3/callbacks',
          apikey: 'k',
          apiVersion: 'v3',
          serviceName: 'S',
          userData: {},
          countryCodes: true,
          immediateCallback: true,
          scheduledCallback: true,
          ewt: {
            display: true,
            queue: 'q',
            threshold: '2000',
            refreshInterval: '30',
            immediateCallback: { thresholdMin: null, thresholdMax: 3000 },
          },
        },
        calendar: {
          showAvailability: true,
          numberOfDays: 5,
          timeFormat: '12',
          calendarHours: { interval: 10, allDay: { openTime: '09:00', closeTime: '23:59' } },
        },
        webchat: {},
        sidebar: {},
        push: { workerUrl: '/own-worker.js' },
        channelselector: {},
        onReady: () => {},
        extensions: {},
      }),
    ).toEqual([]);
  });
  it.each([
    [{ apikey: 'k' }, 'Option "apikey" is unknown and ignored; did you mean "apiKey"?'],
    [{ servicename: 'S' }, 'Option "servicename" is unknown and ignored; did you mean "serviceName"?'],
    [{ calback: {} }, 'Option "calback" is unknown and ignored; did you mean "callback"?'],
    [{ push: { workerURL: '/sw.js' } }, 'Option "push.workerURL" is unknown and ignored; did you mean "push.workerUrl"?'],
    [{ zzz: 1 }, 'Option "zzz" is unknown and ignored'],
    [
      { callback: { scheduleCallback: true } },
      'Option "callback.scheduleCallback" is unknown and ignored; did you mean "callback.scheduledCallback"?',
    ],
    [{ calendar: { calenderHours: {} } }, 'Option "calendar.calenderHours" is unknown and ignored; did you mean "calendar.calendarHours"?'],
    [
      { callback: { ewt: { tresholds: 3 } } },
      'Option "callback.ewt.tresholds" is unknown and ignored; did you mean "callback.ewt.threshold"?',
    ],
    [{ callback: { countryCodes: 'yes' } }, 'Option "callback.countryCodes" is ignored: expected true or false'],
    [{ callback: { ewt: true } }, 'Option "callback.ewt" is ignored: expected an object'],
    [{ callback: { userData: ['a'] } }, 'Option "callback.userData" is ignored: expected an object'],
    [{ calendar: { numberOfDays: 0 } }, 'Option "calendar.numberOfDays" is ignored: expected a number from 1 to 366'],
    [
      { calendar: { calendarHours: { allDay: { openTime: '25:00' } } } },
      'Option "calendar.calendarHours.allDay.openTime" is ignored: expected a time like "08:00"',
    ],
    [{ callback: 'no' }, 'Option "callback" is ignored: expected an object'],
    [{ position: 'top' }, 'Option "position" is ignored: expected right or left'],
  ])('[WI1] %j', (config, warning) => {
    expect(warningsOf(config)).toEqual([warning]);
    // The words come in a chunk of their own, which only such a page loads.
    expect(looksWrong(config as CallbackWidgetOptions)).toBe(true);
  });
  it('[WI1] a config of ours without a fault looks right', () => {
    expect(
      looksWrong({
        apiKey: 'k',
        serviceName: 'S',
        launcher: false,
        callback: { ewt: { threshold: '0' } },
        calendar: {},
      } as never),
    ).toBe(false);
  });
  it.each([null, undefined, 7, 'text', []])('[WI1] a whole config that is %j harms nobody', (config) => {
    expect(() => warningsOf({ callback: config, main: config, calendar: config })).not.toThrow();
    expect(readCallbackOptions(config).immediateCallback).toBe(true);
    expect(readMainOptions(config).theme).toBe('auto');
    expect(readCalendarOptions(config).numberOfDays).toBe(5);
  });
});

describe('reading', () => {
  it.each([
    ['text for a number', { ewt: { threshold: '45' } }, 45],
    ['null', { ewt: { threshold: null } }, 30],
    ['rubbish', { ewt: { threshold: 'soon' } }, 30],
    ['a negative', { ewt: { threshold: -1 } }, 30],
    ['zero as text', { ewt: { threshold: '0' } }, 0],
    ['an empty group', { ewt: {} }, 30],
    ['no group', {}, 30],
  ])('[WI1] ewt.threshold from %s', (_, section, threshold) => {
    expect(readCallbackOptions(section).ewt.threshold).toBe(threshold);
  });
  it.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    ['1', true],
    [null, true],
    [undefined, true],
  ])('[WI1] a switch from %j is %j', (given, expected) => {
    expect(readCallbackOptions({ scheduledCallback: given }).scheduledCallback).toBe(expected);
  });
  it('[WI1] day parts become windows in order; disabled and impossible ones are left out', () => {
    const part = (openTime: string, closeTime: string, enable?: boolean) => ({ openTime, closeTime, enable });
    const { calendarHours } = readCalendarOptions({
      calendarHours: {
        interval: '10',
        evening: part('17:00', '20:00'),
        morning: part('9:00', '11:59'),
        afternoon: part('12:00', '16:59', false),
        allDay: part('18:00', '08:00'),
      },
    });
    expect(calendarHours).toEqual({
      interval: 10,
      windows: [
        { open: 540, close: 719 },
        { open: 1020, close: 1200 },
      ],
    });
    expect(readCalendarOptions({}).calendarHours.windows).toEqual([{ open: 0, close: 1440 }]);
  });
  it.each([
    ['https://a.example/engagement/v3/callbacks', 'https://a.example/engagement/v3/callbacks', 'https://a.example/visitor/v1'],
    ['https://a.example/engagement/v3/callbacks/', 'https://a.example/engagement/v3/callbacks', 'https://a.example/visitor/v1'],
    ['https://a.example/engagement/v3', 'https://a.example/engagement/v3/callbacks', 'https://a.example/visitor/v1'],
    ['https://a.example/prefix/engagement/v3/', 'https://a.example/prefix/engagement/v3/callbacks', 'https://a.example/prefix/visitor/v1'],
    ['/engagement/v3/callbacks', '/engagement/v3/callbacks', '/visitor/v1'],
    ['https://own.example/my/backend', 'https://own.example/my/backend', 'https://own.example/visitor/v1'],
    [undefined, 'https://base.example/engagement/v3/callbacks', 'https://base.example/visitor/v1'],
    ['', 'https://base.example/engagement/v3/callbacks', 'https://base.example/visitor/v1'],
  ])('[WI1] dataURL %s', (dataURL, callbacksUrl, visitorUrl) => {
    expect(readServiceOptions({ dataURL }, {}, 'https://base.example')).toMatchObject({ callbacksUrl, visitorUrl });
  });
});

describe('the short form', () => {
  it('[WI1] spreads over the sections', () => {
    const sections = sectionsOf({
      apiKey: 'k',
      serviceName: 'S',
      baseUrl: 'https://a.example/',
      theme: 'dark',
      lang: 'de',
      callback: { countryCodes: false },
    });
    expect(sections).toEqual({
      main: { theme: 'dark', lang: 'de' },
      callback: { apikey: 'k', serviceName: 'S', dataURL: 'https://a.example/engagement/v3/callbacks', countryCodes: false },
      calendar: {},
    });
  });
  it('[WI1] `service` is short for `serviceName`', () => {
    expect(sectionsOf({ service: 'S' }).callback).toEqual({ serviceName: 'S' });
    expect(sectionsOf({ service: 'S', serviceName: 'T' }).callback).toEqual({ serviceName: 'T' });
  });
  it("[WI1] without it the vendor's sections stay the very objects that they are", () => {
    const callback = { serviceName: 'S' };
    const calendar = {};
    const sections = sectionsOf({ callback, calendar });
    expect(sections.callback).toBe(callback);
    expect(sections.calendar).toBe(calendar);
  });
});

describe('nearest', () => {
  it.each([
    ['apikey', 'apiKey'],
    ['tehme', 'theme'],
    ['serviceNmae', 'serviceName'],
    ['lang ', 'lang'],
    ['x', undefined],
    ['', undefined],
    ['completelyDifferent', undefined],
  ])('%j means %s', (word, meant) => {
    expect(nearest(word, ['apiKey', 'theme', 'serviceName', 'lang'])).toBe(meant);
  });
});

describe('the address of the privacy notice', () => {
  it.each([
    ['https://shop.example/privacy', true],
    ['HTTP://shop.example/privacy', true],
    ['//shop.example/privacy', true],
    ['/privacy?of=a:b', true],
    ['../privacy', true],
    ['#privacy', true],
    ['privacy.html', true],
    ['javascript:alert(1)', false],
    [' javascript:alert(1)', false],
    ['java\nscript:alert(1)', false],
    ['JaVaScRiPt:alert(1)', false],
    ['data:text/html,<script>alert(1)</script>', false],
    ['vbscript:x', false],
  ])('[WI6] %j counts: %s', (privacyUrl, counts) => {
    expect(readCallbackOptions({ privacyUrl }).privacyUrl).toBe(counts ? privacyUrl : undefined);
    expect(warningsOf({ callback: { privacyUrl } }).some((warning) => warning.includes('privacyUrl'))).toBe(!counts);
  });
});
