import type {
  Availabilities,
  AvailabilityQuery,
  CallbackId,
  CallbackRecord,
  CreateCallback,
  Desk,
  EwtMode,
  Offers,
  StatisticsAnswer,
  StatisticsQuery,
  VisitorCallback,
  createdCallback,
  deskOutcome,
  ewtEntries,
  openFor,
  openForQuery,
  queueStatus,
} from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { Actor } from '../domain/callback.js';
import type { TelephonyVerbs } from './telephony-verbs.js';
import type { AgentVerbs } from './agent-verbs.js';
import type { CallInVerbs } from './call-in-verbs.js';
import type { CaptchaVerbs } from './captcha-verbs.js';
import type { DeveloperVerbs } from './developer-verbs.js';
import type { NumberCheckVerbs } from './number-check-verbs.js';
import type { SettingsVerbs } from './settings-verbs.js';
import type { LimitVerbs } from './limit-request.js';
import type { ManagingVerbs } from './managing-verbs.js';

/** Someone at the console, as the session knows them. */
export interface ConsoleUser {
  readonly username: string;
  readonly roles: readonly string[];
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
}

/** A live feed: calls `listener` with the newest value after each change, never with an older one. */
export type Unsubscribe = () => void;

/**
 * Everything the service can do, one method a verb; each lives in its own file of this folder and throws `Refusal`
 * for what can't be granted. Drivers (HTTP, scheduler, tests) know this and nothing below it.
 */
export interface Ringback
  extends
    AgentVerbs,
    CallInVerbs,
    CaptchaVerbs,
    DeveloperVerbs,
    LimitVerbs,
    ManagingVerbs,
    NumberCheckVerbs,
    SettingsVerbs,
    TelephonyVerbs {
  /** CB1, SL7, SL8, NV1. Resolves only after the record is durable. With the client's address the limit of its number holds (SE1), and CA1. */
  createCallback(
    request: CreateCallback,
    context: { idempotencyKey: string | undefined; address?: string | undefined },
  ): Promise<InferOutput<typeof createdCallback>>;
  /** CB1: what an Idempotency-Key made in the last 24 hours. 1 statement. */
  createdBefore(idempotencyKey: string): Promise<InferOutput<typeof createdCallback> | undefined>;
  retrieveCallback(id: CallbackId): Promise<CallbackRecord>;
  /** CB6: twice is the same as once. */
  cancelCallback(id: CallbackId, actor: Actor): Promise<void>;
  /** CB6: only in SCHEDULED. `desiredTime` in epoch ms. */
  rescheduleCallback(id: CallbackId, desiredTime: number, actor: Actor): Promise<void>;
  availability(serviceName: string, query: AvailabilityQuery): Promise<Availabilities>;
  /** `name` is a queue or a business-hours object. */
  openFor(name: string, query: InferOutput<typeof openForQuery>): Promise<InferOutput<typeof openFor>>;
  queueStatus(queue: string): Promise<InferOutput<typeof queueStatus>>;
  /** QU1. `includeCallsOnHold` counts callbacks that are being dialled as waiting, too. */
  estimatedWaitTime(queues: readonly string[], mode: EwtMode, includeCallsOnHold?: boolean): Promise<InferOutput<typeof ewtEntries>>;
  /** The vendor's statistics of queues, in the order asked. No statement while the queues do not change. */
  statistics(query: StatisticsQuery): Promise<StatisticsAnswer>;
  offers(serviceName: string): Promise<Offers>;

  /** Reads a visitor token. Throws NOT_AUTHENTICATED when it is forged, expired or malformed. */
  verifyVisitorToken(token: string): Promise<CallbackId>;
  visitorCallback(id: CallbackId): Promise<VisitorCallback>;
  /** QU3: first call at once with the present state, then after each change; no query for each listener. */
  watchCallback(id: CallbackId, listener: (callback: VisitorCallback) => void): Promise<Unsubscribe>;

  /** Throws NOT_AUTHENTICATED, or TOO_MANY_REQUESTS after too many failures. Resolves with an opaque session token. */
  login(username: string, password: string): Promise<{ sessionToken: string }>;
  /** Undefined when the session is unknown or has idled out (20 minutes). */
  session(sessionToken: string, how?: { readonly use: boolean }): Promise<{ user: ConsoleUser; csrfToken: string } | undefined>;
  logout(sessionToken: string): Promise<void>;
  desk(user: ConsoleUser): Promise<Desk>;
  watchDesk(user: ConsoleUser, listener: (desk: Desk) => void): Promise<Unsubscribe>;
  /** During a call: what comes after it. Not ready also says no to an offer that is out. `reason`: why not ready. */
  setDeskState(user: ConsoleUser, state: 'ready' | 'not-ready', reason?: string): Promise<void>;
  takeNext(user: ConsoleUser): Promise<void>;
  reportOutcome(user: ConsoleUser, report: InferOutput<typeof deskOutcome>): Promise<void>;
  setSimulatorPaused(user: ConsoleUser, paused: boolean): Promise<void>;

  /** Database reachable and migrated. */
  ready(): Promise<boolean>;
}
