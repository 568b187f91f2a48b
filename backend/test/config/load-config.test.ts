import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import { loadConfig } from '../../src/config/load-config.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(content: string): Promise<{ file: string; problems: readonly string[] }> {
  const file = join(folder, 'site.json');
  await writeFile(file, content);
  const result = await loadConfig(file);
  return { file, problems: result.ok ? [] : result.problems };
}

describe('the configuration file', () => {
  it('is the demonstration when none is named', async () => {
    expect(await loadConfig(undefined)).toMatchObject({ ok: true, value: { demo: true, config: { site: { apiKeys: ['demo-key'] } } } });
  });

  it('is not the demonstration when one is named, even with the same content', async () => {
    const file = join(folder, 'same.json');
    await writeFile(file, `\uFEFF${JSON.stringify(demoConfig)}`);
    expect(await loadConfig(file)).toMatchObject({ ok: true, value: { demo: false } });
  });

  it.each([
    ['{\n  "site": {\n    "name": oops\n', 'line 3, column 13: invalid symbol'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: property name expected'],
    ['{ "a": 1 // comment\n}', 'line 1, column 10: invalid comment token'],
    ['{"a": 1', 'line 1, column 8: close brace expected'],
    ['', 'line 1, column 1: value expected'],
  ])('%j names the place of what is not JSON', async (content, place) => {
    const { file, problems } = await load(content);
    expect(problems).toEqual([`${file}: is not valid JSON at ${place}`]);
  });

  it('can’t be read: says which file and why', async () => {
    const missing = join(folder, 'missing.json');
    expect(await loadConfig(missing)).toEqual({
      ok: false,
      problems: [`RINGBACK_CONFIG names ${missing}, which can't be read: there is no such file`],
    });
    expect(await loadConfig(folder)).toEqual({
      ok: false,
      problems: [`RINGBACK_CONFIG names ${folder}, which can't be read: this is a folder; expected a JSON file`],
    });
  });

  it('lists every problem at once, each with its path', async () => {
    const broken = {
      ...demoConfig,
      site: { ...demoConfig.site, apiKeys: [] },
      colour: 'red',
      queues: [{ name: 'Sales_VQ', businessHours: 'Nowhere', slotDurationMinutes: 7 }],
    };
    const { file, problems } = await load(JSON.stringify(broken));
    expect(problems).toHaveLength(4);
    expect(problems.every((problem) => problem.startsWith(`${file}: `))).toBe(true);
    for (const path of ['site.apiKeys', 'colour', 'queues[0].businessHours', 'queues[0].slotDurationMinutes']) {
      expect(
        problems.some((problem) => problem.includes(`${path} `) || problem.includes(`${path}: `)),
        path,
      ).toBe(true);
    }
  });

  it('lists what only our engines judge beside what has a wrong shape', async () => {
    const [sales, support] = demoConfig.queues;
    const { problems } = await load(
      JSON.stringify({
        ...demoConfig,
        colour: 'red',
        dialer: undefined,
        limits: { trustedProxies: ['proxy.example'], perEndpointPerMinute: { nothing: 1 } },
        numberRules: [
          { name: 'North America', countries: ['XX', 'us'], blocked: ['(', 5] },
          { name: 'None', countries: 'US' },
        ],
        queues: [
          { ...sales, skillExpression: 'english>', maxAttempts: 22 },
          { ...support, numberCheck: 'sms' },
        ],
      }),
    );
    const paths = problems.map((problem) => /json: (\S+?):? /.exec(problem)?.[1]);
    expect(paths.toSorted()).toEqual([
      'colour',
      'limits.perEndpointPerMinute.nothing',
      'limits.trustedProxies[0]',
      'numberRules[0].blocked[0]',
      'numberRules[0].blocked[1]',
      'numberRules[0].countries[0]',
      'numberRules[0].countries[1]',
      'numberRules[1].countries',
      'queues[0].maxAttempts',
      'queues[0].skillExpression',
      'queues[1].numberCheck',
    ]);
  });

  it('[PU4][WI12] names keys that can’t be read, and takes those that can', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const withKeys = (push: string, identity: string, alg: string) => ({
      ...demoConfig,
      site: {
        ...demoConfig.site,
        push: { projectId: 'p', clientEmail: 'a@b.example', privateKey: push },
        identity: { keys: [{ kid: 'one', alg, publicKey: identity }] },
      },
    });
    expect((await load(JSON.stringify(withKeys(privateKey, publicKey, 'ES256')))).problems).toEqual([]);
    const { file, problems } = await load(JSON.stringify(withKeys('no key', publicKey, 'RS256')));
    expect(problems).toEqual([
      `${file}: site.push.privateKey is not a private key; copy private_key of the service account file whole`,
      `${file}: site.identity.keys[0].publicKey is not a public key in PEM that fits RS256`,
    ]);
  });

  it.each([null, 5, 'text', { numberRules: 5, queues: [5], dialer: 5 }, { queues: [{ skillExpression: 5 }] }])(
    'never throws: %j',
    async (content) => expect((await load(JSON.stringify(content))).problems.length).toBeGreaterThan(0),
  );

  it('[NV2] refuses a blocked-number pattern that the engine can’t run, and a country without numbers', async () => {
    const { problems } = await load(
      JSON.stringify({
        ...demoConfig,
        numberRules: [{ name: 'North America', countries: ['US', 'XX'], blocked: ['^\\+1900', '(?<=a)b'] }],
      }),
    );
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('numberRules[0].countries[1]');
    expect(problems[1]).toContain('numberRules[0].blocked[1]');
  });

  it('[CB4] refuses a skill expression that can’t be read, and says where it stumbled', async () => {
    const { file, problems } = await load(
      JSON.stringify({ ...demoConfig, queues: [{ name: 'Sales_VQ', businessHours: 'Office', skillExpression: 'english>5 & (billing' }] }),
    );
    expect(problems).toEqual([
      `${file}: queues[0].skillExpression: can't be read at character 21: the expression ends, but expected ">", ">=", "<", "<=", "=" or "!=" after "billing"`,
    ]);
  });
});
