import * as v from 'valibot';
import * as desk from './console.js';
import type { Role } from './console.js';
import { AGENT_ENDPOINTS } from './endpoints-agents.js';
import { CALL_IN_ENDPOINTS } from './endpoints-call-in.js';
import { CAPTCHA_ENDPOINTS } from './endpoints-captcha.js';
import { SETTINGS_ENDPOINTS } from './endpoints-settings.js';
import { TELEPHONY_ENDPOINTS } from './endpoints-telephony.js';
import { DEVELOPER_ENDPOINTS } from './endpoints-developer.js';
import { MANAGING_ENDPOINTS } from './endpoints-managing.js';
import { NUMBER_CHECK_ENDPOINTS } from './endpoints-number-check.js';
import * as engagement from './engagement.js';
import { statisticsAnswer, statisticsQuery } from './statistics.js';
import { STATUS_CODES, type StatusName } from './status-codes.js';
import * as visitor from './visitor.js';

/** Who may ask, and how they say so. `telephony-report`: the telephony secret, or a body signed with the dialer's, or both. */
export type Door = 'api-key' | 'visitor-token' | 'session' | 'telephony-secret' | 'telephony-report' | 'open';

export interface Endpoint {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path parameters as `{name}`. */
  readonly path: string;
  readonly door: Door;
  /** Behind the session door: whoever has at least one of them may pass. Absent: everybody who is logged in. */
  readonly roles?: readonly Role[];
  readonly summary: string;
  readonly query?: v.GenericSchema;
  readonly body?: v.GenericSchema;
  /** A request without a body counts as one with an empty object. */
  readonly bodyOptional?: true;
  /** Schema of `data` in the success envelope. */
  readonly data: v.GenericSchema;
  /** `text/event-stream` answers send `data` as JSON in each event. */
  readonly stream?: true;
  /** The body is a file of this type, of up to 2 MiB; `body` is its text. */
  readonly upload?: 'text/csv';
  /** The good answer is a file of this type and has no envelope; `data` is its text. */
  readonly media?: 'text/csv';
  /** Refusals beyond those of the door and of bad input. */
  readonly refusals: readonly StatusName[];
}

const E3 = '/engagement/v3';
const V1 = '/visitor/v1/callback';
const C1 = '/console/v1';
const done = v.object({});

