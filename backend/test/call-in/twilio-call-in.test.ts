import type { CallbackId } from '@ringback/contract';
import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createContext, type Context } from '../../src/context.js';
import type { AppEnv } from '../../src/http/app-env.js';
import { bootApp } from '../http/boot-app.js';
import { quietLog } from '../quiet-log.js';
import { standInTwilio, type StandInTwilio } from '../telephony/stand-in-twilio.js';
import { newWorld, SECOND, type World } from '../usecases/harness.js';
import { askNumber, bookCallIn, callInConfig, codeOf, otherThan } from './call-in-world.js';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'the auth token' };
const PUBLIC_URL = 'https://callback.example.com';
const CALL = '/telephony/v1/twilio/call-in';

let world: World;
let provider: StandInTwilio;
let context: Context;
let app: Hono<AppEnv>;
beforeAll(async () => void (world = await newWorld()));
beforeEach(async () => {
  provider = await standInTwilio({ ...ACCOUNT, now: () => world.clock.now() });
  const dialer = {
    adapter: 'twilio',
    ...ACCOUNT,
    from: '+12125550199',
    baseUrl: provider.url,
    assumeAgents: 3,
    agentDestination: '+12125550142',
  };
  const config = callInConfig({ dialer });
  context = await createContext({ config, databaseUrl: world.url, clock: world.clock, log: quietLog, publicUrl: PUBLIC_URL });
  ({ app } = bootApp({ ringback: context.ringback, config }));
});
afterEach(async () => {
  await context.close();
  await world.clean();
  await provider.close();
});
afterAll(() => world.close());

/** What Twilio asks, and the TwiML that it gets. */
async function asked(path: string, fields: Record<string, string>, signature?: string): Promise<{ http: number; xml: string }> {
  const { headers, body } = provider.signed(PUBLIC_URL + path, { CallSid: 'CA1', From: '+12125550123', ...fields });
  const response = await app.request(path, {
    method: 'POST',
    headers: { ...headers, ...(signature && { 'x-twilio-signature': signature }) },
    body,
  });
  return { http: response.status, xml: await response.text() };
}
const typed = (To: string, Digits: string, CallSid = 'CA1') => asked(`${CALL}/code`, { To, Digits, CallSid });

describe('a call that Twilio takes', () => {
  it('[CI4] asked for the code, matched, brought to the agent, done', async () => {
    const id: CallbackId = await bookCallIn(context);
    world.clock.pass(SECOND);
    await context.scheduler.runOnce();
    const made = await askNumber(context, { callbackServiceId: id });
    const first = await asked(CALL, { To: made.toPhoneNumber });
    expect(first.xml).toContain(
      `<Gather input="dtmf" action="${PUBLIC_URL}${CALL}/code" method="POST" timeout="10" finishOnKey="#" numDigits="6">`,
    );
    expect(first.xml).toContain('Please enter the code');
    const wrong = await typed(made.toPhoneNumber, otherThan(codeOf(made)));
    expect(wrong.xml).toMatch(/This code is not right\..*<\/Gather>/);
    const right = await typed(made.toPhoneNumber, codeOf(made));
    const left = `/telephony/v1/twilio/${id}/1/left/1`;
    expect(right.xml).toContain(
      `<Dial action="${PUBLIC_URL}${left}" method="POST" callerId="+12125550199"><Number>+12125550142</Number></Dial>`,
    );
    expect((await context.ringback.visitorCallback(id)).state).toBe('PROCESSING');
    // Asked again because our answer was lost.
    expect((await typed(made.toPhoneNumber, codeOf(made))).xml).toBe(right.xml);
    const over = await asked(left, { DialCallStatus: 'completed' });
    expect(over.xml).toContain('<Hangup/>');
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
  });

  it('[CI4] an agent who does not come is tried again, then it was in vain', async () => {
    const id = await bookCallIn(context);
    world.clock.pass(SECOND);
    await context.scheduler.runOnce();
    const made = await askNumber(context, { callbackServiceId: id });
    await typed(made.toPhoneNumber, codeOf(made));
    expect((await asked(`/telephony/v1/twilio/${id}/1/left/1`, { DialCallStatus: 'no-answer' })).xml).toContain(`/${id}/1/left/2`);
    await asked(`/telephony/v1/twilio/${id}/1/left/3`, { DialCallStatus: 'no-answer' });
    expect(await context.ringback.visitorCallback(id)).toMatchObject({ state: 'COMPLETED', reason: 'CUSTOMER_ABANDONED' });
  });

  it('[CI4] the sixth code of one call is not looked at any more; an old one and no request are told apart', async () => {
    const made = await askNumber(context);
    for (let tries = 0; tries < 5; tries += 1) await typed(made.toPhoneNumber, otherThan(codeOf(made)));
    const sixth = await typed(made.toPhoneNumber, codeOf(made));
    expect(sixth.xml).toMatch(/Too many codes.*<Hangup\/>/);
    expect((await asked(CALL, { To: '+15550000000', CallSid: 'CA2' })).xml).toMatch(/cannot find a request.*<Hangup\/>/);
    world.clock.pass(30 * SECOND);
    expect((await typed(made.toPhoneNumber, codeOf(made), 'CA3')).xml).toContain('no longer valid');
  });

  it('[CI4] an immediate one goes to the agent, too', async () => {
    const made = await askNumber(context);
    expect((await typed(made.toPhoneNumber, codeOf(made))).xml).toContain('<Number>+12125550142</Number>');
  });

  it('[CI4] nobody but Twilio is heard', async () => {
    const { http } = await asked(CALL, { To: '+19059680004' }, 'bm90IHR3aWxpbw==');
    expect(http).toBe(401);
  });
});
