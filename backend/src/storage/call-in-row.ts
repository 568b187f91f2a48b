import type { CallInState, CallbackId } from '@ringback/contract';
import type { CallInRequest } from '../ports/call-ins.js';

/** Reads `request`, and `callback`, which may be missing. `now` is the name of the parameter. */
export const callInColumns = (now: string): string => `
  request.id, request.group_name, request.to_number, request.access_code, request.from_number, request.callback_id, request.user_data,
  request.created_at, request.expires_at, request.matched_at, request.caller_number, request.call_ref, request.attempt,
  CASE WHEN request.matched_at IS NOT NULL THEN 'MATCHED'
    WHEN callback.completed_at < request.expires_at THEN 'ENDED'
    WHEN request.expires_at <= ${now} THEN 'EXPIRED'
    WHEN callback.state <> 'QUEUED' THEN 'ENDED'
    ELSE 'WAITING' END AS state`;
export const FROM_CALL_INS = `FROM call_in_request request LEFT JOIN callback ON callback.id = request.callback_id`;

export interface CallInRow {
  id: string;
  group_name: string;
  to_number: string;
  access_code: string | null;
  from_number: string | null;
  callback_id: string | null;
  user_data: Record<string, unknown>;
  created_at: number;
  expires_at: number;
  matched_at: number | null;
  caller_number: string | null;
  call_ref: string | null;
  attempt: number | null;
  state: CallInState;
}

export const toCallIn = (row: CallInRow): CallInRequest => ({
  id: row.id as CallbackId,
  groupName: row.group_name,
  toNumber: row.to_number,
  accessCode: row.access_code ?? undefined,
  fromNumber: row.from_number ?? undefined,
  callbackId: (row.callback_id ?? undefined) as CallbackId | undefined,
  userData: row.user_data,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  matchedAt: row.matched_at ?? undefined,
  callerNumber: row.caller_number ?? undefined,
  callRef: row.call_ref ?? undefined,
  attempt: row.attempt ?? undefined,
  state: row.state,
});
