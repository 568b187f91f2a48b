import { readFields } from '../../options/read-fields.js';
import { callInFields } from '../../options/section-fields.js';
import type { CallInWay } from './protocol.js';

/** Section `callin`, defaults filled in. */
export interface CallInOptions {
  readonly way: CallInWay;
  /** Of an immediate call-in; undefined: that of the queue. */
  readonly groupName: string | undefined;
  /** Queue of a delayed one. */
  readonly serviceName: string | undefined;
  readonly acceptance: 'manual' | 'automatic';
  /** The visitor's number is asked for though it isn't needed: telephony can match by it. */
  readonly askNumber: boolean;
  readonly userData: Record<string, unknown>;
  readonly countryCodes: boolean;
}

/** @param callback section `callback`: what `callin` leaves open is as for callbacks */
export function readCallInOptions(section: unknown, callback: Record<string, unknown>): CallInOptions {
  const { way, groupName, serviceName, userData, ...rest } = readFields(section, callInFields, '', () => {});
  const queue = typeof callback['serviceName'] === 'string' && callback['serviceName'] !== '' ? callback['serviceName'] : undefined;
  const always = typeof callback['userData'] === 'object' ? callback['userData'] : {};
  return {
    ...rest,
    groupName,
    serviceName: serviceName ?? queue,
    way: way ?? (groupName !== undefined && serviceName === undefined ? 'immediate' : 'delayed'),
    userData: { ...always, ...userData },
  };
}
