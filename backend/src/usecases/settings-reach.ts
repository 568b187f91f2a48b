import type { ConsoleUser } from './ringback.js';
import { Refusal } from '../domain/refusal.js';

/** Whether a user may see a queue (lines of business). */
export const sees = (user: ConsoleUser, queue: string): boolean => user.queues === undefined || user.queues.includes(queue);

/**
 * For what concerns the whole site.
 * @throws Refusal FORBIDDEN for a user who is limited to queues
 */
export function requireWholeSite(user: ConsoleUser): void {
  if (user.queues !== undefined)
    throw new Refusal('FORBIDDEN', 'This concerns the whole site, and you are limited to some queues. Ask somebody who is not.');
}

/** @throws Refusal FORBIDDEN when the change would touch a queue that the user may not see */
export function requireReach(user: ConsoleUser, queues: readonly string[]): void {
  if (queues.every((queue) => sees(user, queue))) return;
  throw new Refusal('FORBIDDEN', 'This is in use by queues that are not yours. Ask somebody who is responsible for all of them.');
}
