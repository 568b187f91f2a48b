import {
  pageToWorker,
  pushKey,
  WORKER_PROTOCOL,
  type PageToWorker,
  type PushAction,
  type PushPayload,
  type WorkerToPage,
} from '@ringback/contract';
import * as v from 'valibot';
import { createMemory, hasRunOut, noteArrival, withoutCallback, withPending, type Memory } from './kept.js';
import { noticeOf, tagOf } from './notification.js';
import { readPush } from './read-push.js';

export const WORKER_VERSION = '1.0.0';

export interface WorkerOptions {
  /** Addresses of pictures for the notifications. */
  readonly icon?: string;
  readonly badge?: string;
  /** For tests. */
  readonly memory?: Memory;
  readonly now?: () => number;
}

type Scope = ServiceWorkerGlobalScope & { readonly console: Pick<Console, 'warn'> };
type Unheaded<Message> = Message extends unknown ? Omit<Message, 'source' | 'protocol'> : never;

/** A page in front that hasn't taken a message by then is taken for gone. */
const TAKEN_MS = 1_000;
/** Pages of the site that know nothing of Ringback don't answer; nobody waits for all of twenty. */
const MAX_ASKED = 4;
const ACTIONS: readonly string[] = ['confirm', 'cancel', 'call'] satisfies readonly PushAction[];

/**
 * SW1. Receives Ringback's pushes in any service worker of a site; all others are left alone. To be called once, at the top of the
 * worker and before Firebase's `getMessaging`, which else takes every message.
 */
export function installRingbackWorker(scope: Scope, options: WorkerOptions = {}): void {
  const worker = new Receiver(scope, options);
  scope.addEventListener('push', (event) => {
    const read = readPush(event.data);
    if (read.kind === 'foreign') return;
    event.stopImmediatePropagation();
    if (read.kind === 'ours') event.waitUntil(worker.receive(read.payload));
    else worker.warn('a message could not be read and was dropped');
  });
  scope.addEventListener('notificationclick', (event) => {
    const payload = payloadOf(event.notification);
    if (!payload) return;
    event.stopImmediatePropagation();
    event.notification.close();
    event.waitUntil(worker.act(payload, ACTIONS.includes(event.action) ? (event.action as PushAction) : 'open'));
  });
  scope.addEventListener('message', (event) => {
    const parsed = v.safeParse(pageToWorker, event.data);
    if (parsed.success) event.waitUntil(worker.hear(parsed.output, event.source));
  });
  // Not every browser tells; Firebase asks for a new token by itself when the page next loads.
  scope.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(worker.noteStaleToken()));
}

const payloadOf = ({ data }: Notification): PushPayload | undefined => {
  const read = readPush({ text: () => JSON.stringify({ data: (data as { ringback?: unknown } | null)?.ringback ?? null }) });
  return read.kind === 'ours' ? read.payload : undefined;
};

class Receiver {
  readonly #scope: Scope;
  readonly #memory: Memory;
  readonly #options: WorkerOptions;
  /** `pushKey` -> what to do when a page says that it has it. */
  readonly #awaited = new Map<string, () => void>();
  #noticing: Promise<unknown> = Promise.resolve();

  constructor(scope: Scope, options: WorkerOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#memory = options.memory ?? createMemory();
  }

  warn(text: string): void {
    this.#scope.console.warn(`Ringback: ${text}`);
  }