/** Every address that crosses a border: server, widget, console and the OpenAPI document read this table. */
export const ENDPOINTS = {
  createCallback: {
    operationId: 'bookCallbackExternal',
    method: 'POST',
    path: `${E3}/callbacks/create`,
    door: 'api-key',
    summary: 'Book a callback: with desiredTime a scheduled one, without it as soon as possible.',
    body: engagement.createCallback,
    data: engagement.createdCallback,
    refusals: [
      'INVALID_PHONE_NUMBER',
      'COUNTRY_NOT_PERMITTED',
      'NUMBER_BLOCKED',
      'UNKNOWN_SERVICE',
      'TOO_MANY_REQUESTS',
      'OUTSIDE_OFFICE_HOURS',
      'CAPTCHA_FAILED',
      'NUMBER_CHECK_NEEDED',
      'NUMBER_CODE_WRONG',
      'IDENTITY_REFUSED',
    ],
  },
  retrieveCallback: {
    operationId: 'queryCallbackById',
    method: 'POST',
    path: `${E3}/callbacks/retrieve`,
    door: 'api-key',
    summary: 'Read one callback by id.',
    body: engagement.callbackIdParams,
    data: engagement.callbackRecord,
    refusals: ['NOT_FOUND'],
  },
  cancelCallback: {
    operationId: 'cancelCallback',
    method: 'POST',
    path: `${E3}/callbacks/cancel`,
    door: 'api-key',
    summary: 'Cancel a callback that nobody is talking on yet.',
    body: engagement.callbackIdParams,
    data: engagement.callbackIdParams,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  availability: {
    operationId: 'queryAvailabilityV2',
    method: 'GET',
    path: `${E3}/callbacks/availability/{service-name}`,
    door: 'api-key',
    summary: 'Slots that can be booked.',
    query: engagement.availabilityQuery,
    data: engagement.availabilities,
    refusals: ['UNKNOWN_SERVICE'],
  },
  openFor: {
    operationId: 'openFor',
    method: 'GET',
    path: `${E3}/callbacks/open-for/{service-name}`,
    door: 'api-key',
    summary: 'Seconds until a queue (or a business-hours object) closes.',
    query: engagement.openForQuery,
    data: engagement.openFor,
    refusals: ['UNKNOWN_SERVICE'],
  },
  queueStatus: {
    operationId: 'queryQueueStatus',
    method: 'GET',
    path: `${E3}/callbacks/queue-status/{queue-name}`,
    door: 'api-key',
    summary: 'What a queue can offer now.',
    data: engagement.queueStatus,
    refusals: ['UNKNOWN_SERVICE'],
  },
  estimatedWaitTime: {
    operationId: 'estimatedWaitTimeAPI1',
    method: 'GET',
    path: `${E3}/estimated-wait-time`,
    door: 'api-key',
    summary: 'Estimated wait of queues, one entry for each name asked.',
    query: engagement.ewtQuery,
    data: engagement.ewtEntries,
    refusals: [],
  },
  statistics: {
    operationId: 'statistics',
    method: 'POST',
    path: `${E3}/statistics/operations/get-statistic-ex`,
    door: 'api-key',
    summary: 'Waits and waiting callbacks of the queues that are named; always those of this moment, whatever Cache-Control says.',
    body: statisticsQuery,
    bodyOptional: true,
    data: statisticsAnswer,
    refusals: [],
  },
  offers: {
    operationId: 'offers',
    method: 'GET',
    path: '/visitor/v1/offers/{service-name}',
    door: 'api-key',
    summary: 'All that a booking form needs to know, in one answer.',
    data: visitor.offers,
    refusals: ['UNKNOWN_SERVICE'],
  },
  visitorCallback: {
    operationId: 'visitorCallback',
    method: 'GET',
    path: V1,
    door: 'visitor-token',
    summary: 'The one callback that the token names.',
    data: visitor.visitorCallback,
    refusals: ['NOT_FOUND'],
  },
  visitorEvents: {
    operationId: 'visitorEvents',
    method: 'GET',
    path: `${V1}/events`,
    door: 'visitor-token',
    summary: 'Live state, position and wait (server-sent events named "callback").',
    data: visitor.visitorCallback,
    stream: true,
    refusals: ['NOT_FOUND'],
  },
  visitorCancel: {
    operationId: 'visitorCancel',
    method: 'POST',
    path: `${V1}/cancel`,
    door: 'visitor-token',
    summary: 'Cancel.',
    data: visitor.visitorCallback,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  visitorReschedule: {
    operationId: 'visitorReschedule',
    method: 'POST',
    path: `${V1}/reschedule`,
    door: 'visitor-token',
    summary: 'Move a scheduled callback to another time.',
    body: visitor.rescheduleParams,
    data: visitor.visitorCallback,
    refusals: ['NOT_FOUND', 'WRONG_STATE', 'TOO_MANY_REQUESTS', 'OUTSIDE_OFFICE_HOURS'],
  },
  consoleWelcome: {
    operationId: 'consoleWelcome',
    method: 'GET',
    path: `${C1}/welcome`,
    door: 'open',
    summary: 'What the login page may know.',
    data: desk.welcome,
    refusals: [],
  },
  login: {
    operationId: 'login',
    method: 'POST',
    path: `${C1}/session`,
    door: 'open',
    summary: 'Log in; sets the session cookie.',
    body: desk.login,
    data: desk.session,
    refusals: ['NOT_AUTHENTICATED', 'TOO_MANY_REQUESTS'],
  },
  session: {
    operationId: 'session',
    method: 'GET',
    path: `${C1}/session`,
    door: 'session',
    summary: 'Who is logged in.',
    data: desk.session,
    refusals: [],
  },
  logout: {
    operationId: 'logout',
    method: 'DELETE',
    path: `${C1}/session`,
    door: 'session',
    summary: 'Log out.',
    data: done,
    refusals: [],
  },
  desk: {
    operationId: 'desk',
    method: 'GET',
    path: `${C1}/desk`,
    door: 'session',
    summary: "The agent's desk.",
    data: desk.desk,
    refusals: [],
  },
  deskEvents: {
    operationId: 'deskEvents',
    method: 'GET',
    path: `${C1}/desk/events`,
    door: 'session',
    summary: 'The desk, live (server-sent events named "desk").',
    data: desk.desk,
    stream: true,
    refusals: [],
  },
  deskState: {
    operationId: 'deskState',
    method: 'PUT',
    path: `${C1}/desk/state`,
    door: 'session',
    summary: 'Ready or not ready.',
    body: desk.deskState,
    data: desk.desk,
    refusals: ['WRONG_STATE'],
  },
  deskNext: {
    operationId: 'deskNext',
    method: 'POST',
    path: `${C1}/desk/next`,
    door: 'session',
    summary: 'Take the next waiting callback.',
    data: desk.desk,
    refusals: ['WRONG_STATE', 'NOT_FOUND'],
  },
  deskOutcome: {
    operationId: 'deskOutcome',
    method: 'POST',
    path: `${C1}/desk/outcome`,
    door: 'session',
    summary: 'Report how the call went.',
    body: desk.deskOutcome,
    data: desk.desk,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  simulator: {
    operationId: 'simulatorSwitch',
    method: 'PUT',
    path: `${C1}/simulator`,
    door: 'session',
    summary: "Pause or resume the simulator's virtual agents.",
    body: desk.simulatorSwitch,
    data: desk.desk,
    refusals: ['WRONG_STATE'],
  },
  ...AGENT_ENDPOINTS,
  ...SETTINGS_ENDPOINTS,
  ...TELEPHONY_ENDPOINTS,
  ...MANAGING_ENDPOINTS,
  ...CALL_IN_ENDPOINTS,
  ...CAPTCHA_ENDPOINTS,
  ...NUMBER_CHECK_ENDPOINTS,
  ...DEVELOPER_ENDPOINTS,
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

/** HTTP statuses that an endpoint may answer with, its door's and bad input's included. */
export function answersOf(endpoint: Endpoint): readonly StatusName[] {
  const byDoor: Record<Door, readonly StatusName[]> = {
    // Limits hold for visitors; who logs in is none of the staff yet.
    'api-key': ['MISSING_API_KEY', 'UNKNOWN_API_KEY', 'ORIGIN_NOT_ALLOWED', 'TOO_MANY_REQUESTS'],
    'visitor-token': ['NOT_AUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'TOO_MANY_REQUESTS'],
    session: ['NOT_AUTHENTICATED', 'FORBIDDEN', 'ORIGIN_NOT_ALLOWED'],
    'telephony-secret': ['NOT_AUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
    'telephony-report': ['NOT_AUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
    open: ['ORIGIN_NOT_ALLOWED', 'TOO_MANY_REQUESTS'],
  };
  const byBody: readonly StatusName[] = endpoint.body ? ['UNSUPPORTED_MEDIA_TYPE'] : [];
  const bySize: readonly StatusName[] = endpoint.method === 'GET' ? [] : ['BODY_TOO_LARGE'];
  // A path that can't be read is refused everywhere.
  const all: readonly StatusName[] = ['SUCCESS', 'INVALID_PARAMETER', ...bySize, ...byBody, ...byDoor[endpoint.door], ...endpoint.refusals];
  return [...new Set<StatusName>([...all, 'INTERNAL', 'UNAVAILABLE'])];
}

/** Distinct HTTP statuses of {@link answersOf}. */
export const httpStatusesOf = (endpoint: Endpoint): number[] => [...new Set(answersOf(endpoint).map((name) => STATUS_CODES[name].http))];
