import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { configText, type E164 } from '@ringback/contract';
import { Webhook } from 'standardwebhooks';
import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import { deskCodes } from '../../src/adapters/desk-codes.js';
import { simulatedCodes } from '../../src/adapters/simulated-codes.js';
import { standardWebhooks } from '../../src/adapters/standard-webhooks.js';
import { twilioCodes } from '../../src/adapters/twilio-codes.js';
import { webhookCodes } from '../../src/adapters/webhook-codes.js';
import { checkConfig } from '../../src/domain/config-check.js';
import { CODE_LANGUAGES, codeText } from '../../src/domain/code-texts.js';
import { PUSH_LANGUAGES } from '../../src/domain/push-texts.js';
import type { CodeMessage } from '../../src/ports/code-sender.js';
import { configOf, SIMULATOR } from '../usecases/harness.js';

const MESSAGE: CodeMessage = {
  check: 'check-1',
  madeAt: 1_795_438_800_000,
  phone: '+12125550134' as E164,
  way: 'sms',
  code: '048213',
  ...codeText('sms', '048213', 'de'),
  queue: 'Always_VQ',
  expiresAt: 1_795_439_400_000,
};
const VOICE: CodeMessage = { ...MESSAGE, way: 'voice', ...codeText('voice', '048213', 'pt-BR') };

interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => void (server ? server.close(() => resolve()) : resolve())));

/** Answers every request the same, and keeps what was asked. */
async function standIn(status: number, answer: object = {}): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const started = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  server = started;
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`, asked };
}

describe('Twilio', () => {
  const ACCOUNT = `AC${'0'.repeat(32)}`;
  const senderAt = (url: string) => {
    const client = twilio(ACCOUNT, 'token');
    client.api.baseUrl = url;
    return twilioCodes({ client, library: twilio, from: '+12125550100', ringSeconds: 30 });
  };

  it('[SE5] writes a text message', async () => {
    const { url, asked } = await standIn(201, { sid: 'SM1' });
    expect(await senderAt(url).send(MESSAGE)).toEqual({ kind: 'sent' });
    expect(asked[0]?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      To: '+12125550134',
      From: '+12125550100',
      Body: MESSAGE.text,
    });
  });

  it('[SE5] calls, and says the digits one by one in the language of the words', async () => {
    const { url, asked } = await standIn(201, { sid: 'CA1' });
    expect(await senderAt(url).send(VOICE)).toEqual({ kind: 'sent' });
    expect(asked[0]?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Calls.json`);
    const fields = new URLSearchParams(asked[0]?.body);
    expect(fields.get('Twiml')).toMatch(/<Say language="pt-BR">.*0, 4, 8, 2, 1, 3.*0, 4, 8, 2, 1, 3.*<\/Say>/);
    expect([fields.get('Timeout'), fields.get('TimeLimit'), fields.get('Url')]).toEqual(['30', '60', null]);
  });

  it.each([
    ['the number', 400, 21614, 'refused'],
    ['the number, whose owner has said STOP', 400, 21610, 'refused'],
    ['our credentials', 401, 20003, 'failed'],
    ['our own number', 400, 21606, 'failed'],
    ['Twilio itself', 503, 20503, 'failed'],
  ])('[SE5] is known to fail for %s', async (_, status, code, kind) => {
    const { url } = await standIn(status, { code, message: `trouble with ${MESSAGE.phone}`, status });
    const result = await senderAt(url).send(MESSAGE);
    expect(result).toMatchObject({ kind });
    expect(JSON.stringify(result)).not.toMatch(/212555|048213/);
  });
});

