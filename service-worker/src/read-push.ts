import { pushPayload, type PushPayload } from '@ringback/contract';
import * as v from 'valibot';

/** `foreign`: not a message of ours, somebody else's to handle. `broken`: ours by its looks, and unreadable. */
export type PushRead =
  { readonly kind: 'ours'; readonly payload: PushPayload } | { readonly kind: 'broken' } | { readonly kind: 'foreign' };

/** SW2. What FCM's push service hands to the worker: JSON with our message under `data`. Never throws. */
export function readPush(data: { text(): string } | null): PushRead {
  let message: unknown;
  try {
    message = JSON.parse(data?.text() ?? '');
  } catch {
    return { kind: 'foreign' };
  }
  const own = (message as { data?: unknown } | null)?.data;
  if (typeof own !== 'object' || own === null || !('callbackId' in own) || !('event' in own)) return { kind: 'foreign' };
  const parsed = v.safeParse(pushPayload, own);
  return parsed.success ? { kind: 'ours', payload: parsed.output } : { kind: 'broken' };
}
