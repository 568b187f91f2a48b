import * as v from 'valibot';
import type { Role } from './console.js';
import type { Endpoint } from './endpoints.js';
import * as settings from './settings.js';

const C1 = '/console/v1';
const ADMINISTRATOR = ['administrator'] as const satisfies readonly Role[];
const done = v.object({});

/** The people of the console, and what they have changed. */
export const PEOPLE_ENDPOINTS = {
  listUsers: {
    operationId: 'listUsers',
    method: 'GET',
    path: `${C1}/users`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Who may log in.',
    data: v.array(settings.consoleUser),
    refusals: [],
  },
  getUser: {
    operationId: 'getUser',
    method: 'GET',
    path: `${C1}/users/{username}`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'One user.',
    data: settings.consoleUser,
    refusals: ['NOT_FOUND'],
  },
  putUser: {
    operationId: 'putUser',
    method: 'PUT',
    path: `${C1}/users/{username}`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Make or change a user. A change ends their sessions.',
    body: settings.consoleUserEdit,
    data: settings.consoleUser,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  deleteUser: {
    operationId: 'deleteUser',
    method: 'DELETE',
    path: `${C1}/users/{username}`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Delete a user and end their sessions. The last administrator stays.',
    query: settings.deletion,
    data: done,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  resetPassword: {
    operationId: 'resetPassword',
    method: 'PUT',
    path: `${C1}/users/{username}/password`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: "Set somebody's password and end their sessions.",
    body: settings.passwordReset,
    data: settings.consoleUser,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  changeOwnPassword: {
    operationId: 'changeOwnPassword',
    method: 'PUT',
    path: `${C1}/password`,
    door: 'session',
    summary: 'Change your own password; your other sessions end.',
    body: settings.ownPassword,
    data: done,
    refusals: ['WRONG_STATE', 'TOO_MANY_REQUESTS'],
  },
  listAudit: {
    operationId: 'listAudit',
    method: 'GET',
    path: `${C1}/audit`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Who changed what, newest first.',
    query: settings.auditQuery,
    data: settings.auditPage,
    refusals: [],
  },
} as const satisfies Record<string, Endpoint>;
