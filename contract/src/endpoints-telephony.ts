import * as v from 'valibot';
import * as engagement from './engagement.js';
import type { Endpoint } from './endpoints.js';
import * as telephony from './telephony.js';

const T1 = '/telephony/v1';

/** What the telephony side may ask and tell. */
export const TELEPHONY_ENDPOINTS = {
  telephonyCreate: {
    operationId: 'telephonyCreateCallback',
    method: 'POST',
    path: `${T1}/callbacks`,
    door: 'telephony-secret',
    summary: 'Book a callback for a call that waits in a queue, or for a campaign.',
    body: telephony.telephonyCallback,
    data: engagement.createdCallback,
    refusals: [
      'INVALID_PHONE_NUMBER',
      'COUNTRY_NOT_PERMITTED',
      'NUMBER_BLOCKED',
      'UNKNOWN_SERVICE',
      'TOO_MANY_REQUESTS',
      'OUTSIDE_OFFICE_HOURS',
    ],
  },
  telephonyRetrieve: {
    operationId: 'telephonyRetrieveCallback',
    method: 'GET',
    path: `${T1}/callbacks/{id}`,
    door: 'telephony-secret',
    summary: 'Read one callback.',
    data: engagement.callbackRecord,
    refusals: ['INVALID_PARAMETER', 'NOT_FOUND'],
  },
  telephonyCancel: {
    operationId: 'telephonyCancelCallback',
    method: 'POST',
    path: `${T1}/callbacks/{id}/cancel`,
    door: 'telephony-secret',
    summary: 'Cancel a callback that nobody is talking on yet.',
    body: telephony.telephonyCancel,
    data: engagement.callbackIdParams,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  attemptReport: {
    operationId: 'reportAttempt',
    method: 'POST',
    path: `${T1}/callbacks/{id}/attempts/{n}/events`,
    door: 'telephony-report',
    summary: 'Report how a dial goes, by the telephony secret or signed like a webhook with the secret of the dialer.',
    body: telephony.attemptReport,
    data: telephony.attemptReported,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  telephonyAgentPut: {
    operationId: 'putTelephonyAgent',
    method: 'PUT',
    path: `${T1}/agents/{name}`,
    door: 'telephony-secret',
    summary: 'Say whether an agent of the telephony side can take calls. Repeat it before it expires.',
    body: telephony.telephonyAgent,
    data: telephony.telephonyAgentKept,
    refusals: ['UNKNOWN_SERVICE'],
  },
  telephonyAgentDelete: {
    operationId: 'deleteTelephonyAgent',
    method: 'DELETE',
    path: `${T1}/agents/{name}`,
    door: 'telephony-secret',
    summary: 'Say that an agent of the telephony side is gone.',
    data: v.object({}),
    refusals: [],
  },
} as const satisfies Record<string, Endpoint>;
