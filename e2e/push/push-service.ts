import type { BrowserContext, Page, Worker } from 'playwright-core';

/** A notification as the browser keeps it. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly buttons: readonly string[];
  readonly requireInteraction: boolean;
}

/**
 * The push service, and the person who looks at notifications, played by DevTools. Of one origin.
 *
 * Notifications are never read while one is being shown: Chromium then drops what it has stored and not displayed yet from its
 * database, and the one that is being shown can never be read or pressed again.
 */
export interface PushService {
  /** Hands `data` to the worker in the shape of FCM's. Resolves when the worker is done with it, as its `waitUntil` says. */
  deliver(data: Readonly<Record<string, unknown>>): Promise<void>;
  /** The same for what is not FCM's, or not even JSON. */
  deliverText(text: string): Promise<void>;
  /** Titles of all that has been displayed so far, in order; what took the place of another one counts as well. */
  readonly displayed: readonly string[];
  notices(): Promise<Notice[]>;
  /** Takes all notifications away, as a person does. */
  dismiss(): Promise<void>;
  /** Presses the only notification, or one of its buttons; no tool can, so the event is made. Resolves with the address that was opened. */
  press(action: '' | 'confirm' | 'cancel' | 'call'): Promise<string | undefined>;
  /** Tells the worker that its subscription is another one now. */
  changeSubscription(): Promise<void>;
  /** The worker that runs now, or the one that starts next. */
  worker(): Promise<Worker>;
  /** As the browser does with one that is idle. Resolves when it is gone. */
  stopWorker(): Promise<void>;
}

/** An event that a test has made keeps no worker alive. */
type MadeEvent = Event & { waitUntil(work: Promise<unknown>): void };
/** As far as the tests use it; the types of pages and those of workers exclude each other. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<null> };
  readonly NotificationEvent: new (type: string, init: object) => MadeEvent;
  readonly ExtendableEvent: new (type: string) => MadeEvent;
  dispatchEvent(event: Event): void;
}

let sent = 0;

/** @param beside a page that outlives those of the site; of another origin */
export async function openPushService(context: BrowserContext, beside: Page, origin: string): Promise<PushService> {
  const devtools = await context.newCDPSession(beside);
  const isOfSite = (url: string): boolean => new URL(url).origin === origin;
  const displayed: string[] = [];
  const handled: (() => void)[] = [];
  let registrationId: string | undefined;
  let runs = false;
  let onStopped = (): void => undefined;
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { scopeURL, isDeleted, registrationId: id } of registrations)
      if (scopeURL === `${origin}/` && !isDeleted) registrationId = id;
  });
  devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, runningStatus } of versions) if (isOfSite(scriptURL)) runs = runningStatus !== 'stopped';
    if (!runs) onStopped();
  });
  devtools.on('BackgroundService.backgroundServiceEventReceived', ({ backgroundServiceEvent: event }) => {
    if (!isOfSite(event.origin)) return;
    if (event.service === 'pushMessaging' && event.eventName === 'Push event completed') handled.shift()?.();
    if (event.service === 'notifications' && event.eventName === 'Notification displayed') {
      displayed.push(event.eventMetadata.find(({ key }) => key === 'Title')?.value ?? '');
    }
  });
  await devtools.send('ServiceWorker.enable');
  for (const service of ['pushMessaging', 'notifications'] as const) {
    await devtools.send('BackgroundService.startObserving', { service });
    await devtools.send('BackgroundService.setRecording', { service, shouldRecord: true });
  }

  const isOwn = (worker: Worker): boolean => isOfSite(worker.url());
  const worker = async (): Promise<Worker> => context.serviceWorkers().findLast(isOwn) ?? context.waitForEvent('serviceworker', isOwn);
  const deliverText = async (text: string): Promise<void> => {
    if (registrationId === undefined) throw new Error(`${origin} has no service worker`);
    const done = new Promise<void>((resolve) => handled.push(resolve));
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: text });
    await done;
  };
  return {
    displayed,
    worker,
    deliverText,
    deliver(data) {
      sent += 1;
      return deliverText(JSON.stringify({ from: '1', priority: 'high', fcmMessageId: `fcm-${sent}`, data }));
    },
    notices: async () => (await worker()).evaluate(readNotices),
    dismiss: async () => (await worker()).evaluate(closeNotices),
    press: async (action) => (await worker()).evaluate(pressNotice, action),
    changeSubscription: async () => (await worker()).evaluate(tellOfSubscription),
    async stopWorker() {
      const stopped = new Promise<void>((resolve) => {
        onStopped = resolve;
        if (!runs) resolve();
      });
      await devtools.send('ServiceWorker.stopAllWorkers');
      await stopped;
    },
  };
}

async function readNotices(): Promise<Notice[]> {
  const { registration } = globalThis as unknown as Scope;
  const notices = await registration.getNotifications();
  return notices.map((notice) => {
    const { title, body, requireInteraction, actions } = notice as Notification & { actions: readonly { action: string; title: string }[] };
    return {
      title,
      body,
      requireInteraction,
      actions: actions.map(({ action }) => action),
      buttons: actions.map((button) => button.title),
    };
  });
}

async function closeNotices(): Promise<void> {
  const { registration } = globalThis as unknown as Scope;
  for (;;) {
    const left = await registration.getNotifications();
    if (left.length === 0) return;
    for (const notice of left) notice.close();
  }
}

async function pressNotice(action: string): Promise<string | undefined> {
  const scope = globalThis as unknown as Scope;
  const [notification, ...others] = await scope.registration.getNotifications();
  if (!notification || others.length > 0) throw new Error(`${others.length + (notification ? 1 : 0)} notifications are shown, not one`);
  const waits: Promise<unknown>[] = [];
  let opened: string | undefined;
  // A press that a test makes up opens no window.
  scope.clients.openWindow = async (url) => {
    opened = url;
    return null;
  };
  const event = new scope.NotificationEvent('notificationclick', { notification, action });
  event.waitUntil = (work) => void waits.push(work);
  scope.dispatchEvent(event);
  await Promise.all(waits);
  return opened;
}

async function tellOfSubscription(): Promise<void> {
  const scope = globalThis as unknown as Scope;
  const waits: Promise<unknown>[] = [];
  const event = new scope.ExtendableEvent('pushsubscriptionchange');
  event.waitUntil = (work) => void waits.push(work);
  scope.dispatchEvent(event);
  await Promise.all(waits);
}
