import type { CallInState, CallbackId, PoolNumber } from '@ringback/contract';
import type { MatchedCriteria } from '../domain/call-in-match.js';
import type { PlannedPush } from '../domain/push-plan.js';

/** A number handed out to a customer, with the code that finds their request again. Instants are epoch ms. */
export interface CallInRequest {
  /** Drawn like those of callbacks: tokens and news name both the same way. */
  readonly id: CallbackId;
  readonly groupName: string;
  readonly toNumber: string;
  readonly accessCode: string | undefined;
  readonly fromNumber: string | undefined;
  readonly callbackId: CallbackId | undefined;
  readonly userData: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly matchedAt: number | undefined;
  readonly callerNumber: string | undefined;
  readonly callRef: string | undefined;
  /** Of the callback, which the call became. */
  readonly attempt: number | undefined;
  readonly state: CallInState;
}

/** All that is decided about a request before number and code are drawn. */
export interface NewCallIn extends Pick<
  CallInRequest,
  'id' | 'groupName' | 'fromNumber' | 'callbackId' | 'userData' | 'createdAt' | 'expiresAt'
> {
  /** Numbers of the group are handed out to one request at a time. */
  readonly uniqueDnis: boolean;
  /** Digits; undefined: no code. */
  readonly codeLength: number | undefined;
  readonly idempotencyKey: string | undefined;
  /** Told to the devices of the callback in the same write. */
  readonly push: PlannedPush | undefined;
}

export type NewCallInResult =
  | { readonly kind: 'created'; readonly request: CallInRequest }
  /** The same key, or the same callback, has a live request. */
  | { readonly kind: 'repeated'; readonly request: CallInRequest }
  | { readonly kind: 'no-number' }
  /** The callback has moved on. */
  | { readonly kind: 'stale' };

/** An inbound call, with what it is to be matched by. */
export interface InboundCall {
  readonly accessCode: string | undefined;
  readonly callerNumber: string | undefined;
  readonly dialedNumber: string | undefined;
}

export interface MatchLookup {
  /** Live requests for which all criteria hold, newest first; two are enough to know that there is more than one. */
  readonly live: readonly CallInRequest[];
  /** For which criteria there is some live request. */
  readonly partly: MatchedCriteria;
  /** The newest one that is not live any more and for which all criteria hold. */
  readonly past: CallInRequest | undefined;
}

export interface CallInQuery {
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** A part of the text in `field`. */
  readonly search: string | undefined;
  readonly field: string;
  readonly sort: string;
  readonly order: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
  readonly now: number;
}

/** Call-in requests and the numbers they are handed. All throw `DatabaseUnavailable`. */
export interface CallIns {
  /** Draws number and code and writes the request, with its message if it has one; one transaction of 2 statements. */
  create(request: NewCallIn): Promise<NewCallInResult>;
  /** The live request of a callback, or of an Idempotency-Key. */
  findLive(
    by: { callbackId?: CallbackId | undefined; idempotencyKey?: string | undefined },
    now: number,
  ): Promise<CallInRequest | undefined>;
  /** In any order; those that are there. */
  findMany(ids: readonly string[], now: number): Promise<CallInRequest[]>;
  /** The request that was matched with a call of this name. */
  findByCall(callRef: string, now: number): Promise<CallInRequest | undefined>;
  lookUp(call: InboundCall, now: number): Promise<MatchLookup>;
  /** Matches an immediate request. Resolves with whether it was live still. */
  match(id: string, call: { at: number; callerNumber: string | undefined; callRef: string | undefined }): Promise<boolean>;
  /** CI6: of the latest 5,000. */
  list(query: CallInQuery): Promise<{ requests: CallInRequest[]; total: number }>;
  ofNumber(phone: string, now: number): Promise<CallInRequest[]>;
  /** The groups that have this number in their pool. */
  groupsOf(dnis: string): Promise<string[]>;
  /** The numbers of a group, in order. */
  pool(groupName: string): Promise<PoolNumber[]>;
  /** Gives each group the numbers that the configuration lists for it; one that lists none keeps its own. Others are deleted. */
  keepPools(groups: readonly { readonly name: string; readonly numbers?: readonly PoolNumber[] | undefined }[]): Promise<void>;
  /** Deletes requests made before `createdBefore`. */
  sweep(createdBefore: number): Promise<void>;
}
