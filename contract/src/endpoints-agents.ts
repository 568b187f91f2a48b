import * as agents from './agents.js';
import { desk } from './console.js';
import type { Endpoint } from './endpoints.js';

const D1 = '/console/v1/desk';

/** What an agent can do at the desk beyond taking the next one. */
export const AGENT_ENDPOINTS = {
  offerAccept: {
    operationId: 'acceptOffer',
    method: 'POST',
    path: `${D1}/offer/accept`,
    door: 'session',
    roles: ['agent'],
    summary: 'Take the callback that is offered. The attempt begins.',
    body: agents.offerAnswer,
    data: desk,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  offerDecline: {
    operationId: 'declineOffer',
    method: 'POST',
    path: `${D1}/offer/decline`,
    door: 'session',
    roles: ['agent'],
    summary: 'Leave the callback that is offered to the next agent.',
    body: agents.offerAnswer,
    data: desk,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  ownCallbacks: {
    operationId: 'listOwnCallbacks',
    method: 'GET',
    path: `${D1}/callbacks`,
    door: 'session',
    roles: ['agent'],
    summary: 'Callbacks that the agent has scheduled or owns, soonest first.',
    data: agents.ownCallbacks,
    refusals: [],
  },
  ownSchedule: {
    operationId: 'scheduleOwnCallback',
    method: 'POST',
    path: `${D1}/callbacks`,
    door: 'session',
    roles: ['agent'],
    summary: 'Schedule a callback, for anybody, for oneself if possible, or for oneself alone.',
    body: agents.scheduleOwn,
    data: agents.ownCallback,
    refusals: ['INVALID_PHONE_NUMBER', 'COUNTRY_NOT_PERMITTED', 'NUMBER_BLOCKED', 'UNKNOWN_SERVICE', 'OUTSIDE_OFFICE_HOURS'],
  },
  ownReschedule: {
    operationId: 'rescheduleOwnCallback',
    method: 'POST',
    path: `${D1}/callbacks/{id}/reschedule`,
    door: 'session',
    roles: ['agent'],
    summary: 'Move a callback of one’s own; not within 15 minutes of its time if it is owned.',
    body: agents.rescheduleOwn,
    data: agents.ownCallback,
    refusals: ['NOT_FOUND', 'WRONG_STATE', 'OUTSIDE_OFFICE_HOURS'],
  },
  ownCancel: {
    operationId: 'cancelOwnCallback',
    method: 'POST',
    path: `${D1}/callbacks/{id}/cancel`,
    door: 'session',
    roles: ['agent'],
    summary: 'Cancel a callback of one’s own.',
    data: agents.ownCallbacks,
    refusals: ['INVALID_PARAMETER', 'NOT_FOUND', 'WRONG_STATE'],
  },
} as const satisfies Record<string, Endpoint>;
