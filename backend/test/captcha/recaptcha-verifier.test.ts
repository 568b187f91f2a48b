import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recaptchaVerifier } from '../../src/adapters/recaptcha-verifier.js';
import { SECRET_KEY, standInVerifier, type StandInVerifier, type Trouble } from './stand-in-verifier.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
let stand: StandInVerifier;
beforeEach(async () => {
  stand = await standInVerifier(() => NOW);
});
afterEach(() => stand.close());
const keys = (secretKey = SECRET_KEY) => ({ secretKey, verifyUrl: stand.verifyUrl });

describe('[CA1] the verifier', () => {
  it('[CA1] is asked as documented, and told the address only when there is one to tell', async () => {
    const verifier = recaptchaVerifier();
    const token = stand.solve({ score: 0.9, action: 'callback' });
    expect(await verifier.ask(keys(), { token })).toEqual({
      kind: 'answered',
      report: { success: true, errors: [], hostname: 'shop.example', solvedAt: NOW, score: 0.9, action: 'callback' },
    });
    await verifier.ask(keys(), { token, address: '192.0.2.7' });
    expect(stand.asked).toEqual([
      { secret: SECRET_KEY, response: token },
      { secret: SECRET_KEY, response: token, remoteip: '192.0.2.7' },
    ]);
    expect(stand.complaints).toEqual([]);
  });

  it.each<[string, Trouble, string]>([
    ['an error', { status: 503 }, 'HTTP 503'],
    ['an error that says success', { status: 400 }, 'HTTP 400'],
    ['no JSON', { text: '<html>captive portal</html>' }, 'the answer is not as documented'],
    ['nothing', { text: '' }, 'the answer is not as documented'],
    ['null', { says: null }, 'the answer is not as documented'],
    ['a list', { says: [true] }, 'the answer is not as documented'],
    ['success that is no boolean', { says: { success: 'true' } }, 'the answer is not as documented'],
    ['no success', { says: { hostname: 'shop.example' } }, 'the answer is not as documented'],
    ['half an answer', 'cut', 'UND_ERR_SOCKET'],
    ['an answer without an end', 'huge', 'the answer is not as documented'],
  ])('[CA1] %s counts as no answer', async (_, trouble, reason) => {
    stand.trouble(trouble);
    expect(await recaptchaVerifier().ask(keys(), { token: stand.solve() })).toEqual({ kind: 'down', reason });
  });

  it.each<Trouble>(['hang', 'trickle'])('[CA1] %s: nobody waits longer than the time limit', async (trouble) => {
    stand.trouble(trouble);
    expect(await recaptchaVerifier({ timeoutMs: 50 }).ask(keys(), { token: 'x' })).toEqual({ kind: 'down', reason: 'TimeoutError' });
  });

  it('[CA1] is not followed elsewhere, where it would take the secret key along', async () => {
    stand.trouble('redirect');
    expect(await recaptchaVerifier().ask(keys(), { token: 'x' })).toMatchObject({ kind: 'down' });
    expect(stand.led).toBe(0);
  });

  it('[CA1] that nobody listens on is told by its code', async () => {
    const answer = await recaptchaVerifier().ask({ secretKey: SECRET_KEY, verifyUrl: 'http://127.0.0.1:1/' }, { token: 'x' });
    expect(answer.kind === 'down' && answer.reason).not.toContain(SECRET_KEY);
    expect(answer).toMatchObject({ kind: 'down' });
  });

  it('[CA1] is not waited for at the end of the service', async () => {
    const verifier = recaptchaVerifier({ timeoutMs: 60_000 });
    stand.trouble('hang');
    const heard = new Promise<void>((resolve) => stand.onAsked(async () => resolve()));
    const asking = verifier.ask(keys(), { token: 'x' });
    await heard;
    verifier.stop();
    expect(await asking).toEqual({ kind: 'down', reason: 'AbortError' });
  });

  it('[CA1] has its codes read, and nothing else that it may quote', async () => {
    stand.trouble({
      says: {
        success: false,
        'error-codes': ['invalid-input-secret', `bad ${SECRET_KEY}`, 7],
        score: 7,
        challenge_ts: 'today',
        hostname: '',
      },
    });
    expect(await recaptchaVerifier().ask(keys(), { token: 'x' })).toEqual({
      kind: 'answered',
      report: { success: false, errors: ['invalid-input-secret'] },
    });
  });
});
