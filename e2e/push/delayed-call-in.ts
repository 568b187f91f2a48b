import { createService, type Service } from '../../backend/src/service.js';
import { readEnvironment } from '../../backend/src/config/environment.js';
import type { Context } from '../../backend/src/context.js';
import { freshDatabase } from '../../backend/test/postgres.js';
import { standInFcm, type Pushed, type StandInFcm } from '../../backend/test/push/stand-in-fcm.js';
import { quietLog } from '../../backend/test/quiet-log.js';
import { parseConfigFile, type CallInMatched } from '@ringback/contract';
import { demoConfig } from '../support/demo-config.js';
import { WEB } from './stand-in-firebase.js';

const HOUR_MS = 3_600_000;
const TELEPHONY_SECRET = 'secret of the telephony side';
/** Queues whose customers call us, by what ends their wait: nothing for long, the purge, a turn that is not taken, the end of the day. */
export const QUEUES = { patient: 'Patient_VQ', purged: 'Purged_VQ', pushed: 'Pushed_VQ', office: 'Office_VQ' } as const;
export const MINUTE_MS = 60_000;
export const PURGE_MINUTES = 10;
export const TURN_MINUTES = 5;

/** The product with everything around it that Click-To-Call-In needs, on a clock that can be moved. */
export interface CallInWorld {
  readonly origin: string;
  readonly context: Context;
  readonly fcm: StandInFcm;
  /** The next message that FCM takes of this event. To be called before what brings it about. */
  nextPush(event: Pushed['data']['event']): Promise<Pushed>;
  /** Moves the clock, and does what is due by then. */
  pass(ms: number): Promise<void>;
  /** A call comes in, and its caller types a code: what the telephony side asks. */
  callIn(call: {
    readonly dialedNumber: string;
    readonly callerNumber: string;
    readonly accessCode: string;
    readonly callId?: string;
  }): Promise<CallInMatched>;
  close(): Promise<void>;
}

/** The telephone: it rings for a moment, nobody hangs up, and there is an agent for everybody. */
const DIALER = { adapter: 'simulator', agents: 10, ringSeconds: 0.1, handleSeconds: 3600 };

/**
 * Hours that are open now and end in a few, whatever the clock says, because they are those of a place where it is about noon.
 * @returns settings of business hours, 08:00 to 18:00 there
 */
function hoursAroundNoon(now: number): object {
  const ahead = 12 - new Date(now).getUTCHours();
  // The signs of these names are the other way round.
  const timeZone = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  return { name: 'Office hours', timeZone, weekly: Object.fromEntries(days.map((day) => [day, [['08:00', '18:00']]])) };
}
/** By then the office is closed. */
export const UNTIL_CLOSED_MS = 7 * HOUR_MS;

export async function openCallInWorld(): Promise<CallInWorld> {
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const fcm = await standInFcm(clock.now);
  const database = await freshDatabase();
  let service: Service | undefined;
  const close = async (): Promise<void> => {
    await service?.stop();
    await fcm.close();
    await database.drop();
  };
  try {
    service = createService({ environment: environmentOf(database.url), config: configOf(fcm, clock.now()), clock, log: quietLog });
    const { url, context } = await service.start();
    return {
      origin: url,
      context,
      fcm,
      nextPush: (event) => fcm.next(({ data }) => data.event === event),
      async pass(ms) {
        ahead += ms;
        await context.scheduler.runOnce();
      },
      async callIn(call) {
        const response = await fetch(`${url}/telephony/v1/call-in/match`, {
          method: 'POST',
          headers: { authorization: `Bearer ${TELEPHONY_SECRET}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ...call, criteria: ['accessCode', 'dialedNumber'] }),
        });
        const { data } = (await response.json()) as { data?: CallInMatched };
        if (!data) throw new Error(`the match was answered with HTTP ${response.status}`);
        return data;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function environmentOf(databaseUrl: string) {
  const environment = readEnvironment({ PORT: '0', DATABASE_URL: databaseUrl });
  if (!environment.ok) throw new Error(environment.problems.join('; '));
  return environment.value;
}

function configOf({ account }: StandInFcm, now: number) {
  const demo = demoConfig() as { site: object; businessHours: object[]; queues: object[]; callInGroups: object[] };
  const delayed = {
    businessHours: 'Always',
    callDirection: 'USERORIGINATED',
    callInGroup: 'technical_help',
    pushedCallbackExpiryMinutes: 1440,
  };
  const parsed = parseConfigFile({
    ...demo,
    site: { ...demo.site, push: { ...account, web: WEB } },
    telephony: { secret: TELEPHONY_SECRET },
    dialer: DIALER,
    callInGroups: demo.callInGroups.map((group) => ({ ...group, expirySeconds: 1800 })),
    businessHours: [...demo.businessHours, hoursAroundNoon(now)],
    queues: [
      ...demo.queues,
      { ...delayed, name: QUEUES.patient },
      { ...delayed, name: QUEUES.purged, purgeTimeMinutes: PURGE_MINUTES },
      { ...delayed, name: QUEUES.pushed, pushedCallbackExpiryMinutes: TURN_MINUTES },
      { ...delayed, name: QUEUES.office, businessHours: 'Office hours' },
    ],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}
