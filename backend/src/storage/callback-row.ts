import type { AttemptOutcome, CallbackId, CallbackReason, CallbackState, E164 } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';

/** Columns that {@link toCallback} reads. */
export const CALLBACK_COLUMNS = `id, queue, phone, state, reason, scheduled, desired_time, slot_start, created_at, queued_at, not_before, completed_at,
  agent, attempts, last_outcome, priority, language, user_data, version, skill_expression, owner, owned_until,
  scheduled_by, declines, offer_expires, answered_at, ready_at`;

export interface CallbackRow {
  id: string;
  queue: string;
  phone: string;
  state: string;
  reason: string | null;
  scheduled: boolean;
  desired_time: number;
  slot_start: number | null;
  created_at: number;
  queued_at: number | null;
  not_before: number | null;
  completed_at: number | null;
  agent: string | null;
  attempts: number;
  last_outcome: string | null;
  priority: number;
  language: string | null;
  user_data: Record<string, unknown>;
  version: number;
  skill_expression: string | null;
  owner: string | null;
  owned_until: number | null;
  scheduled_by: string | null;
  declines: Record<string, number>;
  offer_expires: number | null;
  answered_at: number | null;
  ready_at: number | null;
}

/** The one place where a row becomes a callback. The casts rest on the table's CHECK constraints. */
export function toCallback(row: CallbackRow): Callback {
  const common = {
    id: row.id as CallbackId,
    queue: row.queue,
    phone: row.phone as E164,
    scheduled: row.scheduled,
    desiredTime: row.desired_time,
    slotStart: row.slot_start ?? undefined,
    createdAt: row.created_at,
    priority: row.priority,
    language: row.language ?? undefined,
    userData: row.user_data,
    attempts: row.attempts,
    lastOutcome: (row.last_outcome ?? undefined) as AttemptOutcome | undefined,
    version: row.version,
    skillExpression: row.skill_expression ?? undefined,
    owner: row.owner === null ? undefined : { agent: row.owner, until: row.owned_until ?? undefined },
    scheduledBy: row.scheduled_by ?? undefined,
    declines: row.declines,
  };
  const queuedAt = row.queued_at ?? undefined;
  const state = row.state as CallbackState;
  switch (state) {
    case 'SCHEDULED':
      return { ...common, state };
    case 'QUEUED':
      return {
        ...common,
        state,
        queuedAt: queuedAt ?? row.created_at,
        notBefore: row.not_before ?? undefined,
        readyAt: row.ready_at ?? undefined,
      };
    case 'ROUTING':
      // Counted once its outcome is known, which for a conversation is when it begins.
      return {
        ...common,
        state,
        queuedAt: queuedAt ?? row.created_at,
        attempt: row.attempts + 1,
        agent: row.agent ?? undefined,
        offerExpires: row.offer_expires ?? undefined,
        answeredAt: row.answered_at ?? undefined,
      };
    case 'PROCESSING':
      return { ...common, state, queuedAt: queuedAt ?? row.created_at, attempt: row.attempts, agent: row.agent ?? undefined };
    case 'COMPLETED':
      return { ...common, state, queuedAt, completedAt: row.completed_at ?? row.created_at, reason: row.reason as CallbackReason };
  }
}

/** Columns that differ from state to state, as statement parameters. */
export const stateColumns = (callback: Callback) => ({
  queuedAt: callback.state === 'SCHEDULED' ? undefined : callback.queuedAt,
  notBefore: callback.state === 'QUEUED' ? callback.notBefore : undefined,
  completedAt: callback.state === 'COMPLETED' ? callback.completedAt : undefined,
  reason: callback.state === 'COMPLETED' ? callback.reason : undefined,
  agent: callback.state === 'ROUTING' || callback.state === 'PROCESSING' ? callback.agent : undefined,
  slotStart: callback.state === 'COMPLETED' ? undefined : callback.slotStart,
  offerExpires: callback.state === 'ROUTING' ? callback.offerExpires : undefined,
  answeredAt: callback.state === 'ROUTING' ? callback.answeredAt : undefined,
  readyAt: callback.state === 'QUEUED' ? callback.readyAt : undefined,
});

/** Epoch ms as the driver wants an instant; absent as NULL. */
export const instantParameter = (epochMs: number | undefined): Date | null => (epochMs === undefined ? null : new Date(epochMs));
