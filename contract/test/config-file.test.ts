import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfigFile } from '../src/index.js';

type Loose = Record<string, never>;
const demo = (): Loose =>
  JSON.parse(fs.readFileSync(new URL('../../backend/src/config/demo-config.json', import.meta.url), 'utf8')) as Loose;

/** Demo configuration with one place changed; `undefined` deletes the key. */
function changed(path: readonly (string | number)[], value: unknown): Loose {
  const root = demo();
  let at: Record<string | number, unknown> = root;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return root;
}
const problems = (input: unknown) => {
  const result = parseConfigFile(input);
  return result.ok ? [] : result.problems;
};

const CAPTCHA = { provider: 'recaptcha-v3', siteKey: 'a site key', secretKey: 'a secret key' };

describe('configuration file', () => {
  it('the demo configuration is valid and gets its defaults', () => {
    const result = parseConfigFile(demo());
    expect(result.ok && result.config.queues[1]).toMatchObject({
      name: 'Support_VQ',
      maxAdvanceDays: 30,
      maxAttempts: 3,
      bookingPolicy: 'enforce',
      retentionDays: 14,
    });
    expect(result.ok && result.config.businessHours[0]?.weekly.fri).toEqual([
      [480, 720],
      [780, 1080],
    ]);
  });

  it.each([
    ['site.name', ['site', 'name'], ''],
    ['site.apiKeys', ['site', 'apiKeys'], []],
    ['site.origins[0]', ['site', 'origins'], ['https://example.com/']],
    ['businessHours[0].timeZone', ['businessHours', 0, 'timeZone'], 'Mars/Olympus'],
    ['businessHours[0].weekly.mon[0]', ['businessHours', 0, 'weekly', 'mon'], [['18:00', '08:00']]],
    [
      'businessHours[0].weekly.mon',
      ['businessHours', 0, 'weekly', 'mon'],
      [
        ['08:00', '12:00'],
        ['11:00', '13:00'],
      ],
    ],
    ['businessHours[0].weekly.mon[0][1]', ['businessHours', 0, 'weekly', 'mon'], [['08:00', '24:01']]],
    ['businessHours[0].weekly.funday', ['businessHours', 0, 'weekly', 'funday'], []],
    ['businessHours[0].exceptions[0].date', ['businessHours', 0, 'exceptions'], [{ date: '2026-02-30', closed: true }]],
    ['businessHours[0].exceptions[0].date', ['businessHours', 0, 'exceptions'], [{ date: '2026-13-01', closed: true }]],
    ['businessHours[0].exceptions[0].date', ['businessHours', 0, 'exceptions'], [{ date: '2026-00-00', closed: true }]],
    ['businessHours[1].name', ['businessHours', 1, 'name'], 'Office'],
    ['capacityRules[0].cellMinutes', ['capacityRules', 0, 'cellMinutes'], 45],
    ['capacityRules[0].cells.mon.08:00', ['capacityRules', 0, 'cells', 'mon'], { '08:00': -1 }],
    ['numberRules[0].countries', ['numberRules', 0, 'countries'], []],
    ['regionRules[0].preferred', ['regionRules'], [{ name: 'East', preferred: [] }]],
    ['regionRules[0].preferred[1]', ['regionRules'], [{ name: 'East', preferred: ['us', ' us '] }]],
    ['regionRules[0].fallback[0]', ['regionRules'], [{ name: 'East', preferred: ['us'], fallback: ['us'] }]],
    ['regionRules[0].ignored[0]', ['regionRules'], [{ name: 'East', preferred: ['us'], fallback: ['eu'], ignored: ['eu'] }]],
    ['callInGroups[0].expirySeconds', ['callInGroups', 0, 'expirySeconds'], 9],
    ['callInGroups[0].accessCode.length', ['callInGroups', 0, 'accessCode'], { length: 13 }],
    ['callInGroups[0].numbers[0].dnis', ['callInGroups', 0, 'numbers'], [{ dnis: '19059680004' }]],
    ['queues[0].slotDurationMinutes', ['queues', 0, 'slotDurationMinutes'], 7],
    ['queues[0].businessHours', ['queues', 0, 'businessHours'], 'Nowhere'],
    ['queues[0].businessHours', ['queues', 0, 'businessHours'], undefined],
    ['queues[0].capacityRule', ['queues', 0, 'capacityRule'], 'April'],
    ['queues[0].pacingModifer', ['queues', 0, 'pacingModifer'], 2],
    ['queues[0].maxAttempts', ['queues', 0, 'maxAttempts'], 22],
    ['queues[2].callInGroup', ['queues', 2, 'callInGroup'], null],
    ['users[0].password', ['users', 0, 'password'], 'short'],
    ['users[0].roles[0]', ['users', 0, 'roles'], ['king']],
    ['users[0].queues[0]', ['users', 0, 'queues'], ['Nowhere']],
    ['dialer.adapter', ['dialer'], { adapter: 'pigeon' }],
    ['dialer.url', ['dialer'], { adapter: 'webhook', url: 'ftp://x', secret: 'long-enough-secret' }],
    ['site.captcha.provider', ['site', 'captcha'], { provider: 'recaptcha-v4', siteKey: 'a', secretKey: 'b' }],
    ['site.captcha.siteKey', ['site', 'captcha'], { provider: 'recaptcha-v4', siteKey: '', secretKey: 'b' }],
    ['site.captcha[1].secretKey', ['site', 'captcha'], [CAPTCHA, { ...CAPTCHA, name: 'other', secretKey: '' }]],
    ['site.captcha', ['site', 'captcha'], [CAPTCHA, CAPTCHA]],
    ['site.captcha', ['site', 'captcha'], 'recaptcha-v3'],
    ['limits.trustedProxies[1]', ['limits', 'trustedProxies'], ['10.0.0.0/8', 'proxy.example']],
    ['limits.trustedProxies[0]', ['limits', 'trustedProxies'], ['10.0.0.0/33']],
    ['limits.trustedProxies[0]', ['limits', 'trustedProxies'], ['::1/129']],
    ['limits.trustedProxies[0]', ['limits', 'trustedProxies'], ['10.0.0.1/8/8']],
    ['limits.perEndpointPerMinute.login2', ['limits', 'perEndpointPerMinute'], { login2: 5 }],
    ['limits.perEndpointPerMinute.desk', ['limits', 'perEndpointPerMinute'], { desk: 5 }],
    ['telephony.secret', ['telephony', 'secret'], 'x'],
    ['queues', ['queues'], []],
    ['sites', ['sites'], []],
  ])('names %s as the place of the trouble', (path, keys, value) => {
    const found = problems(changed(keys, value));
    expect(found.map((problem) => problem.path)).toContain(path);
    for (const problem of found) expect(problem.message.length).toBeGreaterThan(8);
  });

  it('[CI1] names each entry of a group whose number stands in the group already', () => {
    const numbers = ['+19059680004', '+19059680005', '+19059680004', '+19059680004'].map((dnis) => ({ dnis }));
    expect(problems(changed(['callInGroups', 0, 'numbers'], numbers))).toEqual([
      { path: 'callInGroups[0].numbers[2]', message: 'is the number of entry 0 already' },
      { path: 'callInGroups[0].numbers[3]', message: 'is the number of entry 0 already' },
    ]);
  });

  it('[SE1] takes API keys of any length, which are public anyway', () => {
    expect(problems(changed(['site', 'apiKeys'], ['k', '3f0c8a0e-6f0c-4b7e-9a53-0d4d9d2a7a11']))).toEqual([]);
    expect(problems(changed(['site', 'apiKeys'], ['k', ' ']))).toEqual([{ path: 'site.apiKeys[1]', message: 'must not be empty' }]);
  });

  it('reports every problem at once, wrong shapes and dangling names together', () => {
    const root = changed(['queues', 0, 'slotDurationMinutes'], 7) as Record<string, unknown>;
    (root['queues'] as Record<string, unknown>[])[1]!['businessHours'] = 'Nowhere';
    delete root['site'];
    expect(problems(root).map((problem) => problem.path)).toEqual(
      expect.arrayContaining(['site', 'queues[0].slotDurationMinutes', 'queues[1].businessHours']),
    );
  });

  it.each([[null], [[]], ['text'], [5], [{}]])('refuses %j without throwing', (input) => {
    expect(problems(input).length).toBeGreaterThan(0);
  });
});

describe('limits of a configuration', () => {
  it.each([
    [{ perSitePerMinute: 600 }, 'no limit of an address beside it'],
    [{ perSitePerMinute: 100, perAddressPerMinute: 60 }, 'less than two addresses'],
    [{ perSitePerMinute: 100, perAddressPerMinute: 0 }, 'a limit of an address that is off'],
  ])('[SE1] with %j one address could keep all others out: %s', (limits: object, _why) =>
    expect(problems(changed(['limits'], limits))).toEqual([
      { path: 'limits.perSitePerMinute', message: expect.stringContaining('at least twice perAddressPerMinute') as string },
    ]),
  );

  it.each([
    {},
    { perSitePerMinute: 0 },
    { perSitePerMinute: 120, perAddressPerMinute: 60 },
    { perEndpointPerMinute: { availability: 30, login: 5, visitorCancel: 3 } },
    { trustedProxies: ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1', '::ffff:127.0.0.1'] },
  ])('[SE1] %j is all right', (limits) => expect(problems(changed(['limits'], limits))).toEqual([]));
});
