import type { CallbackId, Config } from '@ringback/contract';
import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createContext, type Context } from '../../src/context.js';
import type { AppEnv } from '../../src/http/app-env.js';
import { bootApp } from '../http/boot-app.js';
import { quietLog } from '../quiet-log.js';
import { book, configOf, customer, MINUTE, newWorld, SECOND, type World } from '../usecases/harness.js';
import { standInTwilio, type StandInCall, type StandInTwilio } from './stand-in-twilio.js';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'the auth token' };
const PUBLIC_URL = 'https://callback.example.com';
const FROM = '+12125550199';

let world: World;
let provider: StandInTwilio;
const opened: Context[] = [];
beforeAll(async () => void (world = await newWorld()));
beforeEach(async () => void (provider = await standInTwilio({ ...ACCOUNT, now: () => world.clock.now() })));
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  await world.clean();
  await provider.close();
});
afterAll(() => world.close());

const dialled = (rest: Record<string, unknown> = {}): Config =>
  configOf({
    dialer: {
      adapter: 'twilio',
      ...ACCOUNT,
      from: FROM,
      baseUrl: provider.url,
      assumeAgents: 3,
      agentDestination: '+12125550142',
      ...rest,
    },
  });

/** A replica with its HTTP border. */
async function open(rest?: Record<string, unknown>): Promise<{ context: Context; app: Hono<AppEnv> }> {
  const config = dialled(rest);
  const context = await createContext({ config, databaseUrl: world.url, clock: world.clock, log: quietLog, publicUrl: PUBLIC_URL });
  opened.push(context);
  // The border alone; what it fakes is replaced by the real thing.
  const { app } = bootApp({ ringback: context.ringback, config });
  return { context, app };
}
async function dialling(rest?: Record<string, unknown>) {
  const { context, app } = await open(rest);
  const id = await book(context, { phoneNumber: '+12125550123' });
  await context.scheduler.runOnce();
  const call = provider.calls[0] as StandInCall;
  return { context, app, id, call };
}
const stateOf = async ({ ringback }: Context, id: CallbackId) => {
  const { state, reason, lastOutcome } = await ringback.visitorCallback(id);
  return [state, reason ?? lastOutcome].filter((word) => word !== undefined).join(' ');
};
/** What Twilio asks, at the address that it was given. */
async function asks(
  app: Hono<AppEnv>,
  address: string,
  fields: Record<string, string>,
  { signed = true } = {},
): Promise<{ http: number; xml: string }> {
  const { headers, body } = provider.signed(address, fields);
  if (!signed) headers['x-twilio-signature'] = 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=';
  const response = await app.request(address.replace(PUBLIC_URL, ''), { method: 'POST', headers, body });
  return { http: response.status, xml: await response.text() };
}
const statusOf = (app: Hono<AppEnv>, call: StandInCall, CallStatus: string, rest: Record<string, string> = {}) =>
  asks(app, String(call.fields['StatusCallback']), { CallSid: call.sid, CallStatus, ...rest });
const answerOf = (app: Hono<AppEnv>, call: StandInCall, AnsweredBy = 'human') =>
  asks(app, String(call.fields['Url']), { CallSid: call.sid, CallStatus: 'in-progress', AnsweredBy });
const actionOf = (xml: string): string => /action="([^"]+)"/.exec(xml)?.[1] ?? '';

