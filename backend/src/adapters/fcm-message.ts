import type { PushPayload } from '@ringback/contract';

/**
 * A message as FCM's HTTP v1 interface takes it: data alone, so that the receiver words and replaces its notification itself. A later
 * message about the same callback replaces an earlier one that was not delivered yet, and none outlives what it tells. Only iOS
 * shows nothing for an app that is not running unless the message says what.
 * @param now epoch ms
 */
export function fcmMessage({ payload, expiresAt }: { payload: PushPayload; expiresAt: number }, now: number) {
  const seconds = Math.max(0, Math.floor((expiresAt - now) / 1000));
  // 32 characters, which is what a Topic of Web Push may have.
  const collapse = payload.callbackId.replaceAll('-', '');
  return {
    data: textsOf(payload),
    android: { priority: 'HIGH', ttl: `${seconds}s`, collapse_key: collapse },
    webpush: { headers: { TTL: String(seconds), Urgency: 'high', Topic: collapse } },
    apns: {
      headers: {
        'apns-priority': '10',
        'apns-push-type': 'alert',
        'apns-expiration': String(Math.floor(expiresAt / 1000)),
        'apns-collapse-id': collapse,
      },
      payload: { aps: { alert: { title: payload.title, body: payload.body }, sound: 'default', 'mutable-content': 1 } },
    },
  };
}

const textsOf = (payload: PushPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
