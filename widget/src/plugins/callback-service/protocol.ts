/* Commands and events of `CallbackService`. Types only. */
import type { Availabilities, NumberCheck, Offers, VisitorCallback } from '@ringback/contract';

/** What the server says on success, as received; a site's own backend may add fields. */
export interface ScheduledAnswer {
  status: { code: number; message: string; corrId: string };
  data: { id: string; visitorToken: string; [more: string]: unknown };
  [more: string]: unknown;
}

/** A place that is free instead of the full one. */
export interface SlotProposal {
  /** ISO instant. */
  utcTime: string;
  capacity: number;
}

/** Why a command failed. Also the reason that the command's promise rejects with. */
export interface CallbackServiceError {
  /** 0 when no answer came. */
  httpStatus: number;
  /** Server's status code (`Errors.<code>` of the texts); 0 when the answer had none. */
  code: number;
  /** Server's words, or ours when it said nothing. Safe to show. */
  message: string;
  /** The words are ours: for a developer, no visitor is told them. */
  unsaid?: true;
  /** Correlation id, '' when there is none. */
  corrId: string;
  /** What stands behind a code with several causes: `open-request`, when a call to this number is booked already. */
  reason?: string;
  /** Free alternatives in order of time, when the asked time is full; there may be none. */
  slots?: SlotProposal[];
  /** The browser says it has no connection. */
  offline?: true;
  /** No answer within the time limit. */
  timedOut?: true;
  /** Seconds that the server asks to wait before the next try. */
  retryAfter?: number;
  /** Body as received, where old clients of the jqXHR look for it. */
  responseJSON?: unknown;
  /**
   * Of what `schedule` rejects with: for whoever needs time to show it. `scheduleError` waits, since its listeners change what stands on the
   * page. Counts only when called at once.
   */
  waitUntil?(shown: Promise<unknown>): void;
}

export interface ScheduleOptions {
  phonenumber: string;
  firstname?: string;
  lastname?: string;
  /** Notes. */
  subject?: string;
  email?: string;
  /** ISO instant or Date; absent, '' or 'now' means as soon as possible. */
  desiredTime?: string | Date;
  /** Merged over the configured userData. */
  userData?: Record<string, unknown>;
  /** Where 8.5 had it. */
  form?: { userData?: Record<string, unknown> };
  /** Default: the configured one. */
  serviceName?: string;
  /** Made when the panel opens (WI14); without one, each call is a request of its own. */
  idempotencyKey?: string;
  captchaToken?: string;
  /** SE5: of the refusal 7044 (`responseJSON.data.numberCheck.id`), and the code that reached the number. */
  numberCheckId?: string;
  numberCheckCode?: string;
  /** WI12: default: the configured one. */
  identity?: string;
  /** Any other input of a form goes into userData under its name. */
  [input: string]: unknown;
}

export interface AvailabilityOptions {
  /** ISO instant, Date or epoch milliseconds; default now. */
  startDate?: string | Date | number;
  endDate?: string | Date | number;
  numberOfDays?: number;
  maxTimeSlots?: number;
  /** IANA zone: days are counted, and `localTime` is told, in it. */
  timezone?: string;
  /** Full slots are listed too, with capacity 0. */
  reportBusy?: boolean;
  serviceName?: string;
}

/** Names the visitor's callback by its signed token; default: the last one booked in this tab. */
export interface TokenOptions {
  token?: string;
}

/** SE5: the check, and the number that was given with it. */
export interface ResendOptions {
  numberCheckId: string;
  phonenumber: string;
  /** Default: the configured one. */
  serviceName?: string;
}

/** Keys of the `callback` section that this plugin reads; see options/. */
export type ServiceConfig = Record<string, unknown>;

/** A request that runs in this tab: kept until it ends, so that a reload finds it (WI14). */
export interface RunningRequest {
  id: string;
  token: string;
}

/** How a request is followed; `none`: its server doesn't tell. */
export type Connection = 'live' | 'polling' | 'lost' | 'none';

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    /** Partial: what is given replaces what was there. */
    'CallbackService.configure': { options: ServiceConfig; result: void };
    'CallbackService.schedule': { options: ScheduleOptions; result: ScheduledAnswer };
    'CallbackService.availability': { options: AvailabilityOptions | undefined; result: Availabilities };
    'CallbackService.offers': { options: { serviceName?: string } | undefined; result: Offers };
    /** Another code instead of the one before. Rejects with `retryAfter` before its time. There once something was asked of the server. */
    'CallbackService.resendCode': { options: ResendOptions; result: NumberCheck };
    'CallbackService.status': { options: TokenOptions | undefined; result: VisitorCallback };
    'CallbackService.cancel': { options: TokenOptions | undefined; result: VisitorCallback };
    /** The request of this number that another tab of the browser holds, from now on this tab's too; null when none does. */
    'CallbackService.adopt': { options: { phoneNumber: string }; result: VisitorCallback | null };
    'CallbackService.reschedule': { options: TokenOptions & { desiredTime: string | Date }; result: VisitorCallback };
    /** Live state as `statusChanged` events until the callback is completed or `stop` is called. One watch at a time. */
    'CallbackService.watch': { options: TokenOptions | undefined; result: { stop(): void } };
    /** The request that still runs in this tab, or null. Stored only while it lives. */
    'CallbackService.running': { options: undefined; result: RunningRequest | null };
  }
  interface EventMap {
    'CallbackService.ready': undefined;
    /** The server's answer to `schedule`, as received. */
    'CallbackService.scheduled': ScheduledAnswer;
    'CallbackService.scheduleError': CallbackServiceError;
    /** UTC instant -> free places. */
    'CallbackService.availableSlots': Record<string, number>;
    'CallbackService.availabilityError': CallbackServiceError;
    'CallbackService.statusChanged': VisitorCallback;
    /** A flaky network: the same request is sent again after `delay` milliseconds. `attempt` counts from 2. */
    'CallbackService.retrying': { command: string; attempt: number; delay: number };
    /** How live the watch is. */
    'CallbackService.connectionChanged': { connection: Connection };
  }
}
