import type { CallbackId } from '@ringback/contract';
import type { Actor } from '../domain/callback.js';
import type { Dependencies } from './dependencies.js';
import { editCallback } from './edit-callback.js';

/** See `Ringback.cancelCallback`. 2 statements; the place and the attempt go with it. */
export async function cancelCallback(deps: Dependencies, id: CallbackId, actor: Actor, cause = 'cancelled'): Promise<void> {
  await editCallback(deps, id, (callback) => ({
    event: { kind: 'cancel', actor },
    actor,
    cause,
    attempt: callback.state === 'ROUTING' ? { kind: 'over', outcome: 'abandoned' } : undefined,
  }));
}
