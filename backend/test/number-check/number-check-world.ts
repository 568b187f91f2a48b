import type { CallbackId, Config, NumberCheck } from '@ringback/contract';
import pg from 'pg';
import { createContext, type Context } from '../../src/context.js';
import type { Refusal } from '../../src/domain/refusal.js';
import type { Log } from '../../src/ports/log.js';
import type { CodeMessage, CodeSender, CodeSent } from '../../src/ports/code-sender.js';
import { bookingOf, configOf, newWorld, SIMULATOR, type World } from '../usecases/harness.js';

export const HERE = '198.51.100.7';

/** A phone: what reaches it, and how sending goes from now on. */
export interface StandInPhone {
  readonly received: CodeMessage[];
  answer: CodeSent;
  /** The newest code. */
  code(): string;
}

export interface NumberCheckWorld extends World {
  readonly phone: StandInPhone;
  readonly logged: string[];
  config(more?: { queue?: Record<string, unknown>; limits?: Partial<Config['limits']>; site?: Partial<Config['site']> }): Config;
  replica(config?: Config): Promise<Context>;
  /** All that the table holds, as text. */
  stored(): Promise<string>;
}

export async function numberCheckWorld(): Promise<NumberCheckWorld> {
  const world = await newWorld();
  const contexts: Context[] = [];
  const logged: string[] = [];
  const phone: StandInPhone = { received: [], answer: { kind: 'sent' }, code: () => phone.received.at(-1)?.code ?? 'none' };
  const codes: CodeSender = {
    async send(message) {
      if (phone.answer.kind === 'sent') phone.received.push(message);
      return phone.answer;
    },
    stop: () => undefined,
  };
  const closeReplicas = async (): Promise<void> => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  };
  const config: NumberCheckWorld['config'] = ({ queue = {}, limits = {}, site = {} } = {}) => {
    const made = configOf({ dialer: SIMULATOR, queue: { numberCheck: 'sms', duplicatePolicy: 'allow', ...queue } });
    return { ...made, site: { ...made.site, ...site }, limits: { ...made.limits, ...limits } };
  };
  return {
    ...world,
    phone,
    logged,
    config,
    async replica(given = config()) {
      const context = await createContext({
        config: given,
        databaseUrl: world.url,
        clock: world.clock,
        log: logInto(logged),
        secret: 'a secret of the test',
        codes,
      });
      contexts.push(context);
      return context;
    },
    async stored() {
      const client = new pg.Client({ connectionString: world.url });
      await client.connect();
      const { rows } = await client.query<{ row: string }>('SELECT row_to_json(number_check)::text AS row FROM number_check');
      await client.end();
      return rows.map(({ row }) => row).join('\n');
    },
    async clean() {
      await closeReplicas();
      await world.clean();
      phone.received.length = 0;
      phone.answer = { kind: 'sent' };
      logged.length = 0;
    },
    async close() {
      await closeReplicas();
      await world.close();
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

/** What became of a visitor's request: its id, or why not, with the check that it waits for. */
export type Told =
  | { readonly id: CallbackId }
  | { readonly status: string; readonly message: string; readonly check: NumberCheck | undefined; readonly retryAfter: number | undefined };

export async function ask(
  { ringback }: Context,
  wish: Record<string, unknown>,
  { key, address = HERE }: { key?: string; address?: string } = {},
): Promise<Told> {
  try {
    const { id } = await ringback.createCallback(bookingOf(wish), { idempotencyKey: key, address });
    return { id };
  } catch (error) {
    return toldOf(error);
  }
}

export function toldOf(error: unknown): Exclude<Told, { id: CallbackId }> {
  const { status, message, numberCheck: check, retryAfterSeconds: retryAfter } = error as Refusal;
  if (status === undefined) throw error;
  return { status, message, check, retryAfter };
}

export const statusOf = (told: Told): string => ('id' in told ? 'granted' : told.status);
export const checkOf = (told: Told): NumberCheck => {
  if ('id' in told || !told.check) throw new Error(`no check: ${statusOf(told)}`);
  return told.check;
};
export const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
