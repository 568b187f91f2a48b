import type { Config } from '@ringback/contract';
import { createContext, type Context } from '../../src/context.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Dialer } from '../../src/ports/dialer.js';
import { quickCredentials } from '../quick-credentials.js';
import { quietLog } from '../quiet-log.js';

interface Options {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly dialer: Dialer;
}

/** Two replicas that take turns, so that each finds what the other has left. */
export interface Replicas {
  /** The one that has seen all: whatever people do meanwhile, they do there. */
  readonly active: Context;
  /** Lets the next one do all that is due; sometimes both at once. */
  run(together: boolean): Promise<void>;
  /** One of them ends: in good order, or without a word as by kill -9. */
  end(how: 'closed' | 'killed'): Promise<void>;
  /** Another one in its place. */
  reopen(): Promise<void>;
  /** Ends all, those that were killed, too. */
  close(): Promise<void>;
}

export async function openReplicas(options: Options): Promise<Replicas> {
  const opened: Context[] = [];
  const open = async (): Promise<Context> => {
    const context = await createContext({ ...options, log: quietLog, secret: 'the secret of all replicas', credentials: quickCredentials });
    opened.push(context);
    return context;
  };
  const running = [await open(), await open()];
  let turn = 0;
  const active = (): Context => running[turn % running.length] as Context;
  return {
    get active() {
      return active();
    },
    async run(together) {
      turn += 1;
      await Promise.all(together ? running.map(({ scheduler }) => scheduler.runOnce()) : [active().scheduler.runOnce()]);
    },
    async end(how) {
      if (running.length === 1) return;
      const ended = active();
      running.splice(running.indexOf(ended), 1);
      if (how === 'closed') await ended.close();
      // What the one that stays knows may be as old as its last turn.
      await active().scheduler.runOnce();
    },
    async reopen() {
      if (running.length === 1) running.push(await open());
    },
    async close() {
      await Promise.all(opened.map((context) => context.close()));
    },
  };
}
