import { createHash } from 'node:crypto';
import type { Config, Webhook } from '@ringback/contract';
import { deskCodes } from './adapters/desk-codes.js';
import { deskDialer } from './adapters/desk-dialer.js';
import { simulatedCodes } from './adapters/simulated-codes.js';
import { simulatorDialer } from './adapters/simulator-dialer.js';
import { standardWebhooks } from './adapters/standard-webhooks.js';
import { twilioCodes } from './adapters/twilio-codes.js';
import { twilioDialer } from './adapters/twilio-dialer.js';
import { twilioInbox } from './adapters/twilio-inbox.js';
import { webhookCodes } from './adapters/webhook-codes.js';
import { webhookDialer } from './adapters/webhook-dialer.js';
import { webhookSender } from './adapters/webhook-sender.js';
import type { Clock } from './ports/clock.js';
import type { CodeSender } from './ports/code-sender.js';
import type { Dialer } from './ports/dialer.js';
import type { Log } from './ports/log.js';
import type { WebhookEndpoint } from './ports/webhook-sender.js';
import { callReports } from './storage/call-reports.js';
import type { Database } from './storage/database.js';
import { telephonyAgents } from './storage/telephony-agents.js';
import { webhookOutbox } from './storage/webhook-outbox.js';
import { createCourier } from './usecases/deliver-webhooks.js';
import type { Dependencies } from './usecases/dependencies.js';
import type { LiveSite } from './usecases/live-site.js';
import type { Roster } from './usecases/roster.js';
import type { Tally } from './usecases/tally.js';
import { createTelephonySide, type TelephonySettings, type TelephonySide } from './usecases/telephony-side.js';

interface Options {
  readonly config: Config;
  readonly publicUrl?: string | undefined;
  /** Instead of the configured one, for tests. */
  readonly dialer?: Dialer | undefined;
  /** The same. */
  readonly codes?: CodeSender | undefined;
  readonly database: Database;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
}

type Telephony = Pick<Dependencies, 'dialer' | 'codes' | 'inbox' | 'telephony' | 'telephonyAgents' | 'reports' | 'signatures'>;

const TWILIO_TIMEOUT_MS = 10_000;

/** Wires everything that dials, or hears of dials. */
export async function wireTelephony(options: Options): Promise<Telephony> {
  const { config, database, clock } = options;
  const agents = telephonyAgents(database);
  const telephony = createTelephonySide({ settings: settingsOf(config.dialer), dialer: config.dialer.adapter, agents, clock });
  const reports = callReports(database);
  const dialling = await diallingOf(options, { telephony, reports });
  return {
    ...dialling,
    ...(options.dialer && { dialer: options.dialer }),
    ...(options.codes && { codes: options.codes }),
    telephony,
    telephonyAgents: agents,
    reports,
    signatures: standardWebhooks,
  };
}

/** Wires the way of the customer webhooks; what is booked from now on is told. */
export async function wireWebhooks({
  database,
  clock,
  log,
  tally,
  site,
}: Pick<Options, 'database' | 'clock' | 'log' | 'tally'> & { site: LiveSite }): Promise<Pick<Dependencies, 'outbox' | 'courier'>> {
  const outbox = webhookOutbox(database);
  const sender = webhookSender({ signatures: standardWebhooks, clock });
  const endpoints = (): WebhookEndpoint[] => site.effective.config.site.webhooks.map(toEndpoint);
  const courier = createCourier({ outbox, sender, endpoints, clock, log, tally });
  await courier.keep();
  // One that fails is made up for by the next pass.
  site.onChange(() => void courier.keep().catch(() => undefined));
  return { outbox, courier };
}

/** Without a name the address names it, hashed: addresses may hold secrets. */
const toEndpoint = ({ name, ...webhook }: Webhook): WebhookEndpoint => ({
  ...webhook,
  id: name ?? createHash('sha256').update(webhook.url).digest('hex').slice(0, 16),
});

function settingsOf(dialer: Config['dialer']): TelephonySettings {
  switch (dialer.adapter) {
    case 'webhook':
      return { ...dialer, assumeAgents: dialer.assumeAgents, reportSecret: dialer.secret };
    case 'twilio':
      return { ...dialer, assumeAgents: dialer.assumeAgents, reportSecret: undefined };
    case 'simulator':
    case 'desk':
      return { reportSecret: undefined, assumeAgents: undefined, noProgressSeconds: 0, maxCallSeconds: 0 };
  }
}

type Dialling = Pick<Telephony, 'dialer' | 'inbox' | 'codes'>;

async function diallingOf(options: Options, parts: Pick<Telephony, 'telephony' | 'reports'>): Promise<Dialling> {
  const { config, roster } = options;
  const { dialer } = config;
  switch (dialer.adapter) {
    case 'simulator':
      return {
        dialer: simulatorDialer({ ...dialer, isPaused: () => roster.now().simulatorPaused }),
        inbox: undefined,
        codes: simulatedCodes(),
      };
    case 'desk':
      return { dialer: deskDialer, inbox: undefined, codes: deskCodes };
    case 'webhook':
      return {
        dialer: webhookDialer({ ...dialer, ...commonOf(options, parts.telephony), signatures: standardWebhooks }),
        inbox: undefined,
        codes: webhookCodes({ ...dialer, clock: options.clock, signatures: standardWebhooks }),
      };
    case 'twilio':
      return twilioOf(options, dialer, parts);
  }
}

const commonOf = ({ clock, log, tally }: Options, telephony: TelephonySide) => ({
  agents: () => telephony.assumeAgents,
  onTry: tally.dialRequest,
  clock,
  log,
});

async function twilioOf(
  options: Options,
  settings: Extract<Config['dialer'], { adapter: 'twilio' }>,
  { telephony, reports }: Pick<Telephony, 'telephony' | 'reports'>,
): Promise<Dialling> {
  const { publicUrl } = options;
  if (publicUrl === undefined)
    throw new Error(
      'dialer.adapter "twilio" needs PUBLIC_URL: Twilio tells how a call goes at the public address of this service, and signs it for that address.',
    );
  const { accountSid, authToken, baseUrl, agentDestination } = settings;
  // Loaded only where it is used: it is by far the largest library of this service.
  const { default: library } = await import('twilio');
  const client = library(accountSid, authToken, { timeout: TWILIO_TIMEOUT_MS });
  if (baseUrl !== undefined) client.api.baseUrl = baseUrl;
  return {
    dialer: twilioDialer({ ...settings, ...commonOf(options, telephony), client, publicUrl, reports }),
    codes: twilioCodes({ ...settings, client, library }),
    inbox: twilioInbox({ ...settings, library, authToken, publicUrl, agentDestination }),
  };
}
