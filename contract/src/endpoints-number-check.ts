import type { Endpoint } from './endpoints.js';
import * as check from './number-check.js';

/** SE5: what the visitor does between the two bookings. */
export const NUMBER_CHECK_ENDPOINTS = {
  resendCode: {
    operationId: 'resendCode',
    method: 'POST',
    path: '/visitor/v1/number-checks/resend',
    door: 'api-key',
    summary: 'Have another code sent; the earlier one is good no more.',
    body: check.resendCode,
    data: check.codeResent,
    refusals: [
      'INVALID_PHONE_NUMBER',
      'COUNTRY_NOT_PERMITTED',
      'NUMBER_BLOCKED',
      'UNKNOWN_SERVICE',
      'TOO_MANY_REQUESTS',
      'NUMBER_CODE_WRONG',
    ],
  },
  simulatedMessage: {
    operationId: 'simulatedMessage',
    method: 'POST',
    path: '/visitor/v1/simulated-message',
    door: 'api-key',
    summary: 'Read the message with the code, where the simulator stands in for telephony and nothing is sent.',
    body: check.simulatedMessageParams,
    data: check.simulatedMessage,
    refusals: ['WRONG_STATE', 'NOT_FOUND', 'TOO_MANY_REQUESTS'],
  },
} as const satisfies Record<string, Endpoint>;
