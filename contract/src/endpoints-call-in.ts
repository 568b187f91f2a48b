import * as v from 'valibot';
import * as callIn from './call-in.js';
import type { Role } from './console.js';
import type { Endpoint } from './endpoints.js';
import * as engagement from './engagement.js';
import { pushWebConfig } from './push.js';
import { deletion } from './settings.js';
import * as visitor from './visitor.js';

const GROUP_NUMBERS = '/console/v1/call-in-groups/{name}/numbers';
const VIEWERS = ['administrator', 'supervisor', 'developer', 'monitor'] as const satisfies readonly Role[];
const DEVELOPER = ['administrator', 'developer'] as const satisfies readonly Role[];

/** Click-To-Call-In, and push as far as it is asked for. */
export const CALL_IN_ENDPOINTS = {
  createCallIn: {
    operationId: 'callInRequests',
    method: 'POST',
    path: '/engagement/v3/call-in/requests/create',
    door: 'api-key',
    summary: 'Ask for a number to call, now or (with callbackServiceId) because it is your turn.',
    body: engagement.createCallIn,
    data: engagement.createdCallIn,
    refusals: [
      'INVALID_PHONE_NUMBER',
      'COUNTRY_NOT_PERMITTED',
      'NUMBER_BLOCKED',
      'WRONG_STATE',
      'TOO_MANY_REQUESTS',
      'CAPTCHA_FAILED',
      'NUMBER_CHECK_NEEDED',
      'NUMBER_CODE_WRONG',
      'IDENTITY_REFUSED',
    ],
  },
  visitorCallIn: {
    operationId: 'visitorCallIn',
    method: 'GET',
    path: '/visitor/v1/call-in',
    door: 'visitor-token',
    summary: 'What has become of the number that was handed out at once.',
    data: callIn.visitorCallIn,
    refusals: ['NOT_FOUND'],
  },
  visitorCallInEvents: {
    operationId: 'visitorCallInEvents',
    method: 'GET',
    path: '/visitor/v1/call-in/events',
    door: 'visitor-token',
    summary: 'The same, live (server-sent events named "call-in").',
    data: callIn.visitorCallIn,
    stream: true,
    refusals: ['NOT_FOUND'],
  },
  pushConfig: {
    operationId: 'pushConfig',
    method: 'GET',
    path: '/visitor/v1/push',
    door: 'api-key',
    summary: 'What a page and its service worker need to receive push messages.',
    data: pushWebConfig,
    refusals: [],
  },
  visitorPushTargets: {
    operationId: 'visitorPushTargets',
    method: 'PUT',
    path: '/visitor/v1/callback/push-targets',
    door: 'visitor-token',
    summary: 'Say which devices are told of this callback from now on; none with an empty list.',
    body: visitor.pushTargetsParams,
    data: visitor.visitorCallback,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  simulatedCall: {
    operationId: 'simulatedCall',
    method: 'POST',
    path: '/visitor/v1/simulated-call',
    door: 'api-key',
    summary: 'Dial a number of ours and type a code, where the simulator stands in for telephony.',
    body: callIn.simulatedCall,
    data: callIn.simulatedCallAnswer,
    refusals: ['WRONG_STATE', 'TOO_MANY_REQUESTS'],
  },
  callInMatch: {
    operationId: 'matchCallIn',
    method: 'POST',
    path: '/telephony/v1/call-in/match',
    door: 'telephony-secret',
    summary: 'Find the request that an inbound call belongs to. Nothing matched is a good answer, too.',
    body: callIn.callInMatch,
    data: callIn.callInMatched,
    refusals: [],
  },
  listCallIns: {
    operationId: 'listCallIns',
    method: 'GET',
    path: '/console/v1/call-ins',
    door: 'session',
    roles: DEVELOPER,
    summary: 'The latest 5,000 call-in requests in pages of 500.',
    query: callIn.callInListQuery,
    data: callIn.callInPage,
    refusals: [],
  },
  getCallInPool: {
    operationId: 'getCallInPool',
    method: 'GET',
    path: GROUP_NUMBERS,
    door: 'session',
    roles: VIEWERS,
    summary: 'All numbers of a call-in group.',
    data: callIn.callInPool,
    refusals: ['NOT_FOUND'],
  },
  importCallInPool: {
    operationId: 'importCallInPool',
    method: 'PUT',
    path: GROUP_NUMBERS,
    door: 'session',
    roles: ['administrator'],
    summary: 'Replace all numbers of a call-in group by those of a CSV file (number, description). One bad line, and nothing is changed.',
    query: deletion,
    body: v.string(),
    upload: 'text/csv',
    data: callIn.callInPool,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  testPushCredentials: {
    operationId: 'testPushCredentials',
    method: 'POST',
    path: '/console/v1/push-credentials/test',
    door: 'session',
    roles: DEVELOPER,
    summary: 'Try the push credentials; nothing is delivered.',
    body: callIn.pushTest,
    data: callIn.pushTested,
    refusals: ['WRONG_STATE'],
  },
} as const satisfies Record<string, Endpoint>;
