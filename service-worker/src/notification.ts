import type { PushAction, PushPayload } from '@ringback/contract';
import { labelsFor } from './labels.js';

/** Chromium shows buttons; where they are unknown the notification itself is the one button. */
interface Notice extends NotificationOptions {
  readonly actions: readonly { readonly action: PushAction; readonly title: string }[];
  readonly renotify: boolean;
}

export interface NoticeOptions {
  readonly languages: readonly string[];
  /** Addresses of pictures of the site's. */
  readonly icon?: string | undefined;
  readonly badge?: string | undefined;
}

/** All that is known of a callback is one notification: a newer one takes the place of the older. */
export const tagOf = (callbackId: string): string => `ringback:${callbackId}`;

/** PU1, SW1: what a notification shows, and which buttons it has. */
export function noticeOf(payload: PushPayload, { languages, icon, badge }: NoticeOptions): readonly [title: string, options: Notice] {
  return [
    payload.title,
    {
      body: payload.body,
      tag: tagOf(payload.callbackId),
      // It is news each time: the person must hear it though the old one still shows.
      renotify: true,
      requireInteraction: payload.event === 'CALLBACK_READY' || payload.event === 'CALL_IN_READY',
      data: { ringback: payload },
      actions: actionsOf(payload, languages),
      ...(icon !== undefined && { icon }),
      ...(badge !== undefined && { badge }),
    },
  ];
}

function actionsOf({ event }: PushPayload, languages: readonly string[]): Notice['actions'] {
  const { confirm, getNumber, call, cancel } = labelsFor(languages);
  const cancelAction = { action: 'cancel', title: cancel } as const;
  switch (event) {
    case 'CALLBACK_UPCOMING':
      return [{ action: 'confirm', title: confirm }, cancelAction];
    case 'CALLBACK_READY':
      return [{ action: 'confirm', title: getNumber }, cancelAction];
    case 'CALL_IN_READY':
      return [{ action: 'call', title: call }, cancelAction];
    case 'CALLBACK_ATTEMPT_FAILED':
      return [cancelAction];
    case 'CALLBACK_PURGED':
    case 'CALLBACK_FINAL_ATTEMPT_FAILED':
      return [];
  }
}
