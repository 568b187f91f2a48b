import type { BrowserContext, Request, Route } from 'playwright-core';

/** What the site's settings say of Firebase: `site.push.web`. */
export const WEB = { apiKey: 'web-key', appId: '1:1:web:1', messagingSenderId: '1', vapidKey: `B${'A'.repeat(86)}` };
const PROJECT = 'shop-1';
const FID = 'f1234567890123456789ab';
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' };

/** Stand-in for Firebase's two hosts, for the browser's push service and for the person who is asked; strict where they are. */
export interface StandInFirebase {
  /** How often somebody was asked for permission. */
  readonly asked: number;
  /** Tokens given out, in order. */
  readonly tokens: readonly string[];
  /** Tokens given back. */
  readonly deleted: readonly string[];
  /** What was not as documented. */
  readonly complaints: readonly string[];
  /** The browser subscribes anew, as it does after its push service has dropped the old subscription. */
  renewSubscription(): void;
}

/**
 * To be called before a page is opened.
 * @param origins whose pages may ask; they have no permission before
 */
export async function standInForFirebase(context: BrowserContext, origins: readonly string[]): Promise<StandInFirebase> {
  const state = { asked: 0, tokens: [] as string[], deleted: [] as string[], complaints: [] as string[], subscription: 1 };
  const installations = `https://firebaseinstallations.googleapis.com/v1/projects/${PROJECT}/installations`;
  const registrations = `https://fcmregistrations.googleapis.com/v1/projects/${PROJECT}/registrations`;
  const complain = (what: string): void => void state.complaints.push(what);
  const subscriptionUrl = (): string => `https://push.example/${state.subscription}`;

  await context.route(/^https:\/\/(?:firebaseinstallations|fcmregistrations)\.googleapis\.com\//, async (route) => {
    const request = route.request();
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers: CORS });
    if (request.headers()['x-goog-api-key'] !== WEB.apiKey) complain('no API key');
    if (request.url() === installations) return install(route, request);
    if (request.headers()['x-goog-firebase-installations-auth'] !== 'FIS a.b.c') complain('no access token of the installation');
    if (request.url() === registrations && request.method() === 'POST') return register(route, request);
    if (request.url().startsWith(`${registrations}/`) && request.method() === 'DELETE') {
      state.deleted.push(request.url().slice(registrations.length + 1));
      return answer(route, {});
    }
    complain(`${request.method()} ${request.url()}`);
    return route.fulfill({ status: 404, headers: CORS });
  });
  const install = (route: Route, request: Request): Promise<void> => {
    const { appId, authVersion, fid } = request.postDataJSON() as Record<string, unknown>;
    if (appId !== WEB.appId || authVersion !== 'FIS_v2' || typeof fid !== 'string') complain(`installation: ${request.postData()}`);
    return answer(route, {
      name: `projects/1/installations/${FID}`,
      fid: FID,
      refreshToken: 'r',
      authToken: { token: 'a.b.c', expiresIn: '604800s' },
    });
  };
  const register = (route: Route, request: Request): Promise<void> => {
    const { web } = request.postDataJSON() as { web?: Record<string, unknown> };
    const isWhole = web?.['endpoint'] === subscriptionUrl() && web['applicationPubKey'] === WEB.vapidKey && web['auth'] && web['p256dh'];
    if (!isWhole) complain(`registration: ${request.postData()}`);
    const token = `fcm-token-${state.tokens.length + 1}`;
    state.tokens.push(token);
    return answer(route, { token });
  };

  await context.exposeBinding('standInPerson', async ({ context: asking }) => {
    state.asked += 1;
    for (const origin of origins) await asking.grantPermissions(['notifications'], { origin });
  });
  await context.exposeBinding('standInPushService', (_, vapidKey: string) => {
    if (vapidKey !== WEB.vapidKey) complain(`subscribed with the key ${vapidKey}`);
    return subscriptionUrl();
  });
  await context.addInitScript(playBrowser);
  return {
    get asked() {
      return state.asked;
    },
    tokens: state.tokens,
    deleted: state.deleted,
    complaints: state.complaints,
    renewSubscription: () => void (state.subscription += 1),
  };
}

const answer = (route: Route, body: unknown): Promise<void> =>
  route.fulfill({ status: 200, headers: CORS, contentType: 'application/json', body: JSON.stringify(body) });

/** In each page: its real push service would be asked over a network that tests don't have, and no person is there to be asked. */
function playBrowser(): void {
  if (!('PushManager' in globalThis) || !('Notification' in globalThis)) return;
  const outside = globalThis as unknown as { standInPerson(): Promise<void>; standInPushService(vapidKey: string): Promise<string> };
  Notification.requestPermission = async () => {
    // Browsers want a press before.
    if (!navigator.userActivation.isActive) return 'denied';
    await outside.standInPerson();
    return 'granted';
  };
  const keys: Readonly<Record<string, Uint8Array>> = { auth: new Uint8Array(16), p256dh: new Uint8Array(65).fill(4, 0, 1) };
  let subscription: object | null = null;
  const own = {
    getSubscription: async () => subscription,
    subscribe: async ({ userVisibleOnly, applicationServerKey }: { userVisibleOnly?: boolean; applicationServerKey: Uint8Array }) => {
      if (!userVisibleOnly) throw new DOMException('Only with userVisibleOnly', 'NotAllowedError');
      const key = btoa(String.fromCharCode(...applicationServerKey))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
      const endpoint = await outside.standInPushService(key);
      subscription = {
        endpoint,
        expirationTime: null,
        getKey: (name: string) => keys[name]?.buffer ?? null,
        unsubscribe: async () => true,
      };
      return subscription;
    },
  };
  Object.assign(PushManager.prototype, own);
}
