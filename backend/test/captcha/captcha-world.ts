import { captcha, type CallbackId, type CaptchaKeySet, type Config } from '@ringback/contract';
import pg from 'pg';
import * as v from 'valibot';
import { recaptchaVerifier } from '../../src/adapters/recaptcha-verifier.js';
import { createContext, type Context } from '../../src/context.js';
import type { Log } from '../../src/ports/log.js';
import { GROUP } from '../call-in/call-in-world.js';
import { bookingOf, configOf, newWorld, type World } from '../usecases/harness.js';
import { SECRET_KEY, SITE_KEY, standInVerifier, type StandInVerifier } from './stand-in-verifier.js';

export const HERE = '198.51.100.7';
/** For tests in which nobody answers. */
export const IMPATIENT = { timeoutMs: 100 };

/** Replicas on one database, and the verifier that they ask. */
export interface CaptchaWorld extends World {
  readonly verifier: StandInVerifier;
  /** Lines of the log, as JSON. */
  readonly logged: string[];
  /** A key set of the stand-in. */
  keySet(more?: Record<string, unknown>): CaptchaKeySet;
  config(keySet?: CaptchaKeySet, more?: { limits?: Partial<Config['limits']>; queue?: Record<string, unknown> }): Config;
  /** As patient with the verifier as it is in earnest, unless told. */
  replica(config: Config, patience?: { timeoutMs: number }): Promise<Context>;
  /** All that the table of tokens holds, as text. */
  stored(): Promise<string>;
}

export async function captchaWorld(): Promise<CaptchaWorld> {
  const world = await newWorld();
  const verifier = await standInVerifier(() => world.clock.now());
  const logged: string[] = [];
  const contexts: Context[] = [];
  const keySet: CaptchaWorld['keySet'] = (more = {}) =>
    v.parse(captcha, {
      provider: 'recaptcha-v3',
      siteKey: SITE_KEY,
      secretKey: SECRET_KEY,
      action: 'callback',
      hostnames: ['shop.example'],
      verifyUrl: verifier.verifyUrl,
      ...more,
    });
  const closeReplicas = async (): Promise<void> => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  };
  return {
    ...world,
    verifier,
    logged,
    keySet,
    config(given = keySet(), { limits = {}, queue = {} } = {}) {
      const config = configOf({ queue: { duplicatePolicy: 'allow', ...queue }, callInGroups: [{ ...GROUP, expirySeconds: 30 }] });
      return { ...config, site: { ...config.site, captcha: given }, limits: { ...config.limits, ...limits } };
    },
    async replica(config, patience) {
      const context = await createContext({
        config,
        databaseUrl: world.url,
        clock: world.clock,
        log: logInto(logged),
        captcha: recaptchaVerifier(patience),
      });
      contexts.push(context);
      return context;
    },
    async stored() {
      const client = new pg.Client({ connectionString: world.url });
      await client.connect();
      const { rows } = await client.query<{ row: string }>('SELECT row_to_json(captcha_token)::text AS row FROM captcha_token');
      await client.end();
      return rows.map(({ row }) => row).join('\n');
    },
    async clean() {
      await closeReplicas();
      await world.clean();
      verifier.trouble(undefined);
      verifier.onAsked(undefined);
      logged.length = 0;
    },
    async close() {
      await closeReplicas();
      await world.close();
      await verifier.close();
    },
  };
}

const logInto = (lines: string[]): Log => {
  const note =
    (level: string) =>
    (event: string, facts?: Record<string, unknown>): void =>
      void lines.push(JSON.stringify({ level, event, ...facts }));
  return { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
};

/** A visitor books, as over HTTP: counted first. */
export const visit = async (
  { ringback }: Context,
  wish: Record<string, unknown> = {},
  context: { idempotencyKey?: string; address?: string } = {},
): Promise<CallbackId> => {
  const { refusal } = await ringback.limitRequest('createCallback', context.address ?? HERE);
  if (refusal) throw refusal;
  return (await ringback.createCallback(bookingOf(wish), { idempotencyKey: undefined, address: HERE, ...context })).id;
};

/** What became of it: `granted`, or the status and the message of the refusal. */
export const told = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error: { status?: string; message: string }) => `${error.status}: ${error.message}`,
  );