  /** A page in front gets it; else it is shown. Once for each `pushKey`. */
  async receive(payload: PushPayload): Promise<void> {
    const key = pushKey(payload);
    const isNews = await this.#memory.change((kept) => noteArrival(kept, payload, key, this.#now()));
    if (!isNews) return;
    const pages = await this.#pages();
    const visible = pages.filter(({ visibilityState }) => visibilityState === 'visible');
    if (await this.#hand(visible, payload, 'received')) return this.#closeNotices(payload.callbackId);
    const { icon, badge } = this.#options;
    const [title, notice] = noticeOf(payload, { languages: this.#scope.navigator.languages, icon, badge });
    try {
      await this.#oneByOne(() => this.#scope.registration.showNotification(title, notice));
    } catch {
      this.warn('a notification could not be shown; is the permission still granted?');
    }
  }

  /** Somebody pressed the notification, or one of its buttons: the page does it, for the page knows the callback's token. */
  async act(payload: PushPayload, action: PushAction): Promise<void> {
    // Kept first: a page that opens only now asks for it by its hello.
    await this.#memory.change((kept) => [withPending(kept, { payload, action }), undefined]);
    const pages = await this.#pages();
    const [front] = pages;
    if (front) {
      // Refused without a press of the user's own; what follows must happen all the same.
      await front.focus().catch(() => undefined);
      if (await this.#hand(pages, payload, action)) return this.#forgetPending(payload.callbackId);
    }
    await this.#scope.clients.openWindow(payload.url ?? this.#scope.registration.scope).catch(() => this.warn('no page could be opened'));
  }

  async hear(message: PageToWorker, source: Client | ServiceWorker | MessagePort | null): Promise<void> {
    switch (message.type) {
      case 'hello':
        return source ? this.#welcome(source) : undefined;
      case 'delivered': {
        const key = message.key ?? `${message.callbackId}:${message.event}`;
        const take = this.#awaited.get(key);
        if (take) take();
        // A page that was taken for gone has it after all: it was shown meanwhile, and is not needed twice.
        else await this.#closeNotices(message.callbackId, key);
        return this.#forgetPending(message.callbackId);
      }
      case 'forget':
        await this.#forgetPending(message.callbackId);
        return this.#closeNotices(message.callbackId);
    }
  }

  async noteStaleToken(): Promise<void> {
    const pages = await this.#pages();
    for (const page of pages) page.postMessage(headed({ type: 'tokenStale' }));
    if (pages.length === 0) await this.#memory.change((kept) => [{ ...kept, tokenStale: true }, undefined]);
  }

  /** Tells a page which worker this is, and all that it has missed and still holds. */
  async #welcome(page: Client | ServiceWorker | MessagePort): Promise<void> {
    const { pending, tokenStale } = await this.#memory.change((kept) => [{ ...kept, pending: [], tokenStale: false }, kept]);
    page.postMessage(headed({ type: 'welcome', workerVersion: WORKER_VERSION }));
    if (tokenStale) page.postMessage(headed({ type: 'tokenStale' }));
    for (const { payload, action } of pending)
      if (!hasRunOut(payload, this.#now())) page.postMessage(headed({ type: 'push', payload, action }));
  }

  /** To one page after the other until one has taken it: two must not both cancel, or dial. */
  async #hand(pages: readonly WindowClient[], payload: PushPayload, action: PushAction): Promise<boolean> {
    for (const page of pages.slice(0, MAX_ASKED)) if (await this.#offer(page, payload, action)) return true;
    return false;
  }

  /** Resolves with whether it was taken. */
  #offer(page: WindowClient, payload: PushPayload, action: PushAction): Promise<boolean> {
    const key = pushKey(payload);
    return new Promise((resolve) => {
      const end = (taken: boolean): void => {
        clearTimeout(timer);
        this.#awaited.delete(key);
        resolve(taken);
      };
      const timer = setTimeout(() => end(false), TAKEN_MS);
      this.#awaited.set(key, () => end(true));
      page.postMessage(headed({ type: 'push', payload, action }));
    });
  }

  /** Those in front first; also such as this worker doesn't control, which are there before its first reload. */
  async #pages(): Promise<readonly WindowClient[]> {
    const pages = await this.#scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const rank = ({ focused, visibilityState }: WindowClient): number => (focused ? 0 : visibilityState === 'visible' ? 1 : 2);
    return [...pages].sort((a, b) => rank(a) - rank(b));
  }

  /** @param key of the only message whose notification goes; absent: of any */
  #closeNotices(callbackId: string, key?: string): Promise<void> {
    return this.#oneByOne(async () => {
      for (const notice of await this.#scope.registration.getNotifications({ tag: tagOf(callbackId) })) {
        const payload = payloadOf(notice);
        if (key === undefined || (payload && pushKey(payload) === key)) notice.close();
      }
    });
  }

  /** Chromium forgets a notification that is being shown while somebody asks for all: it could not be pressed any more. */
  #oneByOne(work: () => Promise<void>): Promise<void> {
    const done = this.#noticing.then(work);
    this.#noticing = done.catch(() => undefined);
    return done;
  }

  async #forgetPending(callbackId: string): Promise<void> {
    await this.#memory.change((kept) => [{ ...kept, pending: withoutCallback(kept.pending, callbackId) }, undefined]);
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}

const headed = (message: Unheaded<WorkerToPage>): WorkerToPage => ({ source: 'ringback', protocol: WORKER_PROTOCOL, ...message });
