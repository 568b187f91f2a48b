import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deadline } from '../../src/adapters/deadline.js';
import { guardedPost } from '../../src/adapters/guarded-fetch.js';
import { recaptchaVerifier } from '../../src/adapters/recaptcha-verifier.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Takes every request, and never answers. */
const silent = createServer();
let url = '';

beforeAll(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

describe('a deadline', () => {
  it('comes though the garbage collector was there before it', async () => {
    const asked = once(silent, 'request');
    const failed = fetch(url, { signal: deadline(300, new AbortController().signal) }).then(String, (error: Error) => error.name);
    // On a busy machine the deadline may come before the request has left.
    await Promise.race([asked, failed]);
    collectGarbage();
    expect(await failed).toBe('TimeoutError');
  });

  it('comes earlier with the reason of what stops it, also when that was before', () => {
    const stop = new AbortController();
    const signal = deadline(60_000, stop.signal);
    expect(signal.aborted).toBe(false);
    stop.abort('over');
    expect(signal.reason).toBe('over');
    expect(deadline(60_000, stop.signal).reason).toBe('over');
  });
});

it('[SE2] [CA1] a request to somebody who says nothing ends at its deadline, whatever is collected meanwhile', async () => {
  const allowed = { url, headers: {}, body: '{}', allowPrivateAddresses: true, timeoutMs: 300, signal: new AbortController().signal };
  const asked = once(silent, 'request');
  const posted = guardedPost(allowed).then(String, (error: Error & { cause?: Error }) => (error.cause ?? error).name);
  await Promise.race([asked, posted]);
  collectGarbage();
  expect(await posted).toBe('TimeoutError');

  const askedAgain = once(silent, 'request');
  const verifying = recaptchaVerifier({ timeoutMs: 300 }).ask(
    { secretKey: 'key', verifyUrl: url } as Parameters<ReturnType<typeof recaptchaVerifier>['ask']>[0],
    { token: 'token', address: undefined },
  );
  await Promise.race([askedAgain, verifying]);
  collectGarbage();
  expect(await verifying).toEqual({ kind: 'down', reason: 'TimeoutError' });
});
