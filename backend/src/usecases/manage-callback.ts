import {
  createCallback as createCallbackSchema,
  toIsoInstant,
  type CreateCallback,
  type ManageCreate,
  type ManagedCallback,
} from '@ringback/contract';
import * as v from 'valibot';
import type { Actor } from '../domain/callback.js';
import { Refusal } from '../domain/refusal.js';
import { cancelCallback } from './cancel-callback.js';
import { createCallback } from './create-callback.js';
import type { Dependencies } from './dependencies.js';
import { managedCallback, maySee, visibleRecord } from './managed-callbacks.js';
import { rescheduleCallback } from './reschedule-callback.js';
import type { ConsoleUser } from './ringback.js';
import { unknownService } from './site-rules.js';

/** CB8: what staff do carries their name. */
export const staffActor = (user: ConsoleUser): Actor => ({ kind: 'admin', name: user.username });

/** Keys of one user never meet those of another, nor those of visitors. */
const ownKey = (user: ConsoleUser, key: string | undefined): string | undefined => key && `console ${user.username} ${key}`;

/** See `ManagingVerbs.manageCreate`. */
export async function manageCreate(
  deps: Dependencies,
  user: ConsoleUser,
  request: ManageCreate,
  idempotencyKey: string | undefined,
): Promise<ManagedCallback> {
  const { queue, ...rest } = request;
  if (!maySee(user, queue)) throw unknownService(queue);
  const { id } = await createCallback(
    deps,
    { ...rest, serviceName: queue },
    { idempotencyKey: ownKey(user, idempotencyKey), actor: staffActor(user) },
  );
  return managedCallback(deps, user, id);
}

/** See `ManagingVerbs.manageReschedule`. */
export async function manageReschedule(deps: Dependencies, user: ConsoleUser, id: string, desiredTime: number): Promise<ManagedCallback> {
  const { callback } = await visibleRecord(deps, user, id);
  await rescheduleCallback(deps, callback.id, desiredTime, staffActor(user));
  return managedCallback(deps, user, id);
}

/** See `ManagingVerbs.manageCancel`. */
export async function manageCancel(deps: Dependencies, user: ConsoleUser, id: string): Promise<ManagedCallback> {
  const { callback } = await visibleRecord(deps, user, id);
  await cancelCallback(deps, callback.id, staffActor(user));
  return managedCallback(deps, user, id);
}

/** See `ManagingVerbs.manageRecreate`. */
export async function manageRecreate(
  deps: Dependencies,
  user: ConsoleUser,
  id: string,
  { desiredTime, idempotencyKey }: { desiredTime: number | undefined; idempotencyKey: string | undefined },
): Promise<ManagedCallback> {
  const { callback: old, origin } = await visibleRecord(deps, user, id);
  if (old.state !== 'COMPLETED')
    throw new Refusal('WRONG_STATE', "This callback can't be recreated: it has not ended yet. Reschedule it, or cancel it first.");
  const again: CreateCallback = v.parse(createCallbackSchema, {
    ...origin,
    serviceName: old.queue,
    phoneNumber: old.phone,
    userData: old.userData,
    language: old.language,
    priority: old.priority,
    desiredTime: desiredTime === undefined ? undefined : toIsoInstant(desiredTime),
    pushTargets: await deps.pushes.targetsOf(old.id),
  });
  const made = await createCallback(deps, again, {
    idempotencyKey: ownKey(user, idempotencyKey),
    actor: staffActor(user),
    recreatedFrom: old.id,
  });
  return managedCallback(deps, user, made.id);
}
