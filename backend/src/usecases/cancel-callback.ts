import type { CallbackId } from '@ringback/contract';
import type { Actor } from '../domain/callback.js';
import type { Attempt } from '../ports/dialer.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';

/** See `Ringback.cancelCallback`. 2 statements; the place and the attempt go with it, and what rings stops ringing. */
export async function cancelCallback(deps: Dependencies, id: CallbackId, actor: Actor, cause = 'cancelled'): Promise<void> {
  let ringing: Pick<Attempt, 'callbackId' | 'number'> | undefined;
  await editCallback(deps, id, (callback) => {
    const begun = callback.state === 'ROUTING' && callback.offerExpires === undefined;
    ringing = begun ? { callbackId: id, number: callback.attempt } : undefined;
    return {
      event: { kind: 'cancel', actor },
      actor,
      cause,
      attempt: begun ? { kind: 'over', outcome: 'abandoned' } : undefined,
    };
  });
  if (ringing) await deps.dialer.hangUp?.(ringing);
}
