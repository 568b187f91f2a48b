import type { CallbackId, Desk } from '@ringback/contract';
import pg from 'pg';
import type { Context } from '../../src/context.js';
import { agent, AGENTS, configOf, SECOND, type World } from './harness.js';

export const anna = agent('anna');
export const ben = agent('ben');
type Patch = Parameters<typeof configOf>[0];
export const staffed = (patch: Patch = {}) => configOf({ users: AGENTS, ...patch });

/** Steps of the tests with agents at desks, in the world that there is when they are taken. */
export const stepsIn = (world: () => World) => ({
  /** In this order, a second apart, so that the first one has been idle longest. */
  async ready({ ringback }: Context, ...users: (typeof anna)[]): Promise<string[]> {
    const tokens: string[] = [];
    for (const user of users) {
      tokens.push((await ringback.login(user.username, 'correct horse')).sessionToken);
      await ringback.setDeskState(user, 'ready');
      world().clock.pass(SECOND);
    }
    return tokens;
  },
  async run({ scheduler }: Context, ms = 0): Promise<void> {
    world().clock.pass(ms);
    await scheduler.runOnce();
  },
  async ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: world().url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  },
});

export const offerOf = async ({ ringback }: Context, user = anna): Promise<CallbackId | undefined> => (await ringback.desk(user)).offer?.id;
export const stateOf = async ({ ringback }: Context, user = anna): Promise<Desk['agent']['state']> =>
  (await ringback.desk(user)).agent.state;