describe('making a call', () => {
  it('[TE1] asks Twilio for it as documented: who, from where, machine detection, and where to tell', async () => {
    const { id, call } = await dialling();
    expect(provider.complaints).toEqual([]);
    expect(provider.calls).toHaveLength(1);
    expect(call.fields).toEqual({
      To: '+12125550123',
      From: FROM,
      Url: `${PUBLIC_URL}/telephony/v1/twilio/${id}/1/answer`,
      Method: 'POST',
      StatusCallback: `${PUBLIC_URL}/telephony/v1/twilio/${id}/1/status`,
      StatusCallbackMethod: 'POST',
      StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      MachineDetection: 'Enable',
      Timeout: '30',
      TimeLimit: '14400',
    });
  });

  it('[TE1][CB5] a number that Twilio refuses has failed at once, and waits for its next try', async () => {
    provider.trouble({ status: 400, code: 21_211 });
    const { context, id } = await dialling();
    await context.scheduler.runOnce();
    expect(await stateOf(context, id)).toBe('QUEUED failed');
    expect(provider.calls).toHaveLength(0);
  });

  it('[TE1] one that is overloaded is asked again', async () => {
    provider.trouble({ status: 429, code: 20_429 }, { status: 503, code: 20_503 });
    const { context, id } = await dialling();
    for (let second = 0; second < 3; second += 1) {
      world.clock.pass(SECOND);
      await context.scheduler.runOnce();
    }
    expect(provider.calls).toHaveLength(1);
    expect(await stateOf(context, id)).toBe('ROUTING');
  });

  it('[CB5] an answer that is lost leads to no second call', async () => {
    provider.trouble('lost');
    const { context } = await dialling();
    world.clock.pass(SECOND);
    await context.scheduler.runOnce();
    expect(provider.calls).toHaveLength(1);
    expect((await context.metrics()).dialRequests).toEqual({ failed: 1, accepted: 1 });
  });

  it('[SC1][CB5] nor does a replica that takes over one that died before it knew', async () => {
    const { context: dying } = await open();
    provider.trouble('lost');
    await book(dying, { phoneNumber: '+12125550123' });
    await dying.scheduler.runOnce();
    const { context: living } = await open();
    world.clock.pass(14 * SECOND);
    await living.scheduler.runOnce();
    world.clock.pass(2 * SECOND);
    await living.scheduler.runOnce();
    expect(provider.calls).toHaveLength(1);
  });

  it('[CB5] the call of another callback to the same number is not taken for its own', async () => {
    const { context } = await open();
    await book(context, { phoneNumber: '+12125550123' });
    await context.scheduler.runOnce();
    provider.trouble({ status: 503, code: 20_503 });
    await book(context, { serviceName: 'Office_VQ', phoneNumber: '+12125550123' });
    await context.scheduler.runOnce();
    world.clock.pass(SECOND);
    await context.scheduler.runOnce();
    expect(provider.calls).toHaveLength(2);
  });
});

describe('how a call goes', () => {
  it('[TE1] ringing, a person, the agent, the end', async () => {
    const { context, app, id, call } = await dialling();
    await statusOf(app, call, 'initiated');
    await statusOf(app, call, 'ringing');
    expect(await stateOf(context, id)).toBe('ROUTING');
    const { http, xml } = await answerOf(app, call);
    expect(http).toBe(200);
    expect(xml).toContain(
      `<Dial action="${PUBLIC_URL}/telephony/v1/twilio/${id}/1/done/1" method="POST" callerId="${FROM}"><Number>+12125550142</Number></Dial>`,
    );
    expect(await stateOf(context, id)).toBe('PROCESSING connected');
    expect((await asks(app, actionOf(xml), { CallSid: call.sid, DialCallStatus: 'completed' })).xml).toContain('<Hangup/>');
    await statusOf(app, call, 'completed', { AnsweredBy: 'human' });
    expect(await stateOf(context, id)).toBe('COMPLETED AGENT_CONNECTED');
  });

  it.each([
    ['sip:desk@pbx.example.com', '<Sip>sip:desk@pbx.example.com</Sip>'],
    ['client:anna', '<Client>anna</Client>'],
    ['queue:night', '<Enqueue action='],
    [undefined, '>Always_VQ</Enqueue>'],
  ])('[TE1] brings the customer to %s', async (agentDestination, twiml) => {
    const { app, call } = await dialling({ agentDestination });
    expect((await answerOf(app, call)).xml).toContain(twiml);
  });

  it.each(['machine_start', 'machine_end_beep', 'fax'])('[TE1] %s is no person: hung up, and tried again later', async (answeredBy) => {
    const { context, app, id, call } = await dialling();
    expect((await answerOf(app, call, answeredBy)).xml).toContain('<Hangup/>');
    await statusOf(app, call, 'completed', { AnsweredBy: answeredBy });
    expect(await stateOf(context, id)).toBe('QUEUED machine');
  });

  it.each([
    ['busy', 'QUEUED busy'],
    ['no-answer', 'QUEUED no-answer'],
    ['failed', 'QUEUED failed'],
    ['canceled', 'QUEUED failed'],
  ])('[TE1][CB5] %s', async (status, state) => {
    const { context, app, id, call } = await dialling();
    expect((await statusOf(app, call, status)).http).toBe(200);
    expect(await stateOf(context, id)).toBe(state);
    expect((await statusOf(app, call, status)).http).toBe(200);
    expect((await context.ringback.visitorCallback(id)).attempts).toBe(1);
  });

  it('[TE1] an agent who does not come is sought again, and the customer let go after the third time', async () => {
    const { context, app, id, call } = await dialling();
    let { xml } = await answerOf(app, call);
    for (const outcome of ['no-answer', 'busy']) {
      ({ xml } = await asks(app, actionOf(xml), { CallSid: call.sid, DialCallStatus: outcome }));
      expect(xml).toContain('<Number>');
    }
    ({ xml } = await asks(app, actionOf(xml), { CallSid: call.sid, DialCallStatus: 'failed' }));
    expect(xml).toContain('<Hangup/>');
    expect(await stateOf(context, id)).toBe('COMPLETED CUSTOMER_ABANDONED');
  });

  it('[TE1] who hangs up while waiting in the Twilio queue has left', async () => {
    const { context, app, id, call } = await dialling({ agentDestination: 'queue:night' });
    const { xml } = await answerOf(app, call);
    await asks(app, actionOf(xml), { CallSid: call.sid, QueueResult: 'hangup' });
    await statusOf(app, call, 'completed');
    expect(await stateOf(context, id)).toBe('COMPLETED CUSTOMER_ABANDONED');
  });

  it('[TE1][CB6] of a callback that was cancelled the customer is not brought to anybody', async () => {
    const { context, app, id, call } = await dialling();
    await context.ringback.cancelCallback(id, customer);
    await context.scheduler.runOnce();
    expect(call.status).toBe('completed');
    expect((await answerOf(app, call)).xml).toContain('<Hangup/>');
    expect(await stateOf(context, id)).toBe('COMPLETED CANCELLED_BY_CUSTOMER');
  });

  it('[CB5] a second call of one attempt, should there ever be one, is hung up and counts for nothing', async () => {
    const { context, app, id, call } = await dialling();
    const twin: StandInCall = { ...call, sid: `CA${'9'.repeat(32)}` };
    expect((await answerOf(app, twin)).xml).toContain('<Hangup/>');
    await statusOf(app, twin, 'completed');
    expect(await stateOf(context, id)).toBe('ROUTING');
    expect((await answerOf(app, call)).xml).toContain('<Dial');
  });

  it('[TE1] a call that Twilio tells of before its answer arrived is known by it', async () => {
    provider.trouble('lost');
    const { context, app, call } = await dialling();
    await statusOf(app, call, 'initiated');
    world.clock.pass(MINUTE / 2);
    await context.scheduler.runOnce();
    expect(provider.calls).toHaveLength(1);
  });
});

