import { screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOf } from '../src/api/address.js';
import { originOf } from '../src/developer/AccessSection.js';
import { identity, keySets, refusals } from './support/desks.js';
import type { Asked, FakeApi } from './support/fake-api.js';
import { openConsole, type OpenConsole } from './support/open-console.js';

let opened: OpenConsole | undefined;
afterEach(() => opened?.close());

/** The page of a developer at a site that uses all there is. */
function open(section: string, arrange: (api: FakeApi) => void = () => undefined): OpenConsole {
  opened = openConsole({
    route: `/developer/${section}`,
    arrange(api) {
      api.session = { ...api.session, roles: ['developer'] };
      api.settings.errors = [...refusals];
      api.settings.parts.origins.value = ['https://www.shop.example'];
      api.settings.parts.captcha.value = keySets.map((keySet) => ({ ...keySet }));
      api.settings.parts.identity.value = structuredClone(identity);
      arrange(api);
    },
  });
  return opened;
}
const lastOf = (api: FakeApi, operation: string): Asked | undefined => api.asked.filter((one) => one.operation === operation).at(-1);
const bodyOf = (api: FakeApi, operation: string): unknown => lastOf(api, operation)?.body;
const pathOf = (api: FakeApi, operation: string): string | undefined => lastOf(api, operation)?.path;
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const said = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ');

