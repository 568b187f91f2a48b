import { toIsoInstant, type PersonalData, type eraseParams, type erased } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { Refusal } from '../domain/refusal.js';
import { cancelCallback } from './cancel-callback.js';
import type { Dependencies } from './dependencies.js';
import { staffActor } from './manage-callback.js';
import { readNumber } from './managed-callbacks.js';
import { recordView } from './match-call-in.js';
import { wholeView } from './managed-view.js';
import type { ConsoleUser } from './ringback.js';

/** See `ManagingVerbs.exportPersonalData`. 2 statements. */
export async function exportPersonalData(deps: Dependencies, phoneNumber: string): Promise<PersonalData> {
  const phone = readNumber(deps, phoneNumber);
  const records = await deps.records.wholeOfNumber(phone);
  return {
    phoneNumber: phone,
    exportedAt: toIsoInstant(deps.clock.now()),
    callbacks: records.map((record) => wholeView(record, undefined)),
    callIns: (await deps.callIns.ofNumber(phone, deps.clock.now())).map(recordView),
  };
}

/** See `ManagingVerbs.erasePersonalData`. */
export async function erasePersonalData(
  deps: Dependencies,
  user: ConsoleUser,
  { phoneNumber, openCallbacks }: InferOutput<typeof eraseParams>,
): Promise<InferOutput<typeof erased>> {
  const phone = readNumber(deps, phoneNumber);
  const open = await deps.records.openOfNumber(phone);
  if (open.length > 0 && openCallbacks === 'refuse') {
    throw new Refusal(
      'WRONG_STATE',
      `This number has ${open.length} callbacks that have not ended. Cancel them first, or ask to have them cancelled.`,
    );
  }
  for (const id of open) await cancelCallback(deps, id, staffActor(user));
  const records = await deps.records.erase(phone, { at: deps.clock.now(), actor: user.username, subject: subjectOf(deps, phone) });
  deps.log.info('personal data erased', { records, by: user.username });
  return { records, cancelled: open.length };
}

/** Whoever has the number and the service can tell that it is this one; nobody can read it from the line. */
function subjectOf({ requests }: Dependencies, phone: string): string {
  const hash = [...requests.keyOf(`erased ${phone}`).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `number ending in ${phone.slice(-2)}, ${hash}`;
}