describe('who may tell', () => {
  it('[TE1] only what Twilio signed for our public address counts', async () => {
    const { context, app, id, call } = await dialling();
    const address = String(call.fields['StatusCallback']);
    const fields = { CallSid: call.sid, CallStatus: 'busy' };
    expect((await asks(app, address, fields, { signed: false })).http).toBe(401);
    const { headers, body } = provider.signed(address, fields);
    const path = address.replace(PUBLIC_URL, '');
    const changed = [
      app.request(path, { method: 'POST', headers, body: body.replace('busy', 'failed') }),
      app.request(path.replace('status', 'answer'), { method: 'POST', headers, body }),
      app.request(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }),
    ];
    for (const response of await Promise.all(changed)) expect(response.status).toBe(401);
    expect(await stateOf(context, id)).toBe('ROUTING');
  });

  it('[TE1] addresses that we never gave are unknown, and where no Twilio dials all of them are', async () => {
    const { app } = await dialling();
    for (const path of ['x/1/status', '0191f0aa-7c1e-7d33-8a54-000000000000/1/status', '0191f0aa-7c1e-7d33-8a54-000000000000/1/else'])
      expect((await asks(app, `${PUBLIC_URL}/telephony/v1/twilio/${path}`, { CallSid: 'CA1', CallStatus: 'busy' })).http).toBe(404);
    const context = await world.open(configOf());
    const desk = bootApp({ ringback: context.ringback }).app;
    expect(
      (await asks(desk, `${PUBLIC_URL}/telephony/v1/twilio/0191f0aa-7c1e-7d33-8a54-000000000000/1/status`, { CallSid: 'CA1' })).http,
    ).toBe(404);
  });

  it('[TE1] without a public address the service says what is missing, and does not start', async () => {
    const config = dialled();
    await expect(createContext({ config, databaseUrl: world.url, clock: world.clock, log: quietLog })).rejects.toThrow(/PUBLIC_URL/);
  });
});
