import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IdentitySettings } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { jwtIdentity } from '../../src/adapters/jwt-identity.js';
import { signedVisitor } from '../../src/domain/identity.js';

/* The samples of docs/signed-identity.md, run as a site owner would run them, against the server's own check. */

const docs = readFileSync(new URL('../../../docs/signed-identity.md', import.meta.url), 'utf8');
const BACKEND = fileURLToPath(new URL('../../', import.meta.url));
const SECRET = 'a secret of the shop that nobody guesses';
const SETTINGS: IdentitySettings = {
  required: true,
  audience: 'ringback',
  issuer: 'https://shop.example',
  maxLifetimeSeconds: 3600,
  clockSkewSeconds: 30,
  keys: [{ kid: '2026-11', alg: 'HS256', secret: SECRET }],
};
/** With what breaks careless encoding: letters of other scripts, quotes, slashes, + and = in base64. */
const USER = { phone: '+12125550111', first: 'Žofie "O’Neil" </script>', last: '李 ÿþ~~~???>>>', id: 'a/b+c=' };

/** What stands before each sample, and how it tells what it made. */
const LANGUAGES = {
  js: {
    command: process.execPath,
    args: ['--input-type=module', '-'],
    before: `const { phone, first: firstName, last: lastName, id } = JSON.parse(process.env.SAMPLE_USER);\nconst user = { phone, firstName, lastName, id };`,
    after: 'process.stdout.write(identity);',
  },
  php: {
    command: 'php',
    args: [],
    before: `<?php $given = json_decode(getenv('SAMPLE_USER'));\n$user = (object) ['phone' => $given->phone, 'firstName' => $given->first, 'lastName' => $given->last, 'id' => $given->id];`,
    after: 'echo $identity;',
  },
  python: {
    command: 'python3',
    args: ['-'],
    before: `import json, os, types\ngiven = json.loads(os.environ["SAMPLE_USER"])\nuser = types.SimpleNamespace(phone=given["phone"], first_name=given["first"], last_name=given["last"], id=given["id"])`,
    after: 'print(identity, end="")',
  },
} as const;
type Language = keyof typeof LANGUAGES;

const sampleOf = (language: Language): string =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))]
    .map(([, code = '']) => code)
    .find((code) => code.includes('phone_number')) ?? '';
const isInstalled = (language: Language): boolean => {
  const there = language === 'js' || spawnSync(LANGUAGES[language].command, ['--version']).status === 0;
  // oxlint-disable-next-line no-console -- Whoever reads the run must see what was not tried.
  if (!there) console.log(`NOT RUN: the ${language} sample of docs/signed-identity.md, for want of ${LANGUAGES[language].command}`);
  return there;
};

function runSample(language: Language): string {
  const { command, args, before, after } = LANGUAGES[language];
  const ran = spawnSync(command, args, {
    cwd: BACKEND,
    encoding: 'utf8',
    input: `${before}\n${sampleOf(language)}\n${after}\n`,
    env: { ...process.env, RINGBACK_IDENTITY_SECRET: SECRET, SAMPLE_USER: JSON.stringify(USER) },
  });
  expect(ran.stderr).toBe('');
  return ran.stdout;
}

describe.each(Object.keys(LANGUAGES) as Language[])('the sample in %s', (language) => {
  it.skipIf(!isInstalled(language))('[WI12] signs what the server takes, letter for letter, and no other secret would do', async () => {
    const token = runSample(language);
    const read = await jwtIdentity().read(SETTINGS, token, Date.now());
    if (!read.ok) throw new Error(`refused: ${read.fault}`);
    expect(signedVisitor(read.claims)).toMatchObject({
      phoneNumber: USER.phone,
      userData: { firstname: USER.first, lastname: USER.last, customerId: USER.id },
    });
    const others = { ...SETTINGS, keys: [{ kid: '2026-11', alg: 'HS256' as const, secret: `${SECRET}.` }] };
    expect(await jwtIdentity().read(others, token, Date.now())).toEqual({ ok: false, fault: 'signature' });
  });
});
