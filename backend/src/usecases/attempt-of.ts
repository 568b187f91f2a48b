import type { OpenAttempt } from '../ports/attempt-store.js';
import type { Attempt } from '../ports/dialer.js';

/** An attempt as a dialer knows it. */
export const attemptOf = ({ callback, startedAt, inbound = false }: OpenAttempt): Attempt => ({
  callbackId: callback.id,
  number: callback.attempt,
  phone: callback.phone,
  queue: callback.queue,
  priority: callback.priority,
  userData: callback.userData,
  startedAt,
  inbound,
});
