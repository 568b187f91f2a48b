import type { CallbackId, CallbackState, E164 } from '@ringback/contract';
import type pg from 'pg';

/** What is to be seen from outside at one moment. */
export interface Scene {
  /** Calls and offers that an agent has. */
  readonly held: readonly {
    readonly id: CallbackId;
    readonly agent: string;
    readonly phone: E164;
    readonly state: CallbackState;
    /** Epoch ms; undefined: not an offer. */
    readonly offerExpires: number | undefined;
    readonly attempt: number;
    readonly dialer: string | undefined;
  }[];
  readonly presence: readonly { readonly username: string; readonly state: string; readonly since: number }[];
  /** Callbacks in a call, or on the way to one. */
  readonly live: number;
  /** Callbacks that may be dialled now. */
  readonly callable: number;
  readonly open: number;
  /** Epoch ms of the next time that somebody may be called from; undefined: nobody waits for one. */
  readonly soonest: number | undefined;
}

const SCENE = `
SELECT
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'agent', callback.agent, 'phone', phone, 'state', state,
      'offerExpires', round(extract(epoch FROM offer_expires) * 1000), 'attempt', coalesce(number, 0), 'dialer', dialer)), '[]')
    FROM callback LEFT JOIN attempt ON callback_id = id AND ended_at IS NULL
    WHERE state IN ('ROUTING', 'PROCESSING') AND callback.agent IS NOT NULL) AS held,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('username', username, 'state', state, 'since', round(extract(epoch FROM since) * 1000))), '[]')
    FROM agent_presence) AS presence,
  (SELECT count(*)::int FROM callback WHERE state IN ('ROUTING', 'PROCESSING')) AS live,
  (SELECT count(*)::int FROM callback WHERE state = 'QUEUED' AND (not_before IS NULL OR not_before <= $1)) AS callable,
  (SELECT round(extract(epoch FROM min(CASE state WHEN 'SCHEDULED' THEN desired_time ELSE not_before END)) * 1000)::float8 FROM callback
    WHERE (state = 'SCHEDULED' AND desired_time > $1) OR (state = 'QUEUED' AND not_before > $1)) AS soonest,
  (SELECT count(*)::int FROM callback WHERE state = 'SCHEDULED') AS scheduled,
  (SELECT count(*)::int FROM callback WHERE state = 'QUEUED') AS queued`;

type Row = Omit<Scene, 'held' | 'open' | 'soonest'> & {
  soonest: number | null;
  held: (Omit<Scene['held'][number], 'offerExpires' | 'dialer'> & { offerExpires: number | null; dialer: string | null })[];
  scheduled: number;
  queued: number;
};

/** One query, so that it is one moment. */
export async function lookAround(client: pg.Client, now: number): Promise<Scene> {
  const { rows } = await client.query<Row>({ name: 'scene', text: SCENE, values: [new Date(now)] });
  const [{ held, scheduled, queued, soonest, ...row }] = rows as [Row];
  return {
    ...row,
    open: scheduled + queued + row.live,
    soonest: soonest ?? undefined,
    held: held.map((one) => ({ ...one, offerExpires: one.offerExpires ?? undefined, dialer: one.dialer ?? undefined })),
  };
}
