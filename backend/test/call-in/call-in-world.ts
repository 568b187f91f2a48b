import { callInMatch, createCallIn, type CallbackId, type CallInMatched, type CreatedCallIn } from '@ringback/contract';
import * as v from 'valibot';
import type { Context } from '../../src/context.js';
import { book, configOf } from '../usecases/harness.js';

export const GROUP = {
  name: 'help',
  numbers: [{ dnis: '+19059680004', description: 'Toronto 1' }, { dnis: '+19059680005' }],
  accessCode: { length: 6 },
  expirySeconds: 30,
};
type Patch = NonNullable<Parameters<typeof configOf>[0]>;

/** `CallIn_VQ` is always open, and its customers call us by the group `help`. */
export const callInConfig = ({ queue = {}, group = {}, ...patch }: Patch & { group?: Record<string, unknown> } = {}) =>
  configOf({
    ...patch,
    callInGroups: [{ ...GROUP, ...group }],
    queues: [{ name: 'CallIn_VQ', businessHours: 'Always', callDirection: 'USERORIGINATED', callInGroup: 'help', ...queue }],
  });

/** Books on `CallIn_VQ`. */
export const bookCallIn = (context: Context, wish: Record<string, unknown> = {}): Promise<CallbackId> =>
  book(context, { serviceName: 'CallIn_VQ', pushTargets: [{ channel: 'FCM', target: 'device-1' }], ...wish });

export const askNumber = (
  { ringback }: Context,
  wish: Record<string, unknown> = {},
  context: { idempotencyKey?: string; address?: string } = {},
): Promise<CreatedCallIn> =>
  ringback.createCallIn(v.parse(createCallIn, { groupName: 'help', ...wish }), { idempotencyKey: undefined, ...context });

export const call = ({ ringback }: Context, given: Record<string, unknown>): Promise<CallInMatched> =>
  ringback.matchCallIn(v.parse(callInMatch, { criteria: ['accessCode'], ...given }));

/** The code as text, as it is typed. */
export const codeOf = ({ accessCode }: CreatedCallIn): string => String(accessCode);
/** A code that is not this one. */
export const otherThan = (code: string): string => (code.startsWith('1') ? `2${code.slice(1)}` : `1${code.slice(1)}`);