describe('who may see it', () => {
  it('[SE2] an agent or a supervisor has no Developer page, not even by its address', async () => {
    opened = openConsole({ route: '/developer/identity' });
    expect(await screen.findByText('There is no such page')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Developer' })).toBeNull();
    expect(opened.api.asked.map(({ operation }) => operation)).not.toContain('getIdentity');
  });

  it('leads to the first part, marks where one is, and keeps an address that names a part', async () => {
    const { environment, user } = open('');
    await screen.findByRole('heading', { name: 'Developer' });
    await waitFor(() => expect(environment.route).toBe('/developer/errors'));
    expect(environment.title).toBe('API errors - Developer - Ringback');
    expect(screen.getByRole('link', { name: 'Developer' }).getAttribute('aria-current')).toBe('page');
    environment.visit('/developer/captcha');
    await screen.findByRole('heading', { name: 'Captcha' });
    expect(screen.getByRole('link', { name: 'Captcha' }).getAttribute('aria-current')).toBe('page');
    await user.tab();
  });
});

describe('API errors', () => {
  it('[SE1] lists what was refused, and copies an id', async () => {
    const { user, environment } = open('errors');
    const list = within(await screen.findByRole('list', { name: /Errors/ }));
    expect(list.getAllByRole('listitem')).toHaveLength(3);
    const [first] = list.getAllByRole('listitem');
    expect(first?.textContent).toContain('400 / 7043');
    expect(first?.textContent).toContain('POST /engagement/v3/callbacks/create');
    expect(first?.textContent).toContain('https://www.shop.example');
    await user.click(within(first!).getByRole('button', { name: 'Copy id' }));
    expect(environment.copied).toEqual([refusals[0]?.corrId]);
    await waitFor(() => expect(said()).toContain('copied'));
  });

  it('[SE1] finds the one of an id in whatever was pasted, and says when there is none', async () => {
    const { user, api } = open('errors');
    await screen.findByRole('list', { name: /Errors/ });
    const field = screen.getByLabelText('Correlation id');
    await user.type(field, 'not an id{Enter}');
    expect(await screen.findByText(/holds no correlation id/)).toBeTruthy();
    api.settings.errors = [];
    await user.clear(field);
    await user.type(field, `Error (corrId ${refusals[1]?.corrId.toUpperCase()}).{Enter}`);
    expect(await screen.findByText('No error has this id')).toBeTruthy();
    expect(pathOf(api, 'apiErrors')).toBe(`/console/v1/api-errors?corrId=${refusals[1]?.corrId}`);
  });

  it('shows older ones on demand, and says what went wrong', async () => {
    const { user, api } = open('errors', (fake) => fake.answerNext('apiErrors', { errors: refusals.slice(0, 1), next: 'a cursor&' }));
    await screen.findByRole('list', { name: /Errors/ });
    api.refuseNext('apiErrors', { status: 'UNAVAILABLE', message: 'Not now.' });
    await user.click(button('Older errors'));
    expect((await screen.findByRole('alert')).textContent).toContain('Not now.');
    api.settings.errors = refusals.slice(1);
    await user.click(button('Older errors'));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
    expect(pathOf(api, 'apiErrors')).toBe('/console/v1/api-errors?cursor=a+cursor%26');
    expect(screen.queryByRole('button', { name: 'Older errors' })).toBeNull();
  });

  it('says that nothing was refused, and that it could not be asked', async () => {
    const { user, api } = open('errors', (fake) => {
      fake.settings.errors = [];
      fake.refuseNext('apiErrors', { status: 'UNAVAILABLE', message: 'The database can not be reached.' });
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The database can not be reached.');
    await user.click(button('Try again'));
    expect(await screen.findByText('Nothing was refused')).toBeTruthy();
    expect(api.asked.filter(({ operation }) => operation === 'apiErrors')).toHaveLength(2);
  });
});

describe('keys and origins', () => {
  it('[SE1] adds and removes origins, and saves them with the version that was seen', async () => {
    const { user, api } = open('access');
    const field = await screen.findByLabelText('Another origin');
    await user.type(field, 'https://new.example/cart?x=1{Enter}');
    await user.type(field, 'https://new.example{Enter}');
    expect(await screen.findByText('https://new.example is in the list already.')).toBeTruthy();
    await user.click(button('Remove https://www.shop.example'));
    expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Origins' }));
    await user.click(button('Save'));
    await waitFor(() => expect(bodyOf(api, 'putOrigins')).toEqual({ version: 0, value: ['https://new.example'] }));
    await waitFor(() => expect(button('Save').getAttribute('aria-disabled')).toBe('true'));
  });

  it('says when somebody else was faster, and shows what they saved', async () => {
    const { user, api } = open('access');
    await user.type(await screen.findByLabelText('Another origin'), 'mine.example{Enter}');
    api.settings.parts.origins.version = 7;
    api.settings.parts.origins.value = ['https://theirs.example'];
    await user.click(button('Save'));
    expect((await screen.findByRole('alert')).textContent).toContain('Somebody saved in the meantime.');
    await user.click(button('Show what is saved'));
    expect(await screen.findByRole('button', { name: 'Remove https://theirs.example' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /mine/ })).toBeNull();
  });

  it('[SE1] checks a key: what it may book, or what is wrong and how to mend it', async () => {
    const { user, api } = open('access');
    const origin = 'https://other.example';
    api.answerNext('checkApiKey', { ok: false, message: 'Not served.', problems: ['origin-not-listed'], origin, allows: [] });
    await user.type(await screen.findByLabelText('API key'), 'demo-key');
    await user.type(screen.getByLabelText('Page that uses it'), `${origin}/cart{Enter}`);
    await user.click(await screen.findByRole('button', { name: 'Add it to the list' }));
    expect(bodyOf(api, 'checkApiKey')).toEqual({ apiKey: 'demo-key', origin: `${origin}/cart` });
    expect(button(`Remove ${origin}`)).toBeTruthy();
    api.answerNext('checkApiKey', {
      ok: true,
      message: 'The key is accepted.',
      problems: [],
      allows: [{ queue: 'Sales_VQ', immediate: true, scheduled: false, demands: ['captcha', 'number-check'] }],
    });
    await user.click(button('Check'));
    expect((await screen.findByText('Sales_VQ')).closest('li')?.textContent).toBe('Sales_VQnow, with captcha and number check');
  });

  it.each([
    ['https://www.example.com', 'https://www.example.com'],
    ['  www.example.com/path ', 'https://www.example.com'],
    ['HTTP://Example.com:80/', 'http://example.com'],
    ['http://localhost:5173/x', 'http://localhost:5173'],
    ['', undefined],
    ['   ', undefined],
    ['javascript:alert(1)', undefined],
    ['https://', undefined],
  ])('reads %j as the origin %j', (text, origin) => expect(originOf(text)).toBe(origin));
});

describe('captcha', () => {
  it('[CA3] chooses, changes and adds key sets; a secret that is not typed anew is not sent', async () => {
    const { user, api } = open('captcha');
    await user.click(await screen.findByRole('radio', { name: 'for people only' }));
    await user.click(button('Add a key set'));
    await user.click(button('Save'));
    await waitFor(() => expect(document.activeElement).toBe(screen.getAllByLabelText('Name')[2]));
    expect(bodyOf(api, 'putCaptchaKeySets')).toBeUndefined();
    const [name, siteKey, secret] = ['Name', 'Site key', 'Secret key'].map((label) => screen.getAllByLabelText(label)[2]!);
    await user.type(name!, 'third');
    await user.type(siteKey!, 'public');
    await user.type(secret!, 'a new secret');
    await user.type(screen.getAllByLabelText('Hosts where it may be solved')[2]!, 'a.example, b.example');
    await user.click(button('Save'));
    await waitFor(() => expect(bodyOf(api, 'putCaptchaKeySets')).toBeDefined());
    const { value } = bodyOf(api, 'putCaptchaKeySets') as { value: Record<string, unknown>[] };
    expect(value.map(({ active }) => active)).toEqual([false, true, false]);
    expect(value.map((one) => one['secretKey'])).toEqual([undefined, undefined, 'a new secret']);
    expect(value[0]).toMatchObject({ threshold: 0.4, action: 'callback', hostnames: ['www.shop.example', 'shop.example'] });
    expect(value[2]).toMatchObject({ name: 'third', hostnames: ['a.example', 'b.example'], onVerifierDown: 'fail-closed' });
    expect(document.body.innerHTML).not.toContain('a new secret');
  });

  it('[CA3] tries a key set with and without a token, but only what is saved', async () => {
    const { user, api } = open('captcha');
    const token = await screen.findByLabelText('Try for people only with a token');
    api.answerNext('testCaptchaKeySet', { ok: false, message: 'The verifier does not accept the secret key.' });
    await user.click(screen.getAllByRole('button', { name: 'Try it' })[1]!);
    expect(await screen.findByText(/does not accept the secret key/)).toBeTruthy();
    expect([pathOf(api, 'testCaptchaKeySet'), bodyOf(api, 'testCaptchaKeySet')]).toEqual([
      '/console/v1/captcha-key-sets/for%20people%20only/test',
      {},
    ]);
    await user.type(token, ' 03AGd ');
    api.answerNext('testCaptchaKeySet', { ok: true, message: 'The token passes.', score: 0.3 });
    await user.click(screen.getAllByRole('button', { name: 'Try it' })[1]!);
    expect((await screen.findByText(/Score: 0.3/)).textContent).toContain('The token passes.');
    expect(bodyOf(api, 'testCaptchaKeySet')).toEqual({ captchaToken: '03AGd' });
    await user.click(screen.getByRole('radio', { name: 'No captcha' }));
    const asked = api.asked.length;
    await user.click(screen.getAllByRole('button', { name: 'Try it' })[1]!);
    expect(api.asked.length).toBe(asked);
    expect(screen.getAllByText('Save first: only what is saved can be tried.').length).toBeGreaterThan(0);
  });

  it('[CA3] a key set that is removed takes its being chosen with it, and Undo brings both back', async () => {
    const { user, api } = open('captcha');
    await user.click(await screen.findByRole('button', { name: 'Remove key set shop' }));
    expect(screen.getByRole('radio', { name: 'No captcha' })).toHaveProperty('checked', true);
    await user.click(button('Undo'));
    expect(screen.getByRole('radio', { name: 'shop' })).toHaveProperty('checked', true);
    await user.click(button('Remove key set for people only'));
    await user.click(button('Save'));
    await waitFor(() => expect(bodyOf(api, 'putCaptchaKeySets')).toMatchObject({ value: [{ name: 'shop', active: true }] }));
  });
});

describe('signed identity', () => {
  it('[WI12] adds a key with a secret made by chance, keeps the others’ secrets, and forgets what was typed', async () => {
    const { user, api, environment } = open('identity');
    await user.click(await screen.findByRole('button', { name: 'Add a key' }));
    await user.click(button('Save'));
    expect(await screen.findByText('Must have at least 32 characters.')).toBeTruthy();
    await user.click(screen.getAllByRole('button', { name: 'Make one' }).at(-1)!);
    expect(environment.copied).toEqual([environment.newSecret()]);
    await user.click(screen.getByRole('checkbox', { name: /Refuse visitors/ }));
    await user.click(button('Save'));
    await waitFor(() => expect(bodyOf(api, 'putIdentity')).toBeDefined());
    expect(bodyOf(api, 'putIdentity')).toEqual({
      version: 0,
      value: {
        required: true,
        audience: 'ringback',
        issuer: 'https://www.shop.example',
        maxLifetimeSeconds: 3600,
        clockSkewSeconds: 30,
        keys: [
          { kid: '2026-11', alg: 'HS256' },
          { kid: 'mobile', alg: 'ES256', publicKey: identity.keys[1].publicKey },
          { kid: '2026-11-23', alg: 'HS256', secret: environment.newSecret() },
        ],
      },
    });
    await waitFor(() => expect(screen.getAllByLabelText('Secret').map((field) => (field as HTMLInputElement).value)).toEqual(['', '']));
    expect(screen.getByText(`The one that is saved (••••${environment.newSecret().slice(-4)}) stays while this is empty.`)).toBeTruthy();
  });

  it('[WI12] says beside each field what is wrong with it, and goes there', async () => {
    const { user, api } = open('identity');
    const skew = await screen.findByLabelText('Clocks may differ by, seconds');
    await user.clear(skew);
    await user.type(skew, '301');
    await user.click(button('Save'));
    expect(await screen.findByText('Must be at most 300.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(skew));
    await user.clear(screen.getAllByLabelText('Key id (kid)')[1]!);
    await user.type(screen.getAllByLabelText('Key id (kid)')[1]!, '2026-11');
    await user.clear(skew);
    await user.type(skew, '10');
    await user.click(button('Save'));
    expect((await screen.findByRole('alert')).textContent).toContain('Has two keys of one kid.');
    expect(bodyOf(api, 'putIdentity')).toBeUndefined();
  });

  it('[WI12] without any key it is switched off, also what the file has of it', async () => {
    const { user, api } = open('identity');
    await user.click(await screen.findByRole('button', { name: 'Remove key 2026-11' }));
    await user.click(button('Remove key mobile'));
    await user.click(button('Save'));
    await waitFor(() => expect(pathOf(api, 'clearIdentity')).toBe('/console/v1/identity?version=0'));
    expect(await screen.findByText(/signed identity is off/)).toBeTruthy();
  });

  it('[WI12] tries a token, and shows what it signs for but nothing of a person', async () => {
    const { user, api } = open('identity');
    api.answerNext('testIdentity', {
      ok: true,
      message: 'The token holds.',
      kid: '2026-11',
      signedFields: ['phoneNumber', 'firstname'],
      expiresAt: '2026-11-23T14:09:50.000Z',
    });
    await user.type(await screen.findByLabelText('Token'), 'a.b.c');
    await user.click(button('Try it'));
    const result = await screen.findByText(/The token holds/);
    expect(result.textContent).toContain('Key 2026-11. Signed for: phoneNumber, firstname. Good until');
    expect(bodyOf(api, 'testIdentity')).toEqual({ token: 'a.b.c' });
  });
});

it.each([
  ['/a/{name}/test', { name: 'for people/only?' }, '/a/for%20people%2Fonly%3F/test'],
  ['/a', { query: { x: undefined } }, '/a'],
  ['/a', { query: { x: '1&y=2', z: undefined } }, '/a?x=1%26y%3D2'],
])('fills %s with %j', (path, place, address) => expect(addressOf(path, place)).toBe(address));
