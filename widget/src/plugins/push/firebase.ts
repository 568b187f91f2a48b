import { deleteApp, getApps, initializeApp, type FirebaseApp } from 'firebase/app';
import { deleteToken, getMessaging, getToken } from 'firebase/messaging';
import type { WebPushConfig } from './push-port.js';

const NAME = 'ringback';

/** An app of our own name: the page may have its own Firebase, with other settings. */
function appOf({ projectId, apiKey, appId, messagingSenderId }: WebPushConfig): FirebaseApp {
  const known = getApps().find(({ name }) => name === NAME);
  return known ?? initializeApp({ projectId, apiKey, appId, messagingSenderId }, NAME);
}

/** The registration token of this browser; asks Firebase's servers unless it is known and young. */
export const tokenOf = (config: WebPushConfig, serviceWorkerRegistration: ServiceWorkerRegistration): Promise<string> =>
  getToken(getMessaging(appOf(config)), { vapidKey: config.vapidKey, serviceWorkerRegistration });

/** Unsubscribes this browser. */
export async function forgetToken(config: WebPushConfig): Promise<void> {
  const app = appOf(config);
  await deleteToken(getMessaging(app));
  await deleteApp(app);
}