describe('the webhook dialer’s receiver', () => {
  const SECRET = `whsec_${Buffer.from('a secret of the two of us').toString('base64')}`;
  const senderAt = (url: string, allowPrivateAddresses = true) =>
    webhookCodes({
      url: `${url}/dial`,
      secret: SECRET,
      allowPrivateAddresses,
      signatures: standardWebhooks,
      clock: { now: () => Date.now() },
    });

  it('[SE5] is sent a signed message of its own type, the same id for the same code', async () => {
    const { url, asked } = await standIn(204);
    const sender = senderAt(url);
    expect(await sender.send(MESSAGE)).toEqual({ kind: 'sent' });
    const [request] = asked;
    new Webhook(SECRET).verify(request?.body ?? '', request?.headers as Record<string, string>);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'code.requested',
      phoneNumber: '+12125550134',
      way: 'sms',
      code: '048213',
      text: MESSAGE.text,
      language: 'de',
      queue: 'Always_VQ',
      expiresAt: '2026-11-23T13:10:00.000Z',
    });
    await sender.send({ ...MESSAGE, madeAt: MESSAGE.madeAt + 1 });
    expect(asked.map(({ headers }) => headers['webhook-id'])).toEqual(['code_check-1_1795438800000', 'code_check-1_1795438800001']);
  });

  it.each([
    [422, 'refused'],
    [400, 'failed'],
    [500, 'failed'],
    [302, 'failed'],
  ])('[SE5] that answers %i has it %s', async (status, kind) => {
    const { url } = await standIn(status);
    expect(await senderAt(url).send(MESSAGE)).toMatchObject({ kind });
  });

  it('[SE5] [TE2] at a private address gets nothing unless that is allowed', async () => {
    const { url, asked } = await standIn(204);
    expect(await senderAt(url, false).send(MESSAGE)).toMatchObject({ kind: 'failed' });
    expect(asked).toEqual([]);
  });
});

describe('without a telephony side', () => {
  it('[SE5] the simulator sends nothing, and remembers the newest code of the latest checks', async () => {
    const sender = simulatedCodes();
    for (let index = 0; index < 201; index += 1) await sender.send({ ...MESSAGE, check: `check-${index}` });
    await sender.send({ ...MESSAGE, check: 'check-5', code: '999999' });
    expect(sender.pretended?.('check-0')).toBeUndefined();
    expect(sender.pretended?.('check-5')?.code).toBe('999999');
    expect(sender.pretended?.('check-200')?.code).toBe('048213');
  });

  it('[SE5] the desk can’t, and a configuration that wants it to is refused with its path', async () => {
    expect(await deskCodes.send(MESSAGE)).toMatchObject({ kind: 'failed' });
    const withCheck = (dialer: Record<string, unknown>) => {
      const config = configText(configOf({ dialer }));
      return checkConfig({
        ...config,
        queues: config.queues.map((queue, index) => (index === 0 ? { ...queue, numberCheck: 'sms' } : queue)),
      });
    };
    expect(withCheck({ adapter: 'desk' })).toMatchObject({ ok: false, problems: [{ path: 'queues[0].numberCheck' }] });
    expect(withCheck(SIMULATOR)).toMatchObject({ ok: true });
  });
});

describe('the words', () => {
  it('[SE5] are there in the languages of all other messages, begin or go with the code, and fit two text messages', () => {
    expect(CODE_LANGUAGES).toEqual(PUSH_LANGUAGES);
    for (const language of CODE_LANGUAGES) {
      const sms = codeText('sms', '048213', `${language}-XX`);
      expect(sms.language).toBe(language);
      // A pasted message gives its first six digits.
      expect(sms.text.replaceAll(/\D/g, '').slice(0, 6)).toBe('048213');
      expect(sms.text.length).toBeLessThanOrEqual(/^[\x20-\x7e¡-ÿ’]*$/.test(sms.text) ? 160 : 134);
      expect(codeText('voice', '048213', language).text.split('0, 4, 8, 2, 1, 3')).toHaveLength(3);
    }
    for (const unknown of ['', 'xx', '__proto__', 'constructor', undefined]) expect(codeText('sms', '1', unknown).language).toBe('en');
  });
});
