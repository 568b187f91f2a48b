import type { ScheduleOptions } from '../callback-service/protocol.js';
import { BUILT_IN_NAMES, PHONE_FIELD } from '../../form/fields.js';

export interface RequestParts {
  /** Values of the form by input name. */
  readonly values: Readonly<Record<string, string>>;
  /** Epoch milliseconds; `undefined` = as soon as possible. */
  readonly desiredTime: number | undefined;
  readonly userData: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string;
}

/** What `CallbackService.schedule` is given: parameters by their names, every other input as userData. */
export function requestOf({ values, desiredTime, userData, idempotencyKey }: RequestParts): ScheduleOptions {
  const filled = Object.entries(values).filter(([, value]) => value.trim() !== '');
  const isBuiltIn = ([name]: readonly [string, string]): boolean => BUILT_IN_NAMES.includes(name);
  const inputs = Object.fromEntries(filled.filter((entry) => !isBuiltIn(entry)));
  return {
    ...Object.fromEntries(filled.filter(isBuiltIn)),
    phonenumber: values[PHONE_FIELD] ?? '',
    ...(desiredTime !== undefined && { desiredTime: new Date(desiredTime).toISOString() }),
    userData: { ...userData, ...inputs },
    idempotencyKey,
  };
}
